"""The course of a code: what was done to it and to those before and after it, by whom, when and why."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from core.db import db
from core.domain.access import Scope
from core.models import AuditEntry
from core.queries.places.codes import CodeLine

#: Entries of one unit that are looked through: a code printed daily for ten years has fewer.
_READ = 5_000


@dataclass(frozen=True)
class Act:
    """One thing that was done to a code."""

    at: datetime
    actor: str
    #: The last word of the audit chain's action: `add`, `replace`, `revoke`, `print`, `until`.
    kind: str
    code: str
    #: The code that took its place, if any.
    by: str = ""
    why: str = ""
    valid_to: date | None = None


def course(scope: Scope, unit_id: int, codes: Collection[CodeLine]) -> tuple[Act, ...]:
    """Return what the audit chain holds about these codes of a unit, the newest first."""
    if not scope.sees(unit_id):
        return ()
    by_id = {line.id: line.code for line in codes}
    entries = db.session.execute(
        select(AuditEntry.at, AuditEntry.actor, AuditEntry.action, AuditEntry.facts)
        .where(AuditEntry.unit_id == unit_id, AuditEntry.action.startswith("touchpoint.", autoescape=True))
        .order_by(AuditEntry.number.desc())
        .limit(_READ)
    )
    return tuple(
        Act(
            at=datetime.fromisoformat(at),
            actor=actor,
            kind=action.removeprefix("touchpoint."),
            code=by_id[number],
            by=facts.get("by", ""),
            why=facts.get("why", ""),
            valid_to=date.fromisoformat(facts["valid_to"]) if facts.get("valid_to") else None,
        )
        for at, actor, action, text in entries
        for facts in (json.loads(text),)
        for number in (facts.get("touchpoints") or [facts.get("touchpoint")])
        if number in by_id
    )
