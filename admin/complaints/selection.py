"""Selection: what the inbox's address looks for, read into a filter and written back, so that it can be kept."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, SelectField, StringField

from admin.complaints import words
from admin.places.inputs import DayField
from core.domain.access import Scope
from core.domain.complaints.course import State
from core.domain.complaints.kinds import Channel, Kind
from core.domain.searching import LONGEST
from core.queries.complaints import choices
from core.queries.complaints.filters import Filter
from core.queries.complaints.inbox import View

#: «Any», in every choice.
_ANY = ""
_NAMED = {"co": True, "khong": False}


class SelectionForm(Form):
    """The filters of the inbox; each is left out where nothing is chosen."""

    words = StringField(_l("Whole words, or a number"), name="tim")
    view = SelectField(_l("List"), name="xem")
    state = SelectField(_l("State"), name="tinh-trang")
    kind = SelectField(_l("Kind"), name="loai")
    field = SelectField(_l("Field"), name="linh-vuc")
    unit = SelectField(_l("Unit"), name="don-vi")
    channel = SelectField(_l("Came by"), name="kenh")
    tag = SelectField(_l("Tag"), name="nhan")
    named = SelectField(_l("Sender"), name="nguoi-gui")
    received_first = DayField(_l("Received from"), name="nhan-tu")
    received_last = DayField(_l("Received until"), name="nhan-den")
    due_first = DayField(_l("Due from"), name="han-tu")
    due_last = DayField(_l("Due until"), name="han-den")
    late = BooleanField(_l("Only what is late"), name="tre")

    #: What was read.
    wanted: Filter
    shown: View | None

    @property
    def address(self) -> dict[str, str]:
        """The parameters of an address that look for the same, without those that say nothing."""
        named = {
            field.name: "1" if field is self.late and self.late.data else field._value()
            for field in self
            if field is not self.late and not isinstance(field, SelectField)
        }
        chosen = {field.name: field.data for field in self if isinstance(field, SelectField)}
        late = {"tre": "1"} if self.late.data else {}
        return {name: value for name, value in {**named, **chosen, **late}.items() if value not in ("", None)}

    @property
    def query(self) -> str:
        """The same, as it stands behind the question mark."""
        return urlencode(self.address)

    @property
    def kept_query(self) -> str:
        """The same without typed words: what somebody looked for in letters is kept nowhere."""
        return urlencode({name: value for name, value in self.address.items() if name != self.words.name})

    @property
    def is_narrow(self) -> bool:
        """Is anything looked for besides the list?"""
        return self.wanted.is_narrow


def read(scope: Scope, values: Mapping[str, str]) -> SelectionForm:
    """Return the form with what is looked for; what cannot be read is explained or left out."""
    form = SelectionForm(MultiDict(values))
    _offer(form, scope)
    form.words.data = (form.words.data or "").strip()[:LONGEST]
    form.validate()
    for field in form:
        if isinstance(field, SelectField) and field.data not in {value for value, _name in field.choices}:
            field.data, field.errors = _ANY, []
    form.wanted = _wanted(form)
    asks = bool(form.words.data) or form.wanted.is_narrow
    if not form.view.data and "xem" not in values and not asks:
        form.view.data = str(View.MINE)
    form.shown = View(form.view.data) if form.view.data else None
    return form


def _offer(form: SelectionForm, scope: Scope) -> None:
    offered = choices.of(scope)
    form.view.choices = _with_any(
        _("everything"), ((str(view), name) for view, name in words.VIEW_NAMES.items())
    )
    form.state.choices = _with_any(_("any"), ((str(one), name) for one, name in words.STATE_NAMES.items()))
    form.kind.choices = _with_any(_("any"), ((str(one), name) for one, name in words.KIND_NAMES.items()))
    form.channel.choices = _with_any(
        _("any"), ((str(one), name) for one, name in words.CHANNEL_NAMES.items())
    )
    form.field.choices = _with_any(_("any"), ((str(number), name) for number, name in offered.fields))
    form.unit.choices = _with_any(_("any"), ((str(number), name) for number, name in offered.units))
    form.tag.choices = _with_any(_("any"), ((name, name) for name in offered.tags))
    form.named.choices = _with_any(
        _("any"), (("co", _("with a way to be reached")), ("khong", _("anonymous, with a receipt code")))
    )


def _with_any(name: str, others: object) -> list[tuple[str, object]]:
    return [(_ANY, name), *others]  # type: ignore[misc]


def _wanted(form: SelectionForm) -> Filter:
    return Filter(
        state=State(form.state.data) if form.state.data else None,
        kind=Kind(form.kind.data) if form.kind.data else None,
        field_id=int(form.field.data) if form.field.data else None,
        unit_id=int(form.unit.data) if form.unit.data else None,
        channel=Channel(form.channel.data) if form.channel.data else None,
        tag=form.tag.data or "",
        is_named=_NAMED.get(form.named.data or ""),
        received_first=form.received_first.data,
        received_last=form.received_last.data,
        due_first=form.due_first.data,
        due_last=form.due_last.data,
        is_late=bool(form.late.data),
    )
