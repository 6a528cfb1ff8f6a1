"""The form of a merger: which communes, what they become, since when and by which decision."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError

from admin.places.inputs import DayField, Needed, clean, is_phone
from core.queries.places.merging import Candidate
from core.services.places.merging import Merger


class MergerForm(FlaskForm):
    """What a person writes about a merger, before and after having seen what it means."""

    unit_ids = SelectMultipleField(_l("Communes that become one"), coerce=int)
    name = StringField(
        _l("Name of the new commune"),
        filters=[clean],
        validators=[
            Needed(_l("Write the new commune’s name.")),
            Length(max=200, message=_l("At most %(max)d characters.")),
        ],
    )
    help_phone = StringField(_l("Phone for help (may stay empty)"), filters=[clean], validators=[is_phone])
    day = DayField(_l("First day of the new commune"), validators=[Needed(_l("Write the first day."))])
    document = StringField(
        _l("Number and date of the resolution"),
        filters=[clean],
        validators=[
            Needed(_l("Write the resolution’s number and date, as they stand on the document.")),
            Length(max=200, message=_l("At most %(max)d characters.")),
        ],
    )
    ending = SelectMultipleField(_l("Accounts that end"), coerce=int, validate_choice=False)

    def offer(self, candidates: Iterable[Candidate]) -> None:
        """Let standing communes be ticked."""
        self.unit_ids.choices = [(one.id, f"{one.name} ({one.parent_name})") for one in candidates]

    def validate_unit_ids(self, field: SelectMultipleField) -> None:
        """Two communes at least become one."""
        if len(field.data or []) < 2:
            raise ValidationError(_("Tick at least two communes."))

    @property
    def merger(self) -> Merger:
        """What was written, once it is valid."""
        return Merger(
            unit_ids=frozenset(self.unit_ids.data),
            name=self.name.data,
            help_phone=self.help_phone.data,
            day=self.day.data,
            document=self.document.data,
            ending_account_ids=frozenset(self.ending.data or []),
        )
