"""How far a survey round has come: live, and once it is reported as it stood with its first report."""

from dataclasses import dataclass

from sqlalchemy import Connection, exists, select

from core.db import db
from core.domain.access import Permission, Scope
from core.domain.submission import Channel
from core.domain.survey_rounds import Progress, progress
from core.models import ROUND_REPORT, ROUND_REPORT_PROGRESS, RoundProgress
from core.queries.rounds import RoundLine, strata

#: The only report hamlets are counted with: two such counts would say whose answers lie between two reports.
COUNTED_WITH = 1


@dataclass(frozen=True)
class HowFar:
    """How far a round has come, as somebody may read it."""

    #: None: the first report was made before this was recorded with it.
    progress: Progress | None
    #: Is it as it was recorded with the first report? What came later is not in it.
    is_recorded: bool


def how_far(scope: Scope, line: RoundLine) -> HowFar:
    """Return how many answers of a round the caller has read came, by hamlet and channel; of none what it says.

    Once there is a report, live counts are for whoever reads live results: next to two reports, a hamlet that moved
    would tell what its people answered (docs/promises.md R9).
    """
    connection = db.session.connection()
    if scope.may(Permission.READ_LIVE_RESULTS) or not _is_reported(connection, line.id):
        return HowFar(live(scope, line), is_recorded=False)
    return HowFar(with_first_report(scope, line), is_recorded=True)


def live(scope: Scope, line: RoundLine) -> Progress:
    """Return how far a round is by the answers that came up to now; `how_far` says who may read it."""
    return progress(line.sample, strata(scope, line.id), counted(db.session.connection(), line.id))


def with_first_report(scope: Scope, line: RoundLine) -> Progress | None:
    """Return how far a round was when its first report was made; None where that was not recorded."""
    counts = _recorded(db.session.connection(), line.id)
    return progress(line.sample, strata(scope, line.id), counts) if counts else None


def by_hamlet(connection: Connection, round_id: int) -> dict[int, int]:
    """Return how many answers each hamlet of a round has, for its phones; once it is reported, as recorded then."""
    read = _recorded if _is_reported(connection, round_id) else counted
    found: dict[int, int] = {}
    for (stratum, _), n in sorted(read(connection, round_id).items()):
        found[stratum] = found.get(stratum, 0) + n
    return found


def counted(connection: Connection, round_id: int) -> dict[tuple[int, Channel], int]:
    """Return how many answers of a round came up to now, by hamlet's number and channel."""
    rows = connection.execute(
        select(RoundProgress.stratum, RoundProgress.channel, RoundProgress.n).where(
            RoundProgress.round_id == round_id
        )
    )
    return {(row.stratum, Channel(row.channel)): row.n for row in rows}


def _recorded(connection: Connection, round_id: int) -> dict[tuple[int, Channel], int]:
    table = ROUND_REPORT_PROGRESS
    rows = connection.execute(
        select(table.c.stratum, table.c.channel, table.c.n).where(
            table.c.round_id == round_id, table.c.number == COUNTED_WITH
        )
    )
    return {(row.stratum, Channel(row.channel)): row.n for row in rows}


def _is_reported(connection: Connection, round_id: int) -> bool:
    return bool(connection.scalar(select(exists().where(ROUND_REPORT.c.round_id == round_id))))
