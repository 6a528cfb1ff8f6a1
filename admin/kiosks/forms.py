"""Forms of the tablets: what one is set to, why one is revoked, what a gap is about, what is decided."""

from collections.abc import Iterable
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, StopValidation

from admin.kiosks.device_forms import REASON, ChecksPin, ExplainForm, explanation_field
from admin.kiosks.words import MODE_NAMES
from admin.places.inputs import Needed, clean
from core.domain.tablet import Mode
from core.queries.kiosk.offices import CounterChoice
from core.queries.kiosk.tablets import TabletLine
from core.services.kiosk.tablets import TabletFacts


class SettingsForm(ChecksPin, FlaskForm):
    """Where a tablet stands and what it shows; an empty PIN leaves the one it has."""

    is_pin_optional = True

    counter_id = SelectField(_l("Counter"), coerce=int)
    name = StringField(
        _l("Name of the tablet"),
        filters=[clean],
        validators=[
            Needed(_l("Write a name that staff know it by, for example “Máy quầy 3”.")),
            Length(max=60, message=_l("At most %(max)d characters.")),
        ],
    )
    mode = RadioField(_l("What it shows"), choices=[])
    reads_aloud = BooleanField(_l("Offer to read the questions aloud"))
    asks_comment = BooleanField(_l("Ask for a comment in the citizen’s own words (optional for the citizen)"))
    pin = PasswordField(_l("New PIN (empty: stays as it is)"))
    pin_again = PasswordField(_l("The same PIN once more"))

    def offer(self, counters: Iterable[CounterChoice]) -> None:
        """Let one of the unit's open counters be chosen, and what the tablet shows."""
        self.counter_id.choices = [(one.id, one.name) for one in counters]
        self.mode.choices = [(str(mode), words) for mode, words in MODE_NAMES.items()]

    @property
    def facts(self) -> TabletFacts:
        """What was chosen."""
        return TabletFacts(
            counter_id=self.counter_id.data,
            name=self.name.data,
            mode=Mode(self.mode.data),
            reads_aloud=self.reads_aloud.data,
            asks_comment=self.asks_comment.data,
        )


class PairForm(SettingsForm):
    """A new tablet: it needs a PIN, and is named after its counter unless somebody says otherwise."""

    name = StringField(
        _l("Name of the tablet (empty: after its counter)"),
        filters=[clean],
        validators=[Length(max=60, message=_l("At most %(max)d characters."))],
    )
    pin = PasswordField(_l("PIN of the staff corner, 4 to 8 digits"))

    @property
    def facts(self) -> TabletFacts:
        """What was chosen; the counter's name stands in for the tablet's."""
        chosen = super().facts
        if chosen.name:
            return chosen
        counter = dict(self.counter_id.choices).get(chosen.counter_id, "")
        return replace(chosen, name=_("Tablet of %(counter)s", counter=counter)[:60])

    def validate_pin(self, field: PasswordField) -> None:
        """Whoever wants to leave the app on the tablet types it."""
        if not field.data:
            raise StopValidation(_("Write a PIN of 4 to 8 digits."))
        super().validate_pin(field)


def settings_of(line: TabletLine) -> SettingsForm:
    """Return the form filled with what a tablet is set to."""
    return SettingsForm(
        counter_id=line.counter_id,
        name=line.name,
        mode=str(line.mode),
        reads_aloud=line.reads_aloud,
        asks_comment=line.asks_comment,
    )


class OfficeExplainForm(ExplainForm):
    """What the office says about missing numbers."""

    explanation = explanation_field(_l("What the office knows about it"))


class DecideForm(FlaskForm):
    """What the Front says about answers kept aside."""

    reason = TextAreaField(_l("Reason of the decision"), filters=[clean], validators=REASON)


class ShelfForm(FlaskForm):
    """The file a tablet's staff corner has exported."""

    shelf = FileField(_l("File exported on the tablet"))
