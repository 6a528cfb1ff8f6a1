"""Carried: what the pages of complaints keep in the browser between two requests, sealed: a secret, a receipt code."""

from core import clock
from core.domain.complaints import receipts
from core.web import form_secrets, sealed

_FORM, _FOLLOWED = "complaint-form", "complaint-followed"
#: A case that was opened stays open for half an hour; then the code is asked for again.
FOLLOWED_SECONDS = 30 * 60


def draw() -> str:
    """Return a token with a new secret: what is sent with it becomes one case, however often."""
    return form_secrets.draw(_FORM)


def secret_of(token: str) -> bytes | None:
    """Return the secret of a form; None for what is a day old, altered or not ours."""
    return form_secrets.secret_of(_FORM, token)


def carry(receipt: str) -> str:
    """Return a token with a receipt code: it never stands in an address, and the page's own text does not need it."""
    return sealed.seal(_FOLLOWED, {"receipt": receipts.normalise(receipt) or "", "at": _now()})


def receipt_of(token: str) -> str | None:
    """Return the receipt code of a page of the case; None for what is too old, altered or not ours."""
    values = sealed.unseal(_FOLLOWED, token) or {}
    at, receipt = values.get("at"), values.get("receipt")
    is_fresh = isinstance(at, int) and _now() - at <= FOLLOWED_SECONDS
    return receipt if is_fresh and isinstance(receipt, str) else None


def _now() -> int:
    return int(clock.now().timestamp())
