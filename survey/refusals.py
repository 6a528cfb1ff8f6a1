"""Refusals: turns what the centre or a form refused into one clear page, once for the whole door."""

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.domain.questionnaire import AnswerRefused
from core.domain.submission import CommentTooLong, NothingAnswered, TooManyRevisions
from core.web import languages
from core.web.tokens import TokenRefused
from survey.entry import UnknownCode
from survey.forms import BrokenInput
from survey.screens import message


def register(blueprint: Blueprint) -> None:
    """Let every view of the door answer refusals the same way."""
    blueprint.register_error_handler(UnknownCode, unknown_code)
    for refusal in (TokenRefused, BrokenInput, AnswerRefused, NothingAnswered, CommentTooLong):
        blueprint.register_error_handler(refusal, unreadable)
    blueprint.register_error_handler(TooManyRevisions, too_many)


def unknown_code(_error: UnknownCode) -> Response:
    """No touchpoint has this code."""
    return message(
        None,
        _("This code was not found. Please check the address printed under the QR code."),
        status=404,
        links=[
            (
                url_for("verifying.ask", lang=languages.chosen_by_link()),
                _("Check whether a printed code is genuine"),
            )
        ],
    )


def unreadable(_error: Exception) -> Response:
    """The form or address is not one of ours, or holds what no page offers."""
    if request.method == "GET":
        advice = _("The address is incomplete or no longer valid. What you sent before is kept.")
    else:
        advice = _("Nothing was stored. Please scan the code at the counter again and answer once more.")
    return message(None, _("This page could not be read"), advice, status=400)


def busy(page: Response) -> Response:
    """Answer 503 with the page that still holds what the citizen gave: one press sends it again."""
    page.status_code = 503
    page.headers["Retry-After"] = "30"
    return page


def busy_sentence() -> str:
    """Say that nothing was stored yet and nothing is lost."""
    return _(
        "The system is busy. Your answer could not be sent; please press Send again in a few minutes. "
        "What you wrote is still here."
    )


def too_many(_error: TooManyRevisions) -> Response:
    """Eight different answers were stored already."""
    return message(
        None,
        _("Your earlier answer counts."),
        _("This rating was changed eight times already, so it can no longer be changed. Thank you."),
        status=409,
    )
