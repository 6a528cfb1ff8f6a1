"""Publishing months of cases: each office's month is written once, when every deadline in it is past."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from core import clock
from core.db import db, write_session
from core.domain.complaints import published
from core.domain.complaints.figures import DayCount
from core.domain.periods import Kind, Period, containing
from core.models import Complaint, PublishedCaseNumber, Unit
from core.queries import calendar
from core.queries.complaints import figures, guard
from core.services import locks


def run() -> int:
    """Publish every month whose day has come and that is not published yet; return how many. Safe to repeat.

    An office begins with the month of its first case that may be published; a month without any is published too.
    """
    if not list(_waiting(db.session)):  # type: ignore[arg-type]
        return 0
    with write_session() as session:
        locks.file_complaint(session.connection())
        waiting = list(_waiting(session))
        for unit_id, month in waiting:
            _publish(session, unit_id, month)
    return len(waiting)


def _waiting(session: Session) -> Iterator[tuple[int, Period]]:
    today = clock.today()
    received = Complaint.received_on
    begun = session.execute(
        select(
            Complaint.unit_id,
            func.min(received).label("first"),
            func.max(received).label("last"),
            Unit.valid_to,
        )
        .join(Unit, Unit.id == Complaint.unit_id)
        .where(guard.is_publishable())
        .group_by(Complaint.unit_id, Unit.valid_to)
        .order_by(Complaint.unit_id)
    ).all()
    newest = dict(
        session.execute(
            select(PublishedCaseNumber.unit_id, func.max(PublishedCaseNumber.month)).group_by(
                PublishedCaseNumber.unit_id
            )
        ).all()
    )
    for row in begun:
        days = calendar.work(session, row.unit_id)
        month = _after(newest[row.unit_id]) if row.unit_id in newest else containing(Kind.MONTH, row.first)
        # An office that has ended publishes what it received, and no empty months for ever after.
        end = today if row.valid_to is None else max(row.valid_to, row.last)
        while month.first <= end and month.last < today and published.ripe_on(days, month) <= today:
            yield row.unit_id, month
            month = month.next()


def _after(first: date) -> Period:
    return containing(Kind.MONTH, first).next()


def _publish(session: Session, unit_id: int, month: Period) -> None:
    cases = figures.facts(
        session,
        guard.is_publishable(),
        Complaint.unit_id == unit_id,
        Complaint.received_on.between(month.first, month.last),
    )
    counts = published.counted(cases, DayCount(calendar.work(session, unit_id)), clock.today())
    own = {"unit_id": unit_id, "month": month.first, "published_on": clock.today()}
    session.connection().execute(
        insert(PublishedCaseNumber), [{**own, "part": str(part), "number": counts[part]} for part in counts]
    )
