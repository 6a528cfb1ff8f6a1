"""The present office as its workbook tells it, so that importing it again changes nothing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar

from sqlalchemy import Select, select

from core import clock
from core.db import db
from core.domain.access import Scope
from core.domain.office import (
    Duty,
    Office,
    OfficeCounter,
    OfficeField,
    OfficeGroup,
    OfficeOfficer,
    OfficeTarget,
    OfficeTouchpoint,
    OfficeUnit,
    TouchpointKind,
    UnitKind,
)
from core.domain.office.sheets import QUESTIONNAIRE_WORDS
from core.domain.office.spans import spans
from core.domain.target_sets import Subject
from core.models import (
    Counter,
    CounterField,
    DutyEntry,
    FieldGroup,
    Officer,
    PlanChoice,
    ServiceField,
    Target,
    Touchpoint,
    Unit,
    UnitPredecessor,
)

Row = TypeVar("Row", FieldGroup, ServiceField, Counter, Officer, Touchpoint, Target)
_KINDS = {str(kind) for kind in TouchpointKind} - {str(TouchpointKind.ROUND)}


@dataclass(frozen=True)
class _Codes:
    """The codes of what the workbook names, by id: only what is open has one."""

    units: Mapping[int, str]
    groups: Mapping[int, str]
    fields: Mapping[int, str]
    counters: Mapping[int, str]
    officers: Mapping[int, str]


def office(scope: Scope, unit_id: int) -> Office:
    """Return a unit and what lies below it as far as the scope reaches: what is open, the roster from this month on.

    The unit above comes along as a row of its own, for a centre needs the code of the unit it belongs to.
    """
    units = _units(scope, unit_id)
    inside = [unit.id for unit in units if scope.sees(unit.id)]
    groups = db.session.scalars(_of(FieldGroup, inside)).all()
    fields = db.session.scalars(
        select(ServiceField)
        .where(ServiceField.unit_id.in_(inside), ServiceField.is_active)
        .order_by(ServiceField.unit_id, ServiceField.is_other, ServiceField.sort, ServiceField.id)
    ).all()
    counters = db.session.scalars(_of(Counter, inside).where(Counter.is_open)).all()
    officers = db.session.scalars(_of(Officer, inside).where(Officer.is_active)).all()
    codes = _Codes(
        units={unit.id: unit.code for unit in units},
        groups={group.id: group.code for group in groups},
        fields={field.id: field.code for field in fields},
        counters={counter.id: counter.code for counter in counters},
        officers={officer.id: officer.code for officer in officers},
    )
    served = _served(inside, codes)
    return Office(
        units=tuple(_unit(unit, codes, _predecessors(inside, codes)) for unit in units),
        groups=tuple(
            OfficeGroup(unit_code=codes.units[group.unit_id], code=group.code, name=group.name)
            for group in groups
        ),
        fields=tuple(_field(field, codes) for field in fields),
        counters=tuple(
            OfficeCounter(
                unit_code=codes.units[counter.unit_id],
                code=counter.code,
                name=counter.name,
                field_codes=served[counter.id],
            )
            for counter in counters
        ),
        officers=tuple(
            OfficeOfficer(unit_code=codes.units[one.unit_id], code=one.code, name=one.name, title=one.title)
            for one in officers
        ),
        duties=tuple(_duties(inside, codes)),
        touchpoints=tuple(_touchpoints(inside, codes)),
        targets=tuple(_targets(inside, codes)),
        target_sets={
            codes.units[row.unit_id]: row.set_code
            for row in db.session.scalars(select(PlanChoice).where(PlanChoice.unit_id.in_(inside)))
        },
    )


def _of(kind: type[Row], unit_ids: list[int]) -> Select[Any]:
    """Return the statement that reads the rows of these units, in the order they were made."""
    return select(kind).where(kind.unit_id.in_(unit_ids)).order_by(kind.unit_id, kind.id)


def _units(scope: Scope, unit_id: int) -> list[Unit]:
    """Return the unit above, the unit, and those below it, from the top down."""
    tree = select(Unit.id).where(Unit.id == unit_id).cte("tree", recursive=True)
    tree = tree.union_all(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    found = list(
        db.session.scalars(
            select(Unit).where(Unit.id.in_(select(tree.c.id)), Unit.id.in_(scope.unit_ids)).order_by(Unit.id)
        )
    )
    top = next((unit for unit in found if unit.id == unit_id), None)
    above = db.session.get(Unit, top.parent_id) if top is not None and top.parent_id else None
    return [above, *found] if above is not None else found


def _unit(unit: Unit, codes: _Codes, predecessors: Mapping[int, tuple[str, ...]]) -> OfficeUnit:
    return OfficeUnit(
        code=unit.code,
        name=unit.name,
        kind=UnitKind(unit.kind),
        # What stands further up is not told.
        parent_code=codes.units.get(unit.parent_id or 0),
        help_phone=unit.help_phone,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        predecessor_codes=predecessors.get(unit.id, ()),
    )


def _predecessors(inside: list[int], codes: _Codes) -> dict[int, tuple[str, ...]]:
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for row in db.session.scalars(select(UnitPredecessor).where(UnitPredecessor.unit_id.in_(inside))):
        if row.predecessor_id in codes.units:
            found[row.unit_id] += (codes.units[row.predecessor_id],)
    return found


def _field(field: ServiceField, codes: _Codes) -> OfficeField:
    return OfficeField(
        unit_code=codes.units[field.unit_id],
        code=field.code,
        name=field.name,
        short_name=field.short_name,
        group_code=codes.groups.get(field.group_id or 0),
        is_other=field.is_other,
    )


def _served(inside: list[int], codes: _Codes) -> dict[int, tuple[str, ...]]:
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = db.session.scalars(
        select(CounterField)
        .where(CounterField.unit_id.in_(inside))
        .order_by(CounterField.counter_id, CounterField.sort)
    )
    for row in rows:
        if row.field_id in codes.fields:
            found[row.counter_id] += (codes.fields[row.field_id],)
    return found


def _duties(inside: list[int], codes: _Codes) -> Iterator[Duty]:
    """Yield the shifts that stand, from the first of this month on, days with the same hours in one row."""
    first = datetime.combine(clock.today().replace(day=1), time(), tzinfo=clock.OFFICE_ZONE)
    rows = db.session.execute(
        select(
            DutyEntry.counter_id,
            DutyEntry.officer_id,
            DutyEntry.unit_id,
            DutyEntry.starts_at,
            DutyEntry.ends_at,
        )
        .where(DutyEntry.unit_id.in_(inside), DutyEntry.replaced_at.is_(None), DutyEntry.starts_at >= first)
        .order_by(DutyEntry.counter_id, DutyEntry.starts_at)
    )
    days: defaultdict[tuple[int, int, int, time, time], list[date]] = defaultdict(list)
    for counter_id, officer_id, unit_id, starts_at, ends_at in rows:
        starts, ends = clock.local(starts_at), clock.local(ends_at)
        if counter_id in codes.counters and officer_id in codes.officers:
            days[unit_id, counter_id, officer_id, starts.time(), ends.time()].append(starts.date())
    for (unit_id, counter_id, officer_id, begin, end), listed in days.items():
        for span in spans(listed):
            yield Duty(
                unit_code=codes.units[unit_id],
                counter_code=codes.counters[counter_id],
                officer_code=codes.officers[officer_id],
                first_day=span.first,
                last_day=span.last,
                weekdays=span.weekdays,
                starts=begin,
                ends=end,
            )


def _touchpoints(inside: list[int], codes: _Codes) -> Iterator[OfficeTouchpoint]:
    """Yield one code per open place, the oldest, as an import finds it; survey rounds are no part of a workbook."""
    rows = db.session.scalars(
        _of(Touchpoint, inside).where(Touchpoint.revoked_at.is_(None), Touchpoint.replaced_by_id.is_(None))
    )
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        if row.kind not in _KINDS:
            continue
        kind = TouchpointKind(row.kind)
        subject, is_open = _subject(row, kind, codes)
        place = (row.unit_id, kind, subject or row.label)
        if not is_open or place in seen:
            continue
        seen.add(place)
        yield OfficeTouchpoint(
            unit_code=codes.units[row.unit_id],
            kind=kind,
            subject_code=subject,
            label=row.label,
            questionnaire_code=row.questionnaire_code
            if row.questionnaire_code in QUESTIONNAIRE_WORDS.values()
            else None,
        )


def _subject(row: Touchpoint, kind: TouchpointKind, codes: _Codes) -> tuple[str | None, bool]:
    """Return the code of what the place is about, and whether that is open; labelled places are."""
    match kind:
        case TouchpointKind.COUNTER:
            found = codes.counters.get(row.counter_id or 0)
        case TouchpointKind.OFFICER:
            found = codes.officers.get(row.officer_id or 0)
        case TouchpointKind.FIELD:
            found = codes.fields.get(row.field_id or 0)
        case _:
            return None, bool(row.label)
    return found, found is not None


def _targets(inside: list[int], codes: _Codes) -> Iterator[OfficeTarget]:
    """Yield the targets entered by hand; those of a plan come with its set."""
    for row in db.session.scalars(_of(Target, inside).where(Target.set_code == "")):
        subject = Subject(row.subject)
        code = codes.groups.get(row.group_id or 0) or codes.fields.get(row.field_id or 0)
        if subject is not Subject.OVERALL and code is None:
            # A closed field's target is history.
            continue
        yield OfficeTarget(
            unit_code=codes.units[row.unit_id],
            subject=subject,
            subject_code=code,
            threshold=row.threshold,
            first_day=row.valid_from,
            last_day=row.valid_to,
            document=row.document,
            article=row.article,
        )
