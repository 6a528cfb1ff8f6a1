"""Requests for erasure or correction: the Front's queue, what is due first, and what the citizen reads of them."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from core import clock
from core.db import db
from core.domain.access import Permission, Role, Scope
from core.domain.complaints.clocks import Clock, Deadline, Step, days_left
from core.domain.complaints.erasing import UNFINISHED, RequestState, Wish
from core.domain.complaints.filing import Part
from core.models import (
    Account,
    Complaint,
    ComplaintAccount,
    ComplaintKey,
    ComplaintRecusal,
    Erasure,
    ErasureRequest,
    ErasureStep,
    Unit,
)
from core.queries import calendar
from core.queries.calendar import Reading
from core.queries.complaints import guard
from core.queries.complaints.contents import opened
from core.queries.places.pages import PER_PAGE, Page, offset_of
from core.queries.within import within


@dataclass(frozen=True)
class RequestLine:
    """One request as the Front meets it."""

    id: bytes
    complaint_id: bytes
    unit_id: int
    register: str
    unit: str
    wish: Wish
    state: RequestState
    asked_on: date
    due_on: date
    #: Working days left; negative when it is late.
    days_left: int
    is_granted: bool | None
    decided_by: int | None
    first: str
    second: str
    decided_on: date | None
    confirmed_on: date | None
    reason: str
    #: What is to stand instead, by part; the present words stand in the case.
    texts: dict[Part, str]
    #: May this person open the case itself?
    is_case_visible: bool
    steps: tuple[tuple[date, Step], ...]

    @property
    def is_unfinished(self) -> bool:
        """Does somebody still have to decide?"""
        return self.state in UNFINISHED


@dataclass(frozen=True)
class Told:
    """What the citizen reads of one request."""

    wish: Wish
    state: RequestState
    asked_on: date
    due_on: date
    answered_on: date | None
    reason: str


@dataclass(frozen=True)
class Traces:
    """Everything the citizen reads about erasing in their case."""

    requests: tuple[Told, ...]
    #: When everything was erased, and when the contact.
    erased_on: date | None
    contact_erased_on: date | None

    @property
    def waiting(self) -> Told | None:
        """The request that is not decided yet."""
        return next((one for one in self.requests if one.state in UNFINISHED), None)


def visible(session: Reading, scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a request exists for this person, joined with its case.

    Who may know of the case may know of its requests. The province's Front also stands in where a request was
    forgotten, or nobody in the commune can be the second person; that opens the request, not the case.
    """
    known = guard.visible(scope)
    if scope.role is not Role.PROVINCE:
        return known
    stands_in = and_(
        within(Complaint.unit_id, scope.unit_ids),
        guard.is_common(scope),
        or_(_is_forgotten(), ErasureRequest.id.in_(_without_second(session, scope))),
    )
    return or_(known, stands_in)


def listed(scope: Scope, number: int = 1) -> Page[RequestLine]:
    """Return a page of the requests this person may know of: undecided ones first, and of them what is due first."""
    scope.require(Permission.FOLLOW_CASES)
    condition = visible(db.session, scope)
    joined = Complaint.id == ErasureRequest.complaint_id
    total = (
        db.session.scalar(select(func.count(ErasureRequest.id)).join(Complaint, joined).where(condition)) or 0
    )
    number, start = offset_of(number, total)
    is_over = ErasureRequest.state.in_([str(RequestState.DONE), str(RequestState.REFUSED)])
    ids = db.session.scalars(
        select(ErasureRequest.id)
        .join(Complaint, joined)
        .where(condition)
        .order_by(is_over, ErasureRequest.due_on, Complaint.register, ErasureRequest.id)
        .limit(PER_PAGE)
        .offset(start)
    )
    lines = [_line(scope, one) for one in ids]
    return Page(tuple(lines), number, total)


def one(scope: Scope, request_id: bytes) -> RequestLine | None:
    """Return one request, or None for one this person may not know of."""
    scope.require(Permission.FOLLOW_CASES)
    known = (
        select(ErasureRequest.id)
        .join(Complaint, Complaint.id == ErasureRequest.complaint_id)
        .where(ErasureRequest.id == request_id, visible(db.session, scope))
    )
    return _line(scope, request_id) if db.session.scalar(known) is not None else None


def of_case(scope: Scope, complaint_id: bytes) -> tuple[RequestLine, ...]:
    """Return a case's requests for whoever follows cases and may know of it, the newest first."""
    if not scope.may(Permission.FOLLOW_CASES):
        return ()
    ids = db.session.scalars(
        select(ErasureRequest.id)
        .join(Complaint, Complaint.id == ErasureRequest.complaint_id)
        .where(ErasureRequest.complaint_id == complaint_id, visible(db.session, scope))
        .order_by(ErasureRequest.asked_on.desc(), ErasureRequest.id)
    )
    return tuple(_line(scope, one) for one in ids)


def waiting(scope: Scope) -> int:
    """Return how many requests wait for this very person's step; 0 for who has no part in them."""
    if not scope.may(Permission.FOLLOW_CASES):
        return 0
    condition = and_(visible(db.session, scope), is_turn(scope))
    count = select(func.count(ErasureRequest.id)).join(Complaint, Complaint.id == ErasureRequest.complaint_id)
    return db.session.scalar(count.where(condition)) or 0


