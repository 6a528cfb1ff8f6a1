"""Problems: what a tablet is told when a request cannot be taken (`problem+json`, RFC 9457)."""

from flask import Response, jsonify
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

#: By code: the answer's status, and a sentence for whoever looks at the tablet.
_PROBLEMS: dict[str, tuple[int, LazyString]] = {
    "malformed": (400, _l("The office's server could not read what this tablet sent.")),
    "bad_key": (400, _l("The office's server could not read what this tablet sent.")),
    "unknown_phrase": (
        403,
        _l("This phrase is not known or no longer valid. Please ask for a new one at the desk."),
    ),
    "unknown_device": (401, _l("The office does not know this tablet. Please pair it again.")),
    "bad_signature": (401, _l("The office does not know this tablet. Please pair it again.")),
    "revoked": (401, _l("The office has taken this tablet out of use.")),
    "retired": (401, _l("Another tablet has taken the place of this one.")),
    "waiting": (401, _l("The office does not know this tablet. Please pair it again.")),
    "no_place": (409, _l("This tablet's counter has no code yet. Please issue one at the desk.")),
    "too_many_attempts": (429, _l("Too many wrong phrases. Please wait a minute and type it again.")),
    "storage": (503, _l("The server cannot store anything at this moment. It is sent again by itself.")),
}
_RETRY_AFTER_SECONDS = {429: 60, 503: 30}


def problem(code: str) -> Response:
    """Return the answer for a problem."""
    status, sentence = _PROBLEMS[code]
    answer = jsonify(type="about:blank", title=str(sentence), status=status, detail=str(sentence), code=code)
    answer.mimetype = "application/problem+json"
    answer.status_code = status
    if status in _RETRY_AFTER_SECONDS:
        answer.headers["Retry-After"] = str(_RETRY_AFTER_SECONDS[status])
    return answer
