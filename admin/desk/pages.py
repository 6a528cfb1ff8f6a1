"""How a page of the desk answers."""

from flask import request
from wtforms import Form


def status_of(form: Form | None, *, otherwise: int = 200) -> int:
    """Return 422 where a form was sent and something in it has to be put right, else `otherwise`."""
    is_refused = form is not None and any(form.errors.values())
    return 422 if is_refused and request.method == "POST" else otherwise
