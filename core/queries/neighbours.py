"""Neighbours: the office's other places, for somebody who scanned another counter's code."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from core import clock
from core.db import db
from core.domain.access import Scope
from core.domain.office.place_names import place_name
from core.models import Counter, Touchpoint
from core.queries.entries import Entry


@dataclass(frozen=True)
class Neighbour:
    """Another place of the same office a citizen may have meant."""

    code: str
    place: str


def neighbours(_scope: Scope, of: Entry) -> tuple[Neighbour, ...]:
    """Return the office's other places that take answers: each once, counters in their order, then entrances."""
    rows = db.session.execute(
        select(Touchpoint.code, Touchpoint.label, Counter.name, Counter.code.label("counter_code"))
        .outerjoin(Counter, Counter.id == Touchpoint.counter_id)
        .where(
            Touchpoint.unit_id == of.unit_id,
            Touchpoint.id != of.touchpoint_id,
            Touchpoint.revoked_at.is_(None),
            Touchpoint.replaced_by_id.is_(None),
            or_(Counter.id.is_(None), Counter.is_open),
            or_(Touchpoint.valid_to.is_(None), Touchpoint.valid_to >= clock.today()),
            Touchpoint.kind.in_(("counter", "entrance")),
        )
        .order_by(Touchpoint.id.desc())
    )
    # A counter may carry several codes; the first one stands for it.
    places = {place_name(row.label, row.name, otherwise=of.unit): row for row in rows}
    ordered = sorted(places, key=lambda place: _counter_order(places[place].counter_code))
    return tuple(Neighbour(places[place].code, place) for place in ordered if place != of.place)


def _counter_order(code: str | None) -> tuple[bool, int, str]:
    """Sort 2 before 10, and what is no counter last."""
    return (code is None, len(code or ""), code or "")
