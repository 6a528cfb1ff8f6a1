"""Which questionnaires a unit asks, has asked and could copy; what citizens were asked is public."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.db import db
from core.domain.access import Scope
from core.domain.questionnaire import Questionnaire
from core.models import OptionRow, QuestionnaireChoice, QuestionnaireVersion, QuestionRow, Unit
from core.queries.questionnaires import above, latest, versions

#: The owner of what comes with the product.
_BUILT_IN = 0
#: What each unit chose under each code, one after the other: the day, and the version or None for retiring.
_Choices = dict[tuple[int, str], list[tuple[date, int | None]]]


@dataclass(frozen=True)
class VersionLine:
    """One published version; without an owner it came with the product."""

    id: int
    code: str
    number: int
    texts: Mapping[str, str]
    unit_id: int
    owner: str
    published_on: date

    @property
    def is_built_in(self) -> bool:
        """Did it come with the product?"""
        return self.unit_id == _BUILT_IN


@dataclass(frozen=True)
class Asked:
    """What a unit asks under a code: since when, and is it a choice of the unit itself?"""

    version: VersionLine
    since: date
    is_own: bool


@dataclass(frozen=True)
class Retired:
    """A version a unit asked until a day, when it chose what stands above."""

    version: VersionLine
    on: date


@dataclass(frozen=True)
class UnitQuestionnaires:
    """Everything about the questionnaires of one unit."""

    asked: tuple[Asked, ...]
    #: Earlier versions, newest first: own ones, those of units above, and those of the product.
    earlier: tuple[VersionLine, ...]
    retired: tuple[Retired, ...]


def of_unit(scope: Scope, unit_id: int) -> UnitQuestionnaires:
    """Return what a unit asks now, and what was asked before."""
    units = above(unit_id)
    lines, choices = _lines((_BUILT_IN, *units)), _choices(units)
    asked = tuple(filter(None, (_asked(scope, units, code, lines, choices) for code in _codes(lines))))
    now = {one.version.id for one in asked}
    retired = tuple(
        Retired(lines[before], day)
        for (chooser, _code), listed in choices.items()
        if chooser == unit_id
        for (_day, before), (day, after) in zip(listed, listed[1:], strict=False)
        if before is not None and after is None
    )
    earlier = sorted(
        (line for line in lines.values() if line.id not in now),
        key=lambda line: (line.code, -line.number, line.id),
    )
    return UnitQuestionnaires(asked, tuple(earlier), retired)


def every(_scope: Scope, unit_id: int) -> tuple[VersionLine, ...]:
    """Return every version a unit asks, has asked or could ask."""
    return tuple(_lines((_BUILT_IN, *above(unit_id))).values())


def line(_scope: Scope, version_id: int) -> VersionLine | None:
    """Return a version with its owner, or None."""
    found = _read(QuestionnaireVersion.id == version_id)
    return found.get(version_id)


def ever(scope: Scope, unit_id: int, code: str) -> tuple[Questionnaire, ...]:
    """Return every version of a code the unit, those above it or the product ever published, the newest first."""
    ids = db.session.scalars(
        select(QuestionnaireVersion.id)
        .where(
            QuestionnaireVersion.code == code,
            QuestionnaireVersion.unit_id.in_((_BUILT_IN, *above(unit_id))),
        )
        .order_by(QuestionnaireVersion.id.desc())
    ).all()
    found = versions(scope, ids)
    return tuple(found[number] for number in ids)


def owners(scope: Scope, asked: Iterable[Questionnaire], also: Iterable[int] = ()) -> dict[int, str]:
    """Return the names of the units that began or published these, and of others, for whoever sees several units.

    By id; nothing for who sees one unit, and nothing for the product's: one statement at most.
    """
    units = {*also, *(number for one in asked for number in (one.unit_id, one.origin))} - {_BUILT_IN}
    if len(scope.unit_ids) < 2 or not units:
        return {}
    rows = db.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(units)))
    return {row.id: row.name for row in rows}


def used(_scope: Scope, unit_id: int, code: str) -> dict[str, frozenset[str]]:
    """Return the codes of every question ever asked under this code here, each with its options' codes.

    What was once used for one thing is never given to another: counts would go on under it.
    """
    owners = (_BUILT_IN, *above(unit_id))
    rows = db.session.execute(
        select(QuestionRow.code, OptionRow.code)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == QuestionRow.version_id)
        .outerjoin(
            OptionRow,
            (OptionRow.version_id == QuestionRow.version_id) & (OptionRow.question_code == QuestionRow.code),
        )
        .where(QuestionnaireVersion.code == code, QuestionnaireVersion.unit_id.in_(owners))
    )
    found: dict[str, set[str]] = {}
    for question, option in rows:
        found.setdefault(question, set()).update({option} if option else ())
    return {question: frozenset(options) for question, options in found.items()}


def _codes(lines: Mapping[int, VersionLine]) -> tuple[str, ...]:
    """Return the codes, those of the product first."""
    built_in = {line.code for line in lines.values() if line.is_built_in}
    return tuple(
        sorted({line.code for line in lines.values()}, key=lambda code: (code not in built_in, code))
    )


def _asked(
    scope: Scope, units: tuple[int, ...], code: str, lines: Mapping[int, VersionLine], choices: _Choices
) -> Asked | None:
    version_id = latest(scope, code, units[0])
    if version_id is None:
        return None
    version = lines.get(version_id) or _read(QuestionnaireVersion.id == version_id)[version_id]
    # The unit and those above it, up to the one whose choice is asked: it is, since the last of them chose.
    days: list[date] = []
    for unit_id in units:
        listed = choices.get((unit_id, code), [])
        days += [listed[-1][0]] if listed else []
        if listed and listed[-1][1] is not None:
            return Asked(version, max(days), is_own=unit_id == units[0])
    return Asked(version, max([*days, version.published_on]), is_own=False)


def _choices(units: tuple[int, ...]) -> _Choices:
    rows = db.session.execute(
        select(
            QuestionnaireChoice.unit_id,
            QuestionnaireChoice.code,
            QuestionnaireChoice.day,
            QuestionnaireChoice.version_id,
        )
        .where(QuestionnaireChoice.unit_id.in_(units))
        .order_by(QuestionnaireChoice.code, QuestionnaireChoice.number)
    )
    found: _Choices = {}
    for unit_id, code, day, version_id in rows:
        found.setdefault((unit_id, code), []).append((day, version_id))
    return found


def _lines(owners: tuple[int, ...]) -> dict[int, VersionLine]:
    return _read(QuestionnaireVersion.unit_id.in_(owners))


def _read(wanted: object) -> dict[int, VersionLine]:
    rows = db.session.execute(
        select(QuestionnaireVersion.__table__, Unit.name)
        .outerjoin(Unit, Unit.id == QuestionnaireVersion.unit_id)
        .where(wanted)  # type: ignore[arg-type]
    )
    return {
        row.id: VersionLine(
            row.id, row.code, row.number, row.texts, row.unit_id, row.name or "", row.published_on
        )
        for row in rows
    }
