"""Around a case: what it is answered with, what it is linked with, its tags, and what it resembles.

Another case is told of only where the guard lets this person know of it.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal, select, union_all

from core.db import db
from core.domain.access import Permission, Scope
from core.domain.complaints.course import Action, Party, State
from core.domain.complaints.filing import CONTACT, Part
from core.domain.complaints.kinds import Kind
from core.models import Complaint, ComplaintKey, ComplaintLink, ComplaintTag, ComplaintText, ComplaintWord
from core.queries.complaints import contents, guard
from core.queries.complaints.contents import EventLine, opened

#: A word in more cases than this says nothing of likeness.
_COMMON = 200
#: So many rare words in common make two letters alike enough to be shown.
_LEAST_SHARED = 3
_MOST_ALIKE = 5
#: Characters of a case's first words.
_SHOWN = 80


@dataclass(frozen=True)
class Near:
    """Another case, as one line."""

    id: bytes
    register: str
    state: State
    about: str


@dataclass(frozen=True)
class Letter:
    """A letter that is answered with this case: what its sender wrote, first and later."""

    id: bytes
    register: str
    texts: dict[Part, str]
    said: tuple[EventLine, ...]


@dataclass(frozen=True)
class Around:
    """What stands around a case for one person."""

    main: Near | None
    letters: tuple[Letter, ...]
    links: tuple[Near, ...]
    tags: tuple[str, ...]


def of(scope: Scope, complaint_id: bytes) -> Around:
    """Return what stands around a case that this person opened."""
    scope.require(Permission.READ_CASES)
    merged_into = select(Complaint.merged_into).where(Complaint.id == complaint_id).scalar_subquery()
    main = _near(scope, Complaint.id == merged_into)
    pairs = union_all(
        select(ComplaintLink.b_id).where(ComplaintLink.a_id == complaint_id),
        select(ComplaintLink.a_id).where(ComplaintLink.b_id == complaint_id),
    )
    tags = select(ComplaintTag.name).where(ComplaintTag.complaint_id == complaint_id)
    return Around(
        main=main[0] if main else None,
        letters=_letters(scope, complaint_id),
        links=_near(scope, Complaint.id.in_(pairs)),
        tags=tuple(db.session.scalars(tags.order_by(ComplaintTag.name))),
    )


def by_register(scope: Scope, unit_id: int, register: str) -> Near | None:
    """Return the case of a unit with this number, or None for one this person may not know of."""
    scope.require(Permission.READ_CASES)
    found = _near(scope, Complaint.unit_id == unit_id, Complaint.register == register)
    return found[0] if found else None


def alike(scope: Scope, complaint_id: bytes) -> tuple[Near, ...]:
    """Return the open petitions of the same unit that share most rare words with a case, the likest first."""
    scope.require(Permission.FOLLOW_CASES)
    own = db.session.scalars(
        select(ComplaintWord.word).where(ComplaintWord.complaint_id == complaint_id)
    ).all()
    rare = [word for word in own if _is_rare(word)]
    shared = func.count()
    others = (
        select(ComplaintWord.complaint_id.label("id"), shared.label("shared"))
        .where(ComplaintWord.word.in_(rare), ComplaintWord.complaint_id != complaint_id)
        .group_by(ComplaintWord.complaint_id)
        .having(shared >= _LEAST_SHARED)
        .subquery()
    )
    unit = select(Complaint.unit_id).where(Complaint.id == complaint_id).scalar_subquery()
    likest = db.session.scalars(
        select(Complaint.id)
        .join(others, others.c.id == Complaint.id)
        .where(
            guard.visible(scope),
            Complaint.unit_id == unit,
            Complaint.kind == str(Kind.PETITION),
            Complaint.state.not_in((str(State.NEW), str(State.CLOSED))),
        )
        .order_by(others.c.shared.desc(), Complaint.received_on, Complaint.register)
        .limit(_MOST_ALIKE)
    ).all()
    lines = {line.id: line for line in _near(scope, Complaint.id.in_(likest))}
    return tuple(lines[one] for one in likest)


def tags(scope: Scope) -> tuple[str, ...]:
    """Return the tags that stand on any case this person may know of, by name."""
    scope.require(Permission.READ_CASES)
    names = select(ComplaintTag.name).distinct().subquery()
    seen = (
        select(literal(1))
        .select_from(ComplaintTag)
        .join(Complaint, Complaint.id == ComplaintTag.complaint_id)
        .where(ComplaintTag.name == names.c.name, guard.visible(scope))
        .exists()
    )
    return tuple(db.session.scalars(select(names.c.name).where(seen).order_by(names.c.name)))


def _is_rare(word: bytes) -> bool:
    some = select(ComplaintWord.word).where(ComplaintWord.word == word).limit(_COMMON + 1).subquery()
    return (db.session.scalar(select(func.count()).select_from(some)) or 0) <= _COMMON


def _near(scope: Scope, *condition: ColumnElement[bool]) -> tuple[Near, ...]:
    rows = db.session.execute(
        select(Complaint.id, Complaint.register, Complaint.state, ComplaintKey.key, ComplaintText.sealed)
        .outerjoin(ComplaintKey, ComplaintKey.complaint_id == Complaint.id)
        .outerjoin(
            ComplaintText,
            (ComplaintText.complaint_id == Complaint.id) & (ComplaintText.part == str(Part.WHAT)),
        )
        .where(guard.visible(scope), *condition)
        .order_by(Complaint.register)
    )
    return tuple(Near(row.id, row.register, State(row.state), _short(row.key, row.sealed)) for row in rows)


def _letters(scope: Scope, complaint_id: bytes) -> tuple[Letter, ...]:
    rows = db.session.execute(
        select(Complaint.id, Complaint.register, ComplaintKey.key)
        .outerjoin(ComplaintKey, ComplaintKey.complaint_id == Complaint.id)
        .where(guard.visible(scope), Complaint.merged_into == complaint_id)
        .order_by(Complaint.register)
    ).all()
    return tuple(
        Letter(row.id, row.register, _without_contact(row.id, row.key), _said(row.id, row.key))
        for row in rows
    )


def _without_contact(complaint_id: bytes, key: bytes | None) -> dict[Part, str]:
    texts = contents.texts_of(complaint_id, key)
    return {part: text for part, text in texts.items() if part not in CONTACT}


def _said(complaint_id: bytes, key: bytes | None) -> tuple[EventLine, ...]:
    return tuple(
        event
        for event in contents.events_of(complaint_id, key)
        if event.party is Party.CITIZEN and event.action is not Action.FILE
    )


def _short(key: bytes | None, sealed: bytes | None) -> str:
    line = " ".join(opened(key, sealed).split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1].rsplit(" ", 1)[0] + "…"
