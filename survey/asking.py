"""Asking for erasure or correction on the page of a case: what is wished, what is still missing, and what was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from core import labels
from core.domain.complaints.erasing import ErasureRefused, RequestState, Wish
from core.domain.complaints.filing import CONTACT, Filing, Part, missing, plain_phone
from core.domain.complaints.kinds import Channel
from core.domain.plain_text import tidy
from core.queries.complaints.erasures import Told, Traces
from core.queries.complaints.followed import Followed
from core.services.complaints import erasure_requests
from survey.complaint_form import Faults, sentence_of

#: What the buttons are called; one of them makes the request.
OPEN, SEND, ERASE = "correct", "send_correction", "erase"
BUTTONS = (OPEN, SEND, ERASE)
#: Fields of the correction, apart from the page's other forms.
_PREFIX = "new-"
_WORDS = (Part.WHAT, Part.WHERE, Part.WHEN, Part.WISH)


@dataclass(frozen=True)
class Asking:
    """The part of the page that asks: what is open in it, what was typed, and what is wrong."""

    is_correcting: bool = False
    #: What stands in the fields of the correction.
    texts: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    #: The choice and the tick of the form that erases.
    wish: str = ""
    is_sure: bool = False


NOTHING = Asking()


def act(receipt: str, case: Followed, values: MultiDict[str, str]) -> Asking:
    """Do what a button of this part says; return how the part looks then. Raise StorageUnavailable."""
    if case.is_erased:
        return NOTHING
    if ERASE in values:
        return _erase(receipt, values)
    if OPEN in values:
        return Asking(
            is_correcting=True, texts={f"{_PREFIX}{part}": case.texts.get(part, "") for part in _WORDS}
        )
    return _correct(receipt, case, values)


def _erase(receipt: str, values: MultiDict[str, str]) -> Asking:
    chosen, is_sure = values.get("wish", ""), "erase-sure" in values
    given = Asking(wish=chosen, is_sure=is_sure)
    if chosen not in (Wish.ALL, Wish.CONTACT):
        return _with(given, [("erase-wish", _("Choose what is to be erased"))])
    if not is_sure:
        return _with(given, [("erase-sure", _("Tick that you wish this; it cannot be undone"))])
    return _ask(receipt, Wish(chosen), {})


def _correct(receipt: str, case: Followed, values: MultiDict[str, str]) -> Asking:
    typed = {f"{_PREFIX}{part}": tidy(values.get(f"{_PREFIX}{part}", "")).strip() for part in Part}
    given = Asking(is_correcting=True, texts=typed)
    written = {part: typed[f"{_PREFIX}{part}"] for part in Part}
    if not any(part in case.texts for part in CONTACT):
        # A contact is left with consent when the report is sent; here one can only be put right.
        written = {part: text for part, text in written.items() if part not in CONTACT}
    written[Part.PHONE] = plain_phone(written.get(Part.PHONE, ""))
    if found := _faults(case, written):
        return _with(given, found)
    texts = {part: text for part, text in written.items() if text and text != case.texts.get(part)}
    if not texts:
        return _with(
            given, [(f"{_PREFIX}what", _("Change what is to be corrected; nothing is different yet"))]
        )
    return _ask(receipt, Wish.WORDS, texts)


def _faults(case: Followed, written: Mapping[Part, str]) -> Faults:
    """Return what has to be put right in the case as it would stand afterwards."""
    after = {part: written.get(part) or case.texts.get(part, "") for part in Part}
    filing = Filing(
        unit_id=0,
        channel=Channel.WEB,
        what=after[Part.WHAT],
        where=after[Part.WHERE],
        when=after[Part.WHEN],
        wish=after[Part.WISH],
        name=after[Part.NAME],
        phone=after[Part.PHONE],
        email=after[Part.EMAIL],
        has_consented=True,
    )
    return [(f"{_PREFIX}{part}", sentence_of(part, fault, filing)) for part, fault in missing(filing) if part]


def _ask(receipt: str, wish: Wish, texts: Mapping[Part, str]) -> Asking:
    try:
        erasure_requests.ask(receipt, wish, texts)
    except ErasureRefused:
        # Pressed twice, or asked on another phone: the page shows what was asked.
        return Asking(notice=_("This was asked already. Below stands by when you are answered."))
    return Asking(notice=_("Your request has been received. Below stands by when you are answered."))


def _with(given: Asking, errors: Faults) -> Asking:
    return Asking(given.is_correcting, given.texts, tuple(errors), "", given.wish, given.is_sure)


def title(told: Told) -> str:
    """Return what was asked."""
    return {
        Wish.ALL: _("Erase content and contact"),
        Wish.CONTACT: _("Erase my contact"),
        Wish.WORDS: _("Correct what I wrote"),
    }[told.wish]


def answer(told: Told) -> str:
    """Return how a request stands, in a sentence."""
    day = labels.day(told.answered_on) if told.answered_on else ""
    match told.state:
        case RequestState.DONE if told.wish is Wish.WORDS:
            return _("Corrected on %(day)s.", day=day)
        case RequestState.DONE:
            return _("Erased on %(day)s.", day=day)
        case RequestState.REFUSED:
            return _("Refused on %(day)s.", day=day)
        case _:
            return _(
                "Asked on %(asked)s. You are answered by %(due)s at the latest.",
                asked=labels.day(told.asked_on),
                due=labels.day(told.due_on),
            )


def erased_line(traces: Traces) -> str:
    """Return the sentence of a case whose words are gone."""
    if traces.erased_on is None:
        return _("The words of this case were erased, as wished. Only its dates are left.")
    return _("Erased on %(day)s. Only the dates of the case are left.", day=labels.day(traces.erased_on))
