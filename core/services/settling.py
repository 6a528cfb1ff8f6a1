"""Settling: once per date, moves finished submissions from the inbox to the record, in id order (docs/promises.md R5).

Until then whoever holds the files can read the order of arrival; afterwards nobody can.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, text, update

from core import clock
from core.db import Base, maintenance, write
from core.domain.access import SYSTEM
from core.domain.rollup import CellKey, Counts, count, total
from core.models import (
    CELL_DAY,
    CELL_LIVE,
    CELL_MONTH,
    Comment,
    CommentLayer,
    DailyRun,
    HeldItem,
    InboxRevision,
    PaperBatch,
    PaperSheet,
    PublishedComment,
    RoundProgress,
    SpentSlot,
    Submission,
    TabletNumber,
)
from core.queries import questionnaires
from core.services import cells, locks, outbox, round_progress
from core.services.complaints.erasing import EMPTIED, GO_WITH_WORDS
from core.services.kiosk import changing_codes, ledger
from core.services.revisions import cell_key

JOB = "settle"
#: Half an hour after midnight no continuation of the day before can be open.
EARLIEST = time(0, 30)
_INBOX = InboxRevision.__table__
OLDER_READERS_PATIENCE_SECONDS = 30.0
_OLDER_READERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_xmin IS NOT NULL AND age(backend_xmin) >= age(CAST(:own AS xid))"
)
#: What PostgreSQL writes anew at night: the tables whose freed space would tell an order, a half minute or a tablet.
_COMPACTED = (
    InboxRevision.__tablename__,
    CELL_LIVE.name,
    CELL_DAY.name,
    CELL_MONTH.name,
    SpentSlot.__tablename__,
    TabletNumber.__tablename__,
    HeldItem.__tablename__,
    PaperSheet.__tablename__,
    # A batch forgets its hamlet; of a round the counts are written anew by hamlet.
    PaperBatch.__tablename__,
    RoundProgress.__tablename__,
    # Erased words and their keys; and a table of which nothing was erased costs little.
    *(name for name in GO_WITH_WORDS if name in Base.metadata.tables),
    *EMPTIED,
    Comment.__tablename__,
    CommentLayer.__tablename__,
    PublishedComment.__tablename__,
)
_SUBMISSION_COLUMNS = [column.name for column in Submission.__table__.columns]


@dataclass(frozen=True)
class Settled:
    """What one settling did; `is_due` is false when this date was done already or it is too early."""

    is_due: bool
    submissions: int = 0
    revisions: int = 0


def settle() -> Settled:
    """Settle every submission first received on an earlier date; at most once per date, in one transaction."""
    moment = clock.local(clock.now())
    today = moment.date()
    if moment.time() < EARLIEST:
        return Settled(is_due=False)
    with write() as connection:
        locks.settle_alone(connection)
        if not _begin_day(connection, today):
            return Settled(is_due=False)
        rows = _finished(connection, today)
        _record(connection, rows)
        round_progress.write_anew(connection)
        revisions = _empty_inbox(connection, rows)
        rewrite_live(connection)
        changing_codes.forget_spent(connection, clock.now())
        ledger.fold(connection, today)
        outbox.add(connection, "storage.compact", {})
    return Settled(is_due=True, submissions=len(rows), revisions=revisions)


def _begin_day(connection: Connection, today: date) -> bool:
    """Note that this date's settling is done with this transaction; False when it was done before."""
    last = connection.scalar(select(DailyRun.last_day).where(DailyRun.job == JOB))
    if last is None:
        connection.execute(insert(DailyRun), {"job": JOB, "unit_id": 0, "last_day": today.isoformat()})
    elif last < today.isoformat():
        connection.execute(update(DailyRun).where(DailyRun.job == JOB).values(last_day=today.isoformat()))
    else:
        return False
    return True


