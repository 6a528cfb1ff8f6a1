"""Batches of paper forms as the desk lists them: how far each has come, and what may be chosen for a new one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from core import clock
from core.db import db
from core.domain import paper
from core.domain.access import SYSTEM, Permission, Scope
from core.domain.office import TouchpointKind
from core.domain.questionnaire import Questionnaire
from core.models import (
    PaperBatch,
    PaperSheet,
    QuestionnaireVersion,
    RoundStratum,
    SurveyRound,
    Touchpoint,
)
from core.queries import entries, questionnaires
from core.queries.entries import FieldChip
from core.queries.places.codes import line_of, select_lines
from core.queries.places.pages import PER_PAGE, Page, offset_of

#: Sheets of a code that ended are still keyed for as long.
_AFTER_END = timedelta(days=92)


@dataclass(frozen=True)
class SheetState:
    """How far one sheet has come; never what is on it."""

    number: int
    first_by: int
    second_by: int | None
    is_agreed: bool
    has_differed: bool


@dataclass(frozen=True)
class Batch:
    """One batch and its sheets."""

    id: int
    unit_id: int
    place: str
    code: str
    version_id: int
    questionnaire: Questionnaire
    fields: tuple[FieldChip, ...]
    day: date
    sheets: int
    is_double: bool
    allows_same: bool
    opened_on: date
    closed_on: date | None
    #: When it was given up; the rest of it then says what it once was.
    dropped_on: date | None
    counted: int
    blank: int
    round_name: str
    stratum_name: str
    #: What was keyed, by number; of a closed batch what still waits to be handed over.
    states: dict[int, SheetState]

    @property
    def form_mark(self) -> str:
        """What stands at the foot of forms with these questions and today's fields."""
        return paper.form_mark(self.version_id, [field.id for field in self.fields])

    @property
    def is_open(self) -> bool:
        """May sheets still be keyed in it?"""
        return self.closed_on is None and self.dropped_on is None

    @property
    def missing(self) -> tuple[int, ...]:
        """Sheets nobody has keyed yet."""
        return tuple(number for number in range(1, self.sheets + 1) if number not in self.states)

    def second_missing(self, account_id: int) -> tuple[int, ...]:
        """Sheets this person may key for the second time."""
        return tuple(
            state.number
            for state in self.states.values()
            if self.is_double
            and state.second_by is None
            and (self.allows_same or state.first_by != account_id)
        )

    @property
    def undecided(self) -> tuple[int, ...]:
        """Sheets whose two readings differ."""
        return tuple(
            state.number
            for state in self.states.values()
            if state.second_by is not None and not state.is_agreed
        )

    @property
    def is_ready(self) -> bool:
        """Is everything keyed and decided?"""
        is_complete = not self.missing and not self.undecided
        seconds = self.is_double and any(state.second_by is None for state in self.states.values())
        return self.is_open and is_complete and not seconds


@dataclass(frozen=True)
class BatchLine:
    """One batch in a list."""

    id: int
    place: str
    code: str
    day: date
    sheets: int
    is_double: bool
    closed_on: date | None
    counted: int
    blank: int
    first: int
    second: int
    undecided: int
    #: Closed, and not all of it handed over yet.
    waiting: int


@dataclass(frozen=True)
class PaperPlace:
    """One place sheets may come from, and the version it asks now."""

    touchpoint_id: int
    code: str
    kind: str
    place: str
    version_id: int | None
    #: May sheets still be printed with its code? Those of an ended one are only keyed.
    is_in_use: bool


@dataclass(frozen=True)
class RoundChoice:
    """A round sheets may be keyed for: its place and version, and its hamlets."""

    id: int
    name: str
    touchpoint_id: int
    version_id: int
    strata: tuple[tuple[int, str], ...]


def _place(row: Any) -> str:
    """Return what a place is called; a form that names no place is told apart by its code."""
    return line_of(row).place or str(row[0].code)


def batch(scope: Scope, unit_id: int, batch_id: int) -> Batch | None:
    """Return one batch of a unit of this person, also one that was given up, or None."""
    if not scope.sees(unit_id):
        return None
    row = db.session.execute(
        select(PaperBatch, SurveyRound.name, RoundStratum.name)
        .outerjoin(SurveyRound, SurveyRound.id == PaperBatch.round_id)
        .outerjoin(
            RoundStratum,
            (RoundStratum.round_id == PaperBatch.round_id) & (RoundStratum.number == PaperBatch.stratum),
        )
        .where(PaperBatch.id == batch_id, PaperBatch.unit_id == unit_id)
    ).one_or_none()
    if row is None:
        return None
    found, round_name, stratum_name = row
    point = db.session.execute(select_lines().where(Touchpoint.id == found.touchpoint_id)).one()
    entry = entries.entry(scope, point[0].code, clock.now())
    return Batch(
        id=found.id,
        unit_id=unit_id,
        place=_place(point),
        code=point[0].code,
        version_id=found.version_id,
        questionnaire=questionnaires.version(scope, found.version_id),
        fields=entry.fields if entry is not None else (),
        day=found.day,
        sheets=found.sheets,
        is_double=found.is_double,
        allows_same=found.allows_same,
        opened_on=found.opened_on,
        closed_on=found.closed_on,
        dropped_on=found.dropped_on,
        counted=found.counted,
        blank=found.blank,
        round_name=round_name or "",
        stratum_name=stratum_name or "",
        states=_states(batch_id),
    )


