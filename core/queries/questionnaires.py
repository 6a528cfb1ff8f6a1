"""Questionnaire versions read back from their rows; immutable, so a process reads each once."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, func, select

from core.db import db
from core.domain.access import Scope
from core.domain.builtin import BUILTIN
from core.domain.questionnaire import Condition, Factor, Kind, Option, Question, Questionnaire, QuestionScope
from core.domain.scoring import Method
from core.models import OptionRow, QuestionnaireChoice, QuestionnaireVersion, QuestionRow, Unit

_read: dict[tuple[str, int], Questionnaire] = {}
#: Codes nobody else begins.
_PRODUCTS = frozenset(one.code for one in BUILTIN)


class UnknownVersion(LookupError):
    """No questionnaire version has this id."""


def version(_scope: Scope, version_id: int, *, connection: Connection | None = None) -> Questionnaire:
    """Return a published version; what citizens are asked is public. Raise UnknownVersion."""
    place = (str(db.engine.url), version_id)
    if place not in _read:
        if connection is not None:
            _read[place] = _load(connection, version_id)
        else:
            with db.engine.connect() as own:
                _read[place] = _load(own, version_id)
    return _read[place]


def versions(scope: Scope, numbers: Iterable[int]) -> dict[int, Questionnaire]:
    """Return these published versions by id; raise UnknownVersion."""
    database = str(db.engine.url)
    return {number: _read.get((database, number)) or version(scope, number) for number in numbers}


def forget() -> None:
    """Read every version again, as a new process does."""
    _read.clear()


def latest(_scope: Scope, code: str, unit_id: int) -> int | None:
    """Return the id of the version a unit asks: its own choice, else the next unit's above, else the built-in one.

    What a unit chose holds until it chooses again; retiring is choosing nothing.
    """
    line = above(unit_id)
    chosen = own_choices(line, code)
    for number in line:
        if number in chosen:
            return chosen[number]
    return db.session.scalar(
        select(QuestionnaireVersion.id)
        .where(QuestionnaireVersion.code == code, QuestionnaireVersion.unit_id == 0)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )


def offered(scope: Scope, unit_id: int) -> tuple[Questionnaire, ...]:
    """Return the questionnaires a unit of this person may ask, each in the version it asks now.

    Those that come with the product, and what it or a unit above it published. The quick one comes first: almost every
    code asks it; then the product's others, and by code. Nothing for another's unit.
    """
    if not scope.sees(unit_id):
        return ()
    own = select(QuestionnaireChoice.code).where(QuestionnaireChoice.unit_id.in_(above(unit_id)))
    built_in = select(QuestionnaireVersion.code).where(QuestionnaireVersion.unit_id == 0)
    codes = db.session.scalars(own.union(built_in)).all()
    ordered = sorted(codes, key=lambda code: (code != "quick", code not in _PRODUCTS, code))
    asked = (latest(scope, code, unit_id) for code in ordered)
    return tuple(version(scope, number) for number in asked if number is not None)


def asked_last(_scope: Scope, code: str, unit_id: int) -> int | None:
    """Return the id of the version a unit, or one above it, asked last under a code that is retired by now.

    Where the unit stands elsewhere since, what anybody published under the code.
    """
    last = db.session.scalar(
        select(QuestionnaireChoice.version_id)
        .where(
            QuestionnaireChoice.unit_id.in_(above(unit_id)),
            QuestionnaireChoice.code == code,
            QuestionnaireChoice.version_id.is_not(None),
        )
        .order_by(QuestionnaireChoice.day.desc(), QuestionnaireChoice.version_id.desc())
        .limit(1)
    )
    if last is not None:
        return last
    return db.session.scalar(
        select(func.max(QuestionnaireVersion.id)).where(QuestionnaireVersion.code == code)
    )


def own_choices(line: Iterable[int], code: str) -> dict[int, int]:
    """Return the version each of these units asks under a code by its own choice; a unit that retired it has none."""
    newest = (
        select(QuestionnaireChoice.unit_id, func.max(QuestionnaireChoice.number).label("number"))
        .where(QuestionnaireChoice.unit_id.in_(tuple(line)), QuestionnaireChoice.code == code)
        .group_by(QuestionnaireChoice.unit_id)
        .subquery()
    )
    return {
        row.unit_id: int(row.version_id)
        for row in db.session.execute(
            select(QuestionnaireChoice.unit_id, QuestionnaireChoice.version_id)
            .join(
                newest,
                (newest.c.unit_id == QuestionnaireChoice.unit_id)
                & (newest.c.number == QuestionnaireChoice.number),
            )
            .where(QuestionnaireChoice.code == code, QuestionnaireChoice.version_id.is_not(None))
        )
    }


def above(unit_id: int) -> tuple[int, ...]:
    """Return a unit and those above it, nearest first; a ring in the tree must not hang a page."""
    found: list[int] = []
    number: int | None = unit_id
    while number is not None and number not in found:
        found.append(number)
        number = db.session.scalar(select(Unit.parent_id).where(Unit.id == number))
    return tuple(found)


def _origin(connection: Connection, code: str, unit_id: int) -> int:
    """Return the unit that was the first of a unit and those above it to publish a code; 0 for the product's codes."""
    if unit_id == 0 or code in _PRODUCTS:
        return 0
    first = (
        select(QuestionnaireVersion.unit_id)
        .where(QuestionnaireVersion.code == code, _in_line(unit_id))
        .order_by(QuestionnaireVersion.unit_id != 0, QuestionnaireVersion.id)
        .limit(1)
    )
    return connection.scalar(first) or 0


