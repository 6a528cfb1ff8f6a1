"""Codes of one unit: what each stands for, since when, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from core import clock
from core.db import db
from core.domain.access import Scope
from core.domain.office import TouchpointKind
from core.domain.office.place_names import place_name
from core.models import Counter, Officer, ServiceField, SurveyRound, Touchpoint
from core.queries.places.pages import PER_PAGE, Page, offset_of

#: An office has fewer codes; a longer list nobody reads.
_MOST_SUCCESSORS = 300


@dataclass(frozen=True)
class CodeLine:
    """One code."""

    id: int
    code: str
    kind: str
    #: The label, or the name of its counter, officer or field; empty for the office itself.
    place: str
    questionnaire_code: str
    issued_on: date
    printed_on: date | None
    revoked_at: datetime | None
    replaced_by: str
    counter_id: int | None
    field_id: int | None
    officer_id: int | None
    label: str
    #: The field its answers count for, where that is not what it stands for.
    field: str
    #: The last day it takes answers; None: no end.
    valid_to: date | None
    #: Is the counter it stands at closed? Its code takes no answers then.
    is_closed: bool

    @property
    def is_in_use(self) -> bool:
        """Does it take answers, as far as its own days and its counter go?"""
        return self.is_standing and not self.is_over and not self.is_closed

    @property
    def is_standing(self) -> bool:
        """Was it neither replaced nor revoked?"""
        return self.revoked_at is None and not self.replaced_by

    @property
    def is_replaceable(self) -> bool:
        """May another code take its place? A survey round whose days are over asks nobody any more."""
        return self.is_standing and not (self.kind == TouchpointKind.ROUND and self.is_over)

    @property
    def is_over(self) -> bool:
        """Is its last day past?"""
        return self.valid_to is not None and self.valid_to < clock.today()


def standing(scope: Scope, unit_id: int, number: int = 1) -> Page[CodeLine]:
    """Return a page of a unit's codes that take answers: counters in their order, then the others."""
    return _page(scope, unit_id, number, is_standing=True)


def ended(scope: Scope, unit_id: int, number: int = 1) -> Page[CodeLine]:
    """Return a page of a unit's codes that were replaced or revoked, the latest first."""
    return _page(scope, unit_id, number, is_standing=False)


def one(scope: Scope, unit_id: int, touchpoint_id: int) -> CodeLine | None:
    """Return one code of a unit of this person, or None."""
    if not scope.sees(unit_id):
        return None
    found = select_lines().where(Touchpoint.id == touchpoint_id, Touchpoint.unit_id == unit_id)
    return next((_line(*row) for row in db.session.execute(found)), None)


def successors(scope: Scope, unit_id: int, of: CodeLine) -> tuple[CodeLine, ...]:
    """Return the codes of the unit that may be named in the place of this one: all others that take
    everyday answers. None for a survey round's code: its answers belong to no other.
    """
    if not scope.sees(unit_id) or of.kind == TouchpointKind.ROUND:
        return ()
    found = (
        select_lines()
        .where(
            Touchpoint.unit_id == unit_id,
            Touchpoint.id != of.id,
            Touchpoint.kind != TouchpointKind.ROUND,
            Touchpoint.revoked_at.is_(None),
            Touchpoint.replaced_by_id.is_(None),
        )
        .order_by(Touchpoint.counter_id.is_(None), func.length(Counter.code), Counter.code, Touchpoint.id)
        .limit(_MOST_SUCCESSORS)
    )
    return tuple(_line(*row) for row in db.session.execute(found))


