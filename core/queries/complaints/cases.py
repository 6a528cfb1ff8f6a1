"""Cases as the staff see them: the list, and one of them opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Row, Select, func, select

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.domain.complaints.clocks import Clock, Deadline, days_left
from core.domain.complaints.course import Action, State
from core.domain.complaints.filing import CONTACT, Part
from core.domain.complaints.kinds import Channel, Kind, Outcome
from core.domain.workdays import WorkCalendar
from core.models import (
    Account,
    Complaint,
    ComplaintAccount,
    ComplaintEvent,
    ComplaintKey,
    ComplaintOfficer,
    ComplaintText,
    Counter,
    Officer,
    ServiceField,
    Unit,
)
from core.queries import calendar
from core.queries.complaints import filters, guard, inbox
from core.queries.complaints.contents import EventLine, events_of, opened, texts_of
from core.queries.complaints.filters import NOTHING, Filter
from core.queries.complaints.inbox import Urgency, View
from core.queries.complaints.reminders import StepLine, steps_of
from core.queries.places.pages import PER_PAGE, Page, offset_of

#: Characters of a case's first words in the list.
_SHOWN = 80


@dataclass(frozen=True)
class CaseLine:
    """One case in the list."""

    id: bytes
    unit_id: int
    register: str
    state: State
    kind: Kind | None
    outcome: Outcome | None
    is_named: bool
    channel: Channel
    field: str
    about: str
    clock: Clock | None
    due_on: date | None
    #: Working days left; negative when it is past.
    days_left: int | None
    closed_on: date | None
    holder: str
    #: Does it wait for this very person?
    is_turn: bool
    #: Is the newest word between both sides the sender's?
    has_reply: bool

    @property
    def urgency(self) -> Urgency:
        """Which group of a list it stands in today."""
        return inbox.urgency(self.state, self.due_on)


@dataclass(frozen=True)
class Case:
    """One case opened: who reads it was let in by the guard."""

    line: CaseLine
    unit: str
    channel: Channel
    counter: str
    concerns_front: bool
    received_on: date
    triaged_on: date | None
    answered_on: date | None
    deadline: Deadline | None
    contests: int
    rating: int | None
    field_id: int | None
    assigned_unit_id: int | None
    assigned_account_id: int | None
    merged_into: bytes | None
    texts: dict[Part, str]
    officers: tuple[str, ...]
    accounts: tuple[str, ...]
    events: tuple[EventLine, ...]
    steps: tuple[StepLine, ...]

    @property
    def unit_id(self) -> int:
        """The unit it is about."""
        return self.line.unit_id

    def said(self, *, is_public: bool) -> tuple[EventLine, ...]:
        """Return what the citizen sees of the timeline, or what only the staff see."""
        return tuple(event for event in self.events if event.is_public is is_public)

    @property
    def submitted(self) -> str:
        """The answer that was submitted last; empty before there is one."""
        return next((event.text for event in reversed(self.events) if event.action is Action.SUBMIT), "")


def listed(
    scope: Scope,
    view: View | None,
    number: int = 1,
    *,
    words: str = "",
    wanted: Filter = NOTHING,
    counted: Mapping[View, int] | None = None,
) -> Page[CaseLine]:
    """Return a page of the cases this person may know of that fit a filter: what is due first stands first.

    Without a view all of them are looked through. `counted`: what `numbers` has said of this person just now; a whole
    list is not counted again.
    """
    scope.require(Permission.READ_CASES)
    views = [] if view is None else [inbox.of_view(scope, view)]
    condition = (guard.visible(scope), *views, *inbox.with_words(words), *filters.conditions(wanted))
    known = counted.get(view) if counted and view and not words and wanted == NOTHING else None
    total = _count(*condition) if known is None else known
    number, start = offset_of(number, total)
    # The page's numbers first: what is read with each case would otherwise be sorted along, for thousands of them.
    ids = list(
        db.session.scalars(
            select(Complaint.id).where(*condition).order_by(*inbox.order(view)).limit(PER_PAGE).offset(start)
        )
    )
    return Page(_in_order(scope, ids, Complaint.id.in_(ids)), number, total)


def lines(scope: Scope, ids: list[bytes]) -> tuple[CaseLine, ...]:
    """Return these cases as lines in this order; what this person may not know of is not among them."""
    scope.require(Permission.READ_CASES)
    return _in_order(scope, ids, Complaint.id.in_(ids), guard.visible(scope))


def _in_order(scope: Scope, ids: list[bytes], *condition: ColumnElement[bool]) -> tuple[CaseLine, ...]:
    rows = {row.Complaint.id: row for row in db.session.execute(_lines(scope, *condition))}
    calendars: dict[int, WorkCalendar] = {}
    return tuple(_line(rows[one], calendars) for one in ids if one in rows)


def numbers(scope: Scope) -> dict[View, int]:
    """Return how many cases each list has for this person."""
    scope.require(Permission.READ_CASES)
    counts = [func.count().filter(inbox.of_view(scope, view)) for view in View]
    row = db.session.execute(select(*counts).select_from(Complaint).where(guard.visible(scope))).one()
    return dict(zip(View, row, strict=True))


def due_now(scope: Scope) -> int:
    """Return how many cases this person has to go on with today: due today or past; 0 for who has no part in them."""
    if not scope.may(Permission.READ_CASES):
        return 0
    condition = (guard.visible(scope), inbox.is_turn(scope), inbox.due_by_today())
    return _count(*condition)


def _count(*condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(Complaint).where(*condition)) or 0


def one(scope: Scope, complaint_id: bytes) -> Case | None:
    """Return a case opened, or None for one this person may not know of."""
    scope.require(Permission.READ_CASES)
    row = db.session.execute(_lines(scope, Complaint.id == complaint_id, guard.visible(scope))).one_or_none()
    if row is None:
        return None
    found = row.Complaint
    return Case(
        line=_line(row, {}),
        unit=db.session.scalar(select(Unit.name).where(Unit.id == found.unit_id)) or "",
        channel=Channel(found.channel),
        counter=db.session.scalar(select(Counter.name).where(Counter.id == found.counter_id)) or "",
        concerns_front=found.concerns_front,
        received_on=found.received_on,
        triaged_on=found.triaged_on,
        answered_on=found.answered_on,
        deadline=deadline_of(found),
        contests=found.contests,
        rating=found.rating,
        field_id=found.field_id,
        assigned_unit_id=found.assigned_unit_id,
        assigned_account_id=found.assigned_account_id,
        merged_into=found.merged_into,
        texts=_readable(scope, texts_of(found.id, row.key)),
        officers=_named(Officer, ComplaintOfficer, ComplaintOfficer.officer_id, found.id),
        accounts=_named(Account, ComplaintAccount, ComplaintAccount.account_id, found.id),
        events=events_of(found.id, row.key),
        steps=steps_of(found.id),
    )


def _readable(scope: Scope, texts: dict[Part, str]) -> dict[Part, str]:
    """Leave the citizen's contact out for whoever only works on the case; the Front may reach them."""
    if scope.may(Permission.FOLLOW_CASES):
        return texts
    return {part: text for part, text in texts.items() if part not in CONTACT}


