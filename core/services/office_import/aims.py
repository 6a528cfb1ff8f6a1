"""Works out which targets an import sets: those of the chosen plans and those entered by hand."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from core.domain.office import Kind, Office, Tally
from core.domain.target_sets import Subject, by_code
from core.models import Target
from core.services import targets
from core.services.office_import.places import Ids
from core.services.office_import.stored import next_id
from core.services.office_import.work import Row, Step, TableWork, match, table_of

_TARGETS = table_of(Target)
#: Unit, subject, group, field, first day.
_Key = tuple[Any, ...]


def work_out(connection: Connection, office: Office, ids: Ids) -> Step:
    """Return the step. A unit about whose targets the workbook says nothing keeps its own."""
    spoken_of = {target.unit_code for target in office.targets} | set(office.target_sets)
    unit_ids = {code: number for code, number in ids.units.items() if code in spoken_of}
    there = _stored(connection, list(unit_ids.values()))
    wanted = {_key(row): row for row in _wanted(office, ids)}
    matched = match(_TARGETS, stored=there, wanted=wanted, next_id=next_id(connection, _TARGETS))
    gone = [int(row["id"]) for key, row in there.items() if key not in wanted]
    work = TableWork(_TARGETS, matched.work.inserts, matched.work.updates, deleted=("id", gone))
    tally = Tally(
        created=matched.tally.created,
        updated=matched.tally.updated,
        unchanged=matched.tally.unchanged,
        closed=len(gone),
    )
    return Step(Kind.TARGET, tally, (work,))


def _wanted(office: Office, ids: Ids) -> list[Row]:
    subjects = {code: _subjects(code, ids) for code in ids.units}
    rows = [
        row
        for code, set_code in office.target_sets.items()
        for row in targets.rows_of(by_code(set_code), ids.units[code], subjects[code])
    ]
    return rows + [
        {
            "unit_id": ids.units[target.unit_code],
            "subject": str(target.subject),
            **subjects[target.unit_code][target.subject, target.subject_code],
            "threshold": target.threshold,
            "valid_from": target.first_day,
            "valid_to": target.last_day,
            "set_code": "",
            "document": target.document,
            "article": target.article,
        }
        for target in office.targets
    ]


def _subjects(unit_code: str, ids: Ids) -> targets.Subjects:
    found: dict[tuple[Subject, str | None], dict[str, int | None]] = {
        (Subject.OVERALL, None): {"group_id": None, "field_id": None}
    }
    for (unit, code), number in ids.groups.items():
        if unit == unit_code:
            found[Subject.GROUP, code] = {"group_id": number, "field_id": None}
    for (unit, code), number in ids.fields.items():
        if unit == unit_code:
            found[Subject.FIELD, code] = {"group_id": None, "field_id": number}
    return found


def _stored(connection: Connection, unit_ids: list[int]) -> dict[_Key, Mapping[str, Any]]:
    rows = connection.execute(select(_TARGETS).where(_TARGETS.c.unit_id.in_(unit_ids)))
    return {_key(row): row for row in (row._asdict() for row in rows)}


def _key(row: Mapping[str, Any]) -> _Key:
    return row["unit_id"], row["subject"], row["group_id"], row["field_id"], row["valid_from"]
