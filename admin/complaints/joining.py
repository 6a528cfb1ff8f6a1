"""Forms that join cases and say what they are about: merging, linking, naming people, tags; and which act has which."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from admin.complaints import forms
from admin.complaints.forms import BareForm, CaseForm, new_tag
from admin.places.inputs import clean
from core.domain.access import Permission
from core.domain.complaints.course import Action
from core.domain.complaints.inbox_words import register_in
from core.queries.complaints import around, persons
from core.queries.complaints.around import Near
from core.queries.complaints.cases import Case
from core.services.complaints.effects import Said
from core.web.access import staff

#: «By its number», where another case is chosen.
_BY_NUMBER = "-"


class _OtherCaseForm(CaseForm):
    """Another case: one of those that are offered, or by its number."""

    other = RadioField(_l("Which case"), choices=[])
    register = StringField(_l("Or its number, like PA-48213"), filters=[clean])
    #: The case in hand, and the one that was found.
    case: Case
    found: Near | None = None

    def validate_register(self, field: StringField) -> None:
        """Find the case of a number among those this person may know of."""
        if self.other.data != _BY_NUMBER:
            return
        number = register_in(field.data or "")
        near = around.by_register(staff().scope, self.case.unit_id, number) if number else None
        if near is None or near.id == self.case.line.id:
            raise ValidationError(_("There is no such case for you, or it is this one. Compare the number."))
        self.found = near

    def other_id(self) -> bytes | None:
        """Return the number of the chosen case."""
        if self.other.data == _BY_NUMBER:
            return self.found.id if self.found else None
        return bytes.fromhex(self.other.data)

    def _offer(
        self, offered: tuple[Near, ...], number: str, *, verb: str = "%(register)s: %(about)s"
    ) -> None:
        self.other.choices = [
            *((one.id.hex(), verb % {"register": one.register, "about": one.about}) for one in offered),
            (_BY_NUMBER, number),
        ]
        if not self.is_submitted():
            self.other.data = _BY_NUMBER

    def said(self) -> Said:
        """Return the other case."""
        return Said(other_id=self.other_id())


class MergeForm(_OtherCaseForm):
    """The case it is answered with."""

    def prepare(self, case: Case) -> None:
        """Offer the petitions that share most rare words with it."""
        self.case = case
        self._offer(around.alike(staff().scope, case.line.id), _("Another case, by its number"))


class LinkForm(_OtherCaseForm):
    """A case to be linked, or a link to be taken away."""

    def prepare(self, case: Case) -> None:
        """Offer the links there are, to be taken away."""
        self.case = case
        links = around.of(staff().scope, case.line.id).links
        self._offer(links, _("Link a case, by its number"), verb=_("Take the link with %(register)s away"))

    @property
    def unlinks(self) -> bool:
        """Is a link to be taken away?"""
        return bool(self.other.data != _BY_NUMBER)


class NameForm(CaseForm):
    """Whom it names, once it is under way."""

    officers = SelectMultipleField(_l("Officers it names"), coerce=int)
    accounts = SelectMultipleField(_l("Managers, leaders or members of the Front it names"), coerce=int)

    def prepare(self, case: Case) -> None:
        """Offer everybody, with those who are named already."""
        self.officers.choices = forms.offered(persons.officers(case.unit_id))
        self.accounts.choices = forms.offered(persons.accounts(case.unit_id))
        if not self.is_submitted():
            self.officers.data, self.accounts.data = persons.named(case.line.id)

    def said(self) -> Said:
        """Return the names."""
        return Said(officer_ids=tuple(self.officers.data or ()), account_ids=tuple(self.accounts.data or ()))


class TagForm(CaseForm):
    """The tags of a case: chosen among those in use; the Front may make new ones."""

    known = SelectMultipleField(_l("Tags in use"))
    new = new_tag()

    def prepare(self, case: Case) -> None:
        """Offer the tags in use, with those of this case ticked; only the Front decides which there are."""
        if not staff().scope.may(Permission.FOLLOW_CASES):
            del self.new
        self.known.choices = [(name, name) for name in around.tags(staff().scope)]
        if not self.is_submitted():
            self.known.data = list(around.of(staff().scope, case.line.id).tags)

    def said(self) -> Said:
        """Return all tags the case has from now on."""
        new = [self.new.data] if self.new and self.new.data else []
        return Said(tags=(*(self.known.data or ()), *new))


FORMS: dict[str, type[CaseForm]] = {
    **forms.FORMS,
    "gop-viec": MergeForm,
    "tach-viec": BareForm,
    "lien-ket": LinkForm,
    "nguoi-lien-quan": NameForm,
    "nhan": TagForm,
}


def action_of(form: CaseForm, possible: Action) -> Action:
    """Return the move a form means; an act with two of them has a form that knows which."""
    if isinstance(form, LinkForm):
        return Action.UNLINK if form.unlinks else Action.LINK
    return forms.action_of(form, possible)
