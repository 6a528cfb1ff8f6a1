"""What a code stands for at a moment: the place, its fields, the officer on duty, the questionnaire."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import inf
from time import monotonic

from sqlalchemy import func, select

from core import clock
from core.db import db
from core.domain.access import Scope
from core.domain.office import TouchpointKind
from core.domain.office.place_names import place_name
from core.domain.submission import Channel
from core.domain.survey_rounds import Course, RoundState
from core.models import (
    AuditEntry,
    Counter,
    CounterField,
    DutyEntry,
    Officer,
    ServiceField,
    SurveyRound,
    Touchpoint,
    Unit,
)
from core.queries import questionnaires
from core.queries.successors import office_of, standing


class CodeState(StrEnum):
    """May this code still take answers?"""

    OPEN = "open"
    REPLACED = "replaced"
    REVOKED = "revoked"
    EXPIRED = "expired"
    #: Of a survey round: its first day is still to come, or it is over.
    NOT_YET = "not_yet"
    ROUND_OVER = "round_over"
    #: In use, yet its questions are retired and nothing stands above them.
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class FieldChip:
    """One field a citizen may choose."""

    id: int
    name: str
    is_other: bool


@dataclass(frozen=True)
class Entry:
    """Everything the first page shows and the form token carries."""

    touchpoint_id: int
    code: str
    state: CodeState
    unit_id: int
    version_id: int
    office: str
    unit: str
    help_phone: str
    #: What stands large on the place card: the number in the counter's name.
    counter_number: str
    place: str
    #: More than one: the citizen chooses; exactly one: resolved; none: counted for the office only.
    fields: tuple[FieldChip, ...]
    duty_entry_id: int | None
    officer: str

    #: By which way answers come in through this touchpoint.
    channel: Channel
    #: The survey round its answers belong to, and that round's first day.
    round_id: int | None = None
    round_begins_on: date | None = None
    #: Code of the draft these pages preview, where they are no survey: nothing sent from them is stored.
    preview: str = ""

    @property
    def field_names(self) -> tuple[str, ...]:
        """The counter's fields as its card names them."""
        return tuple(field.name for field in self.fields if not field.is_other)

    @property
    def is_choice(self) -> bool:
        """Does the citizen have to say which field it was?"""
        return len(self.fields) > 1


@dataclass(frozen=True)
class _Shift:
    """One duty entry of a counter."""

    duty_entry_id: int
    officer: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class _Place:
    """What a code stands for, whatever the moment."""

    entry: Entry
    is_replaced: bool
    #: The counter it stands at is closed: its poster may still hang there.
    is_closed: bool
    revoked_at: datetime | None
    valid_to: date | None
    #: Is anything asked under its questionnaire's code?
    is_asked: bool
    shifts: tuple[_Shift, ...]
    #: The days of the survey round it stands for.
    course: Course | None = None


#: Places as read, by database and code, each with the audit chain's head and the day it was read under.
_read: dict[tuple[str, str], tuple[tuple[int, date], _Place]] = {}
#: Head of the chain by database, and when it was asked for.
_heads: dict[str, tuple[int, float]] = {}
_FRESH_SECONDS = 0.25
_HEAD = select(func.max(AuditEntry.number))
#: A process keeps this many places; a province has more codes than anybody scans in a day.
_KEPT = 4096


def entry(scope: Scope, code: str, at: datetime) -> Entry | None:
    """Return what the code stands for at this moment, or None when there is no such code.

    Places change by audited acts only, so what was read holds until the chain has a new head: one small
    statement per request instead of six.
    """
    under = (_head(), at.date())
    key = (str(db.engine.url), code.upper())
    known_under, place = _read.get(key, (None, None))
    if place is None or known_under != under:
        place = _load(scope, code.upper(), at)
        if place is None:
            return None
        if len(_read) >= _KEPT:
            _read.clear()
        _read[key] = (under, place)
    return _at(place, at)


def _head() -> int:
    """Return the audit chain's head, at most a quarter of a second old: a queue of citizens asks once."""
    database, now = str(db.engine.url), monotonic()
    number, asked_at = _heads.get(database, (0, -inf))
    if now - asked_at > _FRESH_SECONDS:
        number = db.session.scalar(_HEAD) or 0
        _heads[database] = (number, now)
    return number


def forget_head() -> None:
    """Let the next request ask for the chain's head: this process has just written to it."""
    _heads.clear()


def _at(place: _Place, at: datetime) -> Entry:
    """Return the entry as it is at a moment: its state, and who is on duty."""
    state = _state(place, at)
    for shift in place.shifts:
        # A shift begins at its start and ends before its end.
        if shift.starts_at <= at < shift.ends_at:
            return replace(place.entry, state=state, duty_entry_id=shift.duty_entry_id, officer=shift.officer)
    return place.entry if state is place.entry.state else replace(place.entry, state=state)


def _state(place: _Place, at: datetime) -> CodeState:
    if place.course is not None and not place.course.takes_answers(clock.local(at).date()):
        is_ahead = place.course.state(clock.local(at).date()) is RoundState.BEGUN
        return CodeState.NOT_YET if is_ahead else CodeState.ROUND_OVER
    if place.is_replaced:
        return CodeState.REPLACED
    if place.is_closed or (place.revoked_at is not None and place.revoked_at <= at):
        return CodeState.REVOKED
    if place.valid_to is not None and place.valid_to < clock.local(at).date():
        return CodeState.EXPIRED
    return CodeState.OPEN if place.is_asked else CodeState.NOT_ASKED


