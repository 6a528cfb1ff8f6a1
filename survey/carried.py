"""Carried: what the pages of complaints keep in the browser between two requests, sealed: a secret, a receipt code."""

import secrets

from core import clock
from core.domain.complaints import receipts
from core.domain.submission import MAX_FORM_AGE_SECONDS
from core.web import sealed

_FORM, _FOLLOWED = "complaint-form", "complaint-followed"
_SECRET_BYTES = 16
#: A case that was opened stays open for half an hour; then the code is asked for again.
FOLLOWED_SECONDS = 30 * 60


def draw() -> str:
    """Return a token with a new secret: what is sent with it becomes one case, however often."""
    return sealed.seal(_FORM, {"secret": secrets.token_hex(_SECRET_BYTES), "at": _now()})


def secret_of(token: str) -> bytes | None:
    """Return the secret of a form; None for what is a day old, altered or not ours."""
    secret = _fresh(_FORM, token, MAX_FORM_AGE_SECONDS).get("secret")
    return bytes.fromhex(secret) if isinstance(secret, str) else None


def carry(receipt: str) -> str:
    """Return a token with a receipt code: it never stands in an address, and the page's own text does not need it."""
    return sealed.seal(_FOLLOWED, {"receipt": receipts.normalise(receipt) or "", "at": _now()})


def receipt_of(token: str) -> str | None:
    """Return the receipt code of a page of the case; None for what is too old, altered or not ours."""
    receipt = _fresh(_FOLLOWED, token, FOLLOWED_SECONDS).get("receipt")
    return receipt if isinstance(receipt, str) else None


def _fresh(purpose: str, token: str, seconds: int) -> dict[str, str | int]:
    values = sealed.unseal(purpose, token) or {}
    at = values.get("at")
    return values if isinstance(at, int) and _now() - at <= seconds else {}


def _now() -> int:
    return int(clock.now().timestamp())
