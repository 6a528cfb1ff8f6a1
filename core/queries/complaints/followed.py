"""A case as the holder of its receipt sees it: what was said to them and by them, and by when they are answered."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core import clock
from core.db import db
from core.domain.access import Scope
from core.domain.complaints.clocks import Clock, Deadline, begin, days_left
from core.domain.complaints.course import Action, Party, State
from core.domain.complaints.filing import Part
from core.domain.complaints.kinds import Kind, Outcome
from core.domain.workdays import WorkCalendar
from core.models import Complaint, ComplaintKey, ServiceField, Unit
from core.queries import calendar
from core.queries.complaints import cases, contents, photos
from core.queries.complaints.contents import EventLine
from core.queries.successors import office_of, standing


@dataclass(frozen=True)
class Followed:
    """What the citizen sees of their case. Nobody of the staff is named here: parties speak."""

    state: State
    kind: Kind | None
    outcome: Outcome | None
    #: The commune and the unit it is about, for the page's head; who works on it is not named.
    office: str
    unit: str
    help_phone: str
    #: The province's Front has it, not the commune's.
    concerns_front: bool
    field: str
    received_on: date
    #: By when the citizen is answered, and by when without the extension; None when nobody owes an answer. While
    #: nobody has found out yet what it is: by when, if it is a petition.
    answer_due_on: date | None
    first_due_on: date | None
    #: Working days left to the answer; negative when it is late.
    days_left: int | None
    contests: int
    is_erased: bool
    texts: dict[Part, str]
    events: tuple[EventLine, ...]
    #: How many photos were sent.
    photos: int

    @property
    def answer(self) -> EventLine | None:
        """The answer that stands, the last one."""
        given = (Action.RELEASE, Action.CONCLUDE)
        answers = [event for event in self.events if event.action in given]
        return answers[-1] if answers else None

    @property
    def talk(self) -> tuple[EventLine, ...]:
        """What was asked and replied."""
        return tuple(event for event in self.events if event.action in (Action.ASK, Action.REPLY))


def by_print(_scope: Scope, prints: list[bytes]) -> Followed | None:
    """Return the case whose receipt has one of these prints, or None."""
    row = db.session.execute(
        select(Complaint, ComplaintKey.key, Unit, ServiceField.short_name)
        .join(Unit, Unit.id == Complaint.unit_id)
        .outerjoin(ComplaintKey, ComplaintKey.complaint_id == Complaint.id)
        .outerjoin(ServiceField, ServiceField.id == Complaint.field_id)
        .where(Complaint.receipt_print.in_(prints))
    ).one_or_none()
    if row is None:
        return None
    found = row.Complaint
    own = tuple(event for event in contents.events_of(found.id, row.key) if event.is_public)
    main = (db.session.get(Complaint, found.merged_into) if found.merged_into else None) or found
    days = calendar.work(db.session, found.unit_id)
    owed = _owed(days, cases.deadline_of(main))
    state, outcome = State(main.state), Outcome(main.outcome) if main.outcome else None
    if any(event.action is Action.CONFIRM for event in own):
        # Others who get the same answer may still have the word; for this person it is over.
        state, outcome, owed = State.CLOSED, Outcome.CONFIRMED, None
    elif main is not found and outcome is Outcome.CONFIRMED:
        # Others said so; this person said nothing in time.
        outcome = Outcome.UNCONTESTED
    return Followed(
        state=state,
        kind=Kind(found.kind) if found.kind else None,
        outcome=outcome,
        office=office_of(row.Unit),
        unit=standing(row.Unit).name,
        help_phone=row.Unit.help_phone,
        concerns_front=found.concerns_front,
        field=row.short_name or "",
        received_on=found.received_on,
        answer_due_on=owed.due_on if owed else None,
        first_due_on=owed.first_due_on if owed else None,
        days_left=days_left(days, owed, clock.today()) if owed else None,
        contests=main.contests,
        is_erased=row.key is None,
        texts=contents.texts_of(found.id, row.key),
        events=tuple(_unnamed(event) for event in own),
        photos=photos.count(found.id),
    )


@dataclass(frozen=True)
class Ahead:
    """What is promised to whoever files: by when it is passed on, and by when answered."""

    passed_on_by: date
    answered_by: date


def ahead(_scope: Scope, unit_id: int, *, since: date | None = None) -> Ahead:
    """Return the deadlines of what came about a unit on a day, today unless another is said."""
    days, first = calendar.work(db.session, unit_id), since or clock.today()
    triage, answer = (begin(days, kind, first) for kind in (Clock.TRIAGE, Clock.ANSWER))
    return Ahead(triage.due_on, answer.due_on)


def _owed(days: WorkCalendar, running: Deadline | None) -> Deadline | None:
    """Return the deadline of the answer somebody owes; finding out what it is takes its days from the answer's."""
    if running is None or running.clock is Clock.WORD:
        return None
    return begin(days, Clock.ANSWER, running.since) if running.clock is Clock.TRIAGE else running


def _unnamed(event: EventLine) -> EventLine:
    """Leave out who of the staff it was."""
    return EventLine(
        event.number, event.day, event.action, Party(event.party), "", event.is_public, event.text
    )
