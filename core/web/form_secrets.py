"""Form secrets: each form that makes something carries one, sealed, so that sending it twice makes it once."""

import secrets

from core import clock
from core.domain.submission import MAX_FORM_AGE_SECONDS
from core.web import sealed

_BYTES = 16


def draw(purpose: str, *, owner: int = 0) -> str:
    """Return a token with a new secret, for one purpose and one account (0: a citizen)."""
    return sealed.seal(purpose, {"secret": secrets.token_hex(_BYTES), "at": _now(), "owner": owner})


def secret_of(purpose: str, token: str, *, owner: int = 0) -> bytes | None:
    """Return the secret of a form; None for what is a day old, altered, somebody else's or not ours."""
    values = sealed.unseal(purpose, token) or {}
    at, secret = values.get("at"), values.get("secret")
    is_fresh = isinstance(at, int) and _now() - at <= MAX_FORM_AGE_SECONDS
    if not is_fresh or values.get("owner", 0) != owner or not isinstance(secret, str):
        return None
    return bytes.fromhex(secret)


def _now() -> int:
    return int(clock.now().timestamp())