def _named(
    kind: type[Officer | Account],
    table: type[ComplaintOfficer | ComplaintAccount],
    column: ColumnElement[int] | object,
    complaint_id: bytes,
) -> tuple[str, ...]:
    named = select(kind.name).join(table, column == kind.id).where(table.complaint_id == complaint_id)
    return tuple(db.session.scalars(named.order_by(kind.name)))


def _lines(
    scope: Scope, *condition: ColumnElement[bool]
) -> Select[tuple[Complaint, bytes, str, str, str, bytes, bool, str]]:
    what = (
        select(ComplaintText.sealed)
        .where(ComplaintText.complaint_id == Complaint.id, ComplaintText.part == str(Part.WHAT))
        .scalar_subquery()
    )
    newest = (
        select(ComplaintEvent.action)
        .where(ComplaintEvent.complaint_id == Complaint.id, ComplaintEvent.is_public)
        .order_by(ComplaintEvent.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            Complaint,
            ComplaintKey.key,
            ServiceField.short_name.label("field"),
            Account.name.label("account"),
            Unit.name.label("holder_unit"),
            what.label("what"),
            inbox.is_turn(scope).label("is_turn"),
            newest.label("newest"),
        )
        .outerjoin(ComplaintKey, ComplaintKey.complaint_id == Complaint.id)
        .outerjoin(ServiceField, ServiceField.id == Complaint.field_id)
        .outerjoin(Account, Account.id == Complaint.assigned_account_id)
        .outerjoin(Unit, Unit.id == Complaint.assigned_unit_id)
        .where(*condition)
    )


def _line(
    row: Row[tuple[Complaint, bytes, str, str, str, bytes, bool, str]], calendars: dict[int, WorkCalendar]
) -> CaseLine:
    found = row.Complaint
    deadline = deadline_of(found)
    if deadline is not None and found.unit_id not in calendars:
        calendars[found.unit_id] = calendar.work(db.session, found.unit_id)
    return CaseLine(
        id=found.id,
        unit_id=found.unit_id,
        register=found.register,
        state=State(found.state),
        kind=Kind(found.kind) if found.kind else None,
        outcome=Outcome(found.outcome) if found.outcome else None,
        is_named=found.is_named,
        channel=Channel(found.channel),
        field=row.field or "",
        about=_shortened(opened(row.key, row.what)),
        clock=deadline.clock if deadline else None,
        due_on=found.due_on,
        days_left=days_left(calendars[found.unit_id], deadline, clock.today()) if deadline else None,
        closed_on=found.closed_on,
        holder=row.account or row.holder_unit or "",
        is_turn=bool(row.is_turn) and State(found.state) is not State.CLOSED,
        has_reply=row.newest == str(Action.REPLY) and State(found.state) is not State.CLOSED,
    )


def deadline_of(found: Complaint) -> Deadline | None:
    """Return the clock that runs for a case."""
    if found.clock is None or found.clock_since is None or found.due_on is None or found.first_due_on is None:
        return None
    return Deadline(Clock(found.clock), found.clock_since, found.due_on, found.first_due_on)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1].rsplit(" ", 1)[0] + "…"
