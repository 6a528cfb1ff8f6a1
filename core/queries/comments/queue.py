"""The Front's queue of comments: settled ones only, without officer, counter, day or level (docs/promises.md D12).

Sorted by handle, which is drawn from a key: the same order each time, and none in which anything arrived.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, false, func, or_, select

from core import config
from core.db import db
from core.domain.access import SYSTEM, Permission, Scope
from core.domain.comment_batches import fields_shown
from core.domain.comment_review import ACTS, Act, Reason, State, state_after
from core.domain.comment_topics import Topic
from core.domain.submission import ABSENT
from core.models import CELL_MONTH, Comment, CommentLayer, CommentReview, ServiceField, Submission, Unit
from core.queries import questionnaires
from core.queries.calendar import Reading
from core.queries.comments.handles import handle_of
from core.queries.comments.opened import CommentUnreadable, open_comment, open_layer
from core.queries.comments.worded import worded
from core.queries.places.pages import Page, cut
from core.queries.within import within


@dataclass(frozen=True)
class ReviewedComment:
    """One comment as the Front sees it."""

    handle: str
    submission_id: bytes
    unit_id: int
    unit: str
    #: The first day of the month it was given in.
    month: date
    #: Only where enough people answered about the field in the month.
    field: str
    state: State
    #: How many signed rows there are.
    number: int
    #: As it was stored, words given to questions under their wording; None when no data key opens it.
    original: str | None
    #: As it stands after the last act.
    text: str
    #: None until somebody chose.
    topics: tuple[Topic, ...] | None
    reason: Reason | None
    #: Did its writer let the Front turn it into a petition?
    may_become_case: bool
    #: Whose act was the last one; 0 for nobody's.
    account_id: int


def listed(scope: Scope, state: State, number: int) -> Page[ReviewedComment]:
    """Return a page of the comments in one state."""
    scope.require(Permission.REVIEW_COMMENTS)
    page = cut(_shuffled(db.session, scope, state), number)
    return Page(_read(db.session, page.items), page.number, page.total)


def numbers(scope: Scope) -> dict[State, int]:
    """Return how many comments are in each state."""
    scope.require(Permission.REVIEW_COMMENTS)
    rows = db.session.execute(_known(scope, CommentReview.act, func.count()).group_by(CommentReview.act))
    found = dict.fromkeys(State, 0)
    for act, count in rows:
        found[state_after(Act(act) if act else None)] += count
    return found


def one(scope: Scope, handle: str, *, session: Reading | None = None) -> ReviewedComment | None:
    """Return the comment behind a handle; None where this person has none of it."""
    scope.require(Permission.REVIEW_COMMENTS)
    reading = session or db.session
    # An address cannot be turned back into an id: every id is tried, without anything that stands beside it.
    ids = reading.scalars(select(Comment.submission_id).where(within(Comment.unit_id, scope.unit_ids)))
    wanted = next((one for one in ids if handle_of(one) == handle), None)
    if wanted is None:
        return None
    columns = (Comment.submission_id, CommentReview.act, CommentReview.account_id, CommentReview.number)
    row = reading.execute(_known(scope, *columns).where(Comment.submission_id == wanted)).one()
    return _read(reading, [(handle, row)])[0]


def following(scope: Scope, handle: str) -> str | None:
    """Return the next comment of the queue that is still open, the first one after the last."""
    waiting = [one for one, _row in _shuffled(db.session, scope, State.OPEN) if one != handle]
    return next((one for one in waiting if one > handle), waiting[0] if waiting else None)


def marked(scope: Scope, *, session: Reading | None = None) -> tuple[ReviewedComment, ...]:
    """Return every comment that is marked for publishing, shuffled."""
    scope.require(Permission.REVIEW_COMMENTS)
    reading = session or db.session
    return _read(reading, _shuffled(reading, scope, State.MARKED))


def _known(scope: Scope, *columns: Any) -> Select[Any]:
    """Select something of the comments of this person's units and their last signed rows."""
    last = (
        select(CommentReview.submission_id, func.max(CommentReview.number).label("number"))
        .group_by(CommentReview.submission_id)
        .subquery()
    )
    return (
        select(*columns)
        .select_from(Comment)
        .outerjoin(last, last.c.submission_id == Comment.submission_id)
        .outerjoin(
            CommentReview,
            and_(CommentReview.submission_id == Comment.submission_id, CommentReview.number == last.c.number),
        )
        .where(within(Comment.unit_id, scope.unit_ids))
    )