def history(scope: Scope, unit_id: int, of: CodeLine) -> tuple[CodeLine, ...]:
    """Return the codes that stood for the same place, of a round for the same round, before and after; the newest
    first.
    """
    if not scope.sees(unit_id):
        return ()
    same: tuple[Any, ...]
    if of.kind == TouchpointKind.ROUND:
        same = (Touchpoint.id.in_(_of_same_round(unit_id, of.id)),)
    else:
        same = (
            Touchpoint.kind == of.kind,
            Touchpoint.counter_id.is_not_distinct_from(of.counter_id),
            Touchpoint.field_id.is_not_distinct_from(of.field_id),
            Touchpoint.officer_id.is_not_distinct_from(of.officer_id),
            Touchpoint.label == of.label,
        )
    found = select_lines().where(Touchpoint.unit_id == unit_id, *same).order_by(Touchpoint.id.desc())
    return tuple(_line(*row) for row in db.session.execute(found))


def select_lines() -> Any:
    """Return the statement that reads codes with the names of what they stand for, and whether it is open."""
    later = aliased(Touchpoint)
    return (
        select(Touchpoint, Counter.name, Officer.name, ServiceField.name, later.code, Counter.is_open)
        .outerjoin(Counter, Counter.id == Touchpoint.counter_id)
        .outerjoin(Officer, Officer.id == Touchpoint.officer_id)
        .outerjoin(ServiceField, ServiceField.id == Touchpoint.field_id)
        .outerjoin(later, later.id == Touchpoint.replaced_by_id)
    )


def line_of(row: Any) -> CodeLine:
    """Return the code of a row that `select_lines` begins."""
    return _line(*row[:6])


def _of_same_round(unit_id: int, touchpoint_id: int) -> list[int]:
    """Return the codes a survey round has had: rounds of two years may have the same name, but each has its own."""
    of_unit = (Touchpoint.unit_id == unit_id, Touchpoint.kind == TouchpointKind.ROUND)
    rows: Any = db.session.execute(select(Touchpoint.id, Touchpoint.replaced_by_id).where(*of_unit)).all()
    # The code a round has now leads nowhere else.
    now = set(db.session.scalars(select(SurveyRound.touchpoint_id).where(SurveyRound.unit_id == unit_id)))
    after: dict[int, int] = {old: new for old, new in rows if new is not None and old not in now}

    def last(number: int) -> int:
        passed: set[int] = set()
        while number in after and number not in passed:
            passed.add(number)
            number = after[number]
        return number

    return [number for number, _new in rows if last(number) == last(touchpoint_id)]


def _page(scope: Scope, unit_id: int, number: int, *, is_standing: bool) -> Page[CodeLine]:
    if not scope.sees(unit_id):
        return Page((), 1, 0)
    has_ended = Touchpoint.revoked_at.is_not(None) | Touchpoint.replaced_by_id.is_not(None)
    which = (Touchpoint.unit_id == unit_id, ~has_ended if is_standing else has_ended)
    total = db.session.scalar(select(func.count()).select_from(Touchpoint).where(*which)) or 0
    number, start = offset_of(number, total)
    order = (
        (Touchpoint.counter_id.is_(None), func.length(Counter.code), Counter.code, Touchpoint.id)
        if is_standing
        else (Touchpoint.revoked_at.desc(), Touchpoint.id.desc())
    )
    rows = db.session.execute(select_lines().where(*which).order_by(*order).limit(PER_PAGE).offset(start))
    return Page(tuple(_line(*row) for row in rows), number, total)


def _line(
    row: Touchpoint,
    counter: str | None,
    officer: str | None,
    field: str | None,
    replaced_by: str | None,
    is_open: bool | None,
) -> CodeLine:
    return CodeLine(
        id=row.id,
        code=row.code,
        kind=row.kind,
        place=place_name(row.label, counter, officer, field),
        questionnaire_code=row.questionnaire_code,
        issued_on=row.issued_on,
        printed_on=row.printed_on,
        revoked_at=row.revoked_at,
        replaced_by=replaced_by or "",
        counter_id=row.counter_id,
        field_id=row.field_id,
        officer_id=row.officer_id,
        label=row.label,
        field=field if field and row.kind != TouchpointKind.FIELD else "",
        valid_to=row.valid_to,
        is_closed=is_open is False,
    )
