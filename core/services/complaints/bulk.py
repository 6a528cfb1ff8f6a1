"""Bulk: one act on several cases, tried out first, then done in one transaction with one audit entry for each.

Trying out does everything and takes it all back, so that what is announced is what happens. What changed meanwhile, or
does not fit, is left out with its reason; the others are done.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import write_session
from core.domain.access import Permission, Scope
from core.domain.complaints.course import Action, MoveRefused, State
from core.models import Complaint, ComplaintEvent
from core.queries.complaints import guard
from core.queries.complaints.sealed import Erased
from core.services import locks
from core.services.complaints import moving
from core.services.complaints.effects import Said

#: Cases of one act.
MOST = 100


@dataclass(frozen=True)
class Chosen:
    """A case somebody chose, and how many lines its timeline had when they looked."""

    id: bytes
    #: None: whatever stands there now.
    seen: int | None = None


@dataclass(frozen=True)
class Fate:
    """What an act does to one case, or why it leaves it out."""

    id: bytes
    register: str
    seen: int
    before: State
    then: State
    #: None where it is done.
    refusal: MoveRefused | None = None


class _TakenBack(Exception):
    """Everything was tried out."""


def preview(
    scope: Scope, chosen: Sequence[Chosen], action: Action, said: Said, *, actor: str
) -> tuple[Fate, ...]:
    """Return what the act would do to each, without doing it; what this person may not know of is not there."""
    fates: tuple[Fate, ...] = ()
    try:
        with write_session() as session:
            fates = tuple(_each(session, scope, chosen, action, said, actor))
            raise _TakenBack
    except _TakenBack:
        return fates


def do(scope: Scope, chosen: Sequence[Chosen], action: Action, said: Said, *, actor: str) -> tuple[Fate, ...]:
    """Do the act to each case it fits, in one transaction; return what became of each."""
    with write_session() as session:
        return tuple(_each(session, scope, chosen, action, said, actor))


def _each(
    session: Session, scope: Scope, chosen: Sequence[Chosen], action: Action, said: Said, actor: str
) -> Iterator[Fate]:
    scope.require(Permission.READ_CASES)
    locks.file_complaint(session.connection())
    for one in chosen[:MOST]:
        case = session.scalars(
            select(Complaint).where(Complaint.id == one.id, guard.visible(scope))
        ).one_or_none()
        if case is None:
            continue
        seen = session.scalar(
            select(func.max(ComplaintEvent.number)).where(ComplaintEvent.complaint_id == one.id)
        )
        register, before = case.register, State(case.state)
        fate = Fate(one.id, register, seen or 0, before, before)
        if one.seen is not None and one.seen != fate.seen:
            yield Fate(one.id, register, fate.seen, before, before, MoveRefused("no_such_move"))
            continue
        yield _try(session, scope, fate, action, said, actor)


def _try(session: Session, scope: Scope, fate: Fate, action: Action, said: Said, actor: str) -> Fate:
    """Make one move behind a savepoint; a refused one leaves nothing."""
    savepoint = session.begin_nested()
    try:
        then = moving.move_in(session, scope, fate.id, action, said, actor=actor)
        savepoint.commit()
    except (MoveRefused, Erased) as refusal:
        savepoint.rollback()
        why = refusal if isinstance(refusal, MoveRefused) else MoveRefused("erased")
        return Fate(fate.id, fate.register, fate.seen, fate.before, fate.before, why)
    return Fate(fate.id, fate.register, fate.seen, fate.before, then)
