"""The form for what came on paper or by telephone: the citizen's own fields, how it came, and on which day."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from admin.complaints.forms import NONE, lines
from admin.places.inputs import DayField, Needed, clean
from core import clock, labels
from core.domain.complaints import filing
from core.domain.complaints.filing import LONGEST_LINE, LONGEST_TEXT, Filing, Missing
from core.domain.complaints.kinds import Channel
from core.queries.complaints.places import Place
from core.services.complaints import entering

_TOO_LONG = _l("At most %(max)d characters.")
_LINE = Length(max=LONGEST_LINE, message=_TOO_LONG)


class EntryForm(FlaskForm):
    """What somebody wrote or said, as nearly as possible in their words."""

    channel = RadioField(
        _l("How it came"),
        validators=[Needed(_l("Choose how it came."))],
        validate_choice=False,
    )
    received_on = DayField(_l("The day it came"), validators=[Needed(_l("Write the day it came."))])
    what = TextAreaField(
        _l("What it is about"), filters=[lines], validators=[Length(max=LONGEST_TEXT, message=_TOO_LONG)]
    )
    where = StringField(_l("Where it was (optional)"), filters=[clean], validators=[_LINE])
    when = StringField(_l("When it was (optional)"), filters=[clean], validators=[_LINE])
    wish = TextAreaField(_l("What the person wishes for (optional)"), filters=[lines], validators=[_LINE])
    field = SelectField(_l("Field (optional)"), coerce=int)
    concerns_front = BooleanField(_l("It is about the commune’s Fatherland Front itself"))
    name = StringField(_l("The person’s name (optional)"), filters=[clean], validators=[_LINE])
    phone = StringField(_l("Telephone (optional)"), filters=[clean], validators=[_LINE])
    email = StringField(_l("E-mail (optional)"), filters=[clean], validators=[_LINE])
    consent = BooleanField(
        _l("The sender agrees that the Front keeps this name and contact to answer this report")
    )

    def prepare(self, place: Place) -> None:
        """Offer the fields of the office; what comes today is the usual case."""
        self.channel.choices = [(str(Channel.PAPER), _("On paper")), (str(Channel.PHONE), _("By telephone"))]
        self.field.choices = [(NONE, _("No field, or not known")), *place.fields]
        if not self.is_submitted():
            self.received_on.data = clock.today()

    def validate_channel(self, field: RadioField) -> None:
        """Only these two are typed in."""
        if field.data and field.data not in {value for value, _words in field.choices}:
            raise ValidationError(_("Choose how it came."))

    def validate_received_on(self, field: DayField) -> None:
        """Not a day to come, and none that everybody has forgotten."""
        first, last = entering.earliest(), clock.today()
        if field.data is not None and not first <= field.data <= last:
            raise ValidationError(
                _(
                    "Write a day from %(first)s to %(last)s.",
                    first=labels.day(first),
                    last=labels.day(last),
                )
            )

    def is_complete(self, place: Place) -> bool:
        """Is everything there? What is not is said at its field."""
        is_valid = self.validate_on_submit()
        if not self.is_submitted():
            return False
        for part, fault in filing.missing(self.filing(place)):
            field: Any = self[str(part) if part else "consent"]
            if not field.errors:
                field.errors = [_sentence(fault)]
                is_valid = False
        return bool(is_valid)

    def filing(self, place: Place) -> Filing:
        """Return what is filed."""
        return Filing(
            unit_id=place.unit_id,
            channel=Channel.PHONE if self.channel.data == str(Channel.PHONE) else Channel.PAPER,
            what=self.what.data,
            where=self.where.data,
            when=self.when.data,
            wish=self.wish.data,
            name=self.name.data,
            phone=self.phone.data,
            email=self.email.data,
            has_consented=self.consent.data,
            concerns_front=self.concerns_front.data,
            field_id=self.field.data or None,
            received_on=self.received_on.data,
        )


def _sentence(fault: Missing) -> str:
    sentences = {
        Missing.NO_TEXT: _("Write what it is about, in a whole sentence at least."),
        Missing.TEXT_TOO_LONG: _("At most %(max)d characters.", max=LONGEST_TEXT),
        Missing.LINE_TOO_LONG: _("At most %(max)d characters.", max=LONGEST_LINE),
        Missing.PHONE: _("A phone number has 10 digits."),
        Missing.EMAIL: _("An e-mail address looks like name@example.vn."),
        Missing.CONSENT: _(
            "Ask whether the sender agrees, then tick it; without consent leave name and contact out."
        ),
    }
    return sentences[fault]
