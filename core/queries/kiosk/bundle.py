"""The bundle: everything a tablet needs for a month without network, read for one tablet at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from core import clock
from core.db import db
from core.domain.access import Scope
from core.domain.questionnaire import Questionnaire
from core.domain.roster import Hours
from core.domain.tablet import ROSTER_AHEAD, Mode
from core.domain.workdays import DayKind
from core.models import Counter, DutyEntry, OfficeHours, Officer, OfficerPhoto, Tablet, Touchpoint
from core.queries import calendar, entries, questionnaires
from core.queries.entries import CodeState, Entry
from core.queries.roster import hours_of


@dataclass(frozen=True)
class DutyLine:
    """Who sits at the counter from when to when; the photo is a JPEG."""

    entry_id: int
    officer: str
    title: str
    photo: bytes | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class TabletSettings:
    """What the desk decided about one tablet."""

    mode: Mode
    reads_aloud: bool
    asks_comment: bool
    pin_salt: bytes
    pin_hash: bytes


@dataclass(frozen=True)
class Bundle:
    """What one tablet takes along."""

    tablet_id: int
    name: str
    counter_id: int
    counter: str
    place: Entry
    questionnaire: Questionnaire
    roster: tuple[DutyLine, ...]
    hours: Hours
    #: Days without opening hours, so far as they are known.
    closed: Mapping[date, DayKind]
    settings: TabletSettings


def bundle(_scope: Scope, tablet_id: int, at: datetime) -> Bundle | None:
    """Return what a tablet takes along, or None when its counter never had a code, or nothing is asked there."""
    row = db.session.execute(
        select(Tablet, Counter).join(Counter, Counter.id == Tablet.counter_id).where(Tablet.id == tablet_id)
    ).one_or_none()
    if row is None:
        return None
    tablet, counter = row
    code = _code(counter.id)
    place = entries.entry(_scope, code, at) if code else None
    if place is None or place.state is CodeState.NOT_ASKED:
        return None
    today = clock.local(at).date()
    return Bundle(
        tablet_id=tablet.id,
        name=tablet.name,
        counter_id=counter.id,
        counter=counter.name,
        place=place,
        questionnaire=questionnaires.version(_scope, place.version_id),
        roster=_roster(counter.id, at),
        hours=hours_of(db.session.get(OfficeHours, tablet.unit_id)),
        closed=calendar.closed_days(_scope, tablet.unit_id, today, today + ROSTER_AHEAD),
        settings=TabletSettings(
            Mode(tablet.mode), tablet.reads_aloud, tablet.asks_comment, tablet.pin_salt, tablet.pin_hash
        ),
    )


def _code(counter_id: int) -> str | None:
    """Return the code that stands at the counter now, or the last one that did: answers need a place."""
    return db.session.scalar(
        select(Touchpoint.code)
        .where(Touchpoint.counter_id == counter_id, Touchpoint.kind == "counter")
        .order_by(Touchpoint.revoked_at.is_not(None), Touchpoint.id.desc())
        .limit(1)
    )


def _roster(counter_id: int, at: datetime) -> tuple[DutyLine, ...]:
    rows = db.session.execute(
        select(
            DutyEntry.id,
            Officer.name,
            Officer.title,
            OfficerPhoto.content,
            DutyEntry.starts_at,
            DutyEntry.ends_at,
        )
        .join(Officer, Officer.id == DutyEntry.officer_id)
        .outerjoin(OfficerPhoto, OfficerPhoto.officer_id == Officer.id)
        .where(
            DutyEntry.counter_id == counter_id,
            DutyEntry.replaced_at.is_(None),
            DutyEntry.ends_at > at - timedelta(days=1),
            DutyEntry.starts_at < at + ROSTER_AHEAD,
            Officer.is_active,
        )
        .order_by(DutyEntry.starts_at)
    )
    return tuple(DutyLine(*row) for row in rows)
