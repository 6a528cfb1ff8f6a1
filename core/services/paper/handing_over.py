"""Handing over: closes a batch, and lets each of its sheets count exactly once.

The transaction that stores an answer removes its sheet, so a crash leaves each sheet either waiting or counted. Its
secret is drawn in that moment and kept nowhere: nothing ever tells which submission a sheet became, not even a backup.
"""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, delete, exists, select, update

from core import clock
from core.db import db, write
from core.domain.access import SYSTEM, Permission, Scope
from core.domain.errors import DomainError
from core.domain.paper import Keyed, PaperRefused
from core.domain.questionnaire import AnswerRefused, Questionnaire
from core.domain.submission import Channel, CommentTooLong, StorageUnavailable, SubmissionDraft, Tier
from core.domain.written import Written
from core.models import PaperBatch, PaperSheet
from core.queries import questionnaires
from core.services import data_key, numbered, outbox, words
from core.services.paper import contents
from core.services.paper.batches import found, opened
from core.services.places.changing import changing

log = logging.getLogger("langnghe")

#: The work that hands a closed batch over where its closing was interrupted.
KIND = "paper.hand_over"
_SHEETS = PaperSheet.__table__


class _Gone(Exception):
    """Somebody else has just handed this sheet over."""


def close(scope: Scope, unit_id: int, batch_id: int, *, actor: str) -> int:
    """Close a batch for good and let its answers count; return how many sheets still wait (0 when all went well).

    A closed batch is only handed over further. Raise PaperRefused `not_ready` while a sheet is missing or open.
    """
    with changing(scope, unit_id, actor=actor, permission=Permission.ENTER_PAPER) as change:
        if found(change, batch_id).closed_on is None:
            batch = opened(change, batch_id)
            rows = change.session.scalars(select(PaperSheet).where(PaperSheet.batch_id == batch_id)).all()
            _refuse_unready(batch, rows)
            for row in rows:
                row.agreed = row.agreed or row.first
                if contents.unseal(row.agreed, batch_id, row.number).is_blank:
                    batch.blank += 1
                    change.session.delete(row)
            batch.counted = len(rows) - batch.blank
            batch.closed_on, batch.closed_by = clock.today(), scope.account_id
            change.note(
                "paper.close_batch",
                batch=batch_id,
                touchpoint=batch.touchpoint_id,
                sheets=len(rows),
                blank=batch.blank,
                is_double=batch.is_double,
                differing=sum(row.has_differed for row in rows),
            )
            outbox.add(change.session.connection(), KIND, {"batch": batch_id}, unit_id=unit_id)
    return hand_over(batch_id)


def resume(payload: Mapping[str, Any]) -> None:
    """Hand over what an interrupted closing has left; the worker's part. Raise OSError while something waits."""
    if hand_over(int(payload["batch"])):
        raise OSError("some sheets of a batch could not be handed over yet")


def hand_over(batch_id: int) -> int:
    """Let every waiting sheet of a closed batch count; return how many still wait. Done again, it does nothing.

    A sheet the record does not take, or no data key opens, waits and keeps the others from nothing. Raise
    StorageUnavailable when the database is away; what went before it counts, the rest waits.
    """
    with db.engine.connect() as connection:
        batch = connection.execute(
            select(PaperBatch.__table__).where(PaperBatch.id == batch_id, PaperBatch.closed_on.is_not(None))
        ).one_or_none()
        if batch is None:
            return 0
        waiting = list(
            connection.execute(
                select(_SHEETS.c.number, _SHEETS.c.agreed).where(_SHEETS.c.batch_id == batch_id)
            )
        )
        questionnaire = questionnaires.version(SYSTEM, batch.version_id, connection=connection)
    # In the order of the pile, whoever knows the pile would know the order in which answers were written to the disk.
    secrets.SystemRandom().shuffle(waiting)
    left = len(waiting)
    for row in waiting:
        try:
            keyed = contents.unseal(row.agreed, batch_id, row.number)
            left -= _hand_over(batch, row.number, keyed, questionnaire)
        except StorageUnavailable:
            raise
        except (DomainError, data_key.Unreadable) as error:
            log.error("a sheet of paper could not be handed over: %s", type(error).__name__)
    if batch.stratum is not None:
        _forget_hamlet(batch_id)
    return left


def _forget_hamlet(batch_id: int) -> None:
    """Forget the hamlet of a batch no sheet of which is left: its answers are found by round and day.

    A crash before leaves the work in the outbox, which comes here again. Its day stays: the answers tell it anyway,
    and no hamlet is left that could be joined with it.
    """
    batch, sheet = PaperBatch.__table__.c, _SHEETS.c
    with write() as connection:
        connection.execute(
            update(PaperBatch)
            .where(batch.id == batch_id, ~exists().where(sheet.batch_id == batch_id))
            .values(stratum=None)
        )


def _hand_over(batch: Any, number: int, keyed: Keyed, questionnaire: Questionnaire) -> int:
    """Store one sheet's answer and remove the sheet, in one transaction; return 1 once it is gone."""

    def remove(connection: Connection) -> None:
        own = (_SHEETS.c.batch_id == batch.id, _SHEETS.c.number == number)
        if cast(CursorResult[Any], connection.execute(delete(PaperSheet).where(*own))).rowcount != 1:
            raise _Gone

    draft = _draft(batch, keyed, questionnaire)
    try:
        numbered.accept(draft, 1, along=remove)
    except _Gone:
        return 1
    except AnswerRefused as refused:
        if refused.code != "unknown_field":
            raise
        # Its field is gone meanwhile; the rest of what the person said still counts.
        return _hand_over(batch, number, replace(keyed, field_id=0), questionnaire)
    except CommentTooLong:
        # Kept before what grows by covering was refused: a shortened word is less than a lost answer.
        short = words.cut(Written(keyed.comment, keyed.texts), questionnaire)
        return _hand_over(
            batch, number, replace(keyed, comment=short.comment, texts=short.texts), questionnaire
        )
    return 1


def _draft(batch: Any, keyed: Keyed, questionnaire: Questionnaire) -> SubmissionDraft:
    return SubmissionDraft(
        secret=secrets.token_bytes(16),
        touchpoint_id=batch.touchpoint_id,
        version_id=batch.version_id,
        day=batch.day,
        channel=Channel.PAPER,
        tier=Tier.C,
        answers=questionnaire.decode(keyed.answers),
        field_id=keyed.field_id or None,
        round_id=batch.round_id,
        stratum=batch.stratum,
        comment=keyed.comment,
        texts=keyed.texts,
    )


def _refuse_unready(batch: PaperBatch, rows: Any) -> None:
    missing = batch.sheets - len(rows)
    if not batch.is_double:
        second = undecided = 0
    else:
        second = sum(row.second is None for row in rows)
        undecided = sum(row.second is not None and row.agreed is None for row in rows)
    if missing or second or undecided:
        raise PaperRefused("not_ready", missing=missing, second=second, undecided=undecided)
