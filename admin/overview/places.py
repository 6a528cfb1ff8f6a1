"""Places: whose results a page shows: a person's own part of the administration, or one commune of a province."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort

from admin.overview import forms
from core.domain.access import Role, Scope
from core.domain.periods import Period
from core.queries import provinces
from core.queries.people import Staff


@dataclass(frozen=True)
class Place:
    """A part of the administration; the code is empty for all of a person's own."""

    scope: Scope
    name: str
    code: str = ""

    @property
    def is_rolled_up(self) -> bool:
        """Is it a whole province, whose communes stand side by side?"""
        return self.scope.role is Role.PROVINCE and not self.code

    @property
    def address(self) -> dict[str, str]:
        """The parameter of an address that names the place."""
        return {"don-vi": self.code} if self.code else {}

    def address_of(self, period: Period) -> dict[str, str]:
        """Return the parameters of an address that name the place and a period."""
        return {**self.address, **forms.address(period)}


def read(person: Staff, values: Mapping[str, str]) -> Place:
    """Return the place an address asks for; a province may name one of its communes, others see their own."""
    code = values.get("don-vi", "")
    if not code or person.role is not Role.PROVINCE:
        return Place(person.scope, person.unit_name)
    found = provinces.narrowed(person.scope, code)
    if found is None:
        abort(404)
    scope, name = found
    return Place(scope, name, code)
