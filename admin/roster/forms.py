"""Forms of the roster: who stands in, when the office is open, who really sat there, and what the Front says."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, StopValidation

from admin.places.inputs import Needed, clean
from core import labels
from core.domain.roster import Hours
from core.queries.roster import Choice
from core.services.office_workbook import moments
from core.services.office_workbook.file import RawCell
from core.services.office_workbook.findings import CellRefused

#: «Nobody», where an officer is chosen.
NOBODY = 0
_WEEKDAYS = (4, 5, 6)


class TimeField(StringField):
    """A time of day, typed as the spreadsheet reads it: 10:00 or 10h00; `data` is a time or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; keep it to be shown again where it is no time."""
        written = clean(valuelist[0]) if valuelist else ""
        self.data: Any = None
        if not written:
            return
        try:
            self.data = moments.time_of_day(RawCell(written))
        except CellRefused as refusal:
            raise ValueError(refusal.sentence) from refusal

    def _value(self) -> str:
        if self.raw_data:
            return clean(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""


class SubstituteForm(FlaskForm):
    """Who takes a shift over, and from when."""

    officer = SelectField(_l("Who takes over"), coerce=int)
    when = RadioField(_l("From when"), default="now")
    at = TimeField(_l("Time"))

    def offer(self, officers: Iterable[Choice], *, except_id: int, is_running: bool) -> None:
        """Let everybody else be chosen, or nobody; «now» only while the shift runs."""
        self.officer.choices = [
            *((one.id, one.name) for one in officers if one.id != except_id),
            (NOBODY, _("Nobody: the counter stays empty")),
        ]
        self.when.choices = [("at", _("From a time on"))]
        if is_running:
            self.when.choices.insert(0, ("now", _("From now on")))
        elif not self.is_submitted():
            self.when.data = "at"

    def validate_at(self, field: TimeField) -> None:
        """A time is needed where one was announced."""
        if self.when.data == "at" and field.data is None and not field.errors and not field.process_errors:
            raise StopValidation(_("Write from what time on, for example 10:00."))

    @property
    def officer_id(self) -> int | None:
        """Who takes over; None for nobody."""
        return self.officer.data or None

    def moment(self, shift_begins: datetime) -> datetime | None:
        """Return the moment on the shift's day; None for now."""
        hour: time | None = self.at.data
        if self.when.data != "at" or hour is None:
            return None
        return shift_begins.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)


class HoursForm(FlaskForm):
    """When the counters are open."""

    morning_from = TimeField(_l("Morning from"), validators=[Needed(_l("Write a time, for example 07:30."))])
    morning_to = TimeField(_l("Morning until"), validators=[Needed(_l("Write a time, for example 07:30."))])
    afternoon_from = TimeField(
        _l("Afternoon from"), validators=[Needed(_l("Write a time, for example 07:30."))]
    )
    afternoon_to = TimeField(
        _l("Afternoon until"), validators=[Needed(_l("Write a time, for example 07:30."))]
    )
    last_weekday = RadioField(_l("The office works from Monday until"), coerce=int)

    def offer_days(self) -> None:
        """Let the last working day of the week be chosen."""
        self.last_weekday.choices = [(number, labels.weekday_at(number)) for number in _WEEKDAYS]

    def hours(self, before: Hours) -> Hours:
        """Return what was typed."""
        return Hours(
            before.zone,
            (self.morning_from.data, self.morning_to.data),
            (self.afternoon_from.data, self.afternoon_to.data),
            self.last_weekday.data,
        )


_REASON = [
    Needed(_l("Write the reason: it is kept for ever.")),
    Length(max=300, message=_l("At most %(max)d characters.")),
]


class ProposalForm(FlaskForm):
    """Who really sat there, and how one knows."""

    officer = SelectField(
        _l("Who really sat there"), coerce=int, validators=[Needed(_l("Choose who sat there, or nobody."))]
    )
    reason = TextAreaField(_l("Reason"), filters=[clean], validators=_REASON)

    def offer(self, officers: Iterable[Choice], *, except_id: int) -> None:
        """Let everybody but the one the roster names be chosen, those who have left too."""
        self.officer.choices = [
            (-1, _("Please choose")),
            *((one.id, one.name) for one in officers if one.id != except_id),
            (NOBODY, _("Nobody these answers could be about")),
        ]

    def validate_officer(self, field: SelectField) -> None:
        """The first line is no answer."""
        if field.data == -1:
            raise StopValidation(_("Choose who sat there, or nobody."))


class DecisionForm(FlaskForm):
    """What the Front says to a proposal."""

    reason = TextAreaField(_l("Reason of the decision"), filters=[clean], validators=_REASON)
