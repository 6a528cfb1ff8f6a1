"""Interviews as phones hand them over: of which round, in which hamlet, and whether the round still takes them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, select

from core import clock
from core.db import db
from core.domain.errors import DomainError
from core.domain.submission import Channel, SubmissionDraft, Tier
from core.domain.tablet import Given
from core.domain.tablet_answer import Malformed, TabletAnswer
from core.models import RoundStratum, SurveyRound, Touchpoint
from core.services.kiosk.devices import Device


class OutsideRound(DomainError):
    """Given on a day the round does not have, or brought after the round was closed."""


def draft(owner: Device, answer: TabletAnswer, given: Given) -> SubmissionDraft:
    """Return an interview of a phone as it is handed in: channel `interview`, tier C, no officer.

    The round is the phone's own, whatever the item says. Raise Malformed for another place, other questions or a
    hamlet the round does not have.
    """
    survey = db.session.get(SurveyRound, owner.round_id)
    if (
        survey is None
        or survey.touchpoint_id is None
        or not _leads_to(answer.touchpoint_id, survey.touchpoint_id)
    ):
        raise Malformed("foreign_touchpoint", touchpoint=answer.touchpoint_id)
    if answer.version_id != survey.version_id:
        raise Malformed("foreign_version", version=answer.version_id)
    numbers = select(RoundStratum.number).where(RoundStratum.round_id == survey.id)
    # A round whose sample is not divided has no hamlet to name.
    hamlets: Collection[int | None] = db.session.scalars(numbers).all() or (None,)
    if answer.hamlet not in hamlets:
        raise Malformed("unknown_hamlet", hamlet=answer.hamlet)
    return SubmissionDraft(
        secret=answer.secret,
        # The round's own of today: an older code would tell for ever which phone was without a network.
        touchpoint_id=survey.touchpoint_id,
        version_id=answer.version_id,
        day=clock.local(given.moment).date(),
        channel=Channel.INTERVIEW,
        tier=Tier.C,
        answers=answer.answers,
        is_officer_disclaimed=True,
        comment=answer.comment,
        texts=answer.texts,
        seconds_to_answer=answer.seconds,
        is_clock_doubtful=given.is_doubtful,
        round_id=survey.id,
        stratum=answer.hamlet,
    )


def require_open(connection: Connection, round_id: int, day: date) -> None:
    """Refuse what the round does not take any more; part of the answer's own transaction.

    Whoever closes the round waits for answers that are being stored. Raise OutsideRound.
    """
    survey = connection.execute(
        select(SurveyRound.begins_on, SurveyRound.ends_on, SurveyRound.closed_on)
        .where(SurveyRound.id == round_id)
        .with_for_update(read=True)
    ).one()
    if survey.closed_on is not None:
        raise OutsideRound("round_closed")
    if not survey.begins_on <= day <= survey.ends_on:
        raise OutsideRound("outside_round")


def _leads_to(touchpoint_id: int | None, wanted: int) -> bool:
    """Is this the code of the round, or one that was replaced by it while a phone had no network?"""
    seen: set[int] = set()
    while touchpoint_id is not None and touchpoint_id != wanted and touchpoint_id not in seen:
        seen.add(touchpoint_id)
        place = db.session.get(Touchpoint, touchpoint_id)
        touchpoint_id = place.replaced_by_id if place is not None else None
    return touchpoint_id == wanted
