"""Interviewing: what a phone takes along, how far its round has come, and a round's phones as the desk sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.domain.questionnaire import Questionnaire
from core.domain.roster import Hours
from core.domain.tablet import TabletState
from core.models import (
    HeldItem,
    OfficeHours,
    RoundStratum,
    SurveyRound,
    Tablet,
    TabletContact,
    TabletHole,
    Unit,
)
from core.queries import questionnaires, round_progress
from core.queries.kiosk import left_behind
from core.queries.kiosk.sums import sums
from core.queries.roster import hours_of
from core.queries.successors import office_of, standing


@dataclass(frozen=True)
class Hamlet:
    """One hamlet of a round: its number, its name, and how many of its people are to be asked."""

    number: int
    name: str
    sample: int


@dataclass(frozen=True)
class InterviewBundle:
    """What an interviewer's phone takes along; nothing of it changes while interviews come in."""

    tablet_id: int
    name: str
    office: str
    unit: str
    help_phone: str
    round_id: int
    round_name: str
    begins_on: date
    ends_on: date
    sample: int
    is_closed: bool
    hamlets: tuple[Hamlet, ...]
    touchpoint_id: int
    version_id: int
    questionnaire: Questionnaire
    hours: Hours
    pin_salt: bytes
    pin_hash: bytes


def bundle(scope: Scope, phone_id: int) -> InterviewBundle | None:
    """Return what a phone takes along, or None while its round has not begun."""
    row = db.session.execute(
        select(Tablet, SurveyRound, Unit)
        .join(SurveyRound, SurveyRound.id == Tablet.round_id)
        .join(Unit, Unit.id == SurveyRound.unit_id)
        .where(Tablet.id == phone_id)
    ).one_or_none()
    if row is None:
        return None
    phone, survey, unit = row
    if survey.touchpoint_id is None or survey.version_id is None:
        return None
    return InterviewBundle(
        tablet_id=phone.id,
        name=phone.name,
        office=office_of(unit),
        unit=standing(unit).name,
        help_phone=unit.help_phone,
        round_id=survey.id,
        round_name=survey.name,
        begins_on=survey.begins_on,
        ends_on=survey.ends_on,
        sample=survey.sample,
        is_closed=survey.closed_on is not None,
        hamlets=_hamlets(survey.id),
        touchpoint_id=survey.touchpoint_id,
        version_id=survey.version_id,
        questionnaire=questionnaires.version(scope, survey.version_id),
        hours=hours_of(db.session.get(OfficeHours, unit.id)),
        pin_salt=phone.pin_salt,
        pin_hash=phone.pin_hash,
    )


def progress(_scope: Scope, round_id: int) -> Mapping[int, int]:
    """Return how many answers each hamlet of a round has, by whatever way they came; 0 where none was named.

    Once the round is reported they stay as they were then, as on the desk.
    """
    # What was read before the answers of this very request were stored is past.
    db.session.rollback()
    return round_progress.by_hamlet(db.session.connection(), round_id)


@dataclass(frozen=True)
class RoundInHand:
    """The round whose phones are looked after."""

    id: int
    unit_id: int
    unit: str
    name: str
    begins_on: date
    ends_on: date
    is_begun: bool
    is_closed: bool

    @property
    def takes_phones(self) -> bool:
        """May a phone be added now?"""
        return self.is_begun and not self.is_closed


@dataclass(frozen=True)
class PhoneLine:
    """One phone; moments in the office's time."""

    id: int
    name: str
    state: TabletState
    #: Until when its pairing phrase may be typed; None where there is none or its time is over.
    phrase_until: datetime | None
    heard_at: datetime | None
    #: What it said when it was last heard of: interviews that wait on it, and those that were refused. Of what a phone
    #: that has ended said to wait, only what has not come since.
    queue: int
    shelf: int
    #: Numbers that never came and that nobody has explained.
    missing: int
    #: Interviews that wait for the Front.
    held: int

    @property
    def is_standing(self) -> bool:
        """Is it at work, or to be?"""
        return self.state in (TabletState.WAITING, TabletState.ACTIVE)


def round_in_hand(scope: Scope, round_id: int) -> RoundInHand | None:
    """Return a round whose phones this person manages, or None."""
    row = db.session.execute(
        select(SurveyRound, Unit.name)
        .join(Unit, Unit.id == SurveyRound.unit_id)
        .where(SurveyRound.id == round_id, SurveyRound.dropped_on.is_(None))
    ).one_or_none()
    if row is None or not scope.may(Permission.MANAGE_ROUNDS) or not scope.sees(row[0].unit_id):
        return None
    survey, unit = row
    return RoundInHand(
        id=survey.id,
        unit_id=survey.unit_id,
        unit=unit,
        name=survey.name,
        begins_on=survey.begins_on,
        ends_on=survey.ends_on,
        is_begun=survey.begun_on is not None,
        is_closed=survey.closed_on is not None,
    )


def phones(scope: Scope, round_id: int) -> tuple[PhoneLine, ...]:
    """Return the phones of a round, those at work first; five statements at most."""
    if round_in_hand(scope, round_id) is None:
        return ()
    rows = db.session.execute(
        select(Tablet, TabletContact)
        .outerjoin(TabletContact, TabletContact.tablet_id == Tablet.id)
        .where(Tablet.round_id == round_id)
        .order_by(Tablet.ended_at.is_not(None), Tablet.name, Tablet.id)
    ).all()
    missing = sums(
        select(TabletHole.tablet_id, func.sum(TabletHole.last_number - TabletHole.first_number + 1))
        .join(Tablet, Tablet.id == TabletHole.tablet_id)
        .where(Tablet.round_id == round_id, TabletHole.explanation == "")
        .group_by(TabletHole.tablet_id)
    )
    held = sums(
        select(HeldItem.tablet_id, func.count())
        .join(Tablet, Tablet.id == HeldItem.tablet_id)
        .where(Tablet.round_id == round_id, HeldItem.is_admitted.is_(None))
        .group_by(HeldItem.tablet_id)
    )
    left = left_behind.of_round(round_id)
    return tuple(
        _line(
            phone,
            contact,
            missing=missing.get(phone.id, 0),
            held=held.get(phone.id, 0),
            left=left.get(phone.id),
        )
        for phone, contact in rows
    )


def phone(scope: Scope, round_id: int, phone_id: int) -> PhoneLine | None:
    """Return one phone of a round this person manages, or None."""
    return next((line for line in phones(scope, round_id) if line.id == phone_id), None)


def _hamlets(round_id: int) -> tuple[Hamlet, ...]:
    rows = db.session.execute(
        select(RoundStratum.number, RoundStratum.name, RoundStratum.sample)
        .where(RoundStratum.round_id == round_id)
        .order_by(RoundStratum.number)
    )
    return tuple(Hamlet(*row) for row in rows)


def _line(
    phone: Tablet, contact: TabletContact | None, *, missing: int, held: int, left: int | None
) -> PhoneLine:
    queue = contact.queue if contact else 0
    expires_at = phone.phrase_expires_at if phone.state == TabletState.WAITING else None
    return PhoneLine(
        id=phone.id,
        name=phone.name,
        state=TabletState(phone.state),
        phrase_until=clock.local(expires_at) if expires_at and expires_at > clock.now() else None,
        heard_at=clock.local(contact.at) if contact else None,
        queue=queue if left is None else min(queue, left),
        shelf=contact.shelf if contact else 0,
        missing=missing,
        held=held,
    )
