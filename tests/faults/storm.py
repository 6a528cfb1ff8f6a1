"""One storm: citizens come, everything is killed under them; then ledger, record and counters are compared."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from core.config import Config
from core.db import db, write_session
from core.services import rollups, settling
from tests.faults.crowd import Crowd
from tests.faults.killer import Killer
from tests.faults.reconciliation import levels, reconcile
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.postgres import PostgresCluster
from tests.support.recount import recount
from tests.support.server import Server
from wsgi import create_app

#: What gunicorn says of a worker we killed.
KILLED_WORKER = "was sent SIGKILL"
#: How the product, and its driver in the middle of several statements, note a PostgreSQL that was killed.
DATABASE_AWAY = (
    "OperationalError",
    "InterfaceError",
    "TimeoutError",
    "error ignored terminating <psycopg.Pipeline",
)


@dataclass
class Report:
    """What happened, in numbers, and every broken promise as a sentence."""

    two_step: int = 0
    visits: int = 0
    unacknowledged: int = 0
    requests: int = 0
    retries: int = 0
    replays: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    broken: list[str] = field(default_factory=list)


@contextmanager
def served(
    settings: Mapping[str, str], folder: Path, *, redraws: bool = False
) -> Iterator[tuple[Server, Crowd]]:
    """Put an office into a migrated, empty database and serve it to a crowd; lend the product for looking into it."""
    app = create_app(Config.from_env(settings))
    server = Server(settings, log=folder / "server.log")
    with app.app_context():
        with write_session() as session:
            world = worlds.office(session)
        fields = (world.land, world.building, world.environment)
        server.start()
        try:
            yield server, Crowd(server.port, world.many, fields=fields, redraws=redraws)
        finally:
            server.stop()
            db.engine.dispose()


def run(
    settings: Mapping[str, str],
    clock: Clock,
    *,
    folder: Path,
    two_step: int,
    kills: int,
    replays: int,
    at_once: int,
    cluster: PostgresCluster | None = None,
) -> Report:
    """Let the storm pass over a migrated, empty database and report.

    `replays`: how often every acknowledged request comes again, shuffled, before the night; the taps come once more
    after it. The process needs the same clock as the settings name.
    """
    report = Report()
    database_url = settings["LANGNGHE_DATABASE_URL"]
    with served(settings, folder) as (server, crowd):
        killer = Killer(server, crowd, kills=kills, two_step=two_step, cluster=cluster)
        started = time.monotonic()
        crowd.come(two_step=two_step, at_once=at_once, meanwhile=killer.work)
        report.seconds = time.monotonic() - started
        compare(crowd, database_url, report, "after the storm")
        _replay(crowd, report, times=replays, at_once=at_once)
        compare(crowd, database_url, report, "after the replays")
        clock.advance(days=1)
        settling.settle()
        settling.compact()
        _replay(crowd, report, times=1, at_once=at_once, is_settled=True)
        compare(crowd, database_url, report, "after settling and replays of what was settled")
    _note(report, crowd, killer, server)
    return report


def compare(crowd: Crowd, database_url: str, report: Report, when: str) -> None:
    """Note every difference between the citizens' ledger, the record, the counters and the recount."""
    found = reconcile(crowd.visits, database_url)
    for name in ("lost", "altered", "doubled", "gaps"):
        numbers = getattr(found, name)
        if numbers:
            report.broken.append(f"{when}: {len(numbers)} {name}, first {numbers[:3]}")
    differences = rollups.check()
    if differences:
        report.broken.append(f"{when}: {len(differences)} cells differ from the record")
    counted = recount(database_url, date(2026, 1, 1), date(2026, 12, 31))
    by_recount = counted.levels["office", "office", "quick v1", "C", "overall"].counts
    by_ledger = levels(crowd.visits, database_url)
    if by_recount != by_ledger:
        report.broken.append(f"{when}: recount {by_recount}, ledger {by_ledger}")


def _replay(crowd: Crowd, report: Report, *, times: int, at_once: int, is_settled: bool = False) -> None:
    """Send acknowledged requests again; after settling only taps, for a continuation is over by then."""
    requests = [
        request for visit in crowd.visits for request in visit.requests[: 1 if is_settled else None]
    ] * times
    crowd.replay(requests, at_once=at_once)
    report.replays += len(requests)


def _note(report: Report, crowd: Crowd, killer: Killer, server: Server) -> None:
    report.kills, report.statuses = killer.done, crowd.statuses
    report.two_step, report.visits, report.retries = crowd.two_step, len(crowd.visits), crowd.retries
    report.requests = crowd.statuses.total() + crowd.retries
    report.unacknowledged = sum(1 for visit in crowd.visits if visit.unknown)
    strange = sorted({status for status in crowd.statuses if status not in (200, 303, 503)})
    if strange:
        report.broken.append(f"answers with status {strange}")
    report.broken += log_faults(server.log_text(), is_database_killed=killer.cluster is not None)


def log_faults(log: str, *, is_database_killed: bool) -> list[str]:
    """Return lines that must not be there: SQLite's "locked" above all, and any error nobody provoked."""
    provoked = (KILLED_WORKER, *(DATABASE_AWAY if is_database_killed else ()))
    errors = [line for line in log.splitlines() if "error" in line.lower() or "locked" in line]
    return [
        f"in the log: {line}"
        for line in errors
        if "locked" in line or not any(words in line for words in provoked)
    ][:5]
