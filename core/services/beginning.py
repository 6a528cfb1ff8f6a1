"""The first start of a real office: its commune and centre in an empty database; all else is set up in the browser."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from core import clock
from core.db import write
from core.domain import naming
from core.domain.errors import DomainError
from core.domain.office import UnitKind
from core.models import Unit
from core.services import audit, locks, questionnaires

_LONGEST_CODE = 40


class DatabaseNotEmpty(DomainError):
    """There is an office already; another, real or invented, is not begun beside it."""


@dataclass(frozen=True)
class Begun:
    """The codes of the two units, for the accounts that come first."""

    commune_code: str
    centre_code: str


def require_no_office(connection: Connection) -> None:
    """Raise DatabaseNotEmpty where any unit stands."""
    units = connection.scalar(select(func.count()).select_from(Unit)) or 0
    if units:
        raise DatabaseNotEmpty("database_not_empty", units=units)


def begin(commune: str, centre: str, *, actor: str) -> Begun:
    """Make the first commune and its centre, and publish the built-in questionnaires; raise DatabaseNotEmpty."""
    with write() as connection:
        locks.set_up_places(connection)
        require_no_office(connection)
        first = naming.code(commune, (), longest=_LONGEST_CODE, otherwise="xa")
        second = naming.code(centre, (first,), longest=_LONGEST_CODE, otherwise="trung-tam")
        day = clock.today()
        rows = (
            (1, None, first, UnitKind.COMMUNE, commune),
            (2, 1, second, UnitKind.CENTRE, centre),
        )
        for number, parent_id, code, kind, name in rows:
            connection.execute(
                insert(Unit),
                {
                    "id": number,
                    "unit_id": number,
                    "parent_id": parent_id,
                    "code": code,
                    "kind": str(kind),
                    "name": name,
                    "help_phone": "",
                    "valid_from": day,
                    "valid_to": None,
                },
            )
        questionnaires.publish_builtin(connection)
        facts = {"commune": first, "centre": second}
        audit.record(connection, actor=actor, action="office.begin", unit_id=1, facts=facts)
    return Begun(first, second)
