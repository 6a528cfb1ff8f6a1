"""Finding: places, people, codes, rounds and questionnaires by the beginnings of their words, within a scope.

`words` of most rows holds their names without marks (core/models/searched.py), so no database needs an extension.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlalchemy.orm import aliased

from core.db import db
from core.domain.access import Permission, Scope
from core.models import Account, Counter, Officer, ServiceField, Touchpoint, Unit
from core.queries import finding_surveys
from core.queries.finding_surveys import Named
from core.queries.within import within

#: Hits shown of each kind; whoever wants another one types more of it.
MOST = 8


class Kind(StrEnum):
    """What can be found in the tables, in the order it is shown."""

    UNIT = "unit"
    COUNTER = "counter"
    FIELD = "field"
    OFFICER = "officer"
    CODE = "code"
    ROUND = "round"
    QUESTIONNAIRE = "questionnaire"
    ACCOUNT = "account"


#: Who finds what: one of these permissions is needed. Officers' names belong to those who may see officers.
READERS: dict[Kind, frozenset[Permission]] = {
    Kind.UNIT: frozenset({Permission.MANAGE_UNITS, Permission.READ_RESULTS, Permission.READ_LIVE_RESULTS}),
    Kind.COUNTER: frozenset({Permission.MANAGE_PLACES}),
    Kind.FIELD: frozenset({Permission.MANAGE_PLACES, Permission.READ_RESULTS, Permission.READ_LIVE_RESULTS}),
    Kind.OFFICER: frozenset({Permission.MANAGE_PLACES, Permission.READ_OFFICERS}),
    Kind.CODE: frozenset({Permission.PRINT_CODES}),
    Kind.ROUND: frozenset({Permission.READ_ROUNDS}),
    Kind.QUESTIONNAIRE: frozenset({Permission.MANAGE_QUESTIONNAIRES}),
    Kind.ACCOUNT: frozenset({Permission.MANAGE_ACCOUNTS}),
}


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    kind: Kind
    id: int
    unit_id: int
    name: str
    #: What else tells it apart: an officer's title, a code's place, an account's name.
    note: str
    unit_name: str
    #: The unit above, unless the name says it already.
    above_name: str
    #: The code of the commune it belongs to.
    commune_code: str
    #: Closed, left, revoked or stopped.
    is_ended: bool


@dataclass(frozen=True)
class Hits:
    """What was found of one kind; `has_more` when there is more than is shown."""

    kind: Kind
    hits: tuple[Hit, ...]
    has_more: bool


def kinds(scope: Scope) -> tuple[Kind, ...]:
    """Return what this person may find."""
    return tuple(kind for kind in Kind if any(scope.may(permission) for permission in READERS[kind]))


def find(scope: Scope, words: tuple[str, ...]) -> tuple[Hits, ...]:
    """Return what fits, by kind, the shortest names first; `words` come from `searching.asked`."""
    if not words:
        return ()
    found = (_find(kind, scope, words) for kind in kinds(scope))
    return tuple(hits for hits in found if hits.hits)


def _find(kind: Kind, scope: Scope, words: tuple[str, ...]) -> Hits:
    if kind in _READ:
        named = _READ[kind](scope, words)
        return Hits(kind, _of_units(kind, named[:MOST]), len(named) > MOST)
    rows = db.session.execute(_with_units(_STATEMENTS[kind](scope, words))).all()
    return Hits(kind, tuple(_hit(kind, tuple(row)) for row in rows[:MOST]), len(rows) > MOST)


def _units(scope: Scope, words: tuple[str, ...]) -> Select[Any]:
    ended = Unit.valid_to.is_not(None)
    return _chosen(Unit, Unit.name, literal(""), ended, Unit.words, scope, words)


def _counters(scope: Scope, words: tuple[str, ...]) -> Select[Any]:
    return _chosen(Counter, Counter.name, literal(""), ~Counter.is_open, Counter.words, scope, words)


def _fields(scope: Scope, words: tuple[str, ...]) -> Select[Any]:
    ended = ~ServiceField.is_active
    return _chosen(ServiceField, ServiceField.name, literal(""), ended, ServiceField.words, scope, words)


def _officers(scope: Scope, words: tuple[str, ...]) -> Select[Any]:
    return _chosen(Officer, Officer.name, Officer.title, ~Officer.is_active, Officer.words, scope, words)


def _codes(scope: Scope, words: tuple[str, ...]) -> Select[Any]:
    """A code is found by itself, by its label and by the name of its counter, whatever that is called today."""
    ended = Touchpoint.revoked_at.is_not(None) | Touchpoint.replaced_by_id.is_not(None)
    place = case((Touchpoint.label != "", Touchpoint.label), else_=func.coalesce(Counter.name, ""))
    text = Touchpoint.words + func.coalesce(Counter.words, "")
    chosen = _chosen(Touchpoint, Touchpoint.code, place, ended, text, scope, words)
    return chosen.outerjoin(Counter, Counter.id == Touchpoint.counter_id)


def _accounts(scope: Scope, words: tuple[str, ...]) -> Select[Any]:
    return _chosen(Account, Account.name, Account.login, ~Account.is_active, Account.words, scope, words)


_STATEMENTS: dict[Kind, Callable[[Scope, tuple[str, ...]], Select[Any]]] = {
    Kind.UNIT: _units,
    Kind.COUNTER: _counters,
    Kind.FIELD: _fields,
    Kind.OFFICER: _officers,
    Kind.CODE: _codes,
    Kind.ACCOUNT: _accounts,
}


#: Kinds without searched words.
_READ: dict[Kind, Callable[[Scope, tuple[str, ...]], tuple[Named, ...]]] = {
    Kind.ROUND: finding_surveys.rounds,
    Kind.QUESTIONNAIRE: finding_surveys.questionnaires,
}


def _of_units(kind: Kind, named: Sequence[Named]) -> tuple[Hit, ...]:
    """Add to what was read where it belongs; what came with the product belongs nowhere."""
    if not named:
        return ()
    above = aliased(Unit)
    rows = db.session.execute(
        select(Unit.id, Unit.name, Unit.code, Unit.kind, above.name, above.code, above.kind)
        .outerjoin(above, above.id == Unit.parent_id)
        .where(within(Unit.id, frozenset(one.unit_id for one in named)))
    )
    units = {row[0]: tuple(row[1:]) for row in rows}
    nowhere = ("", "", "", None, None, None)
    return tuple(
        _hit(kind, (one.id, one.unit_id, one.name, "", one.is_ended, "", *units.get(one.unit_id, nowhere)))
        for one in named
    )


def _chosen(
    kind: Any,
    name: Any,
    note: Any,
    is_ended: ColumnElement[bool],
    text: Any,
    scope: Scope,
    words: tuple[str, ...],
) -> Select[Any]:
    """Return the statement that chooses one kind's first rows: what stands before what ended, short before long."""
    return (
        select(
            kind.id,
            kind.unit_id,
            name.label("name"),
            note.label("note"),
            is_ended.label("is_ended"),
            text.label("words"),
        )
        .select_from(kind)
        .where(
            within(kind.unit_id, scope.unit_ids),
            *(text.contains(f" {word}", autoescape=True) for word in words),
        )
        .order_by(is_ended, func.length(text), text, kind.id)
        .limit(MOST + 1)
    )


def _with_units(chosen: Select[Any]) -> Select[Any]:
    """Add to the chosen rows, and only to them, where they belong."""
    rows = chosen.subquery()
    above = aliased(Unit)
    return (
        select(rows, Unit.name, Unit.code, Unit.kind, above.name, above.code, above.kind)
        .join(Unit, Unit.id == rows.c.unit_id)
        .outerjoin(above, above.id == Unit.parent_id)
        .order_by(rows.c.is_ended, func.length(rows.c.words), rows.c.words, rows.c.id)
    )


def _hit(kind: Kind, row: Sequence[Any]) -> Hit:
    number, unit_id, name, note, is_ended, _words, unit, code, unit_kind, above, above_code, above_kind = row
    is_below = unit_kind != "commune" and above_kind == "commune"
    return Hit(
        kind=kind,
        id=number,
        unit_id=unit_id,
        name=name,
        note=note,
        unit_name="" if kind is Kind.UNIT else unit,
        above_name=above or "",
        commune_code=above_code if is_below else code,
        is_ended=bool(is_ended),
    )
