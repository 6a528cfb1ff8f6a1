"""Forms of the work calendar: what a decision announces, why a day is taken back, a deadline to work out."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, StringField
from wtforms.validators import Length, ValidationError

from admin.places.inputs import DayField, Needed, clean

#: The longest deadline somebody works out.
MOST_DAYS = 250


class AnnouncementForm(FlaskForm):
    """A day off, a day worked, or one for the other; and the decision it stands in."""

    day_off = DayField(_l("Day off"))
    day_worked = DayField(_l("Day worked instead"))
    document = StringField(
        _l("Number of the decision"),
        filters=[clean],
        validators=[
            Needed(_l("Write the decision’s number, as it stands on the document.")),
            Length(max=120, message=_l("At most %(max)d characters.")),
        ],
    )
    document_date = DayField(
        _l("Date of the decision"), validators=[Needed(_l("Write the decision’s date."))]
    )
    reason = StringField(
        _l("Reason"),
        filters=[clean],
        validators=[
            Needed(_l("Write the reason, for example “Nghỉ Tết Dương lịch”.")),
            Length(max=200, message=_l("At most %(max)d characters.")),
        ],
    )

    def validate_day_worked(self, field: DayField) -> None:
        """One of the two days has to be there, and they must differ."""
        if field.errors:
            return
        if self.day_off.data is None and field.data is None and not self.day_off.errors:
            raise ValidationError(_("Write the day off, the day worked, or both."))
        if field.data is not None and field.data == self.day_off.data:
            raise ValidationError(_("The day off and the day worked must be two different days."))


class RevokeForm(FlaskForm):
    """Why a day is taken back."""

    why = StringField(
        _l("Why it is taken back"),
        filters=[clean],
        validators=[
            Needed(_l("Write why, for example “Quyết định được thay thế”.")),
            Length(max=200, message=_l("At most %(max)d characters.")),
        ],
    )


class CountField(StringField):
    """A number of working days; `data` is an int or None when empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a whole number between 1 and MOST_DAYS."""
        written = clean(valuelist[0]) if valuelist else ""
        self.data: Any = None
        if not written:
            return
        if not written.isascii() or not written.isdigit() or not 1 <= int(written[:9]) <= MOST_DAYS:
            raise ValueError(_("Write a whole number between 1 and %(most)s.", most=MOST_DAYS))
        self.data = int(written)


class DeadlineForm(Form):
    """From which day how many working days; sent with the address, so that it can be kept and shared."""

    tu = DayField(_l("From"))
    so_ngay = CountField(_l("Working days"))