def _states(batch_id: int) -> dict[int, SheetState]:
    rows = db.session.execute(
        select(
            PaperSheet.number,
            PaperSheet.first_by,
            PaperSheet.second_by,
            PaperSheet.agreed.is_not(None),
            PaperSheet.has_differed,
        )
        .where(PaperSheet.batch_id == batch_id)
        .order_by(PaperSheet.number)
    )
    return {row.number: SheetState(*row) for row in rows}


def listed(scope: Scope, unit_id: int, number: int = 1) -> Page[BatchLine]:
    """Return a page of a unit's batches: what is open first, then the newest; none that was given up."""
    if not scope.sees(unit_id):
        return Page((), 1, 0)
    own = (PaperBatch.unit_id == unit_id, PaperBatch.dropped_on.is_(None))
    total = db.session.scalar(select(func.count()).select_from(PaperBatch).where(*own)) or 0
    number, start = offset_of(number, total)
    sheets = PaperSheet
    counts = (
        select(
            sheets.batch_id,
            func.count().label("first"),
            func.count(sheets.second).label("second"),
            func.count(sheets.agreed).label("agreed"),
        )
        .where(sheets.unit_id == unit_id)
        .group_by(sheets.batch_id)
        .subquery()
    )
    rows = db.session.execute(
        select_lines()
        .add_columns(PaperBatch, counts.c.first, counts.c.second, counts.c.agreed)
        .join(PaperBatch, PaperBatch.touchpoint_id == Touchpoint.id)
        .outerjoin(counts, counts.c.batch_id == PaperBatch.id)
        .where(*own)
        .order_by(PaperBatch.closed_on.is_not(None), PaperBatch.id.desc())
        .limit(PER_PAGE)
        .offset(start)
    )
    return Page(tuple(_line(row) for row in rows), number, total)


def _line(row: Any) -> BatchLine:
    found, first, second, agreed = row[-4:]
    is_open = found.closed_on is None
    return BatchLine(
        id=found.id,
        place=_place(row),
        code=row[0].code,
        day=found.day,
        sheets=found.sheets,
        is_double=found.is_double,
        closed_on=found.closed_on,
        counted=found.counted,
        blank=found.blank,
        first=first or 0,
        second=second or 0,
        undecided=(second or 0) - (agreed or 0) if is_open else 0,
        waiting=0 if is_open else first or 0,
    )


def places(scope: Scope, unit_id: int) -> tuple[PaperPlace, ...]:
    """Return the places whose sheets may be keyed: codes in use and such as ended not long ago, rounds left out."""
    if not scope.sees(unit_id):
        return ()
    since = clock.now() - _AFTER_END
    rows = db.session.execute(
        select_lines()
        .where(
            Touchpoint.unit_id == unit_id,
            Touchpoint.kind.not_in((TouchpointKind.LINK, TouchpointKind.ROUND)),
            or_(Touchpoint.revoked_at.is_(None), Touchpoint.revoked_at > since),
        )
        .order_by(Touchpoint.revoked_at.is_not(None), Touchpoint.id)
    ).all()
    return tuple(
        PaperPlace(
            row[0].id,
            row[0].code,
            row[0].kind,
            _place(row),
            questionnaires.latest(scope, row[0].questionnaire_code, unit_id),
            line_of(row).is_in_use,
        )
        for row in rows
    )


def versions(scope: Scope, unit_id: int) -> tuple[tuple[int, Questionnaire], ...]:
    """Return the published versions a unit may have printed, the newest of each code first."""
    if not scope.sees(unit_id):
        return ()
    ids = db.session.scalars(
        select(QuestionnaireVersion.id)
        .where(QuestionnaireVersion.unit_id.in_((0, *questionnaires.above(unit_id))))
        .order_by(
            QuestionnaireVersion.code,
            QuestionnaireVersion.number.desc(),
            QuestionnaireVersion.id.desc(),
        )
    ).all()
    return tuple((number, questionnaires.version(SYSTEM, number)) for number in ids)


def round_choice(scope: Scope, unit_id: int, round_id: int) -> RoundChoice | None:
    """Return a round of the unit that has begun and is not closed, or None."""
    scope.require(Permission.ENTER_PAPER)
    row = db.session.get(SurveyRound, round_id) if scope.sees(unit_id) else None
    if row is None or row.unit_id != unit_id or row.closed_on is not None:
        return None
    if row.touchpoint_id is None or row.version_id is None:
        return None
    strata = db.session.execute(
        select(RoundStratum.number, RoundStratum.name)
        .where(RoundStratum.round_id == round_id)
        .order_by(RoundStratum.number)
    )
    found = tuple((number, name) for number, name in strata)
    return RoundChoice(row.id, row.name, row.touchpoint_id, row.version_id, found)
