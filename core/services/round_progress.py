"""Progress of survey rounds: one more answer, counted with the answer itself and joined to none."""

from sqlalchemy import ClauseElement, Connection
from sqlalchemy.dialects import postgresql, sqlite

from core.db import Prepared
from core.domain.submission import ABSENT, SubmissionDraft
from core.models import RoundProgress


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


def _counted(dialect: str) -> ClauseElement:
    insert = (sqlite if dialect == "sqlite" else postgresql).insert(RoundProgress)
    return insert.on_conflict_do_update(
        index_elements=["round_id", "stratum", "channel"],
        set_={"n": RoundProgress.n + insert.excluded.n},
    )


_COUNT = Prepared(_counted)
