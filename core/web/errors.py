"""Errors: one clear page for people, `problem+json` for machines; the log gets type and route, never content."""

import logging
from dataclasses import dataclass

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from core import labels
from core.db import UNAVAILABLE
from core.domain.errors import Unknown
from core.domain.submission import MAX_COMMENT
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
        _l(
            "Nothing was stored. Please go back and shorten the text; %(most)s characters are enough room.",
            most=LazyString(labels.count, MAX_COMMENT),
        ),
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


OLD_FORM = Page(
    _l("This page was too old"),
    _l("Nothing was done. Please go back, load the page again and try once more."),
)
#: Shown when even the error page cannot be drawn; needs no template and no catalogue.
BARE = (
    "<!doctype html><html lang=vi><title>Lắng Nghe</title>"
    "<h1>Hệ thống đang gặp trục trặc</h1><p>Xin thử lại sau ít phút."
)


def init_app(app: Flask) -> None:
    """Answer every error the same way, whichever door it comes from."""
    # Flask's own note of an error carries the address a visitor asked for, and the moment.
    app.log_exception = lambda exc_info: _log_type(exc_info[1])  # type: ignore[method-assign]
    app.register_error_handler(CSRFError, _old_form)
    app.register_error_handler(HTTPException, _http_error)
    for unavailable in UNAVAILABLE:
        app.register_error_handler(unavailable, _storage_error)
    app.register_error_handler(OSError, _storage_error)
    app.register_error_handler(Unknown, _unknown)
    app.register_error_handler(Exception, _unexpected)


def _http_error(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    answer = _answer(error.code)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _unknown(_error: Unknown) -> Response:
    """Somebody else's office, case or comment looks like one that never was."""
    return _answer(404)


def _storage_error(error: Exception) -> Response:
    """The disk is full, the database away: nothing was stored, and the citizen is told so (docs/promises.md D29)."""
    _log(error)
    answer = _answer(503)
    answer.headers["Retry-After"] = str(_RETRY_AFTER_SECONDS)
    return answer


def _old_form(_error: CSRFError) -> Response:
    """A form of the desk that is older than its session: nothing was done."""
    return _page(400, OLD_FORM)


def _unexpected(error: Exception) -> Response:
    _log(error)
    return _answer(500)


def _log(error: Exception) -> None:
    """Log type, route and place in the code; never values, addresses or texts (docs/promises.md D27)."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
    log.error("%s at %s in %s", type(error).__name__, request.endpoint, place)


def _answer(status: int) -> Response:
    page = PAGES.get(status, PAGES[400] if status < 500 else PAGES[500])
    if status == 413 and large_bodies.are_taken():
        page = FILE_TOO_LARGE
    return _page(status, page)


def _page(status: int, page: Page) -> Response:
    best = request.accept_mimetypes.best_match(["text/html", "application/problem+json", "application/json"])
    if best is not None and best != "text/html":
        answer = jsonify(type="about:blank", status=status, title=str(page.title), detail=str(page.advice))
        answer.mimetype = "application/problem+json"
    else:
        answer = Response(_drawn(page), mimetype="text/html")
    answer.status_code = status
    return answer


def _drawn(page: Page) -> str:
    try:
        return render_template("errors/error.html", page=page)
    except Exception as error:  # noqa: BLE001 (whatever is broken, the visitor gets a sentence)
        _log(error)
        return BARE


def _log_type(error: BaseException | None) -> None:
    log.error("unhandled %s", type(error).__name__)
