"""Disclosures: notes who looked at figures about people and who took figures away, in the audit chain."""

from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from core import clock
from core.db import db, write
from core.domain.audit import canonical
from core.domain.credentials import ABSOLUTE
from core.models import AuditEntry, Unit
from core.queries.people import Staff
from core.services import audit

_ENTRIES = AuditEntry.__table__
#: What stands in the chain when somebody opens a case.
_OPENED = "case.open"


class Viewed(StrEnum):
    """A page whose reading is noted: it shows figures about people."""

    OFFICERS = "view.officers"


class Opened(StrEnum):
    """Why somebody opens a case: by what they are to it, in a word that says nothing of it."""

    #: It waits for this person.
    TURN = "case_turn"
    #: It is under way with somebody else.
    ALONG = "case_along"
    #: It is closed.
    BACK = "case_back"


class Exported(StrEnum):
    """A file whose handing out is noted."""

    RESULTS = "export.results"
    PUBLISHED = "export.published_results"
    OFFICERS = "export.officers"
    OWN = "export.own_results"
    WORKBOOK = "export.workbook"
    AUDIT = "export.audit"
    CASE_FIGURES = "export.case_figures"
    ROUND = "export.round"


def viewed(person: Staff, what: Viewed, *, place: str = "", **facts: Any) -> bool:
    """Note that a person looks at a page, once per session and facts; say whether it was noted now.

    `place` is the code of the unit looked at; without one it is the person's own. A page read again costs one small
    statement and no write.
    """
    action = str(what)
    unit_id = _unit(person, place)
    text = canonical(facts)
    begun = (person.ends_at - ABSOLUTE).isoformat(timespec="seconds")
    if _is_noted(person.login, action, unit_id, text, begun):
        return False
    with write() as connection:
        _record(connection, person, action, unit_id, facts)
    return True


def opened(person: Staff, *, unit_id: int, register: str, why: Opened) -> bool:
    """Note that a person opens a case, once a day and reason; say whether it was noted now.

    The chain is read by more people than the case is: it names the case, and not a word of it.
    """
    facts = {"case": register, "reason": str(why)}
    midnight = datetime.combine(clock.today(), time(), tzinfo=clock.OFFICE_ZONE).astimezone(UTC)
    since = midnight.isoformat(timespec="seconds")
    if _is_noted(person.login, _OPENED, unit_id, canonical(facts), since):
        return False
    with write() as connection:
        _record(connection, person, _OPENED, unit_id, facts)
    return True


def exported(person: Staff, what: Exported, *, place: str = "", **facts: Any) -> None:
    """Note that a person takes a file away; every one of them, before it is handed out."""
    unit_id = _unit(person, place)
    with write() as connection:
        _record(connection, person, str(what), unit_id, facts)


def _unit(person: Staff, code: str) -> int:
    """Return the unit looked at, so that its own auditors read of it."""
    if not code:
        return person.unit_id
    found = db.session.scalar(select(Unit.id).where(Unit.code == code))
    return found if found is not None and person.scope.sees(found) else person.unit_id


def _is_noted(login: str, action: str, unit_id: int, facts: str, since: str) -> bool:
    noted = (
        select(_ENTRIES.c.number)
        .where(
            _ENTRIES.c.actor == login,
            _ENTRIES.c.at >= since,
            _ENTRIES.c.action == action,
            _ENTRIES.c.unit_id == unit_id,
            _ENTRIES.c.facts == facts,
        )
        .limit(1)
    )
    return db.session.scalar(noted) is not None


def _record(connection: Connection, person: Staff, action: str, unit_id: int, facts: dict[str, Any]) -> None:
    audit.record(connection, actor=person.login, action=action, unit_id=unit_id, facts=facts)
