"""A counter with a tablet for the fault tests: the served product, a bad network, a browser; and what arrived of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import BrowserType
from sqlalchemy import RowMapping, insert, select

from core import config
from core.config import Config
from core.db import db, write, write_session
from core.domain.submission import Quality
from core.models import Comment, DutyEntry, TabletNumber
from core.services import comments
from core.services.comments import ProtectedComment
from tests.support import ledger, pairing, worlds
from tests.support.clock import Clock
from tests.support.counter_tablet import CounterTablet
from tests.support.link import Link
from tests.support.server import Server
from tests.support.worlds import World
from wsgi import create_app


@dataclass
class Office:
    """The office whose counter 3 has a tablet."""

    world: World
    server: Server
    link: Link
    clock: Clock
    folder: Path
    kind: BrowserType
    tablets: list[CounterTablet] = field(default_factory=list)

    def tablet(self, *, ahead: timedelta = timedelta(0)) -> CounterTablet:
        """Return a new tablet, paired with counter 3 and switched on."""
        tablet = CounterTablet(self.kind, self.folder / f"profile-{len(self.tablets)}", self.link, self.clock)
        tablet.ahead = ahead
        self.tablets.append(tablet)
        tablet.start()
        tablet.pair(self.phrase())
        return tablet

    def phrase(self) -> str:
        """Return a new pairing phrase for counter 3."""
        phrase = f"{pairing.PHRASE} {len(pairing_rows())}"
        with write_session() as session:
            pairing.waiting(session, phrase=phrase)
        return phrase

    @property
    def version(self) -> str:
        """The version of the app that the server has."""
        page = self.link.forward("GET", "/kiosk/", [], b"").body.decode()
        return page.partition('data-version="')[2].partition('"')[0]

    def alter_app(self, name: str, old: str, new: str) -> None:
        """Serve one file of the app otherwise from now on, as a careless developer would have written it."""
        self.link.rewrite(f"/kiosk/static/{self.version}/{name}", old, new)

    def put_on_duty(self, officer: int, *, days: int, hours: int = 9) -> None:
        """Plan somebody at counter 3 from an hour before this time of day, so many days from now."""
        begins = self.clock.moment + timedelta(days=days, hours=-1)
        with write() as connection:
            number = max(connection.scalars(select(DutyEntry.id))) + 1
            row = {
                "id": number,
                "unit_id": self.world.centre,
                "counter_id": self.world.many_counter,
                "officer_id": officer,
                "starts_at": begins,
                "ends_at": begins + timedelta(hours=hours),
            }
            connection.execute(insert(DutyEntry), row)


@contextmanager
def office(settings: Mapping[str, str], clock: Clock, *, folder: Path, kind: BrowserType) -> Iterator[Office]:
    """Put an office into a migrated, empty database and serve it; lend the product for looking into it."""
    app = create_app(Config.from_env(settings))
    server = Server(settings, log=folder / "server.log")
    with app.app_context():
        with write_session() as session:
            world = worlds.office(session)
        server.start()
        try:
            with Link(server.port) as link:
                lent = Office(world, server, link, clock, folder, kind)
                try:
                    yield lent
                finally:
                    for tablet in lent.tablets:
                        tablet.kill()
        finally:
            server.stop()
            db.engine.dispose()


def pairing_rows() -> list[int]:
    """Return the ids of all tablets."""
    with db.engine.connect() as connection:
        return list(connection.scalars(select(pairing.TabletRow.id)))


def rows() -> list[RowMapping]:
    """Return every answer that has arrived, settled or not."""
    return [*ledger.revisions(), *ledger.settled()]


def by_day_and_officer() -> Counter[tuple[str, int, int]]:
    """Count the answers that arrived on each day and for each officer, and with the label of a guessed moment."""
    return Counter((str(row["day"]), row["officer_id"], row["quality"] & Quality.CLOCK) for row in rows())


def stored(words: str) -> Counter[tuple[str, int, int]]:
    """Count the answers in the inbox whose comment begins so, by day, officer and labels."""
    return Counter(
        (str(row["day"]), row["officer_id"], row["quality"])
        for row in ledger.revisions()
        if (ledger.comment(row) or "").startswith(words)
    )


def words() -> Counter[str]:
    """Count each comment that arrived, in the inbox and in the record."""
    inbox = [ledger.comment(row) for row in ledger.revisions()]
    commitments = {bytes(row["id"]): row["comment_commitment"] for row in ledger.settled()}
    with db.engine.connect() as connection:
        settled = [
            comments.reveal(
                ProtectedComment(row.text, row.key, row.salt, commitments[bytes(row.submission_id)]),
                config.current().data_keys,
            )
            for row in connection.execute(select(Comment))
        ]
    return Counter(comment for comment in (*inbox, *settled) if comment)


def numbers() -> list[int]:
    """Return the numbers that arrived and are not folded yet, of all tablets."""
    with db.engine.connect() as connection:
        return sorted(connection.scalars(select(TabletNumber.number)))