def _shuffled(session: Reading, scope: Scope, state: State | None = None) -> list[tuple[str, Row[Any]]]:
    columns = (Comment.submission_id, CommentReview.act, CommentReview.account_id, CommentReview.number)
    statement = _known(scope, *columns)
    if state is not None:
        acts = [str(act) for act, (_from, then) in ACTS.items() if then is state]
        is_untouched = CommentReview.act.is_(None) if state is State.OPEN else false()
        statement = statement.where(or_(CommentReview.act.in_(acts), is_untouched))
    return sorted((handle_of(row.submission_id), row) for row in session.execute(statement))


def _state(row: Row[Any]) -> State:
    return state_after(Act(row.act) if row.act else None)


def _read(session: Reading, found: Iterable[tuple[str, Row[Any]]]) -> tuple[ReviewedComment, ...]:
    """Open the comments of a page, in its order."""
    standing = dict(found)
    by_id = {row.submission_id: handle for handle, row in standing.items()}
    fields: dict[tuple[int, date], dict[int, str]] = {}
    opened: dict[str, ReviewedComment] = {}
    for row in _contents(session, list(by_id)):
        month = row.day.replace(day=1)
        if (row.unit_id, month) not in fields:
            fields[row.unit_id, month] = _fields(session, row.unit_id, month)
        handle = by_id[row.submission_id]
        field = fields[row.unit_id, month].get(row.field_id, "")
        opened[handle] = _opened(handle, row, standing[handle], month, field)
    return tuple(opened[handle] for handle in standing if handle in opened)


def _contents(session: Reading, ids: list[bytes]) -> Iterable[Any]:
    """Yield what is stored of these comments, some hundred at a time."""
    last = (
        select(CommentLayer.submission_id, func.max(CommentLayer.number).label("number"))
        .group_by(CommentLayer.submission_id)
        .subquery()
    )
    statement = (
        select(
            Comment.submission_id,
            Comment.unit_id,
            Comment.text,
            Comment.key,
            Submission.day,
            Submission.field_id,
            Submission.version_id,
            Unit.name.label("unit"),
            CommentLayer.sealed,
            CommentLayer.key.label("layer_key"),
        )
        .join(Submission, Submission.id == Comment.submission_id)
        .join(Unit, Unit.id == Comment.unit_id)
        .outerjoin(last, last.c.submission_id == Comment.submission_id)
        .outerjoin(
            CommentLayer,
            and_(CommentLayer.submission_id == Comment.submission_id, CommentLayer.number == last.c.number),
        )
    )
    for start in range(0, len(ids), 500):
        yield from session.execute(statement.where(Comment.submission_id.in_(ids[start : start + 500])))


def _opened(handle: str, row: Any, standing: Row[Any], month: date, field: str) -> ReviewedComment:
    original: str | None = None
    may_become_case = False
    layer: dict[str, Any] = {}
    try:
        comment = open_comment(row.text, row.key, config.current().data_keys)
        original = worded(comment.written, questionnaires.version(SYSTEM, row.version_id))
        may_become_case = comment.may_become_case
        layer = dict(open_layer(row.sealed, row.layer_key)) if row.sealed else {}
    except CommentUnreadable:
        original = None
    return ReviewedComment(
        handle=handle,
        submission_id=row.submission_id,
        unit_id=row.unit_id,
        unit=row.unit,
        month=month,
        field=field,
        state=_state(standing),
        number=standing.number or 0,
        original=original,
        text=layer.get("text", original or ""),
        topics=tuple(Topic(one) for one in layer["topics"]) if "topics" in layer else None,
        reason=Reason(layer["reason"]) if layer.get("reason") else None,
        may_become_case=may_become_case,
        account_id=standing.account_id or 0,
    )


def _fields(session: Reading, unit_id: int, month: date) -> dict[int, str]:
    """Return the fields of a unit that may stand beside comments of a month, with their names."""
    answers = session.execute(
        select(CELL_MONTH.c.field_id, func.sum(CELL_MONTH.c.n))
        .where(
            CELL_MONTH.c.unit_id == unit_id,
            CELL_MONTH.c.day == month,
            CELL_MONTH.c.part == 0,
            # Answers of a survey round hide nobody: they name no field and are many.
            CELL_MONTH.c.round_id == ABSENT,
        )
        .group_by(CELL_MONTH.c.field_id)
    )
    shown = fields_shown({field_id: int(count) for field_id, count in answers})
    names = session.execute(select(ServiceField.id, ServiceField.name).where(within(ServiceField.id, shown)))
    return {row.id: row.name for row in names}
