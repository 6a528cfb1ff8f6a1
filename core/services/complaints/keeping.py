"""Keeping: once a day, what was kept long enough is erased by itself (core/domain/retention.py), and noted."""

import logging
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from core import clock, config
from core.db import db, write, write_session
from core.domain.complaints.course import State
from core.domain.complaints.filing import CONTACT
from core.domain.retention import Data, days_of
from core.models import (
    Comment,
    CommentLayer,
    Complaint,
    ComplaintKey,
    ComplaintMail,
    ComplaintText,
    DailyRun,
    KeptForm,
    OfficeUpload,
    StaffSession,
    Submission,
)
from core.services import audit, locks
from core.services.complaints import erasing
from core.services.paper import expiring

log = logging.getLogger("langnghe.worker")

JOB = "keep"
#: Who stands in the audit chain.
ACTOR = "worker"
#: Cases of one transaction: citizens wait no longer than that.
AT_ONCE = 100


@dataclass(frozen=True)
class Kept:
    """What one run did; `is_due` is false when this date was done already."""

    is_due: bool
    contacts: int = 0
    words: int = 0
    comments: int = 0
    leftovers: int = 0
    batches: int = 0


def run(*, again: bool = False) -> Kept:
    """Erase what was kept long enough, at most once per date; `again` does it whatever was done."""
    today = clock.today()
    if not again and not _is_due(today):
        return Kept(is_due=False)
    contacts = _erase_cases(Data.CASE_CONTACT, today)
    words = _erase_cases(Data.CASE_WORDS, today)
    comments = _erase_comments(today)
    batches = _give_up_paper(today)
    leftovers = _remove_leftovers()
    with write() as connection:
        _note_day(connection, today)
    done = Kept(
        is_due=True,
        contacts=contacts,
        words=words,
        comments=comments,
        leftovers=leftovers,
        batches=batches,
    )
    if contacts or words or comments:
        log.info("kept long enough: %s contacts, %s cases, %s comments", contacts, words, comments)
    return done


def _is_due(today: date) -> bool:
    with db.engine.connect() as connection:
        last = connection.scalar(select(DailyRun.last_day).where(DailyRun.job == JOB))
    return last is None or last < today.isoformat()


def _note_day(connection: Connection, today: date) -> None:
    is_known = connection.scalar(select(DailyRun.last_day).where(DailyRun.job == JOB)) is not None
    if is_known:
        connection.execute(update(DailyRun).where(DailyRun.job == JOB).values(last_day=today.isoformat()))
    else:
        connection.execute(insert(DailyRun), {"job": JOB, "unit_id": 0, "last_day": today.isoformat()})


def _before(data: Data, today: date) -> date | None:
    """Return the first day that is still kept; what is older goes."""
    days = days_of(data, config.current().keep_days)
    return None if days is None else today - timedelta(days=days)


def _erase_cases(data: Data, today: date) -> int:
    """Erase contact or words of every case closed long enough ago; return of how many."""
    first_kept = _before(data, today)
    done = 0
    while first_kept is not None:
        with write_session() as session:
            locks.file_complaint(session.connection())
            cases = list(session.scalars(select(Complaint).where(*_over(data, first_kept)).limit(AT_ONCE)))
            for case in cases:
                _erase(session, case, data)
            if cases:
                erasing.list_grew(session.connection())
        done += len(cases)
        if len(cases) < AT_ONCE:
            break
    return done


def _over(data: Data, first_kept: date) -> tuple[ColumnElement[bool], ...]:
    main = aliased(Complaint)
    # A letter that is answered with another one is over when that one is.
    goes_on = exists().where(
        main.id == Complaint.merged_into, or_(main.closed_on.is_(None), main.closed_on >= first_kept)
    )
    closed = (Complaint.state == str(State.CLOSED), Complaint.closed_on < first_kept, ~goes_on)
    if data is Data.CASE_WORDS:
        return (*closed, exists().where(ComplaintKey.complaint_id == Complaint.id))
    parts = [str(part) for part in CONTACT]
    has_contact = exists().where(ComplaintText.complaint_id == Complaint.id, ComplaintText.part.in_(parts))
    has_mail = exists().where(ComplaintMail.complaint_id == Complaint.id)
    return (*closed, or_(has_contact, has_mail))


def _erase(session: Session, case: Complaint, data: Data) -> None:
    """Erase one case's contact or words. One entry for each: a sum would count cases its reader may not know of."""
    is_all = data is Data.CASE_WORDS
    erased = erasing.everything(session, case) if is_all else erasing.contact(session, case, CONTACT)
    audit.record(
        session.connection(),
        actor=ACTOR,
        action="case.expire",
        unit_id=case.unit_id,
        facts={"case": case.register, "wish": str(erased.kind)},
    )


def _erase_comments(today: date) -> int:
    """Remove the words and keys of comments given long enough ago; the ratings stay. Return how many."""
    first_kept = _before(Data.COMMENTS, today)
    if first_kept is None:
        return 0
    given = exists().where(Submission.id == Comment.submission_id, Submission.day < first_kept)
    with write() as connection:
        counted = connection.execute(
            select(Comment.unit_id, func.count()).where(given).group_by(Comment.unit_id)
        ).all()
        if counted:
            layered = exists().where(Submission.id == CommentLayer.submission_id, Submission.day < first_kept)
            connection.execute(delete(CommentLayer).where(layered))
            connection.execute(delete(Comment).where(given))
        for unit_id, number in counted:
            audit.record(
                connection,
                actor=ACTOR,
                action="comment.expire",
                unit_id=unit_id,
                facts={"comments": number},
            )
    return sum(number for _unit, number in counted)


def _give_up_paper(today: date) -> int:
    """Give up batches of paper left open for too long; return how many."""
    first_kept = _before(Data.PAPER, today)
    return 0 if first_kept is None else expiring.give_up(first_kept, actor=ACTOR)


def _remove_leftovers() -> int:
    """Remove what the staff left lying; nobody's act, and nothing of citizens."""
    days = days_of(Data.LEFTOVERS, config.current().keep_days)
    until = clock.now() - timedelta(days=days or 0)
    columns: tuple[tuple[Any, Any], ...] = (
        (KeptForm, KeptForm.kept_at),
        (OfficeUpload, OfficeUpload.uploaded_at),
        (StaffSession, StaffSession.started_at),
    )
    with write() as connection:
        return sum(connection.execute(delete(table).where(at < until)).rowcount for table, at in columns)
