"""What the audit log tells of cases: nothing of one that its reader may not know of."""

from sqlalchemy import ColumnElement, FromClause, and_, exists, func, not_

from core.db import db
from core.domain.access import Permission, Scope
from core.models import Complaint
from core.queries.complaints import guard

#: Acts that speak of a case, and where its number stands in their facts: {"case":"PA-48213",…}.
_ACTS = "case."
_BEFORE = '"case":"'
_LENGTH = 8


def may_be_told(scope: Scope, entries: FromClause) -> ColumnElement[bool]:
    """Return the condition under which an entry of the chain may be shown to this person."""
    position = (
        func.strpos(entries.c.facts, _BEFORE)
        if db.engine.dialect.name == "postgresql"
        else func.instr(entries.c.facts, _BEFORE)
    )
    register = func.substr(entries.c.facts, position + len(_BEFORE), _LENGTH)
    known = guard.visible(scope) if scope.may(Permission.READ_CASES) else guard.is_common(scope)
    hidden = (
        exists()
        .where(Complaint.unit_id == entries.c.unit_id, Complaint.register == register, not_(known))
        .correlate(entries)
    )
    return not_(and_(entries.c.action.startswith(_ACTS), hidden))
