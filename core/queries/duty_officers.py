"""Whom the answers of a duty entry count for: the roster's officer, or who an accepted correction names."""

from sqlalchemy import Connection, exists, select

from core.domain.submission import ABSENT
from core.models import DutyCorrection, DutyDecision, DutyEntry


def is_open(connection: Connection, duty_entry_id: int) -> bool:
    """Does a proposal about this shift wait for its decision?"""
    waiting = ~exists().where(DutyDecision.correction_id == DutyCorrection.id)
    statement = select(exists().where(DutyCorrection.duty_entry_id == duty_entry_id, waiting))
    return bool(connection.scalar(statement))


def counts_for(connection: Connection, duty_entry_id: int) -> int:
    """Return whom a shift's answers count for: who the last accepted correction names, else the roster's officer."""
    last = (
        select(DutyCorrection.officer_id)
        .join(DutyDecision, DutyDecision.correction_id == DutyCorrection.id)
        .where(DutyCorrection.duty_entry_id == duty_entry_id, DutyDecision.is_accepted)
        .order_by(DutyCorrection.id.desc())
        .limit(1)
    )
    corrected = connection.scalar(last)
    if corrected is not None:
        return corrected
    return connection.scalar(select(DutyEntry.officer_id).where(DutyEntry.id == duty_entry_id)) or ABSENT


def is_corrected(connection: Connection, duty_entry_id: int) -> bool:
    """Did the Front accept a correction of this shift?"""
    accepted = (
        select(DutyCorrection.id)
        .join(DutyDecision, DutyDecision.correction_id == DutyCorrection.id)
        .where(DutyCorrection.duty_entry_id == duty_entry_id, DutyDecision.is_accepted)
    )
    return bool(connection.scalar(select(accepted.exists())))
