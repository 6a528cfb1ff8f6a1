"""Keying: keeps what was read on a sheet, once or twice, and what was decided where two readings differ.

A second reader never sees the first reading before giving their own; nothing of a sheet counts before its batch is
closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from core.db import db
from core.domain.access import SYSTEM, Permission, Scope
from core.domain.paper import Keyed, PaperRefused, Turn, differences, resolved
from core.domain.questionnaire import AnswerRefused, Questionnaire
from core.domain.written import Written
from core.models import PaperBatch, PaperSheet
from core.queries import questionnaires
from core.services import words
from core.services.paper import contents
from core.services.paper.batches import opened, require_open
from core.services.places.changing import Change, UnknownPlace, changing


@dataclass(frozen=True)
class Reading:
    """What is kept of a sheet, and a mark that no other keeping of it has."""

    keyed: Keyed
    mark: str


@dataclass(frozen=True)
class Compared:
    """Both readings of a sheet, what was decided if anything was, and a mark that no other state of them has."""

    first: Keyed
    second: Keyed
    decided: Keyed | None
    mark: str


def key(
    scope: Scope, unit_id: int, batch_id: int, number: int, turn: Turn, keyed: Keyed, *, seen: str, actor: str
) -> Keyed:
    """Keep a reading of a sheet, in place of the one the writer saw (`seen`, its mark); return it as it is kept.

    Raise PaperRefused: `no_such_sheet`, `keyed_by_another`, `first_missing`, `same_person`, `already_compared`,
    `keyed_meanwhile` where something else was kept since, unless that says the same; AnswerRefused or CommentTooLong
    for what the record would not take, covered as it will be handed over. What the same person sends twice is kept
    once, whatever became of the sheet in between.
    """
    kept = contents.masked(keyed)
    with changing(scope, unit_id, actor=actor, permission=Permission.ENTER_PAPER) as change:
        batch = opened(change, batch_id)
        questionnaire = questionnaires.version(
            SYSTEM, batch.version_id, connection=change.session.connection()
        )
        _check(questionnaire, kept)
        row = change.session.get(PaperSheet, (batch_id, number))
        earlier = _reading(row, turn, batch_id, number)
        is_same = earlier is not None and earlier.keyed == kept
        if is_same and scope.account_id == _reader(row, turn):
            return kept
        _admit(scope, batch, row, number, turn)
        if earlier is not None and earlier.mark != seen:
            if is_same:
                return kept
            raise PaperRefused("keyed_meanwhile", number=number)
        sealed = contents.seal(kept, batch_id, number)
        if row is None:
            new = PaperSheet(batch_id=batch_id, number=number, unit_id=unit_id, has_differed=False)
            new.first, new.first_by = sealed, scope.account_id
            change.session.add(new)
        elif turn is Turn.FIRST:
            row.first, row.first_by = sealed, scope.account_id
        else:
            row.second, row.second_by = sealed, scope.account_id
            first = contents.unseal(row.first, batch_id, number)
            row.has_differed = bool(differences(questionnaire, first, kept))
            row.agreed = None if row.has_differed else row.first
    return kept


def resolve(
    scope: Scope,
    unit_id: int,
    batch_id: int,
    number: int,
    chosen: Mapping[str, Turn],
    *,
    seen: str,
    actor: str,
) -> None:
    """Decide part by part which of two readings is right, as the writer saw them (`seen`, their mark).

    Raise PaperRefused: `not_compared`, `undecided`, `decided_meanwhile` where they are not what was seen, unless
    the sheet was decided in the same way.
    """
    with changing(scope, unit_id, actor=actor, permission=Permission.ENTER_PAPER) as change:
        batch = opened(change, batch_id)
        row = _compared(change, batch_id, number)
        questionnaire = questionnaires.version(
            SYSTEM, batch.version_id, connection=change.session.connection()
        )
        stands = _both(row)
        decided = resolved(questionnaire, stands.first, stands.second, chosen)
        if stands.mark != seen:
            if stands.decided == decided:
                return
            raise PaperRefused("decided_meanwhile", number=number)
        row.agreed = contents.seal(decided, batch_id, number)
        change.note("paper.resolve", batch=batch_id, sheet=number, differing_parts=len(chosen))


def restart(scope: Scope, unit_id: int, batch_id: int, number: int, *, seen: str, actor: str) -> None:
    """Forget both readings of a sheet, because neither is right: it is keyed anew, twice.

    Raise PaperRefused: `not_compared`, or `decided_meanwhile` where they are not what the writer saw.
    """
    with changing(scope, unit_id, actor=actor, permission=Permission.ENTER_PAPER) as change:
        opened(change, batch_id)
        row = _compared(change, batch_id, number)
        if _both(row).mark != seen:
            raise PaperRefused("decided_meanwhile", number=number)
        change.session.delete(row)
        change.note("paper.restart", batch=batch_id, sheet=number)


def kept(scope: Scope, unit_id: int, batch_id: int, number: int, turn: Turn) -> Reading | None:
    """Return this person's own reading of a sheet, to be looked at or put right; None where there is none yet.

    Raise UnknownPlace, or PaperRefused as `key` would: what may not be keyed may not be read either.
    """
    batch = _read(scope, unit_id, batch_id)
    row = db.session.get(PaperSheet, (batch_id, number))
    _admit(scope, batch, row, number, turn)
    return _reading(row, turn, batch_id, number)


def compared(scope: Scope, unit_id: int, batch_id: int, number: int) -> Compared:
    """Return both readings of a sheet. Raise UnknownPlace or PaperRefused `not_compared`."""
    _read(scope, unit_id, batch_id)
    row = db.session.get(PaperSheet, (batch_id, number))
    if row is None or row.second is None:
        raise PaperRefused("not_compared")
    return _both(row)


def _read(scope: Scope, unit_id: int, batch_id: int) -> PaperBatch:
    scope.require(Permission.ENTER_PAPER)
    batch = db.session.get(PaperBatch, batch_id)
    if batch is None or batch.unit_id != unit_id or not scope.sees(unit_id):
        raise UnknownPlace("unknown_place", kind="paper_batch", id=batch_id)
    require_open(batch)
    return batch


def _admit(scope: Scope, batch: PaperBatch, row: PaperSheet | None, number: int, turn: Turn) -> None:
    """Refuse whoever may not read this sheet now, or read it once more."""
    if not 1 <= number <= batch.sheets or (turn is Turn.SECOND and not batch.is_double):
        raise PaperRefused("no_such_sheet", number=number)
    if row is not None and row.second is not None:
        raise PaperRefused("already_compared")
    is_own = row is not None and row.first_by == scope.account_id
    if turn is Turn.FIRST:
        if row is not None and batch.is_double and not is_own:
            raise PaperRefused("keyed_by_another")
    elif row is None:
        raise PaperRefused("first_missing")
    elif is_own and not batch.allows_same:
        raise PaperRefused("same_person")


def _reading(row: PaperSheet | None, turn: Turn, batch_id: int, number: int) -> Reading | None:
    sealed = row and (row.first if turn is Turn.FIRST else row.second)
    if not sealed:
        return None
    return Reading(contents.unseal(sealed, batch_id, number), _mark(sealed))


def _mark(*sealed: bytes) -> str:
    """Return what names these stored readings: sealed anew, the same words make another mark."""
    lengths = ",".join(str(len(one)) for one in sealed).encode()
    return blake2b(b"".join((lengths, *sealed)), digest_size=8).hexdigest()


def _reader(row: PaperSheet | None, turn: Turn) -> int | None:
    if row is None:
        return None
    return row.first_by if turn is Turn.FIRST else row.second_by


def _check(questionnaire: Questionnaire, keyed: Keyed) -> None:
    """Refuse now what the record would refuse when the sheet is handed over."""
    if len(keyed.answers) != questionnaire.width:
        raise AnswerRefused("other_version")
    questionnaire.encode(questionnaire.decode(keyed.answers))
    words.check_written(Written(keyed.comment, keyed.texts), questionnaire)


def _compared(change: Change, batch_id: int, number: int) -> PaperSheet:
    row = change.session.get(PaperSheet, (batch_id, number))
    if row is None or row.second is None:
        raise PaperRefused("not_compared")
    return row


def _both(row: PaperSheet) -> Compared:
    def read(sealed: bytes) -> Keyed:
        return contents.unseal(sealed, row.batch_id, row.number)

    second = row.second or b""
    return Compared(
        first=read(row.first),
        second=read(second),
        decided=read(row.agreed) if row.agreed else None,
        mark=_mark(row.first, second, row.agreed or b""),
    )
