"""Access: every route names its permission; without one the product does not start (default deny)."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from core import clock
from core.domain import second_factor
from core.domain.access import SYSTEM, Permission
from core.domain.credentials import WARNING
from core.domain.second_factor import Stage
from core.queries import people
from core.queries.people import Staff
from core.services import sessions
from core.web import onward, typed_text

View = TypeVar("View", bound=Callable[..., object])

#: How often an active session is noted, so that reading pages does not write each time.
_NOTE_AFTER_SECONDS = 60
#: Where each unfinished step of a sign-in is taken, and the only other pages it reaches.
_STEPS: dict[Stage, tuple[str, frozenset[str]]] = {
    Stage.FACTOR: ("accounts.second_factor", frozenset()),
    Stage.PASSWORD: ("accounts.password", frozenset()),
    Stage.ENROLMENT: (
        "factors.choose",
        frozenset({"factors.begin", "factors.app", "factors.card", "factors.card_pdf"}),
    ),
}
#: Whoever cannot go on may always leave.
_WAY_OUT = "accounts.sign_out"


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare what a route asks for; stands directly above the view."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def fresh_factor(view: View) -> View:
    """Declare that a route asks for a second factor shown in the last ten minutes; stands below `requires`."""
    view.needs_fresh_factor = True  # type: ignore[attr-defined]
    return view


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """Return what the route behind an endpoint asks for; None when it names nothing."""
    return getattr(app.view_functions[endpoint], "permission", None)


def init_app(app: Flask) -> None:
    """Check the permission of every request before anything else happens."""
    app.before_request(_admit)
    warning = int(WARNING.total_seconds())
    app.context_processor(lambda: {"seconds_left": _seconds_left, "warning_seconds": warning})


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
        return _ask_to_sign_in()
    g.staff = person
    landing, reached = _STEPS.get(person.stage, ("", frozenset()))
    if landing and request.endpoint not in {landing, _WAY_OUT} | reached:
        return redirect(url_for(landing), 303)
    if permission is None or not person.scope.may(permission):
        abort(403)
    if person.stage is Stage.COMPLETE and _is_stale(person):
        return redirect(url_for("accounts.step_up", next=_way_back()), 303)
    typed_text.forget_if_sent_again(person.account_id)
    return None


def _is_stale(person: Staff) -> bool:
    """Does the route ask for a fresher second factor than this session has?"""
    needs = getattr(current_app.view_functions[str(request.endpoint)], "needs_fresh_factor", False)
    return needs and not second_factor.is_fresh(person.factor_at, clock.now())


def _ask_to_sign_in() -> Response:
    address = _way_back()
    if "token" not in session and onward.is_from_elsewhere():
        # A link in a message: the person may well be signed in, and our own page brings the session along.
        return onward.page(address)
    session.pop("token", None)
    return redirect(url_for("accounts.sign_in", next=address), 303)


def _way_back() -> str:
    """Return where the person goes on afterwards; a form that was sent is kept and offered again there."""
    if request.method in ("GET", "HEAD"):
        return request.full_path.rstrip("?")
    if typed_text.keep(session.get("token", "")):
        return url_for("own.kept_form")
    return url_for("overview.show")


def _person() -> Staff | None:
    token = session.get("token")
    if not token:
        return None
    person = people.signed_in(SYSTEM, sessions.hash_token(token))
    if person is not None and (clock.now() - person.seen_at).total_seconds() > _NOTE_AFTER_SECONDS:
        sessions.touch(token)
        person = replace(person, seen_at=clock.now())
    return person


def _seconds_left() -> int:
    return staff().seconds_left(clock.now())
