"""Audit as it is read: searched a page at a time, one entry with its hashes, and how the chain stands."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select

from core import clock
from core.db import db
from core.domain.access import Permission, Role, Scope
from core.domain.audit import BEGINNING, Entry
from core.domain.searching import asked, words_of
from core.models import AuditEntry, Unit
from core.queries.complaints import told
from core.queries.within import within

#: Entries on a page.
PAGE = 50
#: Entries a search for words reads at most for one page: about a tenth of a second.
READ_AT_ONCE = 2_000
#: The action a finished check of the chain is recorded under.
CHECKED = "audit.verify"
#: What a system administrator may read: what was done to accounts. Nothing about answers, views or exports.
_ADMINISTRATORS = "account."
#: Acts whose facts are figures finer than published ones: only whoever reads live figures reads them.
_WITH_FIGURES = frozenset({"correction.accept"})
#: With more units than this the newest entries are read first and the unit is looked at afterwards.
_FEW_UNITS = 50
_ENTRIES = AuditEntry.__table__


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; nothing at all means the newest entries."""

    first: date | None = None
    last: date | None = None
    #: The beginning of an account name.
    actor: str = ""
    #: A whole action, or an area: `account.` stands for all of them.
    action: str = ""
    unit: str = ""
    words: str = ""
    #: Only entries with a smaller number.
    before: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Is anything looked for?"""
        return bool(self.first or self.last or self.actor or self.action or self.unit or self.words)


@dataclass(frozen=True)
class Line:
    """One entry with its unit's name."""

    entry: Entry
    unit_name: str
    #: The facts hold figures this person does not read; they are left out.
    is_withheld: bool = False

    @property
    def at(self) -> datetime:
        """When it was done."""
        return datetime.fromisoformat(self.entry.at)

    @property
    def facts(self) -> dict[str, Any]:
        """What was noted; empty where somebody has put something unreadable in its place."""
        try:
            found = json.loads(self.entry.facts)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Found:
    """A page of entries, the newest first."""

    lines: tuple[Line, ...]
    #: Where the next page goes on; None at the end.
    before: int | None
    #: Did the search stop because it had read enough, not because the page was full?
    is_unfinished: bool = False


@dataclass(frozen=True)
class Check:
    """A check of the whole chain that came to an end."""

    at: datetime
    through: int
    head: str
    first_break: int | None


@dataclass(frozen=True)
class ChainState:
    """How long the chain is, its head, and what the last check found."""

    entries: int
    head: str
    last_check: Check | None


def search(scope: Scope, wanted: Wanted) -> Found:
    """Return a page of the entries of this person's units, or raise AccessDenied."""
    scope.require(Permission.READ_AUDIT)
    words = asked(wanted.words)
    found: list[Line] = []
    read = READ_AT_ONCE if words else PAGE + 1
    for count, line in enumerate(_read(scope, wanted, read), start=1):
        if _speaks_of(line, words):
            if len(found) == PAGE:
                return Found(tuple(found), found[-1].entry.number)
            found.append(line)
        if words and count == READ_AT_ONCE:
            return Found(tuple(found), line.entry.number, is_unfinished=True)
    return Found(tuple(found), None)


def everything(scope: Scope, wanted: Wanted, *, most: int) -> Iterator[Line]:
    """Yield the entries of this person's units that fit, the newest first, at most so many; or raise AccessDenied."""
    scope.require(Permission.READ_AUDIT)
    words = asked(wanted.words)
    count, before = 0, None
    while True:
        lines = _read(scope, replace(wanted, before=before), READ_AT_ONCE)
        for line in lines:
            if count == most:
                return
            if _speaks_of(line, words):
                count += 1
                yield line
        if len(lines) < READ_AT_ONCE:
            return
        before = lines[-1].entry.number


def one(scope: Scope, number: int) -> Line | None:
    """Return one entry, or None when this person may not read it or there is none; or raise AccessDenied."""
    scope.require(Permission.READ_AUDIT)
    row = db.session.execute(_narrowed(scope, Wanted()).where(_ENTRIES.c.number == number)).one_or_none()
    return None if row is None else _line(scope, row)


