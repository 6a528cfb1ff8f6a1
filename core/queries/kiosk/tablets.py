"""Tablets as the desk sees them: a page of a unit's, one of them, and how each is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.domain.tablet import Mode, TabletState
from core.domain.tablet_silence import is_silent
from core.models import Counter, DutyEntry, HeldItem, Tablet, TabletContact, TabletHole
from core.queries.kiosk.opening import opened_at
from core.queries.kiosk.sums import sums
from core.queries.places.pages import PER_PAGE, Page, offset_of

_STANDING = (TabletState.WAITING, TabletState.ACTIVE)


@dataclass(frozen=True)
class Contact:
    """What a tablet said when it was last heard of; `at` in the office's time, the clock in seconds ahead of ours."""

    at: datetime
    queue: int
    shelf: int
    app_version: str
    clock_ahead: int
    battery: int | None
    is_charging: bool | None
    is_persistent: bool | None


@dataclass(frozen=True)
class TabletLine:
    """One tablet; moments in the office's time."""

    id: int
    unit_id: int
    name: str
    counter_id: int
    counter: str
    state: TabletState
    mode: Mode
    reads_aloud: bool
    asks_comment: bool
    made_at: datetime
    enrolled_at: datetime | None
    ended_at: datetime | None
    #: Until when its pairing phrase may be typed; None where there is none or its time is over.
    phrase_until: datetime | None
    replaces_id: int | None
    contact: Contact | None
    #: Nothing was heard although the office is open.
    is_silent: bool
    #: Numbers that never came and that nobody has explained.
    missing: int
    #: Answers that wait for the Front.
    held: int
    #: Until when somebody is on its counter's roster; None where nobody is.
    roster_until: datetime | None

    @property
    def is_standing(self) -> bool:
        """Is it at work, or to be?"""
        return self.state in _STANDING

    @property
    def is_active(self) -> bool:
        """Is it at work?"""
        return self.state is TabletState.ACTIVE

    @property
    def shelf(self) -> int:
        """Answers it holds that the office refused."""
        return self.contact.shelf if self.contact else 0

    @property
    def needs_care(self) -> bool:
        """Is there something about it that somebody should look after?"""
        return self.is_silent or self.missing > 0 or self.held > 0 or (self.is_active and self.shelf > 0)


def standing(scope: Scope, unit_id: int, number: int = 1) -> Page[TabletLine]:
    """Return a page of the tablets a unit works with or is pairing, by counter."""
    return _page(scope, unit_id, number, is_standing=True)


def ended(scope: Scope, unit_id: int, number: int = 1) -> Page[TabletLine]:
    """Return a page of a unit's tablets that were replaced or revoked, the latest first."""
    return _page(scope, unit_id, number, is_standing=False)


def one(scope: Scope, unit_id: int, tablet_id: int) -> TabletLine | None:
    """Return one tablet of a unit of this person, or None."""
    if not scope.may(Permission.READ_TABLETS) or not scope.sees(unit_id):
        return None
    found = select_lines().where(Tablet.id == tablet_id, Tablet.unit_id == unit_id)
    return next(iter(lines(found)), None)


def _page(scope: Scope, unit_id: int, number: int, *, is_standing: bool) -> Page[TabletLine]:
    if not scope.may(Permission.READ_TABLETS) or not scope.sees(unit_id):
        return Page((), 1, 0)
    states = Tablet.state.in_(_STANDING)
    which: tuple[ColumnElement[bool], ...] = (
        Tablet.unit_id == unit_id,
        # Interviewers' phones stand with their rounds (core/queries/kiosk/interviewing.py).
        Tablet.counter_id.is_not(None),
        states if is_standing else ~states,
    )
    total = db.session.scalar(select(func.count()).select_from(Tablet).where(*which)) or 0
    number, start = offset_of(number, total)
    order: tuple[Any, ...] = (
        (func.length(Counter.code), Counter.code, Tablet.id)
        if is_standing
        else (Tablet.ended_at.desc(), Tablet.id.desc())
    )
    found = select_lines().where(*which).order_by(*order).limit(PER_PAGE).offset(start)
    return Page(lines(found), number, total)


