"""Comments in tests: citizens who write them, the night that settles them, and the Front that reads them."""

from collections.abc import Iterable, Sequence

from core import clock
from core.db import db, write_session
from core.domain.access import Role, Scope
from core.domain.comment_review import Act, State
from core.queries.comments import queue
from core.queries.comments.queue import ReviewedComment
from core.services import comment_reviews, settling, submissions
from core.services.comment_reviews import Noted
from tests.support import casework, worlds
from tests.support.clock import Clock
from tests.support.worlds import World

#: Six comments of one month, none of which names anybody.
TEXTS = (
    "Chờ lâu quá, từ sáng đến trưa mới tới lượt.",
    "Hướng dẫn hồ sơ chưa rõ, phải quay lại hai lần.",
    "Ghế ngồi chờ ít, người già phải đứng.",
    "Thái độ niềm nở, cảm ơn cả trung tâm.",
    "Lệ phí không niêm yết ở quầy.",
    "Máy in hỏng, đợi thêm nửa giờ.",
)
FRONT = casework.somebody(Role.FRONT, 1)
LEAD = casework.somebody(Role.FRONT_LEAD, 2)


def office() -> World:
    """Build the office, with one account of each role that has to do with comments."""
    with write_session() as session:
        world = worlds.office(session)
        for role in (Role.FRONT, Role.FRONT_LEAD):
            worlds.account(session, role)
    return world


def give(world: World, texts: Iterable[str], *, is_allowed: bool = False, field: int | None = None) -> None:
    """Let citizens write these comments today."""
    for text in texts:
        submissions.accept(
            worlds.draft(world, comment=text, may_become_case=is_allowed, field_id=field, day=clock.today())
        )


def settle(clock_: Clock, moment: str) -> None:
    """Let it be this moment, and settle what came before its day."""
    clock_.set(moment)
    settling.settle()
    db.session.rollback()


def waiting(scope: Scope = FRONT, state: State = State.OPEN) -> tuple[ReviewedComment, ...]:
    """Return what the Front reads in one state."""
    db.session.rollback()
    return queue.listed(scope, state, 1).items


def comment(words: str, scope: Scope = FRONT) -> ReviewedComment:
    """Return the comment, in whatever state, whose text as it was given has these words."""
    found = [one for state in State for one in waiting(scope, state) if words in (one.original or "")]
    assert len(found) == 1, [one.original for one in found]
    return found[0]


def review(one: ReviewedComment, act: Act, scope: Scope = FRONT, **noted: object) -> None:
    """Do one act on a comment as it was read."""
    comment_reviews.review(scope, one.handle, act, Noted(**noted), actor="thu", number=one.number)  # type: ignore[arg-type]
    db.session.rollback()


def mark(ones: Sequence[ReviewedComment], scope: Scope = FRONT) -> None:
    """Mark comments for publishing."""
    for one in ones:
        review(one, Act.MARK, scope)
