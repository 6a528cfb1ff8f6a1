"""Filters of the inbox: conditions besides the list somebody looks at, each of them left out where nothing is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from core import clock
from core.domain.complaints.course import State
from core.domain.complaints.kinds import Channel, Kind
from core.models import Complaint, ComplaintTag


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What is looked for; nothing at all means every case."""

    state: State | None = None
    kind: Kind | None = None
    field_id: int | None = None
    unit_id: int | None = None
    channel: Channel | None = None
    tag: str = ""
    #: With a way to be reached, or anonymous.
    is_named: bool | None = None
    received_first: date | None = None
    received_last: date | None = None
    due_first: date | None = None
    due_last: date | None = None
    #: Only what somebody owes and is past its day.
    is_late: bool = False

    @property
    def is_narrow(self) -> bool:
        """Is anything looked for?"""
        return self != NOTHING


NOTHING = Filter()
#: While the citizen has the word nobody is late.
_OWED = [str(state) for state in State if state not in (State.ANSWERED, State.CLOSED)]


def conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions under which a case fits; the guard stands beside them."""
    for column, value in (
        (Complaint.state, wanted.state),
        (Complaint.kind, wanted.kind),
        (Complaint.field_id, wanted.field_id),
        (Complaint.unit_id, wanted.unit_id),
        (Complaint.channel, wanted.channel),
    ):
        if value is not None:
            yield column == (value if isinstance(value, int) else str(value))
    if wanted.is_named is not None:
        yield Complaint.is_named.is_(wanted.is_named)
    if wanted.tag:
        yield Complaint.id.in_(select(ComplaintTag.complaint_id).where(ComplaintTag.name == wanted.tag))
    yield from _days(wanted)
    if wanted.is_late:
        yield Complaint.due_on < clock.today()
        yield Complaint.state.in_(_OWED)


def _days(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.received_first is not None:
        yield Complaint.received_on >= wanted.received_first
    if wanted.received_last is not None:
        yield Complaint.received_on <= wanted.received_last
    if wanted.due_first is not None:
        yield Complaint.due_on >= wanted.due_first
    if wanted.due_last is not None:
        yield Complaint.due_on <= wanted.due_last
