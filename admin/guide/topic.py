"""Topic: what the help says about one page or task."""

from dataclasses import dataclass

from flask_babel import LazyString

from core.domain.access import Permission, Scope


@dataclass(frozen=True)
class Topic:
    """One page or task; the code is its place on the help page."""

    code: str
    title: LazyString
    purpose: LazyString
    steps: tuple[LazyString, ...]
    #: Whom it concerns: whoever has this permission and lacks the other.
    permission: Permission = Permission.SIGNED_IN
    without: Permission | None = None

    def concerns(self, scope: Scope) -> bool:
        """Is it about this person's work?"""
        return scope.may(self.permission) and not (self.without and scope.may(self.without))
