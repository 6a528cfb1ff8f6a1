"""Following a case by its receipt code: where it stands, the answer, a word to and from the citizen.

The code is typed and sent by POST; between two pages it travels sealed inside forms, never in an address.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from core.domain.access import CITIZEN, Permission
from core.domain.complaints import receipts
from core.domain.complaints.course import Action, MoveRefused, Party, State, actions
from core.domain.complaints.filing import CONTACT, LONGEST_TEXT
from core.domain.plain_text import tidy
from core.domain.submission import StorageUnavailable
from core.queries.complaints import erasures, followed, mailing
from core.queries.complaints.erasures import Traces
from core.queries.complaints.followed import Followed
from core.services import data_key
from core.services.complaints import adding, moving, news
from core.services.complaints.effects import Said
from core.services.complaints.filing import RECEIPT_PURPOSE
from core.services.complaints.moving import UnknownCase
from core.services.complaints.photos import TooManyPhotos
from core.web import languages
from core.web.access import requires
from core.web.large_bodies import takes
from core.web.sent_photos import SentPhoto
from survey import asking, carried, course_words, mail_wishes, pages, photos, slowing
from survey.asking import Asking
from survey.complaint_form import Faults
from survey.complaints import unreadable
from survey.forms import BrokenInput
from survey.refusals import busy, busy_sentence

blueprint = Blueprint("following", __name__)
blueprint.register_error_handler(BrokenInput, unreadable)
_CODE_STYLES = ("base", "details", "complaint")
_CASE_STYLES = ("base", "faces", "details", "complaint", "course")
#: What the buttons of a case's page say, and the move each makes.
_ACTS = {
    "reply": Action.REPLY,
    "confirm": Action.CONFIRM,
    "contest": Action.CONTEST,
    "withdraw": Action.WITHDRAW,
}
_LEVELS = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Word:
    """What a citizen typed or chose on the page of a case, for the page that answers."""

    text: str = ""
    rating: str = ""
    #: Is the text what is not satisfactory yet, or a message?
    is_reason: bool = False
    errors: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    #: An address for mails that has to be put right.
    email: str = ""


_NOTHING = Word()


@blueprint.get("/tra-cuu")
@requires(Permission.PUBLIC)
def show() -> Response:
    """Ask for the receipt code."""
    return _code_page()


@blueprint.post("/tra-cuu")
@requires(Permission.PUBLIC)
@takes(photos.MOST_OF_A_FORM, kind=photos.MULTIPART)
def open_case() -> AnyResponse:
    """Open the case of a code, or do what a button of its page says."""
    values, sent = photos.posted()
    if "token" not in values:
        return _look_up(values)
    receipt = carried.receipt_of(values["token"])
    if receipt is None:
        sentence = _("This page was open for a while. Please type the code once more.")
        return _code_page(errors=[("code", sentence)], kept=_text(values))
    if any(name in values for name in asking.BUTTONS):
        return _ask(receipt, values)
    try:
        word = _heard(receipt, values, sent)
    except StorageUnavailable:
        typed = replace(_word(values), email=mail_wishes.typed(values))
        return busy(_case_page(receipt, replace(typed, errors=(("busy", busy_sentence()),))))
    return _case_page(receipt, word, shows_words="words" in values)


def _heard(receipt: str, values: MultiDict[str, str], sent: Sequence[SentPhoto]) -> Word:
    """Do what the button that was pressed says. Raise StorageUnavailable."""
    if "photos" in values:
        return _add(receipt, sent)
    return _wish(receipt, values) if mail_wishes.is_meant(values) else _act(receipt, values)


def _ask(receipt: str, values: MultiDict[str, str]) -> AnyResponse:
    """Ask for erasure or correction, as the page's own part of it says."""
    case = _case(receipt)
    try:
        asked = asking.act(receipt, case, values) if case else asking.NOTHING
    except StorageUnavailable:
        return busy(_case_page(receipt, Word(errors=(("busy", busy_sentence()),))))
    except UnknownCase:
        asked = asking.NOTHING
    return _case_page(receipt, Word(errors=asked.errors, notice=asked.notice), asked=asked)


def _look_up(values: MultiDict[str, str]) -> Response:
    typed = values.get("code", "")
    try:
        with slowing.one_at_a_time():
            receipt = receipts.normalise(typed)
            if receipt is None or _case(receipt) is None:
                slowing.pause()
                sentence = _(
                    "There is no case with this code. Please compare it with your slip, letter by letter."
                )
                return _code_page(typed=typed, errors=[("code", sentence)], kept=_text(values))
    except slowing.TooManyAtOnce:
        sentence = _(
            "Many people are looking at this moment. Please press the button again in a few seconds."
        )
        page = _code_page(typed=typed, errors=[("busy", sentence)], kept=_text(values))
        page.status_code = 429
        page.headers["Retry-After"] = "3"
        return page
    return _case_page(receipt, Word(_text(values)))


