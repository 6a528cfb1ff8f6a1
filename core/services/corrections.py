"""Corrections of past duty entries: the manager proposes, the Front decides; what is accepted moves counts.

Nothing is changed: proposal, decision and the signed rows beside the cells are all insert-only (docs/decisions/0020).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, insert, select

from core import clock
from core.domain.access import Permission, Scope
from core.domain.ladder import Cadence, Rung
from core.domain.rollup import CellKey, Counts
from core.domain.submission import ABSENT
from core.models import ADJUSTMENT_DAY, RUNG, RUNG_STEP, DutyCorrection, DutyDecision, DutyEntry, Officer
from core.queries import corrections as query
from core.queries import duty_officers
from core.queries.correction_effects import is_too_early, moves, number_of
from core.queries.corrections import Correction
from core.queries.roster import shift_of
from core.services import cells, locks
from core.services.places.changing import Change, PlaceRefused, UnknownPlace, changing


def propose(
    scope: Scope, unit_id: int, entry_id: int, *, officer_id: int | None, reason: str, actor: str
) -> int:
    """Say who really sat there (None: nobody), and why; return the proposal's number.

    Raise PlaceRefused `not_over`, `same_officer` or `proposed_already`.
    """
    with changing(scope, unit_id, actor=actor) as change:
        connection = change.session.connection()
        row = change.session.get(DutyEntry, entry_id)
        if row is None or row.unit_id != unit_id or not shift_of(row).has_stood:
            raise UnknownPlace("unknown_place", kind="duty_entry", id=entry_id)
        if officer_id is not None:
            change.find(Officer, officer_id)
        if row.replaced_at is None and row.ends_at > clock.now():
            raise PlaceRefused("not_over")
        counted = duty_officers.counts_for(connection, entry_id)
        if counted == (officer_id or ABSENT):
            raise PlaceRefused("same_officer")
        if duty_officers.is_open(connection, entry_id):
            raise PlaceRefused("proposed_already")
        number = change.next_id(DutyCorrection)
        change.session.add(
            DutyCorrection(
                id=number,
                unit_id=unit_id,
                duty_entry_id=entry_id,
                from_officer_id=counted,
                officer_id=officer_id or ABSENT,
                reason=reason,
                account_id=scope.account_id,
                proposed_by=actor,
                proposed_at=clock.now(),
            )
        )
        change.note(
            "correction.propose",
            correction=number,
            duty_entry=entry_id,
            officer_from=counted,
            officer_to=officer_id or ABSENT,
            reason=reason,
        )
    return number


def accept(scope: Scope, correction_id: int, *, reason: str, actor: str) -> int:
    """Let the shift's settled answers count for whom the proposal names; return how many.

    Raise AccessDenied, UnknownPlace, or PlaceRefused `decided_already`, `own_proposal` or `too_early`.
    """
    correction = _found(scope, correction_id)
    with changing(scope, correction.unit_id, actor=actor, permission=Permission.DECIDE_CORRECTIONS) as change:
        connection = change.session.connection()
        # No answer of the shift comes in between: a tablet may deliver late.
        locks.settle_alone(connection)
        # No step is taken between the question whether the answers stand in one and the answer to it.
        locks.climb_ladder(connection)
        _check_open(change, correction_id)
        if is_too_early(connection, correction.duty_entry_id, correction.stood_until):
            raise PlaceRefused("too_early")
        moving = moves(connection, correction.duty_entry_id, correction.from_id, correction.to_id)
        answers = number_of(moving, correction.to_id)
        _decide(change, scope, correction_id, is_accepted=True, answers=answers, reason=reason)
        rows = _adjustments(connection, correction, moving)
        if rows:
            connection.execute(insert(ADJUSTMENT_DAY), rows)
        change.note(
            "correction.accept",
            correction=correction_id,
            duty_entry=correction.duty_entry_id,
            officer_from=correction.from_id,
            officer_to=correction.to_id,
            answers=answers,
            reason=reason,
        )
    return answers


def reject(scope: Scope, correction_id: int, *, reason: str, actor: str) -> None:
    """Leave the shift's answers where they are. Raise AccessDenied, UnknownPlace or PlaceRefused as `accept` does."""
    correction = _found(scope, correction_id)
    with changing(scope, correction.unit_id, actor=actor, permission=Permission.DECIDE_CORRECTIONS) as change:
        _check_open(change, correction_id)
        _decide(change, scope, correction_id, is_accepted=False, answers=0, reason=reason)
        change.note("correction.reject", correction=correction_id, reason=reason)