def _finished(connection: Connection, today: date) -> list[Row[Any]]:
    """Return the highest revision of each id first received before today, in id order."""
    highest = (
        select(_INBOX.c.id, func.max(_INBOX.c.revision).label("revision"))
        .group_by(_INBOX.c.id)
        .having(func.min(_INBOX.c.received_on) < today)
        .subquery()
    )
    statement = (
        select(_INBOX)
        .join(highest, (_INBOX.c.id == highest.c.id) & (_INBOX.c.revision == highest.c.revision))
        .order_by(_INBOX.c.id)
    )
    return list(connection.execute(statement))


def _record(connection: Connection, rows: list[Row[Any]]) -> None:
    """Write the settled rows, their comments and their cells."""
    if not rows:
        return
    submissions = [{name: getattr(row, name) for name in _SUBMISSION_COLUMNS} for row in rows]
    connection.execute(insert(Submission), submissions)
    comments = [
        {
            "submission_id": row.id,
            "unit_id": row.unit_id,
            "text": row.comment_text,
            "key": row.comment_key,
            "salt": row.comment_salt,
        }
        for row in rows
        if row.comment_text is not None
    ]
    if comments:
        connection.execute(insert(Comment), comments)
    changes = total(contributions(connection, rows))
    cells.add(connection, CELL_DAY, changes)
    cells.add(connection, CELL_MONTH, total((key.by_month(), counts) for key, counts in changes.items()))


def contributions(connection: Connection, rows: Iterable[Row[Any]]) -> Iterator[tuple[CellKey, Counts]]:
    """Yield what each submission adds to its day cell."""
    for row in rows:
        questionnaire = questionnaires.version(SYSTEM, row.version_id, connection=connection)
        yield cell_key(row._asdict()), count(questionnaire, row.answers)


def _empty_inbox(connection: Connection, rows: list[Row[Any]]) -> int:
    """Remove every revision of what is settled now; the guard refuses any other removal."""
    settled = select(Submission.id).where(Submission.id == _INBOX.c.id)
    return connection.execute(delete(InboxRevision).where(settled.exists())).rowcount if rows else 0


def rewrite_live(connection: Connection) -> None:
    """Write the live cells anew from what stands in the inbox, so that no old row version tells an order."""
    connection.execute(delete(CELL_LIVE))
    cells.add(connection, CELL_LIVE, live_changes(connection))


def live_changes(connection: Connection) -> dict[CellKey, Counts]:
    """Return what the inbox adds up to."""
    highest = (
        select(_INBOX.c.id, func.max(_INBOX.c.revision).label("revision")).group_by(_INBOX.c.id).subquery()
    )
    statement = select(_INBOX).join(
        highest, (_INBOX.c.id == highest.c.id) & (_INBOX.c.revision == highest.c.revision)
    )
    return total(contributions(connection, connection.execute(statement)))


class FilesInUse(OSError):
    """A reader kept the write-ahead log from being emptied; what stood in the inbox can still be read in it."""


def compact() -> None:
    """Rewrite the files so that freed space holds nothing of the inbox. Takes seconds; run at night.

    Raises FilesInUse when somebody reads for so long that the log cannot be emptied; try again later.
    """
    with maintenance() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("VACUUM")
            is_busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
            if is_busy:
                raise FilesInUse
            return
        _wait_for_older_readers(connection)
        for table in _COMPACTED:
            connection.exec_driver_sql(f"VACUUM (FULL) {table}")


def _wait_for_older_readers(connection: Connection) -> None:
    """Wait until nobody reads with a snapshot from before now: VACUUM keeps for them what it should remove.

    Raise TimeoutError when they do not end; the outbox then tries again later.
    """
    own = connection.exec_driver_sql("SELECT txid_current()").scalar_one()
    give_up = monotonic() + OLDER_READERS_PATIENCE_SECONDS
    while connection.execute(_OLDER_READERS, {"own": str(own % 2**32)}).scalar_one():
        if monotonic() > give_up:
            raise TimeoutError("a reader from before the settling has not ended")
        sleep(0.1)
