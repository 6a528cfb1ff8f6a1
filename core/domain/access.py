"""Who may do what: roles, permissions and the part of the administration a person may see. Default deny."""

from dataclasses import dataclass
from enum import StrEnum

from core.domain.errors import DomainError


class Role(StrEnum):
    """The nine roles of DESIGN §6."""

    OFFICER = "officer"
    MANAGER = "manager"
    LEADER = "leader"
    FRONT = "front"
    FRONT_LEAD = "front_lead"
    COUNCIL = "council"
    OBSERVER = "observer"
    PROVINCE = "province"
    SYSADMIN = "sysadmin"


class Permission(StrEnum):
    """What a route may ask for. A route names exactly one."""

    #: Anyone, without an account.
    PUBLIC = "public"
    #: Any signed-in account: its own start page, password, language.
    SIGNED_IN = "signed_in"
    #: Live results of any period.
    READ_LIVE_RESULTS = "read_live_results"
    #: QR codes and posters of the own office.
    PRINT_CODES = "print_codes"


_EVERYBODY = frozenset({Permission.PUBLIC, Permission.SIGNED_IN})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _EVERYBODY,
    Role.MANAGER: _EVERYBODY | {Permission.PRINT_CODES},
    Role.LEADER: _EVERYBODY,
    Role.FRONT: _EVERYBODY | {Permission.READ_LIVE_RESULTS, Permission.PRINT_CODES},
    Role.FRONT_LEAD: _EVERYBODY | {Permission.READ_LIVE_RESULTS, Permission.PRINT_CODES},
    Role.COUNCIL: _EVERYBODY,
    Role.OBSERVER: _EVERYBODY,
    Role.PROVINCE: _EVERYBODY,
    Role.SYSADMIN: _EVERYBODY,
}


class AccessDenied(DomainError):
    """The person may not do this."""


@dataclass(frozen=True)
class Scope:
    """Who asks and which units they may see; the first argument of every query."""

    account_id: int
    #: None: a citizen, or the product itself; neither holds any staff permission.
    role: Role | None
    unit_ids: frozenset[int]

    def may(self, permission: Permission) -> bool:
        """Does the role carry this permission?"""
        if self.role is None:
            return permission is Permission.PUBLIC
        return permission in PERMISSIONS[self.role]

    def require(self, permission: Permission) -> None:
        """Raise AccessDenied unless the role carries this permission."""
        if not self.may(permission):
            raise AccessDenied("not_permitted", role=self.role, permission=permission)

    def sees(self, unit_id: int) -> bool:
        """Is the unit inside this person's part of the administration?"""
        return unit_id in self.unit_ids


#: Somebody who scanned a code.
CITIZEN = Scope(account_id=0, role=None, unit_ids=frozenset())
#: The product's own work: commands, the worker, checks inside a write.
SYSTEM = Scope(account_id=0, role=None, unit_ids=frozenset())
