"""Forms of a case: each reads what belongs to one act and says which move it means."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from admin.complaints import words
from admin.places.inputs import DayField, Needed, clean
from core import labels
from core.domain.complaints import tags
from core.domain.complaints.course import Action
from core.domain.complaints.filing import LONGEST_TEXT
from core.domain.complaints.kinds import FOUND_LATER, Kind
from core.domain.complaints.quality import Finding, judge, parted, shows_evidence, with_evidence
from core.domain.plain_text import tidy
from core.queries.complaints import persons
from core.queries.complaints.cases import Case
from core.queries.complaints.persons import Person
from core.services.complaints.effects import Said
from core.web.access import staff

#: «Nobody», where a holder is chosen; «no field», where one is.
NOBODY = "-"
NONE = 0
_TOO_LONG = Length(max=LONGEST_TEXT, message=_l("At most %(max)d characters."))
_SHORT = Length(max=300, message=_l("At most %(max)d characters."))
_WORDS = [Needed(_l("Write it down first; without words nothing is sent.")), _TOO_LONG]
_REASON = [Needed(_l("Write the reason: it is kept for ever.")), _SHORT]


def fit_tag(_form: object, field: StringField) -> None:
    """A tag is no sentence and nobody's number."""
    if field.data and not tags.is_fit(tags.plain(field.data)):
        raise ValidationError(
            _("A tag is one or a few short words: letters and digits, at most 30 characters.")
        )


def new_tag() -> StringField:
    """Return the field of a tag that is not in use yet."""
    return StringField(_l("A new tag"), filters=[clean], validators=[fit_tag])


def given_to(chosen: str) -> Said:
    """Return whom a case goes to: an account («a7»), a unit («u7») or NOBODY."""
    number = int(chosen[1:]) if chosen != NOBODY else None
    is_account = chosen.startswith("a")
    return Said(account_id=number if is_account else None, unit_id=None if is_account else number)


def lines(value: str | None) -> str:
    """Return what was typed over several lines, without hidden characters."""
    return tidy(value or "").strip()


class CaseForm(FlaskForm):
    """What every form of a case can do: say the move it means."""

    def prepare(self, case: Case) -> None:
        """Offer what may be chosen in this case."""

    def said(self) -> Said:
        """Return what comes with the move."""
        return Said()


class WordsForm(CaseForm):
    """A question, a note, a conclusion: words and nothing else."""

    text = TextAreaField(_l("Words"), filters=[lines], validators=_WORDS)

    def said(self) -> Said:
        """Return the words."""
        return Said(text=self.text.data)


class BareForm(CaseForm):
    """A step that needs no words: a button."""


class PetitionForm(CaseForm):
    """Passed on to the office: what it is about, and whom it names."""

    field = SelectField(_l("Field"), coerce=int)
    officers = SelectMultipleField(_l("Officers it names"), coerce=int)
    accounts = SelectMultipleField(_l("Managers, leaders or members of the Front it names"), coerce=int)

    def prepare(self, case: Case) -> None:
        """Offer the office's fields, its officers and the staff who could meet the case."""
        self.field.choices = [(NONE, _("No field, or not known")), *persons.fields(case.unit_id)]
        if not self.is_submitted():
            self.field.data = case.field_id or NONE
        self.officers.choices = offered(persons.officers(case.unit_id))
        self.accounts.choices = offered(persons.accounts(case.unit_id))

    def said(self) -> Said:
        """Return field and names."""
        return Said(
            field_id=self.field.data or None,
            officer_ids=tuple(self.officers.data or ()),
            account_ids=tuple(self.accounts.data or ()),
        )


class EndForm(CaseForm):
    """Closed at once: the notice the citizen reads."""

    kind: Kind
    text = TextAreaField(_l("What the sender reads"), filters=[lines], validators=_WORDS)

    def said(self) -> Said:
        """Return the kind and the notice."""
        return Said(kind=self.kind, text=self.text.data)

    def validate_text(self, field: TextAreaField) -> None:
        """A bracket of the draft that was left is not for the citizen's eyes."""
        if "[" in field.data or "]" in field.data:
            raise ValidationError(_("Fill in what stands in brackets, then take the brackets away."))


class LeaveForm(CaseForm):
    """Found out later: what it is, and what the sender reads of where it goes."""

    kind = SelectField(_l("What it is"))
    text = TextAreaField(_l("What the sender reads"), filters=[lines], validators=_WORDS)

    def prepare(self, case: Case) -> None:
        """Offer the kinds that leave the office."""
        self.kind.choices = [(str(kind), words.KIND_NAMES[kind]) for kind in FOUND_LATER]

    def said(self) -> Said:
        """Return the kind and the notice."""
        return Said(kind=Kind(self.kind.data), text=self.text.data)


