"""Forms of the places; choices come from the unit in hand."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError

from admin.places.inputs import DayField, Needed, PercentField, clean, is_phone
from core import labels
from core.domain.office import UnitKind
from core.queries.places.fields import FieldLine, GroupLine
from core.services.places.photos import MAX_BYTES

_NAME = Length(max=120, message=_l("At most %(max)d characters."))
_SHORT = Length(max=40, message=_l("At most %(max)d characters."))


class UnitForm(FlaskForm):
    """A unit: what citizens read of it, and the days it exists."""

    name = StringField(
        _l("Name of the unit"),
        filters=[clean],
        validators=[
            Needed(_l("Write the unit’s name, for example “Xã Mẫu”.")),
            Length(max=200, message=_l("At most %(max)d characters.")),
        ],
    )
    kind = RadioField(_l("Kind"), choices=[])
    help_phone = StringField(_l("Phone for help (may stay empty)"), filters=[clean], validators=[is_phone])
    valid_from = DayField(_l("Works since"), validators=[Needed(_l("Write the first day."))])
    valid_to = DayField(_l("Until (empty: no end)"))

    def offer_kinds(self) -> None:
        """Let every kind be chosen; which one fits is decided by the unit above."""
        self.kind.choices = [(str(kind), labels.UNIT_KIND_NAMES[kind]) for kind in UnitKind]


class FieldForm(FlaskForm):
    """A field: its names and its group."""

    name = StringField(
        _l("Name of the field"),
        filters=[clean],
        validators=[Needed(_l("Write the field’s name, for example “Hộ tịch”.")), _NAME],
    )
    short_name = StringField(
        _l("Short name on the phone (may stay empty)"), filters=[clean], validators=[_SHORT]
    )
    group_id = SelectField(_l("Group"), coerce=int, default=0)

    def offer_groups(self, groups: Iterable[GroupLine]) -> None:
        """Let one of the unit's groups be chosen, or none."""
        self.group_id.choices = [(0, _("No group")), *((group.id, group.name) for group in groups)]

    @property
    def short(self) -> str:
        """The short name, or the name where it is short enough itself."""
        return self.short_name.data or self.name.data

    def validate_short_name(self, field: StringField) -> None:
        """A long name needs a short one."""
        if not field.data and len(self.name.data or "") > 40:
            raise ValidationError(
                _("The name is long: give a short one of at most 40 characters for the phone.")
            )


class CommonFieldsForm(FlaskForm):
    """Fields that nearly every office has."""

    names = SelectMultipleField(
        _l("Fields"), validators=[Needed(_l("Tick at least one field."))], validate_choice=True
    )


class GroupForm(FlaskForm):
    """A group and its fields."""

    name = StringField(
        _l("Name of the group"), filters=[clean], validators=[Needed(_l("Write the group’s name.")), _NAME]
    )
    field_ids = SelectMultipleField(_l("Fields of this group"), coerce=int)

    def offer_fields(self, fields: Iterable[FieldLine]) -> None:
        """Let the unit's open fields be ticked."""
        self.field_ids.choices = [(one.id, one.name) for one in fields if one.is_active and not one.is_other]


class CounterForm(FlaskForm):
    """A new counter: its name and the fields it serves, in the order of the list."""

    name = StringField(
        _l("Name with its number"),
        filters=[clean],
        validators=[Needed(_l("Write the counter’s name, for example “Quầy 3”.")), _NAME],
    )
    field_ids = SelectMultipleField(
        _l("Fields served here"), coerce=int, validators=[Needed(_l("Tick at least one field."))]
    )

    def offer_fields(self, fields: Iterable[FieldLine]) -> None:
        """Let the unit's open fields be ticked; «Việc khác» is offered to citizens anyway."""
        self.field_ids.choices = [
            (one.id, one.short_name) for one in fields if one.is_active and not one.is_other
        ]


class OfficerForm(FlaskForm):
    """An officer: what citizens read."""

    name = StringField(
        _l("Full name"),
        filters=[clean],
        validators=[Needed(_l("Write the officer’s full name.")), _NAME],
    )
    title = StringField(_l("Title (may stay empty)"), filters=[clean], validators=[_NAME])


class PhotoForm(FlaskForm):
    """The photo of an officer."""

    photo = FileField(_l("Photo (optional)"))
    #: Megabytes a picture may have.
    limit = MAX_BYTES >> 20


class CodeForm(FlaskForm):
    """A new code: what it stands for, what is written on its poster, which questions it asks."""

    place = SelectField(_l("The code stands for"))
    label = StringField(
        _l("Words on the poster (for an entrance, slip or link)"), filters=[clean], validators=[_NAME]
    )
    questionnaire = RadioField(_l("Questions"), default="quick")
    field = SelectField(_l("Answers count for (officer, slip or link)"), coerce=int, default=0)
    valid_to = DayField(_l("Takes answers until (empty: no end)"))


_WHY = {
    "filters": [clean],
    "validators": [
        Needed(_l("Write the reason; it stays in the history of the code.")),
        Length(max=200, message=_l("At most %(max)d characters.")),
    ],
}


class ReplaceCodeForm(FlaskForm):
    """Why a code is replaced, and what the new one asks."""

    why = StringField(_l("Why?"), **_WHY)
    questionnaire = RadioField(_l("Questions of the new code"))


class RevokeCodeForm(FlaskForm):
    """Why a code is revoked, and which code stands in its place."""

    why = StringField(_l("Why?"), **_WHY)
    successor = SelectField(_l("The code that takes its place (may stay empty)"), coerce=int, default=0)


class UntilForm(FlaskForm):
    """The last day a code takes answers."""

    valid_to = DayField(_l("Takes answers until (empty: no end)"))


class TargetForm(FlaskForm):
    """A target entered by hand."""

    subject = SelectField(_l("For"))
    threshold = PercentField(
        _l("At least (%)"), validators=[Needed(_l("Write the percentage, for example 95."))]
    )
    first_day = DayField(_l("From"), validators=[Needed(_l("Write the first day."))])
    last_day = DayField(_l("Until (empty: no end)"))
    document = StringField(
        _l("Document with number and date"),
        filters=[clean],
        validators=[
            Needed(_l("Write which document sets the target.")),
            Length(max=300, message=_l("At most %(max)d characters.")),
        ],
    )
    article = StringField(
        _l("Article"), filters=[clean], validators=[Needed(_l("Write the article or section.")), _NAME]
    )


class PlanForm(FlaskForm):
    """The fields of the group a plan speaks of, where the office has no such group yet."""

    field_ids = SelectMultipleField(_l("Fields of this group"), coerce=int)