def is_turn(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a visible request waits for this person.

    The first decision is the Front's, and its lead's once it is late; confirming is the lead's, and the province's
    where it stands in. Nobody confirms what they decided.
    """
    is_open = ErasureRequest.state == str(RequestState.OPEN)
    to_confirm = and_(
        ErasureRequest.state == str(RequestState.CONFIRMING), ErasureRequest.decided_by != scope.account_id
    )
    if scope.role is Role.FRONT:
        return is_open
    if scope.role is Role.FRONT_LEAD:
        late = exists().where(ErasureStep.request_id == ErasureRequest.id)
        return or_(and_(is_open, late), to_confirm)
    return or_(is_open, to_confirm)


def of_receipt(_scope: Scope, prints: list[bytes]) -> Traces | None:
    """Return what the holder of a receipt reads about erasing, or None where no case has this print."""
    found = db.session.execute(
        select(Complaint.id, ComplaintKey.key)
        .outerjoin(ComplaintKey, ComplaintKey.complaint_id == Complaint.id)
        .where(Complaint.receipt_print.in_(prints))
    ).one_or_none()
    if found is None:
        return None
    requests = db.session.scalars(
        select(ErasureRequest)
        .where(ErasureRequest.complaint_id == found.id)
        .order_by(ErasureRequest.asked_on.desc(), ErasureRequest.id)
    )
    days: dict[str, date] = {}
    for kind, day in db.session.execute(
        select(Erasure.kind, func.max(Erasure.day))
        .where(Erasure.reference == found.id)
        .group_by(Erasure.kind)
    ):
        days[kind] = day
    return Traces(
        requests=tuple(_told(request, found.key) for request in requests),
        erased_on=days.get(str(Wish.ALL)),
        contact_erased_on=days.get(str(Wish.CONTACT)),
    )


def _told(request: ErasureRequest, wrapped: bytes | None) -> Told:
    # A decision that a second person has not confirmed is none yet.
    is_over = RequestState(request.state) not in UNFINISHED
    return Told(
        wish=Wish(request.wish),
        state=RequestState(request.state),
        asked_on=request.asked_on,
        due_on=request.due_on,
        answered_on=request.confirmed_on,
        reason=opened(wrapped, request.reason) if is_over else "",
    )


def _is_forgotten() -> ColumnElement[bool]:
    return exists().where(
        ErasureStep.request_id == ErasureRequest.id, ErasureStep.step == str(Step.FORGOTTEN)
    )


def _without_second(session: Reading, scope: Scope) -> list[bytes]:
    """Return the decided requests in this province that nobody of the commune can confirm."""
    decided = session.execute(
        select(ErasureRequest.id, ErasureRequest.complaint_id, ErasureRequest.decided_by, Complaint.unit_id)
        .join(Complaint, Complaint.id == ErasureRequest.complaint_id)
        .where(
            ErasureRequest.state == str(RequestState.CONFIRMING), within(Complaint.unit_id, scope.unit_ids)
        )
    ).all()
    return [row.id for row in decided if not _has_second(session, row.complaint_id, row.unit_id, row[2])]


def _has_second(session: Reading, complaint_id: bytes, unit_id: int, decided_by: int | None) -> bool:
    """Is there a lead of the Front over this unit who may know of the case and is not who decided?"""
    above = select(Unit.id, Unit.parent_id).where(Unit.id == unit_id).cte("above", recursive=True)
    above = above.union(select(Unit.id, Unit.parent_id).join(above, Unit.id == above.c.parent_id))
    lead = aliased(Account)
    out = [
        exists().where(table.complaint_id == complaint_id, table.account_id == lead.id)
        for table in (ComplaintAccount, ComplaintRecusal)
    ]
    found = select(lead.id).where(
        lead.role == str(Role.FRONT_LEAD),
        lead.is_active,
        lead.unit_id.in_(select(above.c.id)),
        lead.id != (decided_by or 0),
        *(~one for one in out),
    )
    return session.scalar(found.limit(1)) is not None


def _line(scope: Scope, request_id: bytes) -> RequestLine:
    first, second = aliased(Account), aliased(Account)
    row = db.session.execute(
        select(
            ErasureRequest,
            Complaint,
            ComplaintKey.key,
            Unit.name.label("unit"),
            first.name.label("first"),
            second.name.label("second"),
            guard.visible(scope).label("is_case_visible"),
        )
        .join(Complaint, Complaint.id == ErasureRequest.complaint_id)
        .join(Unit, Unit.id == Complaint.unit_id)
        .outerjoin(ComplaintKey, ComplaintKey.complaint_id == Complaint.id)
        .outerjoin(first, first.id == ErasureRequest.decided_by)
        .outerjoin(second, second.id == ErasureRequest.confirmed_by)
        .where(ErasureRequest.id == request_id)
    ).one()
    request = row.ErasureRequest
    said = opened(row.key, request.sealed)
    days = calendar.work(db.session, request.unit_id)
    deadline = Deadline(Clock.ERASURE, request.asked_on, request.due_on, request.due_on)
    return RequestLine(
        id=request.id,
        complaint_id=request.complaint_id,
        unit_id=row.Complaint.unit_id,
        register=row.Complaint.register,
        unit=row.unit,
        wish=Wish(request.wish),
        state=RequestState(request.state),
        asked_on=request.asked_on,
        due_on=request.due_on,
        days_left=days_left(days, deadline, clock.today()),
        is_granted=request.is_granted,
        decided_by=request.decided_by,
        first=row.first or "",
        second=row.second or "",
        decided_on=request.decided_on,
        confirmed_on=request.confirmed_on,
        reason=opened(row.key, request.reason),
        texts={Part(part): text for part, text in json.loads(said).items()} if said else {},
        is_case_visible=bool(row.is_case_visible),
        steps=_steps(request.id),
    )


def _steps(request_id: bytes) -> tuple[tuple[date, Step], ...]:
    rows = db.session.scalars(select(ErasureStep).where(ErasureStep.request_id == request_id))
    found = [(row.day, Step(row.step)) for row in rows]
    return tuple(sorted(found, key=lambda line: (line[0], list(Step).index(line[1]))))
