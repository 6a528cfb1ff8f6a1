"""Views: the queue of requests, and one of them with the decision that this person may take now."""

import re

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from admin.complaints import words as case_words
from admin.complaints.forms import lines
from admin.erasures import words
from admin.places.blueprint import page_number
from core.domain.access import Permission
from core.domain.complaints.erasing import SECOND, ErasureRefused, RequestState
from core.queries.complaints import erasures
from core.queries.complaints.erasures import RequestLine
from core.services import disclosures
from core.services.complaints import erasure_requests
from core.services.disclosures import Opened
from core.web.access import requires, staff

blueprint = Blueprint("erasures", __name__, url_prefix="/admin/xoa-sua", template_folder="../templates")

_NUMBER = re.compile(r"[0-9a-f]{32}")
_LONGEST_REASON = 1000


class DecisionForm(FlaskForm):
    """Why it is refused; granting needs no reason."""

    reason = TextAreaField(
        _l("Reason, if you refuse; the sender reads it"),
        filters=[lines],
        validators=[Length(max=_LONGEST_REASON, message=_l("At most %(max)d characters."))],
    )


@blueprint.app_template_global("erasures_due")
def _due() -> int:
    """Return how many requests wait for the signed-in person, for the start page and the inbox."""
    return erasures.waiting(staff().scope)


@blueprint.app_template_global("erasures_of")
def _of_case(number: str) -> tuple[RequestLine, ...]:
    """Return the requests about a case, for its page."""
    return erasures.of_case(staff().scope, bytes.fromhex(number))


@blueprint.app_template_global("erasure_words")
def _words() -> object:
    """Return the names of wishes and states, for pages of other folders."""
    return words


@blueprint.get("/")
@requires(Permission.FOLLOW_CASES)
def listed() -> str:
    """List the requests: undecided ones first, and of them what is due first."""
    page = erasures.listed(staff().scope, page_number())
    return render_template("admin/erasures/list.html", page=page, words=words)


@blueprint.route("/<number>", methods=["GET", "POST"])
@requires(Permission.FOLLOW_CASES)
def one(number: str) -> Response | tuple[str, int]:
    """Show one request and take the decision that is this person's."""
    line = _in_hand(number)
    form = DecisionForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                flash(_do(line, form))
            except ErasureRefused as refused:
                flash(words.sentence(refused), "refused")
            return redirect(url_for("erasures.one", number=number), 303)
    page = render_template(
        "admin/erasures/one.html",
        line=line,
        form=form,
        words=words,
        case_words=case_words,
        may_decide=line.state is RequestState.OPEN,
        may_confirm=_may_confirm(line),
    )
    return page, status


def _in_hand(number: str) -> RequestLine:
    """Return the request of the address and note that the case was opened; 404 for what is hidden."""
    if not _NUMBER.fullmatch(number):
        abort(404)
    line = erasures.one(staff().scope, bytes.fromhex(number)) or abort(404)
    why = Opened.TURN if line.is_unfinished else Opened.BACK
    disclosures.opened(staff(), unit_id=line.unit_id, register=line.register, why=why)
    return line


def _may_confirm(line: RequestLine) -> bool:
    scope = staff().scope
    is_other = line.decided_by != scope.account_id
    return line.state is RequestState.CONFIRMING and scope.role in SECOND and is_other


def _do(line: RequestLine, form: DecisionForm) -> str:
    """Do what a button says and return what was done. Raise ErasureRefused."""
    person, pressed = staff(), request.form.get("decision", "")
    if pressed == "confirm":
        erasure_requests.confirm(person.scope, line.id, actor=person.login)
        return _("Confirmed and carried out.") if line.is_granted else _("Confirmed: the request is refused.")
    if pressed == "return":
        erasure_requests.send_back(person.scope, line.id, actor=person.login)
        return _("Sent back; the decision is taken anew.")
    is_granted = pressed == "grant"
    reason = "" if is_granted else form.reason.data
    erasure_requests.decide(person.scope, line.id, is_granted=is_granted, reason=reason, actor=person.login)
    return _("Noted. A second person has to confirm it before anything happens.")
