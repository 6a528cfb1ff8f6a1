"""Forms: reads from an address or a typed span of days which period is meant."""

from collections.abc import Mapping
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField

from core.domain.periods import Kind, Period, PeriodInvalid, containing, custom, parse

#: How a day is written: in an address, and by people.
_DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y")
#: Longer than any period's name.
_LONGEST = 40


def _readable(text: str | None) -> str:
    """Return what was typed without characters nobody can see, short enough to be shown again."""
    shown = "".join(sign for sign in text or "" if sign.isprintable() and sign != "\ufffd")
    return shown.strip()[:_LONGEST]


class PeriodForm(Form):
    """A kind of period with the one meant, or two days. Nothing at all means the current month."""

    kind = StringField(name="ky", filters=[_readable])
    mark = StringField(name="moc", filters=[_readable])
    first = StringField(lazy_gettext("First day"), name="tu", filters=[_readable])
    last = StringField(lazy_gettext("Last day"), name="den", filters=[_readable])

    #: The period that was asked for, or the current month when it could not be read.
    period: Period
    #: Why the address as a whole could not be read.
    sentence: str = ""

    @property
    def is_custom(self) -> bool:
        """Does the person pick the days?"""
        return self.kind.data == Kind.CUSTOM or bool(self.first.data or self.last.data)

    @property
    def has_problems(self) -> bool:
        """Could something not be read?"""
        return bool(self.sentence or self.errors)


def names_none(values: Mapping[str, str]) -> bool:
    """Does an address name no period at all?"""
    return not any(values.get(name) for name in ("ky", "moc", "tu", "den"))


def read(values: Mapping[str, str], today: date) -> PeriodForm:
    """Return the form with its period; what cannot be read is explained and leaves the current month."""
    form = PeriodForm(MultiDict(values))
    form.period = containing(Kind.MONTH, today)
    if form.first.data or form.last.data:
        form.period = _typed_period(form) or form.period
    elif form.kind.data and form.kind.data != Kind.CUSTOM:
        form.period = _named_period(form, today) or form.period
    return form


def address(period: Period) -> dict[str, str]:
    """Return the parameters of an address that name the period."""
    if period.kind is Kind.CUSTOM:
        return {"tu": period.first.isoformat(), "den": period.last.isoformat()}
    return {"ky": str(period.kind), "moc": str(period)}


def _named_period(form: PeriodForm, today: date) -> Period | None:
    kind, mark = form.kind.data, form.mark.data
    try:
        return parse(kind, mark) if mark else containing(Kind(kind), today)
    except ValueError:  # no such kind
        pass
    except PeriodInvalid:
        pass
    form.sentence = _("There is no such period. The current month is shown instead.")
    return None


def _typed_period(form: PeriodForm) -> Period | None:
    first, last = _day(form.first), _day(form.last)
    if first is None or last is None:
        return None
    try:
        # Read back as an address would be, so that both ways accept the same years.
        return parse(Kind.CUSTOM, str(custom(first, last)))
    except PeriodInvalid as refusal:
        form.last.errors = [_refusal(refusal)]
    return None


def _day(field: StringField) -> date | None:
    """Return the day somebody typed, or leave a sentence at the field."""
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(field.data, form).date()  # noqa: DTZ007 (a calendar day has no zone)
        except ValueError:
            continue
    field.errors = [_("Write the day as day/month/year, for example 01/10/2026.")]
    return None


def _refusal(refusal: PeriodInvalid) -> str:
    sentences = {
        "period_reversed": _("The last day must not be before the first day."),
        "period_too_long": _(
            "A period has at most five years. Choose a later first day or an earlier last day."
        ),
    }
    return sentences.get(refusal.code, _("Choose days between 01/01/2000 and 31/12/2099."))
