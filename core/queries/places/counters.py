"""Counters and officers of one unit, a page at a time."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from core import clock
from core.db import db
from core.domain import naming
from core.domain.access import Scope
from core.domain.alphabet import by_given_name
from core.models import Counter, CounterField, DutyEntry, Officer, OfficerPhoto, ServiceField, Touchpoint
from core.queries.places.pages import PER_PAGE, Page, cut, offset_of


@dataclass(frozen=True)
class CounterLine:
    """One counter: its fields in the order of its chips, and the codes that stand for it."""

    id: int
    name: str
    is_open: bool
    field_ids: tuple[int, ...]
    fields: tuple[str, ...]
    codes: tuple[str, ...]
    #: Duty entries still to come or under way.
    duties: int


@dataclass(frozen=True)
class OfficerLine:
    """One officer as the desk lists them."""

    id: int
    name: str
    title: str
    code: str
    is_active: bool
    duties: int
    #: The mark of the photo; empty where initials stand in its place.
    photo: str = ""

    @property
    def initials(self) -> str:
        """What stands where there is no photo."""
        return naming.initials(self.name)


def counters(scope: Scope, unit_id: int, number: int = 1) -> Page[CounterLine]:
    """Return a page of a unit's counters: open ones first, 2 before 10."""
    if not scope.sees(unit_id):
        return Page((), 1, 0)
    total = db.session.scalar(select(func.count()).where(Counter.unit_id == unit_id)) or 0
    number, start = offset_of(number, total)
    rows = db.session.scalars(
        select(Counter)
        .where(Counter.unit_id == unit_id)
        .order_by(Counter.is_open.desc(), func.length(Counter.code), Counter.code)
        .limit(PER_PAGE)
        .offset(start)
    ).all()
    return Page(_counter_lines(rows), number, total)


def counter(scope: Scope, unit_id: int, counter_id: int) -> CounterLine | None:
    """Return one counter of a unit of this person, or None."""
    if not scope.sees(unit_id):
        return None
    rows = db.session.scalars(
        select(Counter).where(Counter.id == counter_id, Counter.unit_id == unit_id)
    ).all()
    return next(iter(_counter_lines(rows)), None)


def officers(scope: Scope, unit_id: int, words: str = "", number: int = 1) -> Page[OfficerLine]:
    """Return a page of a unit's officers whose names have these words, by given name; who left stands last."""
    if not scope.sees(unit_id):
        return Page((), 1, 0)
    rows = db.session.execute(
        select(Officer.id, Officer.name, Officer.is_active).where(Officer.unit_id == unit_id)
    ).all()
    wanted = naming.fold(words).split()
    fitting = [row for row in rows if all(word in naming.fold(row.name) for word in wanted)]
    fitting.sort(key=lambda row: (not row.is_active, by_given_name(row.name)))
    page = cut([row.id for row in fitting], number)
    lines = {line.id: line for line in _officer_lines(page.items)}
    return Page(tuple(lines[officer_id] for officer_id in page.items), page.number, page.total)


def officer(scope: Scope, unit_id: int, officer_id: int) -> OfficerLine | None:
    """Return one officer of a unit of this person, or None."""
    if not scope.sees(unit_id):
        return None
    known = db.session.scalars(
        select(Officer.id).where(Officer.id == officer_id, Officer.unit_id == unit_id)
    ).all()
    return next(iter(_officer_lines(known)), None)


def _counter_lines(rows: Collection[Counter]) -> tuple[CounterLine, ...]:
    ids = [row.id for row in rows]
    served: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for counter_id, field_id, name in db.session.execute(
        select(CounterField.counter_id, ServiceField.id, ServiceField.short_name)
        .join(ServiceField, ServiceField.id == CounterField.field_id)
        .where(CounterField.counter_id.in_(ids), ServiceField.is_active)
        .order_by(CounterField.counter_id, CounterField.sort)
    ):
        served[counter_id].append((field_id, name))
    codes: defaultdict[int, list[str]] = defaultdict(list)
    units = {row.unit_id for row in rows}
    for owner_id, code in db.session.execute(
        select(Touchpoint.counter_id, Touchpoint.code)
        .where(
            Touchpoint.unit_id.in_(units),
            Touchpoint.counter_id.in_(ids),
            Touchpoint.revoked_at.is_(None),
            Touchpoint.replaced_by_id.is_(None),
        )
        .order_by(Touchpoint.id)
    ):
        codes[owner_id or 0].append(code)
    duties = _duties("counter_id", ids)
    return tuple(
        CounterLine(
            id=row.id,
            name=row.name,
            is_open=row.is_open,
            field_ids=tuple(field_id for field_id, _ in served[row.id]),
            fields=tuple(name for _, name in served[row.id]),
            codes=tuple(codes[row.id]),
            duties=duties.get(row.id, 0),
        )
        for row in rows
    )


def _officer_lines(ids: Collection[int]) -> list[OfficerLine]:
    duties = _duties("officer_id", ids)
    return [
        OfficerLine(row.id, row.name, row.title, row.code, row.is_active, duties.get(row.id, 0), mark or "")
        for row, mark in db.session.execute(
            select(Officer, OfficerPhoto.mark)
            .outerjoin(OfficerPhoto, OfficerPhoto.officer_id == Officer.id)
            .where(Officer.id.in_(ids))
        )
    ]


def _duties(column: str, ids: Collection[int]) -> dict[int, int]:
    """Return how many shifts each still has, by counter or officer."""
    whose = DutyEntry.__table__.c[column]
    rows = db.session.execute(
        select(whose, func.count())
        .where(whose.in_(ids), DutyEntry.replaced_at.is_(None), DutyEntry.ends_at > clock.now())
        .group_by(whose)
    )
    return dict(rows.all())