def _act(receipt: str, values: MultiDict[str, str]) -> Word:
    """Make the move of the button that was pressed; return what the page says about it. Raise StorageUnavailable."""
    action = next((_ACTS[name] for name in _ACTS if name in values), None)
    if action is None:
        return _NOTHING
    word = _word(values)
    if found := _faults(action, values, word.text):
        return replace(word, errors=tuple(found))
    said = Said(text=word.text, rating=int(word.rating) if word.rating in _LEVELS else None)
    try:
        moving.move_by_citizen(receipt, action, said)
    except MoveRefused:
        # Pressed twice, or somebody of the staff was quicker: the page shows how it stands now.
        # What was written stands in the box that is still open.
        changed = _("Something has changed meanwhile. This is how it stands now.")
        return replace(word, notice=changed, is_reason=False)
    except UnknownCase:
        return _NOTHING
    return Word(notice=_("Your message has been received.") if action is Action.REPLY else "")


def _wish(receipt: str, values: MultiDict[str, str]) -> Word:
    """Take or drop the wish to be told by mail. Raise StorageUnavailable."""
    try:
        heard = mail_wishes.hear(receipt, values)
    except UnknownCase:
        return _NOTHING
    return Word(errors=heard.errors, notice=heard.notice, email=heard.typed)


def _mails(case: Followed, receipt: str) -> dict[str, Any] | None:
    """Return what the page says of mails; nothing where there is no mail server."""
    if not news.is_offered():
        return None
    wish = mailing.wish(CITIZEN, data_key.prints_of(receipt, purpose=RECEIPT_PURPOSE))
    return {"wish": wish, "is_offered": case.state is not State.CLOSED and not case.is_erased}


def _add(receipt: str, sent: Sequence[SentPhoto]) -> Word:
    """Add photos; return what the page says about it. Raise StorageUnavailable."""
    kept, wrong = photos.redrawn(sent)
    if not sent:
        wrong = [(photos.FIELD, _("Choose a photo first"))]
    if wrong:
        return Word(errors=tuple(wrong))
    try:
        added = adding.add(receipt, kept)
    except TooManyPhotos as refused:
        return Word(errors=((photos.FIELD, photos.too_many(int(str(refused.facts["room"])))),))
    except MoveRefused:
        return Word(notice=_("Something has changed meanwhile. This is how it stands now."))
    except UnknownCase:
        return _NOTHING
    if added == 0:
        return Word(notice=_("This photo was there already."))
    return Word(notice=ngettext("%(num)d photo was added.", "%(num)d photos were added.", added))


def _faults(action: Action, values: MultiDict[str, str], text: str) -> Faults:
    if len(text) > LONGEST_TEXT:
        anchor = "message" if action is Action.REPLY else "reason"
        return [(anchor, _("This is longer than 4,000 characters. Please shorten it; nothing is lost."))]
    if action is Action.REPLY and not text:
        return [("message", _("Write what you would like to add"))]
    if action is Action.CONTEST and not text:
        return [("reason", _("Write what is not satisfactory yet"))]
    if action is Action.WITHDRAW and "sure" not in values:
        return [("sure", _("Tick that you wish to withdraw"))]
    return []


def _word(values: MultiDict[str, str]) -> Word:
    is_reason = "confirm" in values or "contest" in values
    return Word(_text(values), values.get("rating", ""), is_reason=is_reason)


def _text(values: MultiDict[str, str]) -> str:
    return tidy(values.get("text", "")).strip()


def _case(receipt: str) -> Followed | None:
    return followed.by_print(CITIZEN, data_key.prints_of(receipt, purpose=RECEIPT_PURPOSE))


def _traces(receipt: str) -> Traces | None:
    return erasures.of_receipt(CITIZEN, data_key.prints_of(receipt, purpose=RECEIPT_PURPOSE))


def _code_page(*, typed: str = "", errors: Faults | None = None, kept: str = "") -> Response:
    values: dict[str, Any] = {} if request.method == "GET" else {"languages": ()}
    return pages.page(
        "follow_code",
        styles=_CODE_STYLES,
        status=422 if errors else 200,
        cache=pages.NO_STORE,
        action=_address(),
        typed=typed,
        errors=errors or [],
        kept=kept,
        **values,
    )


def _case_page(
    receipt: str, word: Word, *, shows_words: bool = False, asked: Asking = asking.NOTHING
) -> Response:
    case = _case(receipt)
    if case is None:
        return _code_page(errors=[("code", _("There is no case with this code."))], kept=word.text)
    may = actions(case.state, {Party.CITIZEN})
    return pages.page(
        "follow_case",
        styles=_CASE_STYLES,
        status=422 if word.errors else 200,
        cache=pages.NO_STORE,
        entry=case,
        case=case,
        languages=(),
        words=course_words,
        receipt=receipts.shown(receipt),
        token=carried.carry(receipt),
        action=_address(),
        formal=url_for("complaints.formal", lang=languages.chosen_by_link()),
        may={str(action) for action in may},
        given=word,
        mails=_mails(case, receipt),
        errors=word.errors,
        shows_words=shows_words,
        asking=asked,
        asking_words=asking,
        traces=_traces(receipt),
        photo_room=photos.MOST - case.photos,
        contact=[part for part in CONTACT if part in case.texts],
    )


def _address() -> str:
    return url_for("following.open_case", lang=languages.chosen_by_link())
