"""Mail wishes: «Tell me by mail» on the page of a case, and the page that stops it without the code."""

from dataclasses import dataclass

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from core.domain.access import Permission
from core.domain.plain_text import tidy
from core.domain.submission import StorageUnavailable
from core.services.complaints import mailing
from core.services.complaints.mailing import WishRefused
from core.web import languages
from core.web.access import requires
from survey import pages
from survey.complaint_form import Faults
from survey.refusals import busy, busy_sentence
from survey.screens import message

blueprint = Blueprint("mail_wishes", __name__)
#: The buttons: tell me, and do not tell me any more.
TELL, UNTELL = "tell", "untell"


@dataclass(frozen=True)
class Heard:
    """What came of a wish, for the page that answers."""

    notice: str = ""
    errors: tuple[tuple[str, str], ...] = ()
    #: The address as it was typed, where it has to be put right.
    typed: str = ""


def is_meant(values: MultiDict[str, str]) -> bool:
    """Was one of the two buttons pressed?"""
    return TELL in values or UNTELL in values


def typed(values: MultiDict[str, str]) -> str:
    """Return the address as it was typed."""
    return tidy(values.get("mail", "")).strip()


def hear(receipt: str, values: MultiDict[str, str]) -> Heard:
    """Do what the button says. Raise UnknownCase, StorageUnavailable."""
    if UNTELL in values:
        mailing.stop(receipt)
        return Heard(notice=_("No more mails about this report. The address was deleted."))
    address, found = typed(values), _missing(values)
    try:
        if not found:
            mailing.ask(receipt, address)
            return Heard(notice=_("You will be told by mail when there is something new."))
    except WishRefused as refusal:
        if refusal.code != "address":
            return Heard(notice=_("Something has changed meanwhile. This is how it stands now."))
        found = [("mail", _("An e-mail address looks like name@example.vn"))]
    return Heard(errors=tuple(found), typed=address)


def _missing(values: MultiDict[str, str]) -> Faults:
    if "agree" not in values:
        return [("agree", _("Tick that you wish to be told by mail"))]
    return []


@blueprint.get("/tra-cuu/thoi-bao/<word>")
@requires(Permission.PUBLIC)
def ask(word: str) -> Response:
    """Ask once more: programs that look through mails open every address in them."""
    return pages.page(
        "stop_mails",
        styles=("base", "details", "complaint"),
        cache=pages.NO_STORE,
        action=url_for("mail_wishes.stop", word=word, lang=languages.chosen_by_link()),
    )


@blueprint.post("/tra-cuu/thoi-bao/<word>")
@requires(Permission.PUBLIC)
def stop(word: str) -> AnyResponse:
    """Stop the mails this word came with; the answer is the same for every word."""
    try:
        mailing.stop_by_word(word)
    except StorageUnavailable:
        return busy(message(None, _("The mails go on for now"), busy_sentence(), status=503))
    return message(
        None,
        _("No more mails about this report"),
        _("The address was deleted. You can still follow the report by its code."),
        status=200,
        links=[(url_for("following.show", lang=languages.chosen_by_link()), _("Follow a report"))],
    )
