"""Works out what an import changes among units, groups, fields, counters and officers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Table, select

from core.domain.office import Kind, Office, OfficeUnit
from core.domain.searching import words_of
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

    def stored(self, table: Table) -> dict[CodeKey, Mapping[str, Any]]:
        """Return what the units have now, by unit and code."""
        return stored_by_code(self.connection, table, {number: code for code, number in self.units.items()})

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
            stored=self.stored(table),
            wanted=wanted,
            next_id=next_id(self.connection, table),
            closing=closing,
        )


def work_out(connection: Connection, office: Office) -> tuple[list[Step], Ids]:
    """Return the steps in the order they must be written, and everybody's id. The office is complete."""
    units, predecessors = _units(connection, office)
    here = _Set(connection, office, units.ids)
    groups = here.match(table_of(FieldGroup), office.groups, lambda group: {"name": group.name}, None)
    fields = here.match(
        table_of(ServiceField), *_fields(office, groups.ids, here.stored(table_of(ServiceField)))
    )
    counters, counter_fields = _counters(here, fields.ids)
    officers = here.match(
        table_of(Officer),
        office.officers,
        lambda officer: {**_named(officer.name), "title": officer.title, "is_active": True},
        {"is_active": False} if office.officers else None,
    )
    steps = [
        Step(Kind.UNIT, units.tally, (units.work, predecessors), units.names),
        Step(Kind.GROUP, groups.tally, (groups.work,), groups.names),
        Step(Kind.FIELD, fields.tally, (fields.work,), fields.names),
        Step(Kind.COUNTER, counters.tally, (counters.work, counter_fields), counters.names),
        Step(Kind.OFFICER, officers.tally, (officers.work,), officers.names),
    ]
    return steps, Ids(units.ids, groups.ids, fields.ids, counters.ids, officers.ids)


def _named(name: str) -> Row:
    """Return a name with the words it is found by."""
    return {"name": name, "words": words_of(name)}


def _units(connection: Connection, office: Office) -> tuple[Matched, TableWork]:
    table = table_of(Unit)
    there = stored_units(connection, [unit.code for unit in office.units])
    ids = {code: int(row["id"]) for code, row in there.items()}
    first = next_id(connection, table)
    ordered = list(_parents_first(office.units))
    above = _above(connection, office)
    new = [unit.code for unit in ordered if unit.code not in ids]
    ids |= {code: number for number, code in enumerate(new, start=first)}
    wanted = {
        unit.code: {
            "unit_id": ids[unit.code],
            "parent_id": {**above, **ids}[unit.parent_code] if unit.parent_code else None,
            "code": unit.code,
            "kind": str(unit.kind),
            **_named(unit.name),
            "help_phone": unit.help_phone,
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
        }
        for unit in ordered
    }
    return match(table, stored=there, wanted=wanted, next_id=first), _predecessors(connection, office, ids)


def _above(connection: Connection, office: Office) -> dict[str, int]:
    """Return the ids of stored units that stand above the office's and are not part of it (see reach.py)."""
    inside = {unit.code for unit in office.units}
    outside = {unit.parent_code for unit in office.units if unit.parent_code} - inside
    return {code: int(row["id"]) for code, row in stored_units(connection, outside).items()}


def _parents_first(units: tuple[OfficeUnit, ...]) -> Iterator[OfficeUnit]:
    """Yield each unit after the one above it, for the database checks the reference at once."""
    done: set[str] = set()
    inside = {unit.code for unit in units}
    waiting = list(units)
    while waiting:
        ready = [unit for unit in waiting if unit.parent_code not in inside or unit.parent_code in done]
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
    office: Office, group_ids: Mapping[CodeKey, int], stored: Mapping[CodeKey, Mapping[str, Any]]
) -> tuple[tuple[Any, ...], Callable[[Any], Row], Mapping[str, Any]]:
    places = _sorts(office, stored)

    def columns(field: Any) -> Row:
        return {
            "name": field.name,
            "short_name": field.short_name,
            "words": words_of(field.name, field.short_name),
            "group_id": group_ids[field.unit_code, field.group_code] if field.group_code else None,
            "sort": places[field.unit_code, field.code],
            "is_other": field.is_other,
            "is_active": True,
        }

    return office.fields, columns, {"is_active": False}


def _sorts(office: Office, stored: Mapping[CodeKey, Mapping[str, Any]]) -> dict[CodeKey, int]:
    """Return each field's place within its unit; where the order is the stored one, its numbers stay too."""
    places: dict[CodeKey, int] = {}
    for unit_code in {field.unit_code for field in office.fields}:
        wanted = [field.code for field in office.fields if field.unit_code == unit_code]
        open_rows = sorted(
            (row for (unit, _), row in stored.items() if unit == unit_code and row["is_active"]),
            key=lambda row: (row["is_other"], row["sort"], row["id"]),
        )
        if [row["code"] for row in open_rows] == wanted:
            places |= {(unit_code, row["code"]): int(row["sort"]) for row in open_rows}
        else:
            places |= {(unit_code, code): place for place, code in enumerate(wanted, start=1)}
    return places


def _counters(here: _Set, field_ids: Mapping[CodeKey, int]) -> tuple[Matched, TableWork]:
    """A counter whose fields differ counts as changed, once, even where its own row stays."""
    table = table_of(CounterField)
    counters = here.match(
        table_of(Counter),
        here.office.counters,
        lambda counter: {**_named(counter.name), "is_open": True},
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
    names = replace(
        counters.names,
        updated=(
            *counters.names.updated,
            *(
                counter.name
                for counter in here.office.counters
                if counters.ids[counter.unit_code, counter.code] in set(changed) - touched
            ),
        ),
    )
    return replace(counters, tally=tally, names=names), TableWork(table, rows, deleted=("counter_id", old))