def select_lines() -> Any:
    """Return the statement that `lines` reads, to be narrowed: a tablet and the name of its counter."""
    return select(Tablet, Counter.name).join(Counter, Counter.id == Tablet.counter_id)


def lines(found: Any) -> tuple[TabletLine, ...]:
    """Return the tablets a narrowed `select_lines` finds, with all that is known of each; eight statements at most."""
    rows = db.session.execute(found).all()
    tablets = [row[0] for row in rows]
    ids = [tablet.id for tablet in tablets]
    contacts = {
        row.tablet_id: row
        for row in db.session.scalars(select(TabletContact).where(TabletContact.tablet_id.in_(ids)))
    }
    missing = sums(
        select(TabletHole.tablet_id, func.sum(TabletHole.last_number - TabletHole.first_number + 1))
        .where(TabletHole.tablet_id.in_(ids), TabletHole.explanation == "")
        .group_by(TabletHole.tablet_id)
    )
    held = sums(
        select(HeldItem.tablet_id, func.count())
        .where(HeldItem.tablet_id.in_(ids), HeldItem.is_admitted.is_(None))
        .group_by(HeldItem.tablet_id)
    )
    opened = opened_at({tablet.unit_id for tablet in tablets if tablet.state == TabletState.ACTIVE})
    rosters = _rosters({tablet.counter_id for tablet in tablets})
    return tuple(
        _line(
            tablet,
            counter,
            contacts.get(tablet.id),
            opened=opened.get(tablet.unit_id),
            missing=missing.get(tablet.id, 0),
            held=held.get(tablet.id, 0),
            roster_until=rosters.get(tablet.counter_id),
        )
        for tablet, counter in rows
    )


def _rosters(counter_ids: Collection[int]) -> Mapping[int, datetime]:
    rows: Iterable[Any] = db.session.execute(
        select(DutyEntry.counter_id, func.max(DutyEntry.ends_at).label("until"))
        .where(
            DutyEntry.counter_id.in_(counter_ids),
            DutyEntry.replaced_at.is_(None),
            DutyEntry.ends_at > clock.now(),
        )
        .group_by(DutyEntry.counter_id)
    )
    return {row.counter_id: clock.local(row.until) for row in rows}


def _line(
    tablet: Tablet,
    counter: str,
    contact: TabletContact | None,
    *,
    opened: datetime | None,
    missing: int,
    held: int,
    roster_until: datetime | None,
) -> TabletLine:
    now = clock.now()
    heard_at = contact.at if contact else tablet.enrolled_at
    is_active = tablet.state == TabletState.ACTIVE
    expires_at = tablet.phrase_expires_at if tablet.state == TabletState.WAITING else None
    return TabletLine(
        id=tablet.id,
        unit_id=tablet.unit_id,
        name=tablet.name,
        # Read together with its counter: never none here.
        counter_id=tablet.counter_id or 0,
        counter=counter,
        state=TabletState(tablet.state),
        mode=Mode(tablet.mode),
        reads_aloud=tablet.reads_aloud,
        asks_comment=tablet.asks_comment,
        made_at=clock.local(tablet.made_at),
        enrolled_at=_here(tablet.enrolled_at),
        ended_at=_here(tablet.ended_at),
        phrase_until=_here(expires_at) if expires_at and expires_at > now else None,
        replaces_id=tablet.replaces_id,
        contact=_contact(contact) if contact else None,
        is_silent=is_active and heard_at is not None and is_silent(heard_at, opened, now),
        missing=missing,
        held=held,
        roster_until=roster_until,
    )


def _contact(row: TabletContact) -> Contact:
    return Contact(
        at=clock.local(row.at),
        queue=row.queue,
        shelf=row.shelf,
        app_version=row.app_version,
        clock_ahead=row.clock_ahead,
        battery=row.battery,
        is_charging=row.is_charging,
        is_persistent=row.is_persistent,
    )


def _here(moment: datetime | None) -> datetime | None:
    return clock.local(moment) if moment else None
