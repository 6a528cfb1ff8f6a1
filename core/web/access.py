"""Access: every route names its permission; without one the product does not start (default deny)."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from core import clock
from core.domain.access import SYSTEM, Permission
from core.queries import people
from core.queries.people import Staff
from core.services import accounts

View = TypeVar("View", bound=Callable[..., object])

#: How often an active session is noted, so that reading pages does not write each time.
_NOTE_AFTER_SECONDS = 60
#: Pages a person with a one-time password may still reach.
_OPEN_BEFORE_CHANGE = frozenset({"accounts.password", "accounts.sign_out"})


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare what a route asks for; stands directly above the view."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """Return what the route behind an endpoint asks for; None when it names nothing."""
    return getattr(app.view_functions[endpoint], "permission", None)


def init_app(app: Flask) -> None:
    """Check the permission of every request before anything else happens."""
    app.before_request(_admit)


def refuse_open_routes(app: Flask) -> None:
    """Stop the start when a route names no permission."""
    nameless = sorted(endpoint for endpoint in app.view_functions if permission_of(app, endpoint) is None)
    if nameless:
        raise RuntimeError(f"These routes name no permission: {', '.join(nameless)}")


def staff() -> Staff:
    """Return who is signed in; only for routes that are not public."""
    person: Staff = g.staff
    return person


def _admit() -> Response | None:
    if request.endpoint is None:
        return None
    permission = permission_of(current_app, request.endpoint)
    if permission is Permission.PUBLIC:
        return None
    person = _person()
    if person is None:
        session.pop("token", None)
        # What was posted is not sent again by itself: a button's own address could not be opened.
        target = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
        return redirect(url_for("accounts.sign_in", next=target), 303)
    g.staff = person
    if person.must_change_password and request.endpoint not in _OPEN_BEFORE_CHANGE:
        return redirect(url_for("accounts.password"), 303)
    if permission is None or not person.scope.may(permission):
        abort(403)
    return None


def _person() -> Staff | None:
    token = session.get("token")
    if not token:
        return None
    person = people.signed_in(SYSTEM, accounts.hash_token(token))
    if person is not None and (clock.now() - person.seen_at).total_seconds() > _NOTE_AFTER_SECONDS:
        accounts.touch(token)
    return person
