"""Views: sign in with password and second factor, open an invitation, sign out, change one's password."""

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.accounts.arrival import begin, device, onward, own_address, provider_refusal, refusal, renew
from admin.accounts.forms import CodeForm, NewPasswordForm, PasswordForm, SignInForm
from admin.desk.forms import EmptyForm
from core import config
from core.domain.access import CITIZEN, Permission
from core.domain.second_factor import Stage
from core.queries import accounts as account_queries
from core.services import accounts, second_factors, sessions, signing_in
from core.services.passwords import SignInBusy
from core.services.signing_in import InvitationOver, PasswordRefused, SignInRefused
from core.web import languages
from core.web.access import requires, staff

blueprint = Blueprint("accounts", __name__, url_prefix="/admin")
Page = tuple[str, int]


@blueprint.route("/dang-nhap", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def sign_in() -> Response | Page:
    """Open a session for the right name and password; the second factor is asked for next."""
    form = SignInForm(next=request.args.get("next", ""))
    facts = {
        "form": form,
        "open_id": config.current().open_id,
        "trouble": provider_refusal(request.args.get("loi")),
    }
    if not form.validate_on_submit():
        return _page("sign_in", **facts)
    try:
        token = signing_in.sign_in(form.login.data or "", form.password.data or "", device=device())
    except SignInRefused as refused:
        form.password.errors = [refusal(refused)]
        return _page("sign_in", 401, **facts)
    except SignInBusy:
        form.password.errors = [_("Many people are signing in. Please try again in a moment.")]
        return _page("sign_in", 503, **facts)
    begin(token, target=form.next.data)
    return redirect(session["next"], 303)


@blueprint.route("/xac-thuc", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def second_factor() -> Response | Page:
    """Complete the sign-in by a code of the app, the card or the recovery sheet."""
    if staff().stage is not Stage.FACTOR:
        return onward()
    return _ask_for_code("accounts.second_factor") or onward()


@blueprint.route("/xac-thuc-lai", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def step_up() -> Response | Page:
    """Ask for a code once more before an export or a change of a role."""
    if "next" in request.args:
        session["next"] = own_address(request.args.get("next"))
    asked = _ask_for_code("accounts.step_up")
    if asked is not None:
        return asked
    # A download would leave this page standing there with its question.
    is_file = "." in session.get("next", "").partition("?")[0].rpartition("/")[2]
    return redirect(url_for("accounts.stepped_up"), 303) if is_file else onward()


@blueprint.get("/xac-thuc-lai/xong")
@requires(Permission.SIGNED_IN)
def stepped_up() -> Page:
    """Hand out the file that was asked for before the code."""
    return _page("stepped_up", target=session.get("next") or url_for("overview.show"))


@blueprint.route("/loi-moi/<token>", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def invitation(token: str) -> Response | Page:
    """Let an invited person choose a password; the link works once."""
    invited = account_queries.invited(CITIZEN, sessions.hash_token(token))
    if invited is None:
        return _page("invitation_over", 410)
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return _page("invitation", form=form, invited=invited, token=token)
    try:
        begin(signing_in.redeem(token, new=form.new.data or ""))
    except InvitationOver:
        return _page("invitation_over", 410)
    return redirect(url_for("factors.choose"), 303)


@blueprint.post("/dang-xuat")
@requires(Permission.SIGNED_IN)
def sign_out() -> Response:
    """End the session and let the browser forget what it kept."""
    if EmptyForm().validate_on_submit():
        sessions.sign_out(session.pop("token", ""))
        session.clear()
    answer = redirect(url_for("accounts.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.route("/mat-khau", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def password() -> Response | Page:
    """Replace one's password; every other session of the account ends."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _page("password", form=form, person=staff())
    try:
        token = signing_in.change_password(
            session["token"], current=form.current.data or "", new=form.new.data or "", device=device()
        )
    except SignInRefused as refused:
        form.current.errors = [refusal(refused)]
        return _page("password", 422, form=form, person=staff())
    except SignInBusy:
        form.current.errors = [_("Many people are signing in. Please try again in a moment.")]
        return _page("password", 503, form=form, person=staff())
    except PasswordRefused:
        form.new.errors = [_("The new password is the same as the old one. Choose another.")]
        return _page("password", 422, form=form, person=staff())
    renew(token)
    return onward()


@blueprint.post("/ngon-ngu")
@requires(Permission.SIGNED_IN)
def language() -> Response:
    """Remember the language one works in."""
    chosen = request.form.get("language", "")
    if not EmptyForm().validate_on_submit() or chosen not in languages.available_here():
        abort(400)
    accounts.set_locale(staff().account_id, chosen)
    return redirect(own_address(request.form.get("next")), 303)


def _ask_for_code(endpoint: str) -> Page | None:
    """Return the page that asks for a code; None once the right one was typed and the session renewed."""
    is_recovery = request.args.get("bang") == "khoi-phuc"
    form = CodeForm()
    facts = {
        "form": form,
        "endpoint": endpoint,
        "is_recovery": is_recovery,
        "factor": staff().factor,
        "own": account_queries.own_factor(staff().scope),
    }
    if not form.validate_on_submit():
        return _page("second_factor", **facts)
    try:
        renew(second_factors.show(session["token"], form.code.data or "", is_recovery=is_recovery))
    except SignInRefused as refused:
        form.code.errors = [refusal(refused)]
        return _page("second_factor", 401, **facts)
    return None


def _page(name: str, status: int | None = None, /, **facts: object) -> Page:
    """Draw one of the short pages; one that comes back after a POST says that something is to be put right."""
    usual = 422 if request.method == "POST" else 200
    return render_template(f"admin/accounts/{name}.html", **facts), status or usual
