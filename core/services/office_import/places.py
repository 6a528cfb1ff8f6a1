"""Works out what an import changes among units, groups, fields, counters and officers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Table, select

from core.domain.office import Kind, Office, OfficeUnit
from core.models import Counter, CounterField, FieldGroup, Officer, ServiceField, Unit, UnitPredecessor
from core.services.office_import.stored import CodeKey, next_id, stored_by_code, stored_units
from core.services.office_import.work import Matched, Row, Step, TableWork, match, table_of


@dataclass(frozen=True)
class Ids:
    """The ids the office's parts have or will have, by their codes."""

    units: Mapping[str, int]
    groups: Mapping[CodeKey, int]
    fields: Mapping[CodeKey, int]
    counters: Mapping[CodeKey, int]
    officers: Mapping[CodeKey, int]


@dataclass(frozen=True)
class _Set:
    """A connection, the office, and its units' ids: what every part below needs."""

    connection: Connection
    office: Office
    units: Mapping[str, int]

    def match(
        self,
        table: Table,
        items: Iterable[Any],
        columns: Callable[[Any], Row],
        closing: Mapping[str, Any] | None,
    ) -> Matched:
        """Compare the office's items, known by unit and code, with the stored rows."""
        wanted = {
            (item.unit_code, item.code): {
                "unit_id": self.units[item.unit_code],
                "code": item.code,
                **columns(item),
            }
            for item in items
        }
        return match(
            table,
            stored=stored_by_code(
                self.connection, table, {number: code for code, number in self.units.items()}
            ),
            wanted=wanted,
            next_id=next_id(self.connection, table),
            closing=closing,
        )


def work_out(connection: Connection, office: Office) -> tuple[list[Step], Ids]:
    """Return the steps in the order they must be written, and everybody's id. The office is complete."""
    units, predecessors = _units(connection, office)
    here = _Set(connection, office, units.ids)
    groups = here.match(table_of(FieldGroup), office.groups, lambda group: {"name": group.name}, None)
    fields = here.match(table_of(ServiceField), *_fields(office, groups.ids))
    counters, counter_fields = _counters(here, fields.ids)
    officers = here.match(
        table_of(Officer),
        office.officers,
        lambda officer: {"name": officer.name, "title": officer.title, "is_active": True},
        {"is_active": False} if office.officers else None,
    )
    steps = [
        Step(Kind.UNIT, units.tally, (units.work, predecessors)),
        Step(Kind.GROUP, groups.tally, (groups.work,)),
        Step(Kind.FIELD, fields.tally, (fields.work,)),
        Step(Kind.COUNTER, counters.tally, (counters.work, counter_fields)),
        Step(Kind.OFFICER, officers.tally, (officers.work,)),
    ]
    return steps, Ids(units.ids, groups.ids, fields.ids, counters.ids, officers.ids)


def _units(connection: Connection, office: Office) -> tuple[Matched, TableWork]:
    table = table_of(Unit)
    there = stored_units(connection, [unit.code for unit in office.units])
    ids = {code: int(row["id"]) for code, row in there.items()}
    first = next_id(connection, table)
    ordered = list(_parents_first(office.units))
    new = [unit.code for unit in ordered if unit.code not in ids]
    ids |= {code: number for number, code in enumerate(new, start=first)}
    wanted = {
        unit.code: {
            "unit_id": ids[unit.code],
            "parent_id": ids[unit.parent_code] if unit.parent_code else None,
            "code": unit.code,
            "kind": str(unit.kind),
            "name": unit.name,
            "help_phone": unit.help_phone,
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
        }
        for unit in ordered
    }
    return match(table, stored=there, wanted=wanted, next_id=first), _predecessors(connection, office, ids)


def _parents_first(units: tuple[OfficeUnit, ...]) -> Iterator[OfficeUnit]:
    """Yield each unit after the one above it, for the database checks the reference at once."""
    done: set[str] = set()
    waiting = list(units)
    while waiting:
        ready = [unit for unit in waiting if unit.parent_code is None or unit.parent_code in done]
        if not ready:
            raise ValueError(f"units above each other in a ring: {[unit.code for unit in waiting]}")
        yield from ready
        done |= {unit.code for unit in ready}
        waiting = [unit for unit in waiting if unit.code not in done]


def _predecessors(connection: Connection, office: Office, ids: Mapping[str, int]) -> TableWork:
    table = table_of(UnitPredecessor)
    known = {tuple(row) for row in connection.execute(select(table.c.unit_id, table.c.predecessor_id))}
    pairs = [(ids[unit.code], ids[code]) for unit in office.units for code in unit.predecessor_codes]
    rows = [{"unit_id": unit, "predecessor_id": earlier} for unit, earlier in pairs]
    return TableWork(table, [row for row in rows if tuple(row.values()) not in known])


def _fields(
    office: Office, group_ids: Mapping[CodeKey, int]
) -> tuple[tuple[Any, ...], Callable[[Any], Row], Mapping[str, Any]]:
    places = {(field.unit_code, field.code): place for place, field in enumerate(office.fields, start=1)}

    def columns(field: Any) -> Row:
        return {
            "name": field.name,
            "short_name": field.short_name,
            "group_id": group_ids[field.unit_code, field.group_code] if field.group_code else None,
            "sort": places[field.unit_code, field.code],
            "is_other": field.is_other,
            "is_active": True,
        }

    return office.fields, columns, {"is_active": False}


def _counters(here: _Set, field_ids: Mapping[CodeKey, int]) -> tuple[Matched, TableWork]:
    """A counter whose fields differ counts as changed, once, even where its own row stays."""
    table = table_of(CounterField)
    counters = here.match(
        table_of(Counter),
        here.office.counters,
        lambda counter: {"name": counter.name, "is_open": True},
        {"is_open": False},
    )
    there: dict[int, list[int]] = {}
    for row in here.connection.execute(
        select(table).where(table.c.unit_id.in_(here.units.values())).order_by(table.c.sort)
    ):
        there.setdefault(row.counter_id, []).append(row.field_id)
    changed: list[int] = []
    rows: list[Row] = []
    for counter in here.office.counters:
        counter_id = counters.ids[counter.unit_code, counter.code]
        wanted = [field_ids[counter.unit_code, code] for code in counter.field_codes]
        if there.get(counter_id, []) == wanted:
            continue
        changed.append(counter_id)
        unit_id = here.units[counter.unit_code]
        rows += [
            {"counter_id": counter_id, "field_id": field_id, "unit_id": unit_id, "sort": place}
            for place, field_id in enumerate(wanted, start=1)
        ]
    touched = {row["id"] for row in (*counters.work.inserts, *counters.work.updates)}
    also = len(set(changed) - touched)
    tally = replace(
        counters.tally, updated=counters.tally.updated + also, unchanged=counters.tally.unchanged - also
    )
    old = [counter_id for counter_id in changed if counter_id in there]
    return replace(counters, tally=tally), TableWork(table, rows, deleted=("counter_id", old))
