"""Works out which targets an import sets: those of the chosen plans and those entered by hand."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from core.domain.office import Kind, Office, Tally
from core.domain.target_sets import Subject, by_code
from core.models import PlanChoice, Target
from core.services import targets
from core.services.office_import.places import Ids
from core.services.office_import.stored import next_id
from core.services.office_import.work import Row, Step, TableWork, match, table_of

_TARGETS = table_of(Target)
_CHOICES = table_of(PlanChoice)
#: Unit, subject, group, field, first day.
_Key = tuple[Any, ...]


def work_out(connection: Connection, office: Office, ids: Ids) -> Step:
    """Return the step. A unit about whose targets the workbook says nothing keeps its own."""
    spoken_of = {target.unit_code for target in office.targets} | set(office.target_sets)
    unit_ids = {code: number for code, number in ids.units.items() if code in spoken_of}
    there = {
        key: row
        for key, row in _stored(connection, list(unit_ids.values())).items()
        # A closed field's target is history: its past results are still read against it.
        if row["field_id"] is None or row["field_id"] in ids.fields.values()
    }
    wanted = {_key(row): row for row in _wanted(connection, office, ids)}
    matched = match(_TARGETS, stored=there, wanted=wanted, next_id=next_id(connection, _TARGETS))
    gone = [int(row["id"]) for key, row in there.items() if key not in wanted]
    work = TableWork(_TARGETS, matched.work.inserts, matched.work.updates, deleted=("id", gone))
    choices = _choices(connection, office, unit_ids)
    silent = [row for row in choices.inserts if by_code(row["set_code"]).is_silent]
    tally = Tally(
        # A silent plan has no rows that would be counted; that it was chosen is the change.
        created=matched.tally.created + len(silent),
        updated=matched.tally.updated,
        unchanged=matched.tally.unchanged,
        closed=len(gone),
    )
    return Step(Kind.TARGET, tally, (work, choices))


def _choices(connection: Connection, office: Office, unit_ids: Mapping[str, int]) -> TableWork:
    """Return the plans to remember and to forget."""
    wanted = {unit_ids[code]: by_code(set_code).code for code, set_code in office.target_sets.items()}
    there = {
        row.unit_id: row.set_code
        for row in connection.execute(select(_CHOICES).where(_CHOICES.c.unit_id.in_(unit_ids.values())))
    }
    gone = [unit_id for unit_id, set_code in there.items() if wanted.get(unit_id) != set_code]
    new = [
        {"unit_id": unit_id, "set_code": set_code}
        for unit_id, set_code in wanted.items()
        if there.get(unit_id) != set_code
    ]
    return TableWork(_CHOICES, new, deleted=("unit_id", gone))


def _wanted(connection: Connection, office: Office, ids: Ids) -> list[Row]:
    subjects = {code: _subjects(code, ids) for code in ids.units}
    rows = [
        row
        for code, set_code in office.target_sets.items()
        for row in targets.rows_of(by_code(set_code), ids.units[code], subjects[code])
    ]
    return targets.since_merger(connection, rows) + [
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
