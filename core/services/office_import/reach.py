"""How far an import reaches: a manager's workbook may name the unit above, but changes only the own ones.

A workbook needs the unit a centre belongs to, so it carries it along; where that unit is somebody else's it must
stand in the workbook exactly as it is stored, and it is left out of everything the import does.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from core.domain.errors import DomainError
from core.domain.office import Office, OfficeUnit
from core.models import Unit
from core.services.office_import.stored import stored_units


class OutOfReach(DomainError):
    """The workbook would change units that are not this person's; the fact `units` has their codes."""


@dataclass(frozen=True)
class _Stored:
    """The units of the workbook that are stored, which of them are this person's, and who stands above whom."""

    rows: Mapping[str, Mapping[str, Any]]
    inside: frozenset[str]
    #: Code of the unit above, by code.
    above: Mapping[str, str | None]


def narrow(connection: Connection, office: Office, unit_ids: Collection[int]) -> Office:
    """Return the office without the units above it; raise OutOfReach where it touches a unit of somebody else."""
    stored = _read(connection, office, unit_ids)
    strangers = tuple(dict.fromkeys(_strangers(office, stored)))
    if strangers:
        raise OutOfReach("out_of_reach", units=strangers)
    outside = stored.rows.keys() - stored.inside
    kept = (unit for unit in office.units if unit.code not in outside)
    return replace(
        office,
        units=tuple(
            replace(unit, predecessor_codes=tuple(c for c in unit.predecessor_codes if c not in outside))
            for unit in kept
        ),
    )


def _read(connection: Connection, office: Office, unit_ids: Collection[int]) -> _Stored:
    rows = stored_units(connection, [unit.code for unit in office.units])
    parents = {row["parent_id"] for row in rows.values()} - {None}
    codes = dict(connection.execute(select(Unit.id, Unit.code).where(Unit.id.in_(parents))).all())
    return _Stored(
        rows=rows,
        inside=frozenset(code for code, row in rows.items() if row["id"] in unit_ids),
        above={code: codes.get(row["parent_id"]) for code, row in rows.items()},
    )


def _strangers(office: Office, stored: _Stored) -> Iterator[str]:
    """Yield the codes of units the workbook would change although they are not this person's."""
    own = _own(office, stored)
    for unit in office.units:
        if unit.code not in own:
            if unit.code not in stored.rows or _differs(unit, stored):
                yield unit.code
        elif unit.parent_code not in own and unit.parent_code != stored.above.get(unit.code):
            # One's own unit stays under the unit it belongs to.
            yield unit.code
    yield from (code for code in _speaks_of(office) if code not in own)


def _own(office: Office, stored: _Stored) -> set[str]:
    """Return the units of this person and the new ones that stand below them, however deep."""
    own = set(stored.inside)
    while True:
        more = {
            unit.code
            for unit in office.units
            if unit.code not in stored.rows and unit.code not in own and unit.parent_code in own
        }
        if not more:
            return own
        own |= more


def _differs(unit: OfficeUnit, stored: _Stored) -> bool:
    """Does the workbook tell a unit of somebody else otherwise than it is?"""
    row = stored.rows[unit.code]
    told = (unit.name, str(unit.kind), unit.help_phone, unit.valid_from, unit.valid_to)
    if told != tuple(row[name] for name in ("name", "kind", "help_phone", "valid_from", "valid_to")):
        return True
    # The workbook of a lower unit ends at the unit above it; what stands further up is not told.
    return unit.parent_code is not None and unit.parent_code != stored.above[unit.code]


def _speaks_of(office: Office) -> Iterator[str]:
    """Yield the codes of the units a workbook has rows for."""
    for rows in (
        office.groups,
        office.fields,
        office.counters,
        office.officers,
        office.duties,
        office.touchpoints,
        office.targets,
    ):
        yield from (row.unit_code for row in rows)
    yield from office.target_sets
