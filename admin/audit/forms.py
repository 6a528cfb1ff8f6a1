"""Forms: what is looked for in the audit log, read from an address."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField

from admin.audit.acts import ACTION_NAMES, AREA_NAMES
from core.domain.searching import LONGEST
from core.queries.audit import Wanted

_DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y")
#: Nothing happened before or will be looked for after these.
_YEARS = range(2000, 2100)
#: Numbers of entries have fewer digits.
_DIGITS = 10


def _readable(text: str | None) -> str:
    """Return what was typed without characters nobody can see, short enough to be shown again."""
    return "".join(sign for sign in text or "" if sign.isprintable()).strip()[:LONGEST]


class SearchForm(Form):
    """Days, who, what, where, and words. Nothing at all means the newest entries."""

    first = StringField(_l("First day"), name="tu", filters=[_readable])
    last = StringField(_l("Last day"), name="den", filters=[_readable])
    actor = StringField(_l("Account name"), name="ai", filters=[_readable])
    action = StringField(_l("Act"), name="viec", filters=[_readable])
    unit = StringField(_l("Unit"), name="don-vi", filters=[_readable])
    words = StringField(_l("Words in the entry"), name="chu", filters=[_readable])

    #: What is looked for, without what could not be read.
    wanted: Wanted

    @property
    def address(self) -> dict[str, str]:
        """The parameters of an address that look for the same."""
        return {field.name: field.data for field in self if field.data}


def read(values: Mapping[str, str]) -> SearchForm:
    """Return the form with what is looked for; a day that cannot be read is explained and left out."""
    form = SearchForm(MultiDict(values))
    first, last = _day(form.first), _day(form.last)
    if first and last and last < first:
        form.last.errors = [_("The last day must not be before the first day.")]
        last = None
    if form.action.data not in ACTION_NAMES and form.action.data.removesuffix(".") not in AREA_NAMES:
        form.action.data = ""
    before = values.get("truoc", "")
    form.wanted = Wanted(
        first=first,
        last=last,
        actor=form.actor.data,
        action=form.action.data,
        unit=form.unit.data,
        words=form.words.data,
        before=int(before) if before.isdecimal() and len(before) < _DIGITS else None,
    )
    return form


def noted(wanted: Wanted) -> dict[str, Any]:
    """Return what an export was narrowed by, as the chain keeps it."""
    facts = {
        "first": wanted.first and wanted.first.isoformat(),
        "last": wanted.last and wanted.last.isoformat(),
        "actor": wanted.actor,
        "action": wanted.action,
        "unit": wanted.unit,
        "words": wanted.words,
    }
    return {name: value for name, value in facts.items() if value}


def _day(field: StringField) -> date | None:
    if not field.data:
        return None
    for form in _DAY_FORMS:
        try:
            found = datetime.strptime(field.data, form).date()  # noqa: DTZ007 (a calendar day has no zone)
        except ValueError:
            continue
        if found.year in _YEARS:
            return found
    field.errors = [_("Write the day as day/month/year, for example 01/10/2026.")]
    return None
