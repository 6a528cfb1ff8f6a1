"""Views: one's own account, the browsers one is signed in with, and what one had typed when a session ended."""

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from admin.accounts.arrival import provider_refusal
from admin.desk.forms import EmptyForm
from core import clock, config
from core.domain.access import Permission
from core.domain.credentials import IDLE
from core.domain.second_factor import CARD_LOW
from core.queries import accounts as account_queries
from core.queries import identities as identity_queries
from core.services import kept_forms, sessions
from core.web.access import requires, staff
from core.web.typed_text import SENT_AGAIN

blueprint = Blueprint("own", __name__, url_prefix="/admin/toi")


@blueprint.get("/")
@requires(Permission.SIGNED_IN)
def show() -> str:
    """Show one's role, password, second factor and sessions."""
    scope = staff().scope
    open_id = config.current().open_id
    return render_template(
        "admin/own/show.html",
        open_id=open_id,
        linked_at=open_id and identity_queries.linked_at(scope, scope.account_id, issuer=open_id.issuer),
        trouble=provider_refusal(request.args.get("loi")),
        person=staff(),
        own=account_queries.own_factor(scope),
        card_low=CARD_LOW,
        sessions=account_queries.own_sessions(scope),
        handle_of=sessions.handle_of,
        present=sessions.hash_token(session["token"]),
        local=clock.local,
    )


@blueprint.post("/phien/<handle>/ket-thuc")
@requires(Permission.SIGNED_IN)
def end_session(handle: str) -> AnyResponse:
    """End one of one's sessions."""
    if not EmptyForm().validate_on_submit():
        abort(400)
    sessions.end(staff().account_id, handle)
    return redirect(url_for("own.show"), 303)


@blueprint.post("/phien/ket-thuc-tat-ca")
@requires(Permission.SIGNED_IN)
def sign_out_everywhere() -> AnyResponse:
    """End every one of one's sessions, this one too."""
    if not EmptyForm().validate_on_submit():
        abort(400)
    sessions.end_all(staff().account_id)
    session.clear()
    answer = redirect(url_for("accounts.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.post("/phien/gia-han")
@requires(Permission.SIGNED_IN)
def extend() -> Response:
    """Begin the idle time of this session again and say how long it lasts now."""
    if not EmptyForm().validate_on_submit():
        abort(400)
    now = clock.now()
    sessions.touch(session["token"])
    left = min(staff().ends_at - now, IDLE)
    return jsonify(seconds=int(left.total_seconds()))


@blueprint.get("/gui-lai")
@requires(Permission.SIGNED_IN)
def kept_form() -> AnyResponse | str:
    """Show what was typed when the session ended, to be sent again or dropped."""
    kept = kept_forms.of(staff().account_id)
    if kept is None:
        return redirect(url_for("overview.show"), 303)
    # Choices travel as bare words of the machine; only what reads like writing is worth showing.
    readable = [value for _name, value in kept.fields if " " in value or not value.isascii()]
    return render_template("admin/own/kept_form.html", kept=kept, readable=readable, sent_again=SENT_AGAIN)


@blueprint.post("/gui-lai/bo")
@requires(Permission.SIGNED_IN)
def drop_form() -> AnyResponse:
    """Forget what was typed."""
    if not EmptyForm().validate_on_submit():
        abort(400)
    kept_forms.discard(staff().account_id)
    return redirect(url_for("overview.show"), 303)
