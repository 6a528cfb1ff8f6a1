"""What a survey round found out: live for the Front, as reported once it is over for everybody else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Table, func, select, true

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.domain.questionnaire import Questionnaire
from core.domain.rollup import PERSON_COUNTS, Counts
from core.domain.round_hiding import LEAST_REPORTED
from core.domain.round_results import RoundResults, derive
from core.domain.round_steps import Key, by_channel, earlier
from core.domain.submission import Channel, Quality
from core.domain.survey_rounds import Progress
from core.models import (
    CELL_LIVE,
    CELL_MONTH,
    LABEL_COLUMNS,
    ROUND_REPORT,
    SLOT_COLUMNS,
    InboxRevision,
    Submission,
)
from core.queries import questionnaires, round_progress
from core.queries.rounds import RoundLine

_ONE_DAY = timedelta(days=1)
#: For so long after a round's last day answers that come late may still make another report.
LATE_DAYS = 366
#: Which bit of an answer's quality each column counts.
LABELS: Mapping[str, Quality] = dict(
    zip(
        LABEL_COLUMNS,
        (Quality.TOO_FAST, Quality.OUTSIDE_HOURS, Quality.STRAIGHT_LINE, Quality.BURST, Quality.CLOCK),
        strict=True,
    )
)


@dataclass(frozen=True)
class Held:
    """Where the counts of a round stand: its unit, its version, the months its answers may have been given in."""

    round_id: int
    unit_id: int
    version_id: int
    begins_on: date
    ends_on: date
    begun_on: date | None = None

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of its months, one more on either side: a device's clock may have been wrong.

        From its first day, or from the day it was begun where that is earlier: nothing was taken before both.
        """
        since = min(self.begins_on, self.begun_on or self.begins_on)
        first = (since.replace(day=1) - _ONE_DAY).replace(day=1)
        found = [first]
        while found[-1] <= self.ends_on:
            found.append((found[-1] + 31 * _ONE_DAY).replace(day=1))
        return tuple(found)


@dataclass(frozen=True)
class LastReport:
    """What a round reported last: number (0: nothing yet), counts and labels."""

    number: int
    counts: Mapping[Key, Counts]
    labels: Mapping[Key, Mapping[Quality, int]]


@dataclass(frozen=True)
class RoundReport:
    """The results of a round with what they are worth."""

    results: RoundResults
    #: How many answers carry a label.
    labels: Mapping[Quality, int]
    #: The last day whose answers are all in it; None: live.
    through: date | None
    #: A label or figure of fewer people than this is not shown.
    least: int
    #: Its own number, and that of the last report there is; 0: none, or live.
    number: int = 0
    last: int = 0
    #: May answers that come late still make another one?
    may_follow: bool = False
    #: How far the round had come with its first report, by hamlet, or has come now where this is live; None: that was
    #: not recorded. No later report says of hamlets anything else: the difference would tell what one answered.
    progress: Progress | None = None
    #: Paper forms in it that were not in the first report, which could be read while they were typed in.
    later_paper: int = 0

    @property
    def is_live(self) -> bool:
        """May it still change from one minute to the next?"""
        return self.through is None


def report(
    scope: Scope, line: RoundLine, number: int | None = None, *, is_live: bool = False
) -> RoundReport | None:
    """Return a report of a round, the last one unless a number says which; None where there is none for this person.

    What was reported once the round was over is the same for everybody who reads rounds. The Front reads live figures
    until then, and later where it asks for them (docs/promises.md R2).
    """
    scope.require(Permission.READ_ROUNDS)
    if line.version_id is None or not scope.sees(line.unit_id):
        return None
    asked = questionnaires.version(scope, line.version_id)
    last = _last_number(db.session.connection(), line.id)
    if is_live or (not last and number is None):
        return _live(scope, line, asked, last) if scope.may(Permission.READ_LIVE_RESULTS) else None
    return _reported(scope, line, asked, number or last, last)


def settled(connection: Connection, held: Held, asked: Questionnaire) -> dict[tuple[Channel, str], Counts]:
    """Return the settled counts of a round by channel and tier."""
    return _summed(connection, (CELL_MONTH,), held, asked)


def labels(connection: Connection, round_id: int) -> dict[Key, dict[Quality, int]]:
    """Return how many settled answers of a round carry each label, by channel and tier."""
    found: dict[Key, dict[Quality, int]] = {}
    rows = _labelled(connection, Submission.__table__, Submission.round_id == round_id)
    for (channel, tier, quality), n in rows.items():
        _count_labels(found.setdefault((Channel(channel), tier), {}), [(quality, n)])
    return found


def last_report(connection: Connection, round_id: int, asked: Questionnaire) -> LastReport:
    """Return what a round reported last."""
    number = _last_number(connection, round_id)
    if not number:
        return LastReport(0, {}, {})
    counts = _report_counts(connection, round_id, number, asked).get(number, {})
    of_first_part = select(ROUND_REPORT).where(
        ROUND_REPORT.c.round_id == round_id, ROUND_REPORT.c.number == number, ROUND_REPORT.c.part == 0
    )
    labelled = {
        (Channel(row.channel), row.tier): {LABELS[name]: getattr(row, name) for name in LABEL_COLUMNS}
        for row in connection.execute(of_first_part)
    }
    return LastReport(number, counts, labelled)


