"""Sets up an office from what its workbook says: first a dry run, then all of it or nothing.

Everything is known by its code, so importing again brings up to date and doubles nothing. What the workbook no
longer has is closed, never deleted (targets excepted: they carry no answers).
"""

from collections.abc import Collection

from sqlalchemy import Connection, select

from core.db import db, write
from core.domain.builtin import BUILTIN
from core.domain.errors import DomainError
from core.domain.office import Kind, Names, Office, Plan, Tally, complete
from core.models import QuestionnaireVersion
from core.services import audit, locks, questionnaires
from core.services.office_import import aims, places, roster, touchpoints
from core.services.office_import.reach import OutOfReach, narrow
from core.services.office_import.work import Progress, Step, carry_out

__all__ = ["OutOfReach", "Plan", "PlanChanged", "Progress", "apply", "plan"]


class PlanChanged(DomainError):
    """The office has changed since somebody saw what an import would do."""


def plan(office: Office, *, within: Collection[int] | None = None) -> Plan:
    """Return what `apply` would do now; nothing is written, and no writer waits. Raise OutOfReach as `apply` does."""
    with db.engine.connect() as connection:
        if within is not None:
            office = narrow(connection, office, within)
        steps, _ = _work_out(connection, complete(office))
        return _plan(steps, _builtin(connection))


def apply(
    office: Office,
    *,
    actor: str,
    progress: Progress | None = None,
    within: Collection[int] | None = None,
    expected: str | None = None,
    sha256: str | None = None,
) -> Plan:
    """Set the office up, in one transaction with its audit entry, and return what was done.

    `progress` is told (rows done, rows in all) on the way. With `within` only these units and new ones below them
    are touched (raise OutOfReach); with `expected` (a plan's mark) nothing is done unless the plan still is
    that one (raise PlanChanged). `sha256` of the workbook, in hexadecimal digits, is kept in the audit entry.
    Raise TargetSetRefused where a chosen plan speaks of a group the unit lacks; a workbook read by
    `office_workbook.read` has it.
    """
    with write() as connection:
        locks.set_up_places(connection)
        if within is not None:
            office = narrow(connection, office, within)
        steps, root_id = _work_out(connection, complete(office))
        done = _plan(steps, _builtin(connection))
        if expected is not None and done.mark != expected:
            raise PlanChanged("plan_changed")
        questionnaires.publish_builtin(connection)
        carry_out(connection, steps, progress)
        facts = {**done.facts(), **({"sha256": sha256} if sha256 else {})}
        audit.record(connection, actor=actor, action="office.import", unit_id=root_id, facts=facts)
    return done


def _work_out(connection: Connection, office: Office) -> tuple[list[Step], int]:
    """Return every step in writing order, and the id of the unit at the top."""
    steps, ids = places.work_out(connection, office)
    closed = {step.kind: {number for work in step.tables for number in work.closed_ids} for step in steps}
    steps += [
        roster.work_out(connection, office, ids, closed),
        touchpoints.work_out(connection, office, ids),
        aims.work_out(connection, office, ids),
    ]
    inside = {unit.code for unit in office.units}
    top = next(unit for unit in office.units if unit.parent_code not in inside)
    return steps, ids.units[top.code]


def _builtin(connection: Connection) -> Tally:
    """Count the built-in questionnaires that still have to be published."""
    there = {
        (row.code, row.number)
        for row in connection.execute(
            select(QuestionnaireVersion.code, QuestionnaireVersion.number).where(
                QuestionnaireVersion.unit_id == questionnaires.EVERY_UNIT
            )
        )
    }
    missing = [one for one in BUILTIN if (one.code, one.number) not in there]
    return Tally(created=len(missing), unchanged=len(BUILTIN) - len(missing))


def _plan(steps: list[Step], builtin: Tally) -> Plan:
    return Plan(
        {**{step.kind: step.tally for step in steps}, Kind.QUESTIONNAIRE: builtin},
        {step.kind: step.names for step in steps if step.names != Names()},
    )