def hash_before(_scope: Scope, number: int) -> str | None:
    """Return the hash of the entry before this one, the beginning's for the first; None when it is gone."""
    if number == 1:
        return BEGINNING
    return db.session.scalar(select(_ENTRIES.c.hash).where(_ENTRIES.c.number == number - 1))


def state(scope: Scope) -> ChainState:
    """Return how the whole chain stands; it is one for all units. Or raise AccessDenied."""
    scope.require(Permission.READ_AUDIT)
    newest = select(_ENTRIES.c.number, _ENTRIES.c.hash).order_by(_ENTRIES.c.number.desc()).limit(1)
    head = db.session.execute(newest).one_or_none()
    checked = db.session.execute(
        select(_ENTRIES.c.at, _ENTRIES.c.facts)
        .where(_ENTRIES.c.action == CHECKED)
        .order_by(_ENTRIES.c.number.desc())
        .limit(1)
    ).one_or_none()
    return ChainState(
        entries=head.number if head else 0,
        head=head.hash if head else BEGINNING,
        last_check=_check(checked.at, checked.facts) if checked else None,
    )


def _check(at: str, facts: str) -> Check | None:
    """Read a recorded check; None where somebody has spoilt it, as if none had been made."""
    try:
        found = json.loads(facts)
        return Check(
            datetime.fromisoformat(at), int(found["through"]), str(found["head"]), found["first_break"]
        )
    except (ValueError, KeyError, TypeError):
        return None


def _narrowed(scope: Scope, wanted: Wanted) -> Select[Any]:
    """Return the statement that reads what this person may read and looks for, the newest first."""
    return (
        select(_ENTRIES, Unit.name.label("unit_name"))
        .outerjoin(Unit, Unit.id == _ENTRIES.c.unit_id)
        .where(*_conditions(scope, wanted))
        .order_by(_ENTRIES.c.number.desc())
    )


def _conditions(scope: Scope, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    unit = _ENTRIES.c.unit_id
    # The sum keeps the database from collecting and sorting all entries of many units by their index.
    yield within(unit if len(scope.unit_ids) <= _FEW_UNITS else unit + 0, scope.unit_ids)
    if scope.role is Role.SYSADMIN:
        yield _begins(_ENTRIES.c.action, _ADMINISTRATORS)
    else:
        yield told.may_be_told(scope, _ENTRIES)
    if wanted.action.endswith("."):
        yield _begins(_ENTRIES.c.action, wanted.action)
    elif wanted.action:
        yield _ENTRIES.c.action == wanted.action
    if wanted.actor:
        yield _begins(_ENTRIES.c.actor, wanted.actor.lower())
    for word in asked(wanted.unit):
        yield unit.in_(select(Unit.id).where(Unit.words.contains(f" {word}", autoescape=True)))
    if wanted.first is not None:
        yield _ENTRIES.c.at >= _moment(wanted.first)
    if wanted.last is not None:
        yield _ENTRIES.c.at < _moment(wanted.last + timedelta(days=1))
    if wanted.before is not None:
        yield _ENTRIES.c.number < wanted.before


def _begins(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    return column.startswith(text, autoescape=True)


def _moment(day: date) -> str:
    """Return the beginning of an office's day as entries write moments."""
    start = datetime.combine(day, time(), tzinfo=clock.OFFICE_ZONE)
    return start.astimezone(clock.now().tzinfo).isoformat(timespec="seconds")


def _read(scope: Scope, wanted: Wanted, most: int) -> list[Line]:
    rows = db.session.execute(_narrowed(scope, wanted).limit(most))
    return [_line(scope, row) for row in rows]


def _speaks_of(line: Line, words: tuple[str, ...]) -> bool:
    if not words:
        return True
    text = words_of(line.entry.facts, line.entry.actor, line.unit_name)
    return all(f" {word}" in text for word in words)


def _line(scope: Scope, row: Row[Any]) -> Line:
    values = row._asdict()
    unit_name = values.pop("unit_name") or ""
    entry = Entry(**values)
    if entry.action in _WITH_FIGURES and not scope.may(Permission.READ_LIVE_RESULTS):
        return Line(replace(entry, facts=""), unit_name, is_withheld=True)
    return Line(entry, unit_name)
