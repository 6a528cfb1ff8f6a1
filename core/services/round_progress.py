"""Progress of survey rounds: one more answer, counted with the answer itself and joined to none."""

from sqlalchemy import ClauseElement, Connection, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from core.db import Prepared
from core.domain.submission import ABSENT, SubmissionDraft
from core.models import InboxRevision, RoundProgress


def note(connection: Connection, draft: SubmissionDraft, unit_id: int) -> None:
    """Count the first revision of an answer to a round; part of the caller's transaction. Nothing for other answers."""
    if draft.round_id is None:
        return
    row = {
        "round_id": draft.round_id,
        "stratum": draft.stratum or ABSENT,
        "channel": str(draft.channel),
        "unit_id": unit_id,
        "n": 1,
    }
    _COUNT.run(connection, row)


def write_anew(connection: Connection) -> None:
    """Write the counts of each round with an answer in the inbox anew, by key; part of the settling, before it empties.

    A row that grew lies behind those that grew before, and the transaction it names came after theirs: which hamlet was
    last would be told for ever. All progress comes with an answer in the inbox, so nothing else has moved.
    """
    answered = select(InboxRevision.round_id).where(InboxRevision.round_id != ABSENT)
    moved = RoundProgress.round_id.in_(answered)
    by_key = (RoundProgress.round_id, RoundProgress.stratum, RoundProgress.channel)
    rows = connection.execute(select(RoundProgress.__table__).where(moved).order_by(*by_key)).mappings().all()
    if rows:
        connection.execute(delete(RoundProgress).where(moved))
        connection.execute(insert(RoundProgress), [dict(row) for row in rows])


def _counted(dialect: str) -> ClauseElement:
    upsert = (sqlite if dialect == "sqlite" else postgresql).insert(RoundProgress)
    return upsert.on_conflict_do_update(
        index_elements=["round_id", "stratum", "channel"],
        set_={"n": RoundProgress.n + upsert.excluded.n},
    )


_COUNT = Prepared(_counted)
