"""Batches: opens one for the sheets of a place and a day, says how many there are, or gives it up."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select

from core import clock
from core.domain.access import Permission, Scope
from core.domain.paper import MOST_SHEETS, PaperRefused
from core.models import PaperBatch, PaperSheet, QuestionnaireVersion, RoundStratum, SurveyRound, Touchpoint
from core.queries import questionnaires
from core.services.places.changing import Change, UnknownPlace, changing


@dataclass(frozen=True, kw_only=True)
class BatchFacts:
    """What somebody says about a pile of sheets before keying them."""

    touchpoint_id: int
    version_id: int
    day: date
    sheets: int
    is_double: bool = False
    #: Only with double entry: may the same person key a sheet twice?
    allows_same: bool = False
    round_id: int | None = None
    stratum: int | None = None


def open_batch(scope: Scope, unit_id: int, facts: BatchFacts, *, actor: str) -> int:
    """Open a batch and return its id.

    Raise UnknownPlace for a place, version, round or hamlet that is not the unit's; PaperRefused `sheets`,
    `day_to_come`, `before_issue` or `after_end` (of the place's code); of a round `round_closed` or `outside_round`.
    """
    with changing(scope, unit_id, actor=actor, permission=Permission.ENTER_PAPER) as change:
        _check(change, facts)
        batch = PaperBatch(
            id=change.next_id(PaperBatch),
            unit_id=unit_id,
            touchpoint_id=facts.touchpoint_id,
            version_id=facts.version_id,
            round_id=facts.round_id,
            stratum=facts.stratum,
            day=facts.day,
            sheets=facts.sheets,
            is_double=facts.is_double,
            allows_same=facts.is_double and facts.allows_same,
            opened_on=clock.today(),
            opened_by=scope.account_id,
            counted=0,
            blank=0,
        )
        change.session.add(batch)
        change.note(
            "paper.open_batch",
            batch=batch.id,
            touchpoint=facts.touchpoint_id,
            day=facts.day.isoformat(),
            sheets=facts.sheets,
            is_double=facts.is_double,
            allows_same=batch.allows_same,
        )
    return batch.id


def set_sheets(scope: Scope, unit_id: int, batch_id: int, sheets: int, *, actor: str) -> None:
    """Say how many sheets there are after all. Raise PaperRefused `sheets` or, below a keyed sheet, `keyed_beyond`."""
    with changing(scope, unit_id, actor=actor, permission=Permission.ENTER_PAPER) as change:
        batch = opened(change, batch_id)
        highest = change.session.scalar(
            select(func.max(PaperSheet.number)).where(PaperSheet.batch_id == batch_id)
        )
        _check_number(sheets)
        if sheets < (highest or 0):
            raise PaperRefused("keyed_beyond", number=highest)
        if sheets != batch.sheets:
            batch.sheets = sheets
            change.note("paper.set_sheets", batch=batch_id, sheets=sheets)


def drop(scope: Scope, unit_id: int, batch_id: int, *, reason: str, actor: str) -> None:
    """Give an open batch up with everything keyed in it: none of it counts, and the chain says why.

    Its number is given to no other batch, so that what somebody sends from a page left open is not kept in that.
    """
    with changing(scope, unit_id, actor=actor, permission=Permission.ENTER_PAPER) as change:
        batch = opened(change, batch_id)
        keyed = (
            change.session.scalar(
                select(func.count()).select_from(PaperSheet).where(PaperSheet.batch_id == batch_id)
            )
            or 0
        )
        change.session.execute(delete(PaperSheet).where(PaperSheet.batch_id == batch_id))
        batch.dropped_on, batch.stratum = clock.today(), None
        change.note(
            "paper.drop_batch", batch=batch_id, touchpoint=batch.touchpoint_id, sheets=keyed, reason=reason
        )


def opened(change: Change, batch_id: int) -> PaperBatch:
    """Return an open batch of the unit. Raise UnknownPlace, or PaperRefused as `require_open` does."""
    batch = found(change, batch_id)
    require_open(batch)
    return batch


def require_open(batch: PaperBatch) -> None:
    """Raise PaperRefused `batch_closed` or `batch_dropped` for a batch nothing can be done with any more."""
    if batch.closed_on is not None:
        raise PaperRefused("batch_closed")
    if batch.dropped_on is not None:
        raise PaperRefused("batch_dropped", day=batch.dropped_on)


def found(change: Change, batch_id: int) -> PaperBatch:
    """Return a batch of the unit, open or not, or raise UnknownPlace."""
    batch = change.session.get(PaperBatch, batch_id)
    if batch is None or batch.unit_id != change.unit_id:
        raise UnknownPlace("unknown_place", kind="paper_batch", id=batch_id)
    return batch


def _check(change: Change, facts: BatchFacts) -> None:
    point = change.find(Touchpoint, facts.touchpoint_id)
    version_unit = change.session.scalar(
        select(QuestionnaireVersion.unit_id).where(QuestionnaireVersion.id == facts.version_id)
    )
    if version_unit is None or version_unit not in (0, *questionnaires.above(change.unit_id)):
        raise UnknownPlace("unknown_place", kind="questionnaire_version", id=facts.version_id)
    _check_number(facts.sheets)
    if facts.day > clock.today():
        raise PaperRefused("day_to_come")
    _check_round(change, facts)
    if facts.round_id is None:
        _check_code(point, facts.day)


def _check_code(point: Touchpoint, day: date) -> None:
    """Refuse a day on which the place's code was not in use."""
    if day < point.issued_on:
        raise PaperRefused("before_issue", day=point.issued_on)
    last = min(
        filter(None, (point.valid_to, point.revoked_at and clock.local(point.revoked_at).date())), default=day
    )
    if day > last:
        raise PaperRefused("after_end", day=last)


def _check_number(sheets: int) -> None:
    if not 1 <= sheets <= MOST_SHEETS:
        raise PaperRefused("sheets", most=MOST_SHEETS)


def _check_round(change: Change, facts: BatchFacts) -> None:
    """A round fixes place, questions and days, whatever became of its code, which counts for no other answers.

    Paper comes in late: until somebody closes the round, sheets of its days are taken, also once these are over.
    """
    of_place = change.session.scalar(
        select(SurveyRound.id).where(SurveyRound.touchpoint_id == facts.touchpoint_id)
    )
    if of_place != facts.round_id:
        raise UnknownPlace("unknown_place", kind="survey_round", id=facts.round_id)
    if facts.round_id is None:
        return
    held = change.session.get_one(SurveyRound, facts.round_id)
    if held.version_id != facts.version_id:
        raise UnknownPlace("unknown_place", kind="questionnaire_version", id=facts.version_id)
    if held.closed_on is not None:
        raise PaperRefused("round_closed")
    if not held.begins_on <= facts.day <= held.ends_on:
        raise PaperRefused("outside_round", first=held.begins_on, last=held.ends_on)
    if facts.stratum is not None and change.session.get(RoundStratum, (held.id, facts.stratum)) is None:
        raise UnknownPlace("unknown_place", kind="round_stratum", id=facts.stratum)