def _found(scope: Scope, correction_id: int) -> Correction:
    scope.require(Permission.DECIDE_CORRECTIONS)
    correction = query.one(scope, correction_id)
    if correction is None:
        raise UnknownPlace("unknown_place", kind="correction", id=correction_id)
    return correction


def _check_open(change: Change, correction_id: int) -> None:
    if change.session.get(DutyDecision, correction_id) is not None:
        raise PlaceRefused("decided_already")


def _decide(
    change: Change, scope: Scope, correction_id: int, *, is_accepted: bool, answers: int, reason: str
) -> None:
    proposal = change.session.get_one(DutyCorrection, correction_id)
    # The roles differ; whoever changed from one to the other still is the same person.
    if proposal.account_id == scope.account_id or proposal.proposed_by == change.actor:
        raise PlaceRefused("own_proposal")
    change.session.add(
        DutyDecision(
            correction_id=correction_id,
            unit_id=proposal.unit_id,
            is_accepted=is_accepted,
            answers=answers,
            reason=reason,
            account_id=scope.account_id,
            decided_by=change.actor,
            decided_at=clock.now(),
        )
    )
    change.session.flush()


def _adjustments(
    connection: Connection, correction: Correction, moving: Mapping[CellKey, Counts]
) -> list[dict[str, Any]]:
    """Return the signed rows; each says whether its answers stood in no published step yet."""
    closed = _closed_steps(connection, correction)
    is_left_behind = _is_left_behind(connection, correction)
    rows: list[dict[str, Any]] = []
    for key, counts in sorted(moving.items()):
        rung = Rung(key.unit_id, key.field_id, correction.from_id, key.channel, key.tier, key.version_id)
        last = closed.get((key.day.year, rung))
        is_ahead = not is_left_behind and (last is None or last < key.day)
        rows += (
            {"correction_id": correction.id, "is_ahead": is_ahead, **row}
            for row in cells.rows_of(key, counts)
        )
    return rows


def _is_left_behind(connection: Connection, correction: Correction) -> bool:
    """Did an earlier correction of the same shift come after its answers were published? They stay in that step."""
    behind = (
        select(ADJUSTMENT_DAY.c.correction_id)
        .join(DutyCorrection, DutyCorrection.id == ADJUSTMENT_DAY.c.correction_id)
        .where(DutyCorrection.duty_entry_id == correction.duty_entry_id, ADJUSTMENT_DAY.c.is_ahead.is_(False))
    )
    return bool(connection.scalar(select(behind.exists())))


def _closed_steps(connection: Connection, correction: Correction) -> dict[tuple[int, Rung], Any]:
    """Return the last published step of each rung of the officer the answers leave, by year."""
    rows = connection.execute(
        select(RUNG.c.year, *(RUNG.c[name] for name in Rung._fields), func.max(RUNG_STEP.c.closed_on))
        .join(RUNG_STEP, RUNG_STEP.c.rung_id == RUNG.c.id)
        .where(
            RUNG.c.unit_id == correction.unit_id,
            RUNG.c.cadence == str(Cadence.WEEK),
            RUNG.c.officer_id == correction.from_id,
        )
        .group_by(RUNG.c.year, *(RUNG.c[name] for name in Rung._fields))
    )
    return {(row[0], Rung(*row[1:7])): row[7] for row in rows}
