"""Paper as two clerks of the centre key it: batches at a counter or of a survey round, and their sheets."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from core.clock import today
from core.db import db, write_session
from core.domain.access import Role, Scope
from core.domain.builtin import QUICK
from core.domain.paper import Keyed, Turn
from core.models import SurveyRound
from core.services.paper import batches, handing_over, keying
from core.services.paper.batches import BatchFacts
from tests.support import interviewing
from tests.support.worlds import World

CENTRE = frozenset({World.centre})
HOA, LAN = (Scope(account_id=number, role=Role.MANAGER, unit_ids=CENTRE) for number in (1, 2))


def sheet(level: str, **more: str) -> Keyed:
    """Return a keyed sheet: a level, and choices by question."""
    answers = {"overall": (level,), **{code: (option,) for code, option in more.items()}}
    return Keyed(QUICK.encode(answers))


def opened(sheets: int, **facts: Any) -> int:
    """Open a batch at counter 3 for sheets of yesterday."""
    plain = {"touchpoint_id": World.many_point, "version_id": World.quick, "day": today() - timedelta(days=1)}
    given = BatchFacts(**{**plain, "sheets": sheets, **facts})
    batch = batches.open_batch(HOA, World.centre, given, actor="hoa")
    # What was read before the write was read in a transaction that is still open.
    db.session.rollback()
    return batch


def key(batch: int, number: int, keyed: Keyed, turn: Turn = Turn.FIRST, who: Scope = HOA) -> Keyed:
    """Key one sheet."""
    shown = keying.kept(who, World.centre, batch, number, turn)
    seen = shown.mark if shown else ""
    kept = keying.key(who, World.centre, batch, number, turn, keyed, seen=seen, actor="x")
    db.session.rollback()
    return kept


def close(batch: int) -> int:
    """Close a batch; return how many sheets still wait."""
    return handing_over.close(HOA, World.centre, batch, actor="hoa")


def a_round(*, begins: date = interviewing.BEGINS, ends: date = interviewing.ENDS) -> int:
    """Let a round with hamlets 1 to 3 have begun; return its id."""
    with write_session() as session:
        return interviewing.begun(session, begins=begins, ends=ends)


def opened_of_round(round_id: int, /, **facts: Any) -> int:
    """Open a batch of one sheet of today for a round."""
    with db.engine.connect() as connection:
        own = select(SurveyRound.touchpoint_id, SurveyRound.version_id).where(SurveyRound.id == round_id)
        point, version = connection.execute(own).one()
    plain = {"touchpoint_id": point, "version_id": version, "day": today(), "sheets": 1}
    return opened(**{**plain, "round_id": round_id, **facts})
