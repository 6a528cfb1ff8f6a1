"""Views: the accounts of an office; made, invited, stopped, taken up again, given another role."""

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.desk.forms import EmptyForm
from admin.people.forms import NewAccountForm, RoleForm
from core import clock, config
from core.domain.access import Permission, Role
from core.queries import accounts as account_queries
from core.queries import identities as identity_queries
from core.queries.accounts import Line
from core.reports import qr
from core.services import accounts
from core.services.accounts import AccountRefused, Invited, NewAccount
from core.web.access import fresh_factor, requires, staff

blueprint = Blueprint("people", __name__, url_prefix="/admin/tai-khoan")
Page = tuple[str, int]
#: With more units than this the unit's code is typed.
_MOST_UNITS = 200
#: Pages of a list are counted from one and end somewhere.
_LAST_PAGE = 9_999


@blueprint.get("/")
@requires(Permission.MANAGE_ACCOUNTS)
def show() -> str:
    """List the accounts of the office."""
    words = " ".join(request.args.get("tim", "").split())[:60]
    page = min(max(request.args.get("trang", 1, type=int), 1), _LAST_PAGE)
    found = account_queries.listing(staff().scope, words=words, page=page)
    return render_template("admin/people/list.html", found=found, words=words, local=clock.local)


@blueprint.route("/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
@fresh_factor
def new() -> Response | Page:
    """Make an account and show the link by which its owner opens it."""
    form = NewAccountForm()
    if form.validate_on_submit():
        wanted = NewAccount(
            login=str(form.login.data),
            name=str(form.name.data),
            role=Role(str(form.role.data)),
            unit_code=str(form.unit.data),
        )
        try:
            return _hand_over(accounts.invite(staff().scope, wanted, actor=staff().login))
        except AccountRefused as refused:
            field, sentence = _refusal(refused)
            form[field].errors = [sentence]
    units = account_queries.units(staff().scope, limit=_MOST_UNITS + 1)
    choices = units if len(units) <= _MOST_UNITS else ()
    page = render_template("admin/people/new.html", form=form, units=choices)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/<int:account_id>")
@requires(Permission.MANAGE_ACCOUNTS)
def one(account_id: int) -> str:
    """Show one account; right after an invitation also its link, once."""
    line = _line(account_id)
    link = session.pop("link", None) if session.get("linked") == account_id else None
    picture = qr.embedded(link, title=_("Invitation of %(name)s", name=line.name)) if link else ""
    open_id = config.current().open_id
    return render_template(
        "admin/people/one.html",
        account=line,
        open_id=open_id,
        linked_at=open_id and identity_queries.linked_at(staff().scope, account_id, issuer=open_id.issuer),
        link=link,
        picture=picture,
        is_own=line.id == staff().account_id,
        local=clock.local,
    )


@blueprint.route("/<int:account_id>/vai-tro", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
@fresh_factor
def role(account_id: int) -> Response | Page:
    """Give an account another role."""
    line = _line(account_id)
    form = RoleForm(role=str(line.role))
    if form.validate_on_submit():
        accounts.change_role(staff().scope, account_id, Role(str(form.role.data)), actor=staff().login)
        return redirect(url_for("people.one", account_id=account_id), 303)
    page = render_template("admin/people/role.html", form=form, account=line)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<int:account_id>/moi-lai")
@requires(Permission.MANAGE_ACCOUNTS)
@fresh_factor
def invite_again(account_id: int) -> Response:
    """Draw a new link; an earlier one is void."""
    _check(account_id)
    return _hand_over(accounts.invite_again(staff().scope, account_id, actor=staff().login))


@blueprint.post("/<int:account_id>/ngung")
@requires(Permission.MANAGE_ACCOUNTS)
def disable(account_id: int) -> Response:
    """Stop an account; its sessions end with the next request."""
    _check(account_id)
    accounts.disable(staff().scope, account_id, actor=staff().login)
    return redirect(url_for("people.one", account_id=account_id), 303)


@blueprint.post("/<int:account_id>/dung-lai")
@requires(Permission.MANAGE_ACCOUNTS)
def enable(account_id: int) -> Response:
    """Take a stopped account up again."""
    _check(account_id)
    accounts.enable(staff().scope, account_id, actor=staff().login)
    return redirect(url_for("people.one", account_id=account_id), 303)


@blueprint.errorhandler(AccountRefused)
def _refused(refused: AccountRefused) -> Page:
    """An act that the page does not offer: another tab was quicker, or the address was typed."""
    return render_template("admin/people/refused.html", sentence=_refusal(refused)[1]), 409


def _check(account_id: int) -> None:
    """Did our page send the button, and is the account one of this office?"""
    if not EmptyForm().validate_on_submit():
        abort(400)
    _line(account_id)


def _line(account_id: int) -> Line:
    line = account_queries.one(staff().scope, account_id)
    return line if line is not None else abort(404)


def _hand_over(invited: Invited) -> Response:
    """Remember the link for the one page that shows it; the cookie is the administrator's own."""
    session["link"] = config.current().public_url + url_for("accounts.invitation", token=invited.token)
    session["linked"] = invited.account_id
    return redirect(url_for("people.one", account_id=invited.account_id), 303)


def _refusal(refused: AccountRefused) -> tuple[str, str]:
    """Return the field an account was refused for, and why."""
    sentences = {
        "login_taken": ("login", _("Somebody signs in with this name already. Choose another.")),
        "login_unfit": ("login", _("Use letters without accents, digits, dots and dashes.")),
        "unknown_unit": ("unit", _("There is no such unit in your part of the administration.")),
        "own_account": ("login", _("Your own account is changed by another administrator.")),
        "disabled": ("login", _("This account is stopped. Take it up again before inviting.")),
    }
    return sentences[refused.code]
