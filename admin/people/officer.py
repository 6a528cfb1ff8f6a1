"""Views: which officer an officer's account reads about."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField

from core.domain.access import Permission
from core.queries import officer_accounts as officer_account_queries
from core.queries.officer_accounts import OfficerAccount
from core.services import officer_accounts
from core.web.access import fresh_factor, requires, staff

blueprint = Blueprint("officer_link", __name__, url_prefix="/admin/tai-khoan")


class OfficerForm(FlaskForm):
    """One of the officers of the account's unit, or nobody."""

    officer = SelectField(_l("Officer"))

    @classmethod
    def of(cls, account: OfficerAccount) -> "OfficerForm":
        """Return the form with the officers this account may be linked to."""
        form = cls(officer=str(account.officer_id or ""))
        form.officer.choices = [
            ("", _l("Nobody: the account sees no results")),
            *(
                (str(each.id), " · ".join(part for part in (each.name, each.title, each.unit_name) if part))
                for each in account.choices
            ),
        ]
        return form


@blueprint.route("/<int:account_id>/can-bo", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
@fresh_factor
def choose(account_id: int) -> Response | tuple[str, int]:
    """Say which officer the account reads about."""
    account = officer_account_queries.one(staff().scope, account_id) or abort(404)
    form = OfficerForm.of(account)
    if form.validate_on_submit():
        chosen = int(form.officer.data) if form.officer.data else None
        officer_accounts.link(staff().scope, account_id, chosen, actor=staff().login)
        return redirect(url_for("people.one", account_id=account_id), 303)
    page = render_template("admin/people/officer.html", form=form, account=account)
    return page, 422 if form.is_submitted() else 200
