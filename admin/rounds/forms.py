"""Forms of the survey rounds: what a plan says."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, StopValidation, ValidationError

from admin.places.inputs import DayField, Needed, clean
from admin.rounds import hamlets
from admin.rounds.hamlets import UnreadableLine
from core.domain.survey_rounds import Hamlet, Plan, RoundRefused, allocate, sample_size
from core.services.rounds import LONGEST_NAME


class PeopleField(StringField):
    """A number of people, its thousands marked or not; `data` is an int or None when empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a whole number."""
        written = clean(valuelist[0]) if valuelist else ""
        self.data: Any = None
        if not written:
            return
        digits = written.replace(".", "").replace(",", "").replace(" ", "")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
            raise ValueError(_("Write a whole number, for example 2.000."))
        self.data = int(digits)

    def _value(self) -> str:
        if self.raw_data:
            return clean(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class HamletsField(TextAreaField):
    """Hamlets, one a line; `data` is a tuple of them."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the lines; what is written stays to be shown again."""
        self.data: Any = ()
        try:
            self.data = hamlets.read(valuelist[0] if valuelist else "")
        except UnreadableLine as error:
            raise ValueError(error.sentence) from error

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return hamlets.written(self.data or ())


class OfferedField(SelectField):
    """One of what is offered; anything else is refused with a sentence of the field's own."""

    def __init__(self, label: Any, refusal: Any, **settings: Any) -> None:
        super().__init__(label, **settings)
        self.refusal = refusal

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was chosen."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(self.refusal) from error

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not offered, once."""
        if self.process_errors:
            raise StopValidation
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise StopValidation(self.refusal) from error


class PlanForm(FlaskForm):
    """What is asked, from when to when, about how many people where."""

    unit_id = OfferedField(_l("Unit"), _l("Choose one of your units."), coerce=int)
    name = StringField(
        _l("Name of the round"),
        filters=[clean],
        validators=[
            Needed(_l("Write a name, for example “Đợt khảo sát năm 2026”.")),
            Length(max=LONGEST_NAME, message=_l("At most %(max)d characters.")),
        ],
    )
    questionnaire = OfferedField(
        _l("Set of questions"),
        _l("The unit you chose does not ask this set of questions. Choose another one."),
    )
    begins_on = DayField(_l("First day"), validators=[Needed(_l("Write the first day."))])
    ends_on = DayField(_l("Last day"), validators=[Needed(_l("Write the last day."))])
    population = PeopleField(_l("People the round is about (N)"))
    hamlets = HamletsField(_l("Hamlets and their people"))

    def offer(self, units: Iterable[tuple[int, str]], questionnaires: Iterable[tuple[str, str]]) -> None:
        """Let one of these units and one of these questionnaires be chosen."""
        self.unit_id.choices = list(units)
        self.questionnaire.choices = list(questionnaires)

    def validate_population(self, field: PeopleField) -> None:
        """Without a number the hamlets add up to it."""
        if field.data is None and not field.errors and not self.hamlets.data:
            raise StopValidation(
                _("Write how many people the round is about, or its hamlets with their people.")
            )

    def validate_ends_on(self, field: DayField) -> None:
        """A round ends after it begins."""
        if field.data and self.begins_on.data and field.data < self.begins_on.data:
            raise ValidationError(_("The last day must not be before the first day."))

    @property
    def people(self) -> int:
        """N: as written, else all hamlets together."""
        if self.population.data is not None:
            return int(self.population.data)
        return sum(hamlet.population for hamlet in self.hamlets.data or ())

    @property
    def plan(self) -> Plan:
        """What was planned."""
        return Plan(
            name=self.name.data,
            questionnaire_code=self.questionnaire.data,
            begins_on=self.begins_on.data,
            ends_on=self.ends_on.data,
            population=self.people,
            hamlets=self.hamlets.data,
        )

    @property
    def sample(self) -> int | None:
        """The sample as it stands now; None while there is nobody to ask."""
        try:
            return sample_size(self.people)
        except RoundRefused:
            return None

    @property
    def shares(self) -> tuple[tuple[Hamlet, int], ...]:
        """Each hamlet's share of the sample, where the numbers fit together."""
        named: tuple[Hamlet, ...] = self.hamlets.data or ()
        people = [hamlet.population for hamlet in named]
        if not named or self.sample is None or sum(people) != self.people or min(people) < 1:
            return ()
        return tuple(zip(named, allocate(self.sample, people), strict=True))
