"""Writes what an office is into the rows of its workbook, each value in the shape its column wants."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from core.domain.office import Office, weekdays
from core.domain.office.schema import CellKind, Column, Sheet
from core.domain.office.sheets import (
    COUNTERS,
    FIELDS,
    GROUPS,
    NO,
    OFFICERS,
    ROSTER,
    TARGETS,
    TOUCHPOINTS,
    UNITS,
    YES,
)

#: Values by the key of their column; a column left out stays empty.
Values = Mapping[str, Any]


def rows_of(office: Office) -> dict[str, list[list[Any]]]:
    """Return the cells of each sheet, by title, row by row."""
    described: tuple[tuple[Sheet, Iterable[Values]], ...] = (
        (UNITS, _units(office)),
        (GROUPS, ({"unit": g.unit_code, "code": g.code, "name": g.name} for g in office.groups)),
        (FIELDS, _fields(office)),
        (COUNTERS, _counters(office)),
        (OFFICERS, _officers(office)),
        (ROSTER, _roster(office)),
        (TOUCHPOINTS, _touchpoints(office)),
        (TARGETS, _targets(office)),
    )
    return {
        sheet.title: [
            [_cell(column, values.get(column.key)) for column in sheet.columns] for values in listed
        ]
        for sheet, listed in described
    }


def _cell(column: Column, value: Any) -> Any:
    if value is None or value in ("", ()):
        return None
    match column.kind:
        case CellKind.CODES:
            return ", ".join(value)
        case CellKind.WEEKDAYS:
            return weekdays.write(value)
        case CellKind.YES_NO:
            return YES if value else NO
        case CellKind.PERCENT:
            return float(Decimal(value) / 100)
        case CellKind.CHOICE:
            return next(word for word, meaning in (column.choices or {}).items() if meaning == value)
        case _:
            return value


def _units(office: Office) -> Iterator[Values]:
    for unit in office.units:
        yield {
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "parent": unit.parent_code,
            "phone": unit.help_phone,
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
            "predecessors": unit.predecessor_codes,
        }


def _fields(office: Office) -> Iterator[Values]:
    for field in office.fields:
        yield {
            "unit": field.unit_code,
            "code": field.code,
            "name": field.name,
            "short_name": field.short_name,
            "group": field.group_code,
            "is_other": field.is_other,
        }


def _counters(office: Office) -> Iterator[Values]:
    for counter in office.counters:
        yield {
            "unit": counter.unit_code,
            "code": counter.code,
            "name": counter.name,
            "fields": counter.field_codes,
        }


def _officers(office: Office) -> Iterator[Values]:
    for officer in office.officers:
        yield {
            "unit": officer.unit_code,
            "code": officer.code,
            "name": officer.name,
            "title": officer.title,
        }


def _roster(office: Office) -> Iterator[Values]:
    for duty in office.duties:
        yield {
            "unit": duty.unit_code,
            "counter": duty.counter_code,
            "officer": duty.officer_code,
            "first_day": duty.first_day,
            "last_day": duty.last_day,
            "weekdays": duty.weekdays,
            "starts": duty.starts,
            "ends": duty.ends,
        }


def _touchpoints(office: Office) -> Iterator[Values]:
    for touchpoint in office.touchpoints:
        if not touchpoint.is_automatic:
            yield {
                "unit": touchpoint.unit_code,
                "kind": touchpoint.kind,
                "subject": touchpoint.subject_code,
                "label": touchpoint.label,
                "questionnaire": touchpoint.questionnaire_code,
            }


def _targets(office: Office) -> Iterator[Values]:
    for unit_code, set_code in office.target_sets.items():
        yield {"unit": unit_code, "set": set_code}
    for target in office.targets:
        yield {
            "unit": target.unit_code,
            "subject": target.subject,
            "subject_code": target.subject_code,
            "threshold": target.threshold,
            "first_day": target.first_day,
            "last_day": target.last_day,
            "document": target.document,
            "article": target.article,
        }
