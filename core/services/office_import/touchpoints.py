"""Works out which codes an import has to make: every counter one, and one at the door, unless they have theirs."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from core import clock
from core.domain.office import Kind, Office, OfficeTouchpoint, TouchpointKind
from core.domain.office.codes import draw
from core.domain.searching import words_of
from core.models import Touchpoint
from core.services.office_import.places import Ids
from core.services.office_import.stored import next_id
from core.services.office_import.work import Row, Step, match, table_of

_TOUCHPOINTS = table_of(Touchpoint)
_STANDARD_QUESTIONNAIRE = "quick"
_SUBJECTS = (TouchpointKind.COUNTER, TouchpointKind.OFFICER, TouchpointKind.FIELD)
#: Unit, kind, counter, field and officer; the label only of a place that has none of these.
_Place = tuple[int, str, int | None, int | None, int | None, str]


def work_out(connection: Connection, office: Office, ids: Ids) -> Step:
    """Return the step. A code that stands is never changed or withdrawn: it hangs on walls."""
    there = _standing(connection, ids)
    entrances = {row["unit_id"]: row for row in there.values() if row["kind"] == TouchpointKind.ENTRANCE}
    taken = set(connection.scalars(select(_TOUCHPOINTS.c.code)))
    wanted: dict[_Place, Row] = {}
    for touchpoint in office.touchpoints:
        row = _row(touchpoint, ids)
        entrance = entrances.get(row["unit_id"])
        if touchpoint.is_automatic and touchpoint.kind is TouchpointKind.ENTRANCE and entrance is not None:
            # The office gave its entrance another label once; that one is enough.
            row["label"] = entrance["label"]
        known = there.get(_place(row))
        whole = {**row, **_lasting(touchpoint, known, taken)}
        wanted[_place(row)] = {**whole, "words": words_of(whole["code"], whole["label"])}
    matched = match(_TOUCHPOINTS, stored=there, wanted=wanted, next_id=next_id(connection, _TOUCHPOINTS))
    return Step(Kind.TOUCHPOINT, matched.tally, (matched.work,))


def _row(touchpoint: OfficeTouchpoint, ids: Ids) -> Row:
    key = (touchpoint.unit_code, touchpoint.subject_code or "")
    kind = touchpoint.kind
    return {
        "unit_id": ids.units[touchpoint.unit_code],
        "kind": str(kind),
        "counter_id": ids.counters[key] if kind is TouchpointKind.COUNTER else None,
        "field_id": ids.fields[key] if kind is TouchpointKind.FIELD else None,
        "officer_id": ids.officers[key] if kind is TouchpointKind.OFFICER else None,
        "label": touchpoint.label,
    }


def _lasting(touchpoint: OfficeTouchpoint, known: Mapping[str, Any] | None, taken: set[str]) -> Row:
    """Return what a standing code keeps and a new one gets."""
    if known is not None:
        return {
            "code": known["code"],
            "issued_on": known["issued_on"],
            "questionnaire_code": touchpoint.questionnaire_code or known["questionnaire_code"],
        }
    code = draw(secrets.choice, taken)
    taken.add(code)
    return {
        "code": code,
        "issued_on": clock.today(),
        "questionnaire_code": touchpoint.questionnaire_code or _STANDARD_QUESTIONNAIRE,
    }


def _place(row: Mapping[str, Any]) -> _Place:
    label = "" if row["kind"] in _SUBJECTS else row["label"]
    return row["unit_id"], row["kind"], row["counter_id"], row["field_id"], row["officer_id"], label


def _standing(connection: Connection, ids: Ids) -> dict[_Place, Mapping[str, Any]]:
    """Return the units' codes that take answers."""
    rows = connection.execute(
        select(_TOUCHPOINTS)
        .where(
            _TOUCHPOINTS.c.unit_id.in_(list(ids.units.values())),
            _TOUCHPOINTS.c.revoked_at.is_(None),
            _TOUCHPOINTS.c.replaced_by_id.is_(None),
        )
        .order_by(_TOUCHPOINTS.c.id.desc())
    )
    # Of several for one place the oldest stands: the one printed first.
    return {_place(row): row for row in (row._asdict() for row in rows)}
