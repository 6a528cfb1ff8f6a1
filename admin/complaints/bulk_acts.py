"""Bulk acts: what may be done to several cases at once, and the form of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from admin.complaints import words
from admin.complaints.forms import NOBODY, given_to, lines, new_tag
from admin.places.inputs import Needed, clean
from core.domain.access import Permission, Scope
from core.domain.complaints.course import Action, State, actions, parties_of
from core.domain.complaints.filing import LONGEST_TEXT
from core.domain.complaints.inbox_words import register_in
from core.domain.complaints.kinds import Kind
from core.queries.complaints import around, persons
from core.queries.complaints.cases import CaseLine
from core.services.complaints.effects import Said
from core.web.access import staff

_LONG = Length(max=LONGEST_TEXT, message=_l("At most %(max)d characters."))
_BY_NUMBER = "-"


class BulkForm(FlaskForm):
    """What every bulk act's form can do: offer what fits the chosen cases, and say the move it means."""

    def prepare(self, chosen: Sequence[CaseLine]) -> None:
        """Offer what may be chosen for these cases."""

    def action(self) -> Action:
        """Return the move; a note changes the least."""
        return Action.NOTE

    def said(self) -> Said:
        """Return what comes with it."""
        return Said()


class KindForm(BulkForm):
    """All of them are of one kind; where they end here, one notice for all senders."""

    kind = RadioField(_l("What is it?"), validate_choice=True)
    text = TextAreaField(
        _l("What each sender reads, where the cases end here"), filters=[lines], validators=[_LONG]
    )

    def prepare(self, chosen: Sequence[CaseLine]) -> None:
        """Offer the kinds."""
        self.kind.choices = [(str(kind), name) for kind, name in words.KIND_NAMES.items()]

    def validate_text(self, field: TextAreaField) -> None:
        """A petition has no notice; everything else needs one, without the brackets of a draft."""
        if self.kind.data == str(Kind.PETITION):
            return
        if not field.data:
            raise ValidationError(_("Write it down first; without words nothing is sent."))
        if "[" in field.data or "]" in field.data:
            raise ValidationError(_("Fill in what stands in brackets, then take the brackets away."))

    def action(self) -> Action:
        """Passed on, or ended here."""
        return Action.TRIAGE if self.kind.data == str(Kind.PETITION) else Action.END

    def said(self) -> Said:
        """Return the kind and the notice."""
        if self.kind.data == str(Kind.PETITION):
            return Said()
        return Said(kind=Kind(self.kind.data), text=self.text.data)


class HolderForm(BulkForm):
    """Who works on all of them."""

    holder = SelectField(_l("Who has it"))

    def prepare(self, chosen: Sequence[CaseLine]) -> None:
        """Offer the staff and units of the offices the cases belong to."""
        offices = sorted({line.unit_id for line in chosen})
        people = {one.id: one.name for unit in offices for one in persons.workers(unit)}
        units = {one.id: one.name for unit in offices for one in persons.units(staff().scope, unit)}
        self.holder.choices = [
            (NOBODY, _("Nobody yet")),
            *((f"a{number}", name) for number, name in people.items()),
            *((f"u{number}", name) for number, name in units.items()),
        ]

    def action(self) -> Action:
        """Given to somebody."""
        return Action.ASSIGN

    def said(self) -> Said:
        """Return whom they are given to."""
        return given_to(str(self.holder.data))


class AddTagForm(BulkForm):
    """One tag more for all of them."""

    known = SelectField(_l("Tags in use"))
    new = new_tag()

    def prepare(self, chosen: Sequence[CaseLine]) -> None:
        """Offer the tags in use; only the Front decides which there are."""
        if not staff().scope.may(Permission.FOLLOW_CASES):
            del self.new
        self.known.choices = [("", "–"), *((name, name) for name in around.tags(staff().scope))]

    def validate_known(self, field: SelectField) -> None:
        """One of the two is needed."""
        if not field.data and not self._new:
            raise ValidationError(_("Choose a tag."))

    def action(self) -> Action:
        """Tagged."""
        return Action.TAG

    def said(self) -> Said:
        """Return the tag, besides those that stand there."""
        return Said(tags=(self._new or self.known.data,), adds=True)

    @property
    def _new(self) -> str:
        return str(self.new.data or "") if self.new else ""


class IntoForm(BulkForm):
    """The case all others are answered with."""

    other = RadioField(_l("Which case answers for all"), validate_choice=True)
    register = StringField(_l("Or its number, like PA-48213"), filters=[clean])
    found: bytes | None = None
    unit_id: int = 0

    def prepare(self, chosen: Sequence[CaseLine]) -> None:
        """Offer those among the chosen that take others in."""
        able = [line for line in chosen if line.kind is Kind.PETITION and line.state is not State.CLOSED]
        self.other.choices = [
            *((line.id.hex(), f"{line.register}: {line.about}") for line in able),
            (_BY_NUMBER, _("Another case, by its number")),
        ]
        self.unit_id = chosen[0].unit_id if chosen else 0
        if self.other.data is None:
            self.other.data = _BY_NUMBER

    def validate_register(self, field: StringField) -> None:
        """Find the case of a number among those this person may know of."""
        if self.other.data != _BY_NUMBER:
            return
        number = register_in(field.data or "")
        near = around.by_register(staff().scope, self.unit_id, number) if number else None
        if near is None:
            raise ValidationError(_("There is no such case for you, or it is this one. Compare the number."))
        self.found = near.id

    def action(self) -> Action:
        """Merged."""
        return Action.MERGE

    def said(self) -> Said:
        """Return the case they are merged into."""
        is_typed = self.other.data == _BY_NUMBER
        return Said(other_id=self.found if is_typed else bytes.fromhex(self.other.data))


class NoteForm(BulkForm):
    """One note for all of them."""

    text = TextAreaField(
        _l("Note"),
        filters=[lines],
        validators=[Needed(_l("Write it down first; without words nothing is sent.")), _LONG],
    )

    def said(self) -> Said:
        """Return the note."""
        return Said(text=self.text.data)


@dataclass(frozen=True)
class BulkAct:
    """One act on several cases."""

    slug: str
    name: LazyString
    actions: tuple[Action, ...]
    form: type[BulkForm]


ACTS: Mapping[str, BulkAct] = {
    act.slug: act
    for act in (
        BulkAct("phan-loai", _l("Find out what they are"), (Action.TRIAGE, Action.END), KindForm),
        BulkAct("giao-viec", _l("Give them to somebody"), (Action.ASSIGN,), HolderForm),
        BulkAct("nhan", _l("Add a tag"), (Action.TAG,), AddTagForm),
        BulkAct("gop-viec", _l("Merge them into one"), (Action.MERGE,), IntoForm),
        BulkAct("ghi-chu", _l("Write the same note in all"), (Action.NOTE,), NoteForm),
    )
}


def offered(scope: Scope) -> tuple[BulkAct, ...]:
    """Return the bulk acts this person may do in any state, by the table of moves."""
    own = parties_of(scope.role)
    possible = {action for state in State for action in actions(state, own)}
    return tuple(act for act in ACTS.values() if possible & set(act.actions))
