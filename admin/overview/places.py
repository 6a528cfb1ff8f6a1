"""Places: whose results a page shows: a person's own part of the administration, or one commune of a province."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort
from flask_babel import gettext as _

from admin.overview import forms
from core import labels
from core.domain.access import Role, Scope
from core.domain.periods import Period
from core.queries import mergers, provinces
from core.queries.mergers import Border
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

    def borders(self, period: Period) -> tuple[Border, ...]:
        """Return the mergers of communes a period begins before.

        A whole province lists each commune as it stood at the period's end, so there only those the period reaches.
        """
        found = mergers.borders(self.scope, period)
        return tuple(border for border in found if border.is_reached or not self.is_rolled_up)

    @property
    def went_into(self) -> Border | None:
        """What the place went into, where it is a former commune."""
        return mergers.successor(self.scope, self.code) if self.code else None

    def name_in(self, period: Period) -> str:
        """Return the name a file carries: with the communes whose figures the period adds up before a merger."""
        notes = [
            _(
                "before %(day)s: %(names)s",
                day=labels.day(border.day),
                names=", ".join(former.name for former in border.formers),
            )
            for border in self.borders(period)
        ]
        went_into = self.went_into
        if went_into is not None:
            notes.append(
                _("since %(day)s part of %(name)s", day=labels.day(went_into.day), name=went_into.name)
            )
        return f"{self.name} ({'; '.join(notes)})" if notes else self.name

    def address_of(self, period: Period) -> dict[str, str]:
        """Return the parameters of an address that name the place and a period."""
        return {**self.address, **forms.address(period)}


def read(person: Staff, values: Mapping[str, str]) -> Place:
    """Return the place an address asks for, or answer 404.

    A province may name one of its communes, everybody a commune that went into their own; others see their own.
    """
    code = values.get("don-vi", "")
    if not code:
        return Place(person.scope, person.unit_name)
    is_province = person.role is Role.PROVINCE
    found = (provinces if is_province else mergers).narrowed(person.scope, code)
    if found is None and is_province:
        abort(404)
    if found is None:
        return Place(person.scope, person.unit_name)
    scope, name = found
    return Place(scope, name, code)
