"""The form of a complaint: what a citizen may write, what is still missing, and the `Filing` it becomes."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from core.domain.complaints import filing
from core.domain.complaints.filing import LONGEST_LINE, LONGEST_TEXT, Filing, Missing, Part
from core.domain.complaints.kinds import Channel
from core.domain.plain_text import tidy
from core.queries.complaints.places import Place
from core.services import personal_data

#: (anchor, sentence) of everything to put right, in the order of the page.
Faults = list[tuple[str, str]]
_NO, _YES = "no", "yes"
BY_CODE, BY_CONTACT = "code", "contact"


def _tidy(text: str | None) -> str:
    """Write it as everybody writes; a field that was not sent is empty."""
    return tidy(text or "").strip()


class ComplaintForm(Form):
    """What the page asks. Nothing but the first field has to be filled in."""

    what = TextAreaField(filters=[_tidy])
    where = StringField(filters=[_tidy])
    when = StringField(filters=[_tidy])
    wish = TextAreaField(filters=[_tidy])
    field = StringField(filters=[_tidy])
    at_counter = BooleanField()
    about_front = RadioField(
        choices=[SelectChoice(_NO), SelectChoice(_YES)], default=_NO, validate_choice=False
    )
    reply = RadioField(
        choices=[SelectChoice(BY_CODE), SelectChoice(BY_CONTACT)], default=BY_CODE, validate_choice=False
    )
    name = StringField(filters=[_tidy])
    phone = StringField(filters=[_tidy])
    email = StringField(filters=[_tidy])
    consent = BooleanField()

    @property
    def leaves_contact(self) -> bool:
        """Does the citizen wish to be called or written to?"""
        return bool(self.reply.data == BY_CONTACT)

    @property
    def concerns_front(self) -> bool:
        """Is it about the commune's Front itself?"""
        return bool(self.about_front.data == _YES)


def read(values: MultiDict[str, str]) -> ComplaintForm:
    """Return the bound form; without values the empty one."""
    return ComplaintForm(values)


def filing_of(form: ComplaintForm, place: Place) -> Filing:
    """Return what is filed. Contact counts only for whoever chose to be contacted, the counter only if ticked."""
    contact = (form.name.data, form.phone.data, form.email.data) if form.leaves_contact else ("", "", "")
    return Filing(
        unit_id=place.unit_id,
        # A code that hangs at the office; that somebody rated there before is nobody's business.
        channel=Channel.POSTER if place.code else Channel.WEB,
        what=form.what.data,
        where=form.where.data,
        when=form.when.data,
        wish=form.wish.data,
        name=contact[0],
        phone=contact[1],
        email=contact[2],
        has_consented=form.leaves_contact and form.consent.data,
        concerns_front=form.concerns_front,
        # A field that was closed since the page was drawn is found again by the Front.
        field_id=next((number for number, _name in place.fields if str(number) == form.field.data), None),
        counter_id=place.counter_id if form.at_counter.data else None,
    )


def faults(form: ComplaintForm, given: Filing) -> Faults:
    """Return what has to be put right before it can be sent."""
    found = [(_anchor(part), sentence_of(part, fault, given)) for part, fault in filing.missing(given)]
    if form.leaves_contact and not given.phone and not given.email:
        found = [one for one in found if one[0] != "consent"]
        found.append(("phone", _("Write a phone number or an e-mail address, or choose the code only")))
    return found


def names_an_identity(form: ComplaintForm) -> bool:
    """Does a number in the text read as somebody's ID number? It is only pointed out; nothing is covered."""
    texts = (form.what.data, form.where.data, form.when.data, form.wish.data)
    return any("identity" in personal_data.mask(text).kinds for text in texts)


def everything(form: ComplaintForm) -> Iterator[tuple[str, str]]:
    """Yield name and value of all that was filled in, for the page that carries it on."""
    for field in form:
        if isinstance(field, BooleanField):
            if field.data:
                yield field.name, "1"
        elif field.data:
            yield field.name, field.data


def _anchor(part: Part | None) -> str:
    return str(part) if part else "consent"


def sentence_of(part: Part | None, fault: Missing, given: Filing) -> str:
    """Return what has to be put right about one part, in the page's language."""
    match fault:
        case Missing.NO_TEXT if given.what:
            return _("Write a little more about what happened")
        case Missing.NO_TEXT:
            return _("Write what happened")
        case Missing.TEXT_TOO_LONG:
            return _too_long(len(given.what) - LONGEST_TEXT)
        case Missing.LINE_TOO_LONG:
            return _too_long(len(given.parts()[part]) - LONGEST_LINE if part else 0)
        case Missing.PHONE:
            return _("A phone number has 10 digits")
        case Missing.EMAIL:
            return _("An e-mail address looks like name@example.vn")
        case Missing.CONSENT:
            return _("Tick that you agree, or choose the code only")


def _too_long(surplus: int) -> str:
    return ngettext(
        "This is %(num)d character too long. Please shorten it; nothing you wrote is lost.",
        "This is %(num)d characters too long. Please shorten it; nothing you wrote is lost.",
        surplus,
    )