class AnswerForm(CaseForm):
    """The answer, and why it is submitted all the same where the rules find nothing in it."""

    text = TextAreaField(_l("The answer"), filters=[lines], validators=_WORDS)
    evidence = TextAreaField(_l("Evidence or grounds"), filters=[lines], validators=[_SHORT])
    why = TextAreaField(_l("Why you submit it all the same"), filters=[clean], validators=[_SHORT])

    def prepare(self, case: Case) -> None:
        """Begin with what was submitted before, when it came back."""
        if not self.is_submitted():
            self.text.data, self.evidence.data = parted(case.submitted)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules ask to think of."""
        answer = self.text.data or ""
        is_checkable = bool(self.evidence.data) or shows_evidence(answer)
        return (*judge(answer).findings, *(() if is_checkable else (Finding.NO_EVIDENCE,)))

    @property
    def needs_why(self) -> bool:
        """Is something to be thought of, and no reason given to send it all the same?"""
        return bool(self.findings) and not self.why.data

    def said(self) -> Said:
        """Return the answer with its evidence, and the reason for the staff's own eyes."""
        answer = with_evidence(self.text.data, self.evidence.data)
        return Said(text=answer, why=self.why.data if self.findings else "")


class ExtensionForm(CaseForm):
    """Until when, and why."""

    due_on = DayField(
        _l("New last day"), validators=[Needed(_l("Write the day the answer comes at the latest."))]
    )
    text = TextAreaField(_l("Reason, as the sender reads it"), filters=[lines], validators=_WORDS)

    def said(self) -> Said:
        """Return day and reason."""
        return Said(due_on=self.due_on.data, text=self.text.data)


class AssignForm(CaseForm):
    """A unit, or somebody who may see the case."""

    holder = SelectField(_l("Who has it"))

    def prepare(self, case: Case) -> None:
        """Offer the staff who may see the case, then the units."""
        people = persons.holders(case.line.id, case.unit_id)
        units = persons.units(staff().scope, case.unit_id)
        self.holder.choices = [
            (NOBODY, _("Nobody yet")),
            *((f"a{one.id}", _titled(one)) for one in people),
            *((f"u{one.id}", one.name) for one in units),
        ]
        if not self.is_submitted():
            self.holder.data = _holder_of(case)

    def said(self) -> Said:
        """Return whom it is given to."""
        return given_to(str(self.holder.data))


class RecusalForm(FlaskForm):
    """Why somebody withdraws."""

    reason = TextAreaField(_l("Reason"), filters=[clean], validators=_REASON)


#: What the words of an act are called, where they are not simply words.
WORDS_LABELS: Mapping[str, LazyString] = {
    "tra-lai": _l("Reason"),
    "hoi-them": _l("Question"),
    "ghi-chu": _l("Note"),
    "lam-lai": _l("What is to be answered"),
    "ket-luan": _l("Conclusion"),
}
#: The form of each act; triage has one for petitions and one for everything that ends here.
FORMS: dict[str, type[CaseForm]] = {
    "phan-loai": PetitionForm,
    "tra-loi": AnswerForm,
    "duyet": BareForm,
    "tra-lai": WordsForm,
    "gui": BareForm,
    "lam-lai": WordsForm,
    "ket-luan": WordsForm,
    "giao-viec": AssignForm,
    "gia-han": ExtensionForm,
    "hoi-them": WordsForm,
    "ghi-chu": WordsForm,
    "chuyen-ra": LeaveForm,
}


def action_of(form: CaseForm, possible: Action) -> Action:
    """Return the move a form means: ending a case has a form of its own."""
    return Action.END if isinstance(form, EndForm) else possible


def _holder_of(case: Case) -> str:
    if case.assigned_account_id is not None:
        return f"a{case.assigned_account_id}"
    return f"u{case.assigned_unit_id}" if case.assigned_unit_id is not None else NOBODY


def offered(people: tuple[Person, ...]) -> list[tuple[int, Any]]:
    """Return people as a form's choices."""
    return [(one.id, _titled(one)) for one in people]


def _titled(person: Person) -> str:
    if person.role is None:
        return person.name
    return _("%(name)s (%(role)s)", name=person.name, role=labels.ROLE_NAMES[person.role])