def _load(scope: Scope, code: str, at: datetime) -> _Place | None:
    row = db.session.execute(
        select(Touchpoint, Unit, Counter)
        .join(Unit, Unit.id == Touchpoint.unit_id)
        .outerjoin(Counter, Counter.id == Touchpoint.counter_id)
        .where(Touchpoint.code == code)
    ).one_or_none()
    if row is None:
        return None
    touchpoint, unit, counter = row
    asked_in = _round(touchpoint)
    asked = (
        asked_in.version_id
        if asked_in
        else questionnaires.latest(scope, touchpoint.questionnaire_code, unit.id)
    )
    # A printed code stays genuine, and pages that are open go on, also where nothing is asked any more.
    version_id = asked or questionnaires.asked_last(scope, touchpoint.questionnaire_code, unit.id)
    if version_id is None:
        return None
    return _Place(
        entry=Entry(
            touchpoint_id=touchpoint.id,
            code=touchpoint.code,
            state=CodeState.OPEN,
            unit_id=unit.id,
            version_id=version_id,
            office=office_of(unit),
            unit=standing(unit).name,
            help_phone=unit.help_phone,
            counter_number=_number(counter.name) if counter else "",
            place=place_name(touchpoint.label, counter.name if counter else None),
            # A round asks about the office as a whole, whatever somebody came for.
            fields=() if asked_in else _fields(touchpoint),
            duty_entry_id=None,
            officer=_rated_officer(touchpoint),
            channel=Channel.LINK if touchpoint.kind == TouchpointKind.LINK else Channel.QR,
            round_id=asked_in.id if asked_in else None,
            round_begins_on=asked_in.begins_on if asked_in else None,
        ),
        is_replaced=touchpoint.replaced_by_id is not None,
        is_closed=counter is not None and not counter.is_open,
        revoked_at=touchpoint.revoked_at,
        valid_to=min(filter(None, (touchpoint.valid_to, standing(unit).valid_to)), default=None),
        is_asked=asked is not None,
        shifts=_shifts(touchpoint.counter_id, at),
        course=Course(asked_in.begins_on, asked_in.ends_on, asked_in.begun_on, asked_in.closed_on)
        if asked_in
        else None,
    )


def _round(touchpoint: Touchpoint) -> SurveyRound | None:
    """Return the survey round whose code this is, also once another code of the round took its place."""
    following: Touchpoint | None = touchpoint
    seen: set[int] = set()
    while following is not None and following.kind == TouchpointKind.ROUND and following.id not in seen:
        seen.add(following.id)
        found = db.session.scalar(select(SurveyRound).where(SurveyRound.touchpoint_id == following.id))
        if found is not None or following.replaced_by_id is None:
            return found
        following = db.session.get(Touchpoint, following.replaced_by_id)
    return None


def _number(name: str) -> str:
    """Return the number people know a counter by: «Quầy 3» is 3."""
    return "".join(character for character in name if character.isdigit())[:3]


def _shifts(counter_id: int | None, at: datetime) -> tuple[_Shift, ...]:
    """Return the duty entries that stand at this counter and are not long over."""
    if counter_id is None:
        return ()
    rows = db.session.execute(
        select(DutyEntry.id, Officer.name, DutyEntry.starts_at, DutyEntry.ends_at)
        .join(Officer, Officer.id == DutyEntry.officer_id)
        .where(
            DutyEntry.counter_id == counter_id,
            DutyEntry.ends_at > at - timedelta(days=1),
            DutyEntry.replaced_at.is_(None),
            Officer.is_active,
        )
        .order_by(DutyEntry.starts_at)
    )
    return tuple(_Shift(*row) for row in rows)


def _rated_officer(touchpoint: Touchpoint) -> str:
    if touchpoint.officer_id is None:
        return ""
    return db.session.scalar(select(Officer.name).where(Officer.id == touchpoint.officer_id)) or ""


def _fields(touchpoint: Touchpoint) -> tuple[FieldChip, ...]:
    """Return the touchpoint's own field, or its counter's; an entrance asks about every field of the office."""
    wanted = select(ServiceField).where(ServiceField.unit_id == touchpoint.unit_id, ServiceField.is_active)
    if touchpoint.field_id is not None:
        wanted = wanted.where(ServiceField.id == touchpoint.field_id)
    elif touchpoint.counter_id is not None:
        wanted = (
            wanted.join(CounterField, CounterField.field_id == ServiceField.id)
            .where(CounterField.counter_id == touchpoint.counter_id)
            .order_by(CounterField.sort)
        )
    fields = db.session.scalars(wanted.order_by(ServiceField.is_other, ServiceField.sort)).all()
    chips = [FieldChip(field.id, field.short_name, field.is_other) for field in fields]
    if len(chips) > 1 and not any(chip.is_other for chip in chips):
        chips += _other_field(touchpoint.unit_id)
    return tuple(chips)


def _other_field(unit_id: int) -> list[FieldChip]:
    other = db.session.scalars(
        select(ServiceField).where(
            ServiceField.unit_id == unit_id, ServiceField.is_other, ServiceField.is_active
        )
    ).first()
    return [FieldChip(other.id, other.short_name, True)] if other else []


def officer_of_duty(_scope: Scope, duty_entry_id: int) -> str:
    """Return the name of the officer of a duty entry, or an empty text."""
    statement = (
        select(Officer.name)
        .join(DutyEntry, DutyEntry.officer_id == Officer.id)
        .where(DutyEntry.id == duty_entry_id)
    )
    return db.session.scalar(statement) or ""
