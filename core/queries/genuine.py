"""What is known of a printed code: since when it is in use, until when, and the code that stands in its place today."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from core import clock
from core.db import db
from core.domain.access import Scope
from core.domain.office.place_names import place_name
from core.models import Counter, Officer, ServiceField, Touchpoint
from core.queries import entries
from core.queries.entries import CodeState, Entry

#: No code was replaced as often; a ring must not hang a page.
_MOST_REPLACEMENTS = 20


@dataclass(frozen=True)
class Successor:
    """The code in use that stands in the place of an ended one."""

    code: str
    place: str


@dataclass(frozen=True)
class Genuine:
    """A code of ours, in use or not, as anybody may know it."""

    kind: str
    #: The label, counter, officer or field it stands for; the unit itself where it has none of these.
    place: str
    fields: tuple[str, ...]
    issued_on: date
    #: The last day it takes answers, where one was set or it has ended.
    last_day: date | None
    ended_on: date | None
    successor: Successor | None


def told(scope: Scope, of: Entry, at: datetime) -> Genuine:
    """Return what is known of a code that was found."""
    row, counter, officer, field, short = _named(of.touchpoint_id)
    place = place_name(row.label, counter, officer, field, otherwise=of.unit)
    # An entrance asks for every field of the office: that says nothing about the code.
    fields = of.field_names if row.counter_id is not None else (short,) if short and place != field else ()
    ended_on = clock.local(row.revoked_at).date() if row.revoked_at is not None else None
    return Genuine(
        kind=row.kind,
        place=place,
        fields=fields,
        issued_on=row.issued_on,
        last_day=row.valid_to,
        ended_on=ended_on,
        successor=successor(scope, of, at),
    )


def successor(scope: Scope, of: Entry, at: datetime) -> Successor | None:
    """Return the code that took the place of an ended one and is in use now: the one named when it ended, or the
    one after that; else a code made later for the same place. None for a code in use, or where there is none; a
    survey round's code names one of the same round or none, for its answers belong to no other.
    """
    if of.state is CodeState.OPEN:
        return None
    row = db.session.get(Touchpoint, of.touchpoint_id)
    for _step in range(_MOST_REPLACEMENTS):
        if row is None or row.replaced_by_id is None:
            break
        row = db.session.get(Touchpoint, row.replaced_by_id)
        if row is not None and (found := _in_use(scope, of, row.code, at)) is not None:
            return found
    return _beside(scope, of, row, at) if row is not None else None


def _beside(scope: Scope, of: Entry, row: Touchpoint, at: datetime) -> Successor | None:
    """Return the newest code in use for the same place, one with the same questions first."""
    codes = db.session.scalars(
        select(Touchpoint.code)
        .where(
            Touchpoint.unit_id == row.unit_id,
            Touchpoint.id != row.id,
            Touchpoint.kind == row.kind,
            Touchpoint.counter_id.is_not_distinct_from(row.counter_id),
            Touchpoint.field_id.is_not_distinct_from(row.field_id),
            Touchpoint.officer_id.is_not_distinct_from(row.officer_id),
            Touchpoint.label == row.label,
            Touchpoint.revoked_at.is_(None),
            Touchpoint.replaced_by_id.is_(None),
        )
        .order_by(Touchpoint.questionnaire_code != row.questionnaire_code, Touchpoint.id.desc())
    )
    return next((found for code in codes if (found := _in_use(scope, of, code, at)) is not None), None)


def _in_use(scope: Scope, of: Entry, code: str, at: datetime) -> Successor | None:
    place = entries.entry(scope, code, at)
    if place is None or place.state is not CodeState.OPEN or place.round_id != of.round_id:
        return None
    row, *names, _short = _named(place.touchpoint_id)
    return Successor(place.code, place_name(row.label, *names, otherwise=place.unit))


def _named(touchpoint_id: int) -> Any:
    """Return a code's row, the names of its counter, officer and field, and its field's short one."""
    return db.session.execute(
        select(Touchpoint, Counter.name, Officer.name, ServiceField.name, ServiceField.short_name)
        .outerjoin(Counter, Counter.id == Touchpoint.counter_id)
        .outerjoin(Officer, Officer.id == Touchpoint.officer_id)
        .outerjoin(ServiceField, ServiceField.id == Touchpoint.field_id)
        .where(Touchpoint.id == touchpoint_id)
    ).one()
