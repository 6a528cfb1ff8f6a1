"""Survey rounds: planned, changed while planned, begun, closed; each act in the audit chain."""

from typing import Any

from sqlalchemy import delete, select

from core import clock
from core.domain.access import Permission, Scope
from core.domain.office import TouchpointKind
from core.domain.survey_rounds import (
    Course,
    Plan,
    RoundRefused,
    allocate,
    check,
    check_beginning,
    check_change,
    check_closing,
    sample_size,
)
from core.models import PaperBatch, RoundStratum, SurveyRound, Touchpoint
from core.queries import questionnaires
from core.services.places import touchpoints
from core.services.places.changing import Change, UnknownPlace, changing

#: Characters of a round's name, which stands on its code's poster too.
LONGEST_NAME = 120


def plan(scope: Scope, unit_id: int, planned: Plan, *, actor: str) -> int:
    """Plan a round of a unit and return its id.

    Raise RoundRefused as `check` does, or `no_questionnaire` when the unit does not ask this one.
    """
    with _changing(scope, unit_id, actor) as change:
        _check(scope, change, planned)
        number = change.next_id(SurveyRound)
        row = SurveyRound(id=number, unit_id=unit_id, **_columns(planned))
        change.session.add(row)
        change.session.flush()
        _write_hamlets(change, number, planned)
        change.note("round.plan", round=number, **_facts(planned))
    return number


def change(scope: Scope, unit_id: int, round_id: int, planned: Plan, *, actor: str) -> None:
    """Change a round that is still planned. Raise RoundRefused: `not_planned`, or as `plan` does."""
    with _changing(scope, unit_id, actor) as change_:
        row = _find(change_, round_id)
        check_change(_course(row), clock.today())
        _check(scope, change_, planned)
        for name, value in _columns(planned).items():
            setattr(row, name, value)
        change_.session.execute(delete(RoundStratum).where(RoundStratum.round_id == round_id))
        _write_hamlets(change_, round_id, planned)
        change_.note("round.change", round=round_id, **_facts(planned))


def drop(scope: Scope, unit_id: int, round_id: int, *, actor: str) -> None:
    """Give up a round that is still planned. It is gone for everybody; its number is given to no other."""
    with _changing(scope, unit_id, actor) as change_:
        row = _find(change_, round_id)
        check_change(_course(row), clock.today())
        change_.session.execute(delete(RoundStratum).where(RoundStratum.round_id == round_id))
        row.dropped_on = clock.today()
        change_.note("round.drop", round=round_id, name=row.name)


def begin(scope: Scope, unit_id: int, round_id: int, *, actor: str) -> str:
    """Begin a round: fix the version of its questions and issue its code, which is returned.

    Answers are taken from its first day on. Raise RoundRefused: `not_planned`, `days_past`, `no_questionnaire`.
    """
    with _changing(scope, unit_id, actor) as change_:
        row = _find(change_, round_id)
        check_beginning(_course(row), clock.today())
        point = touchpoints.issue(
            change_,
            TouchpointKind.ROUND,
            label=row.name,
            questionnaire_code=row.questionnaire_code,
        )
        point.valid_to = row.ends_on
        row.version_id = _version(scope, change_, row.questionnaire_code)
        row.touchpoint_id = point.id
        row.begun_on = clock.today()
        change_.note("round.begin", round=round_id, version=row.version_id, code=point.code)
    return point.code


def close(scope: Scope, unit_id: int, round_id: int, *, actor: str) -> None:
    """Close a round, before its last day is over or later: its code ends with it, and no more paper is taken.

    Raise RoundRefused: `not_begun`, `closed_already`, or `paper_open` with the numbers of batches still being keyed,
    which could never count in it afterwards.
    """
    with _changing(scope, unit_id, actor) as change_:
        row = _find(change_, round_id)
        check_closing(_course(row))
        _refuse_open_paper(change_, round_id)
        row.closed_on = clock.today()
        point = change_.session.get_one(Touchpoint, row.touchpoint_id)
        if point.revoked_at is None:
            point.revoked_at = clock.now()
        change_.note("round.close", round=round_id, code=point.code)


def _refuse_open_paper(change_: Change, round_id: int) -> None:
    of_round = (
        PaperBatch.round_id == round_id,
        PaperBatch.closed_on.is_(None),
        PaperBatch.dropped_on.is_(None),
    )
    still_open = change_.session.scalars(select(PaperBatch.id).where(*of_round).order_by(PaperBatch.id)).all()
    if still_open:
        raise RoundRefused("paper_open", batches=list(still_open))


def _changing(scope: Scope, unit_id: int, actor: str) -> Any:
    return changing(scope, unit_id, actor=actor, permission=Permission.MANAGE_ROUNDS)


def _find(change_: Change, round_id: int) -> SurveyRound:
    row = change_.session.get(SurveyRound, round_id)
    if row is None or row.unit_id != change_.unit_id or row.dropped_on is not None:
        raise UnknownPlace("unknown_place", kind="survey_round", id=round_id)
    return row


def _course(row: SurveyRound) -> Course:
    return Course(row.begins_on, row.ends_on, row.begun_on, row.closed_on)


def _check(scope: Scope, change_: Change, planned: Plan) -> None:
    check(planned, today=clock.today())
    _version(scope, change_, planned.questionnaire_code)


def _version(scope: Scope, change_: Change, code: str) -> int:
    version_id = questionnaires.latest(scope, code, change_.unit_id)
    if version_id is None:
        raise RoundRefused("no_questionnaire")
    return version_id


def _columns(planned: Plan) -> dict[str, Any]:
    return {
        "name": planned.name,
        "questionnaire_code": planned.questionnaire_code,
        "begins_on": planned.begins_on,
        "ends_on": planned.ends_on,
        "population": planned.population,
        "sample": sample_size(planned.population),
    }


def _write_hamlets(change_: Change, round_id: int, planned: Plan) -> None:
    if not planned.hamlets:
        return
    shares = allocate(sample_size(planned.population), [hamlet.population for hamlet in planned.hamlets])
    change_.session.add_all(
        RoundStratum(
            round_id=round_id,
            number=number,
            unit_id=change_.unit_id,
            name=hamlet.name,
            population=hamlet.population,
            sample=share,
        )
        for number, (hamlet, share) in enumerate(zip(planned.hamlets, shares, strict=True), start=1)
    )


def _facts(planned: Plan) -> dict[str, Any]:
    return {
        "name": planned.name,
        "questionnaire": planned.questionnaire_code,
        "begins_on": str(planned.begins_on),
        "ends_on": str(planned.ends_on),
        "population": planned.population,
        "sample": sample_size(planned.population),
        "hamlets": len(planned.hamlets),
    }
