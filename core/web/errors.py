"""Errors: one clear page for people, `problem+json` for machines; the log gets type and route, never content."""

import logging
from dataclasses import dataclass

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from core.web import large_bodies

log = logging.getLogger("langnghe")

_RETRY_AFTER_SECONDS = 30


@dataclass(frozen=True)
class Page:
    """What an error page says: what happened, and what to do."""

    title: LazyString
    advice: LazyString


PAGES = {
    400: Page(
        _l("This page could not be read"),
        _l("Nothing was stored. Please scan the code at the counter again and answer once more."),
    ),
    403: Page(
        _l("This page is not part of your work"),
        _l("Your account does not include it. Ask the account administrator if it should."),
    ),
    404: Page(
        _l("There is no such page"), _l("Please check the address, or scan the code at the counter again.")
    ),
    405: Page(
        _l("This address does not take that kind of request"),
        _l("Please go back and use the buttons on the page."),
    ),
    413: Page(
        _l("That was too long to be taken"),
        _l("Nothing was stored. Please go back and shorten the text; 2,000 characters are enough room."),
    ),
    429: Page(
        _l("The system is very busy"),
        _l("Your answer was not sent yet. Please press Send again in a few minutes."),
    ),
    500: Page(
        _l("Something went wrong on our side"),
        _l("Your answer was not stored. Please try again in a few minutes, or tell the guide in the hall."),
    ),
    503: Page(
        _l("The system is very busy"),
        _l("Your answer was not sent yet. Please press Send again in a few minutes."),
    ),
}

#: 413 where a file may be sent: not an answer was too long, but a file too large.
FILE_TOO_LARGE = Page(
    _l("The file is too large"),
    _l("Nothing was stored. Please go back and send a smaller file, or split it into several."),
)


def init_app(app: Flask) -> None:
    """Answer every error the same way, whichever door it comes from."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _storage_error)
    app.register_error_handler(OSError, _storage_error)
    app.register_error_handler(Exception, _unexpected)


def _http_error(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    answer = _answer(error.code)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _storage_error(error: Exception) -> Response:
    """The disk is full, the database away: nothing was stored, and the citizen is told so (THREATS #29)."""
    _log(error)
    answer = _answer(503)
    answer.headers["Retry-After"] = str(_RETRY_AFTER_SECONDS)
    return answer


def _unexpected(error: Exception) -> Response:
    if current_app.testing and not current_app.config.get("PROPAGATE_EXCEPTIONS", True):
        raise error
    _log(error)
    return _answer(500)


def _log(error: Exception) -> None:
    """Log type, route and place in the code; never values, addresses or texts (THREATS #27)."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
    log.error("%s at %s in %s", type(error).__name__, request.endpoint, place)


def _answer(status: int) -> Response:
    page = PAGES.get(status, PAGES[400] if status < 500 else PAGES[500])
    if status == 413 and large_bodies.are_taken():
        page = FILE_TOO_LARGE
    best = request.accept_mimetypes.best_match(["text/html", "application/problem+json", "application/json"])
    if best is not None and best != "text/html":
        answer = jsonify(type="about:blank", status=status, title=str(page.title), detail=str(page.advice))
        answer.mimetype = "application/problem+json"
    else:
        answer = Response(render_template("errors/error.html", page=page), mimetype="text/html")
    answer.status_code = status
    return answer
