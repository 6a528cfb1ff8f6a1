"""Audit checks: a person has the whole chain read through, in stretches, and what was found is recorded."""

from core.db import write
from core.domain.access import Permission
from core.domain.audit import START, Point
from core.queries.audit import CHECKED
from core.queries.people import Staff
from core.services import audit
from core.services.audit import Verification

#: Entries read by one request: about a second.
AT_ONCE = 50_000


def check(person: Staff, start: Point = START, *, most: int = AT_ONCE) -> Verification:
    """Read a stretch of the chain behind `start`; at the end or at a break, record what was found.

    It is the same reading as `flask audit verify`. Raise AccessDenied unless the person may read the chain.
    """
    person.scope.require(Permission.READ_AUDIT)
    found = audit.verify(start, most=most)
    if found.is_finished:
        facts = {"through": found.entries, "head": found.head, "first_break": found.first_break}
        with write() as connection:
            audit.record(connection, actor=person.login, action=CHECKED, unit_id=person.unit_id, facts=facts)
    return found
