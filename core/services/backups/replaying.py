"""Replaying: the statements that erase from a restored database what was erased after the backup was made.

They are text, because PostgreSQL's own program runs them in the one transaction that restores. Every value in them
is a number, a day, or a word of ours; names of tables come from our own lists.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.domain.complaints.course import State
from core.domain.complaints.erasing import Erased, RequestState, Wish
from core.domain.complaints.kinds import Outcome
from core.services.complaints.erasing import EMPTIED, GO_WITH_CONTACT, GO_WITH_WORDS

_ENDED = f"'{State.CLOSED}', '{State.ANSWERED}'"
_OPEN = f"'{RequestState.OPEN}', '{RequestState.CONFIRMING}'"
_TEXTS, _LIST, _REQUESTS = "complaint_text", "erasure", "erasure_request"


@dataclass(frozen=True)
class Statement:
    """One statement, and the tables without which there is nothing for it to do."""

    tables: tuple[str, ...]
    text: str


def statements(erased: Iterable[Erased], *, is_postgresql: bool) -> Iterator[Statement]:
    """Yield what has to be done, in order; safe to repeat, and nothing for what the backup has erased itself."""
    for one in erased:
        yield from _one(one, is_postgresql=is_postgresql)


def script(erased: Iterable[Erased], schema: str) -> str:
    """Return the statements for `psql`: each runs only where its tables stand."""
    lines = [f'SET search_path = "{schema}";']
    for statement in statements(erased, is_postgresql=True):
        there = " AND ".join(f"to_regclass('{table}') IS NOT NULL" for table in statement.tables)
        lines.append(f"DO $replay$ BEGIN IF {there} THEN {statement.text}; END IF; END $replay$;")
    return "\n".join(lines) + "\n"


def _one(one: Erased, *, is_postgresql: bool) -> Iterator[Statement]:
    case, number = (_bytes(value, is_postgresql=is_postgresql) for value in (one.reference, one.id))
    # What the backup lists itself was done before it was made; the citizen may have written a new contact since.
    is_new = f"NOT EXISTS (SELECT 1 FROM {_LIST} WHERE id = {number})"
    if one.kind is Wish.ALL:
        yield from _everything(one, case)
    else:
        names = ", ".join(f"'{part}'" for part in one.parts) or "''"
        gone = f"DELETE FROM {_TEXTS} WHERE complaint_id = {case} AND part IN ({names}) AND {is_new}"
        yield Statement((_TEXTS, _LIST), gone)
        # The words of what was corrected are found no more either; what was written instead is not in the backup.
        beside = GO_WITH_CONTACT if one.kind is Wish.CONTACT else ("complaint_word",)
        for table in beside:
            yield Statement((table, _LIST), f"DELETE FROM {table} WHERE complaint_id = {case} AND {is_new}")
    yield Statement(
        (_REQUESTS,),
        f"UPDATE {_REQUESTS} SET state = '{RequestState.DONE}', is_granted = {_true(is_postgresql)}, sealed = NULL, "
        f"decided_by = {one.decided_by}, decided_on = '{one.day}', confirmed_by = {one.confirmed_by}, "
        f"confirmed_on = '{one.day}' WHERE complaint_id = {case} AND wish = '{one.kind}' "
        f"AND state IN ({_OPEN}) AND {one.decided_by} <> {one.confirmed_by} AND {is_new}",
    )
    yield Statement(
        (_LIST,),
        f"INSERT INTO {_LIST} (id, unit_id, kind, parts, reference, day, decided_by, confirmed_by) "
        f"SELECT {number}, {one.unit_id}, '{one.kind}', '{','.join(one.parts)}', {case}, '{one.day}', "
        f"{one.decided_by}, {one.confirmed_by} WHERE {is_new}",
    )


def _everything(one: Erased, case: str) -> Iterator[Statement]:
    """The key first: should anything after it fail, nothing can be read all the same."""
    for table in GO_WITH_WORDS:
        yield Statement((table,), f"DELETE FROM {table} WHERE complaint_id = {case}")
    yield Statement(
        ("complaint",),
        f"UPDATE complaint SET state = '{State.CLOSED}', outcome = '{Outcome.WITHDRAWN}', clock = NULL, "
        f"clock_since = NULL, due_on = NULL, first_due_on = NULL, closed_on = '{one.day}' "
        f"WHERE id = {case} AND state NOT IN ({_ENDED})",
    )
    for table, columns in EMPTIED.items():
        emptied = ", ".join(f"{column} = NULL" for column in columns)
        filled = " OR ".join(f"{column} IS NOT NULL" for column in columns)
        # A backup older than the list has guards that let no line of a timeline change; without key it is unreadable.
        yield Statement(
            (table, _LIST), f"UPDATE {table} SET {emptied} WHERE complaint_id = {case} AND ({filled})"
        )


def _bytes(value: bytes, *, is_postgresql: bool) -> str:
    return f"decode('{value.hex()}', 'hex')" if is_postgresql else f"X'{value.hex()}'"


def _true(is_postgresql: bool) -> str:
    return "TRUE" if is_postgresql else "1"