def _live(scope: Scope, line: RoundLine, asked: Questionnaire, last: int) -> RoundReport:
    connection = db.session.connection()
    days = (line.course.begins_on, line.course.ends_on, line.course.begun_on)
    held = Held(line.id, line.unit_id, line.version_id or 0, *days)
    found = _summed(connection, (CELL_MONTH, CELL_LIVE), held, asked)
    counted: dict[Quality, int] = {}
    inbox = InboxRevision.__table__
    later = inbox.alias("later")
    highest = (
        select(func.max(later.c.revision)).where(later.c.id == inbox.c.id).correlate(inbox).scalar_subquery()
    )
    waiting = (inbox.c.round_id == line.id) & (inbox.c.revision == highest)
    of_round = Submission.round_id == line.id
    for rows in (
        _labelled(connection, Submission.__table__, of_round),
        _labelled(connection, inbox, waiting),
    ):
        _count_labels(counted, ((quality, n) for (_, _, quality), n in rows.items()))
    progress = round_progress.live(scope, line)
    return RoundReport(derive(asked, by_channel(found)), counted, None, least=1, last=last, progress=progress)


def _reported(
    scope: Scope, line: RoundLine, asked: Questionnaire, number: int, last: int
) -> RoundReport | None:
    if not 1 <= number <= last:
        return None
    connection = db.session.connection()
    found = _report_counts(connection, line.id, number, asked)
    reports = [by_channel(found[each]) for each in sorted(found)]
    columns = [func.sum(ROUND_REPORT.c[name]) for name in LABEL_COLUMNS]
    row = connection.execute(
        select(func.max(ROUND_REPORT.c.through), *columns).where(
            ROUND_REPORT.c.round_id == line.id, ROUND_REPORT.c.number == number
        )
    ).one()
    counted = {LABELS[name]: int(n) for name, n in zip(LABEL_COLUMNS, row[1:], strict=True) if n}
    before = earlier(asked, reports, LEAST_REPORTED)
    paper = [each[Channel.PAPER].persons[0] if Channel.PAPER in each else 0 for each in reports]
    return RoundReport(
        derive(asked, reports[-1], least=LEAST_REPORTED, earlier=before),
        counted,
        row[0],
        least=LEAST_REPORTED,
        number=number,
        last=last,
        may_follow=clock.today() <= line.course.ends_on + timedelta(days=LATE_DAYS),
        progress=round_progress.with_first_report(scope, line),
        later_paper=paper[-1] - paper[0],
    )


def _summed(
    connection: Connection, tables: Iterable[Table], held: Held, asked: Questionnaire
) -> dict[tuple[Channel, str], Counts]:
    """Add up cells of the round: months are listed, so that each is one seek; live cells are few."""
    found: dict[tuple[Channel, str], Counts] = {}
    for table in tables:
        on_days = table.c.day.in_(held.months) if table is CELL_MONTH else true()
        by = [table.c[name] for name in ("channel", "tier", "part")]
        rows = connection.execute(
            select(*by, *(func.sum(table.c[name]).label(name) for name in (*PERSON_COUNTS, *SLOT_COLUMNS)))
            .where(
                on_days,
                table.c.unit_id == held.unit_id,
                table.c.round_id == held.round_id,
                table.c.version_id == held.version_id,
            )
            .group_by(*by)
        )
        cells = _joined((((Channel(row.channel), row.tier), row) for row in rows), asked)
        for key, counts in cells.items():
            found[key] = found[key] + counts if key in found else counts
    return {key: counts for key, counts in found.items() if not counts.is_empty}


def _joined(rows: Iterable[tuple[Any, Any]], asked: Questionnaire) -> dict[Any, Counts]:
    """Put the parts of wide rows together, adding up what has the same key."""
    width = asked.parts * len(SLOT_COLUMNS)
    found: dict[Any, Counts] = {}
    for key, row in rows:
        slots = [0] * width
        start = row.part * len(SLOT_COLUMNS)
        slots[start : start + len(SLOT_COLUMNS)] = [int(getattr(row, name)) for name in SLOT_COLUMNS]
        n, office, field, officer = (int(getattr(row, name)) for name in PERSON_COUNTS)
        counts = Counts((n, office, field, officer), tuple(slots))
        found[key] = found[key] + counts if key in found else counts
    return found


def _labelled(connection: Connection, table: Any, which: Any) -> dict[tuple[str, str, int], int]:
    by = (table.c.channel, table.c.tier, table.c.quality)
    rows = connection.execute(select(*by, func.count()).where(which).group_by(*by))
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def _count_labels(counted: dict[Quality, int], rows: Iterable[tuple[int, int]]) -> None:
    for quality, n in rows:
        for label in LABELS.values():
            if quality & label:
                counted[label] = counted.get(label, 0) + n


def _last_number(connection: Connection, round_id: int) -> int:
    statement = select(func.max(ROUND_REPORT.c.number)).where(ROUND_REPORT.c.round_id == round_id)
    return connection.scalar(statement) or 0


def _report_counts(
    connection: Connection, round_id: int, through: int, asked: Questionnaire
) -> dict[int, dict[Key, Counts]]:
    """Return the counts of a round's reports up to one number, by their numbers."""
    rows = connection.execute(
        select(ROUND_REPORT).where(ROUND_REPORT.c.round_id == round_id, ROUND_REPORT.c.number <= through)
    )
    joined = _joined((((row.number, Channel(row.channel), row.tier), row) for row in rows), asked)
    found: dict[int, dict[Key, Counts]] = {}
    for (number, channel, tier), counts in joined.items():
        found.setdefault(number, {})[channel, tier] = counts
    return found
