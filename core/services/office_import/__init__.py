"""Sets up an office from what its workbook says: first a dry run, then all of it or nothing.

Everything is known by its code, so importing again brings up to date and doubles nothing. What the workbook no
longer has is closed, never deleted (targets excepted: they carry no answers).
"""

from sqlalchemy import Connection, select

from core.db import db, write
from core.domain.builtin import BUILTIN
from core.domain.office import Kind, Office, Plan, Tally, complete
from core.models import QuestionnaireVersion
from core.services import audit, locks, questionnaires
from core.services.office_import import aims, places, roster, touchpoints
from core.services.office_import.work import Progress, Step, carry_out

__all__ = ["Plan", "Progress", "apply", "plan"]


def plan(office: Office) -> Plan:
    """Return what `apply` would do now; nothing is written, and no writer waits."""
    with db.engine.connect() as connection:
        steps, _ = _work_out(connection, complete(office))
        return _plan(steps, _builtin(connection))


def apply(office: Office, *, actor: str, progress: Progress | None = None) -> Plan:
    """Set the office up, in one transaction with its audit entry, and return what was done.

    `progress` is told (rows done, rows in all) on the way. Raise TargetSetRefused where a chosen plan speaks of
    a group the unit lacks; a workbook read by `office_workbook.read` has it.
    """
    office = complete(office)
    with write() as connection:
        locks.set_up_places(connection)
        steps, root_id = _work_out(connection, office)
        done = _plan(steps, _builtin(connection))
        questionnaires.publish_builtin(connection)
        carry_out(connection, steps, progress)
        audit.record(connection, actor=actor, action="office.import", unit_id=root_id, facts=done.facts())
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
    top = next(unit for unit in office.units if unit.parent_code is None)
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
    return Plan({**{step.kind: step.tally for step in steps}, Kind.QUESTIONNAIRE: builtin})