def _begun(connection: Connection, version_id: int, code: str, unit_id: int) -> dict[str, int]:
    """Return by code which unit of a version's line was the first to ask each of its questions; 0: the product.

    What is published later changes nothing of it, so a process may keep it.
    """
    if unit_id == 0:
        return {}
    mine = select(QuestionRow.code).where(QuestionRow.version_id == version_id)
    rows = connection.execute(
        select(
            QuestionRow.code, QuestionnaireVersion.unit_id, func.min(QuestionnaireVersion.id).label("first")
        )
        .join(QuestionnaireVersion, QuestionnaireVersion.id == QuestionRow.version_id)
        .where(
            QuestionnaireVersion.code == code,
            QuestionnaireVersion.id <= version_id,
            _in_line(unit_id),
            QuestionRow.code.in_(mine),
        )
        .group_by(QuestionRow.code, QuestionnaireVersion.unit_id)
    )
    found: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: (row.unit_id != 0, row.first)):
        found.setdefault(row.code, row.unit_id)
    return found


def _in_line(unit_id: int) -> ColumnElement[bool]:
    """Return what keeps to the versions of a unit, of those above it, and of the product."""
    line = select(Unit.id, Unit.parent_id).where(Unit.id == unit_id).cte("line", recursive=True)
    # Without repetitions, so that a ring in the tree ends too.
    line = line.union(select(Unit.id, Unit.parent_id).join(line, Unit.id == line.c.parent_id))
    return (QuestionnaireVersion.unit_id == 0) | QuestionnaireVersion.unit_id.in_(select(line.c.id))


def _load(connection: Connection, version_id: int) -> Questionnaire:
    head = connection.execute(
        select(QuestionnaireVersion.__table__).where(QuestionnaireVersion.id == version_id)
    ).one_or_none()
    if head is None:
        raise UnknownVersion(version_id)
    options: dict[str, list[Option]] = {}
    rows = connection.execute(
        select(OptionRow.__table__).where(OptionRow.version_id == version_id).order_by(OptionRow.slot)
    )
    for row in rows:
        options.setdefault(row.question_code, []).append(Option(row.code, row.slot, row.texts))
    questions = connection.execute(
        select(QuestionRow.__table__)
        .where(QuestionRow.version_id == version_id)
        .order_by(QuestionRow.position)
    )
    return Questionnaire(
        code=head.code,
        number=head.number,
        unit_id=head.unit_id,
        origin=_origin(connection, head.code, head.unit_id),
        begun=_begun(connection, version_id, head.code, head.unit_id),
        texts=head.texts,
        method=Method(head.method),
        lead=head.lead,
        source=head.source,
        factors=tuple(Factor(factor["code"], factor["texts"]) for factor in head.factors),
        questions=tuple(
            Question(
                code=row.code,
                kind=Kind(row.kind),
                scope=QuestionScope(row.scope),
                position=row.position,
                width=row.width,
                options=tuple(options.get(row.code, ())),
                texts=row.texts,
                factor=row.factor,
                is_scored=row.is_scored,
                condition=row.condition
                and Condition(row.condition["question"], tuple(row.condition["any_of"])),
                low=row.low,
                high=row.high,
            )
            for row in questions
        ),
    )
