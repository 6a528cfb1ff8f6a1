"""Typed text: a form that met an ended session is kept for its writer. Passwords, codes and files never are."""

from flask import current_app, request
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from core.services import kept_forms
from core.services.kept_forms import Kept

#: What stands in the address of a kept form that is sent again. The body is left alone: it may be a large file.
SENT_AGAIN = "gui-lai"
#: Pages on which people type passwords and codes.
_SECRET_PAGES = frozenset({"accounts", "factors", "own"})
_SECRET_NAMES = ("csrf_token", "password", "code", "token", "secret")


def keep(token: str) -> bool:
    """Keep the form of this request for the session's owner, if our own page sent it; say whether it was kept."""
    if not token or request.blueprint in _SECRET_PAGES or _is_large() or not _is_ours():
        return False
    fields = tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if not any(word in name.lower() for word in _SECRET_NAMES)
    )
    return kept_forms.keep(token, Kept(address=request.full_path.rstrip("?"), fields=fields))


def forget_if_sent_again(account_id: int) -> None:
    """Forget the kept form once it arrives again."""
    if request.method == "POST" and SENT_AGAIN in request.args:
        kept_forms.discard(account_id)


def _is_large() -> bool:
    """Does the request bring a file? That is chosen again anyway."""
    return (request.content_length or 0) > current_app.config["MAX_CONTENT_LENGTH"]


def _is_ours() -> bool:
    """Did a page of this browser's session make the form? Nobody else may plant words to be sent later."""
    try:
        validate_csrf(request.form.get("csrf_token", ""))
    except ValidationError:
        return False
    return True
