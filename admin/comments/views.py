"""Views: the queue of comments and one comment with what may be done with it."""

import re
from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.comments import words
from admin.comments.forms import NumberedForm, ReasonForm, TextForm
from admin.places.blueprint import page_number
from core.domain import comment_hints
from core.domain.access import Permission
from core.domain.comment_review import CHOSEN_REASONS, Act, Reason, ReviewRefused, State, cover
from core.domain.submission import StorageUnavailable
from core.queries.comments import queue
from core.queries.comments.queue import ReviewedComment
from core.queries.complaints import persons
from core.services import comment_cases, comment_reviews
from core.services.comment_reviews import Noted
from core.services.personal_data import mask
from core.web.access import requires, staff

blueprint = Blueprint("comments", __name__, url_prefix="/admin/gop-y", template_folder="../templates")

_HANDLE = re.compile(r"[0-9a-f]{32}")
#: What asks for a text with the suggested passages covered.
SUGGESTED = "goi-y"


@blueprint.get("/")
@requires(Permission.REVIEW_COMMENTS)
def listed() -> str:
    """List the comments in one state, shuffled."""
    named = request.args.get("xem", State.OPEN)
    state = State(named) if named in set(State) else State.OPEN
    scope = staff().scope
    page = queue.listed(scope, state, page_number())
    names = {unit_id: _names(unit_id) for unit_id in {one.unit_id for one in page.items}}
    return render_template(
        "admin/comments/list.html",
        page=page,
        state=state,
        numbers=queue.numbers(scope),
        has_units=len({one.unit_id for one in page.items}) > 1,
        hints=lambda one: _hints(one, names[one.unit_id]),
        words=words,
    )


@blueprint.route("/<handle>", methods=["GET", "POST"])
@requires(Permission.REVIEW_COMMENTS)
def one(handle: str) -> Response | tuple[str, int]:
    """Show a comment; keep its text and topics, and mark it where that was asked for."""
    comment = _in_hand(handle)
    form = TextForm()
    names = _names(comment.unit_id)
    suggested = _suggested(comment.text, names)
    form.prepare(comment, suggested if SUGGESTED in request.args else comment.text)
    if form.validate_on_submit():
        act = Act.MARK if request.form.get("mark") else Act.EDIT
        said = _("Marked. Somebody else of the Front publishes it.") if act is Act.MARK else _("Kept.")
        done = _done(handle, lambda: _review(handle, act, form.noted(), form.seen), said, on=act is Act.MARK)
        if done is not None:
            return done
    page = render_template(
        "admin/comments/one.html",
        comment=comment,
        form=form,
        reason=_reason_form(comment),
        hints=_hints(comment, names),
        has_suggestions=suggested != comment.text,
        words=words,
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.post("/<handle>/<slug>")
@requires(Permission.REVIEW_COMMENTS)
def act(handle: str, slug: str) -> Response:
    """Do what needs no text: set aside, take a mark or that back, make a petition of it."""
    _in_hand(handle)
    form = ReasonForm()
    acts: dict[str, tuple[Callable[[], None], str]] = {
        "bo-danh-dau": (
            lambda: _review(handle, Act.UNMARK, Noted(), form.seen),
            _("The mark was taken back."),
        ),
        "de-rieng": (
            lambda: _review(handle, Act.SET_ASIDE, Noted(reason=chosen_reason(form)), form.seen),
            _("Set aside; it will not be published."),
        ),
        "dua-lai": (
            lambda: _review(handle, Act.RETURN, Noted(), form.seen),
            _("Back in the queue."),
        ),
        "thanh-phan-anh": (
            lambda: comment_cases.turn(staff().scope, handle, actor=staff().login, number=form.seen),
            _("It is now a petition in the inbox of cases, waiting to be found out."),
        ),
    }
    if slug not in acts:
        abort(404)
    deed, said = acts[slug]
    back = redirect(url_for("comments.one", handle=handle), 303)
    return _done(handle, deed, said, on=slug in ("de-rieng", "thanh-phan-anh")) or back


def chosen_reason(form: ReasonForm) -> Reason | None:
    """Return the reason somebody chose of those that may be chosen; None without one."""
    return next((one for one in CHOSEN_REASONS if str(one) == form.reason.data), None)


def _done(handle: str, deed: Callable[[], None], said: str, *, on: bool) -> Response | None:
    """Do it and lead on: to the next comment, or back to this one; None where it was refused."""
    try:
        deed()
    except ReviewRefused as refusal:
        flash(words.sentence(refusal), "refused")
        return None
    except StorageUnavailable:
        flash(_("It could not be stored just now. Nothing was done; please try again."), "refused")
        return None
    flash(said)
    if not on:
        return redirect(url_for("comments.one", handle=handle), 303)
    following = queue.following(staff().scope, handle)
    address = url_for("comments.one", handle=following) if following else url_for("comments.listed")
    return redirect(address, 303)


def _review(handle: str, act: Act, noted: Noted, number: int) -> None:
    comment_reviews.review(staff().scope, handle, act, noted, actor=staff().login, number=number)


def _in_hand(handle: str) -> ReviewedComment:
    if not _HANDLE.fullmatch(handle):
        abort(404)
    return queue.one(staff().scope, handle) or abort(404)


def _reason_form(comment: ReviewedComment) -> NumberedForm:
    form = ReasonForm(formdata=None)
    form.number.data = str(comment.number)
    return form


def _names(unit_id: int) -> tuple[str, ...]:
    """Return the names of everybody of the office a comment might name."""
    return tuple(one.name for one in persons.officers(unit_id))


def _suggested(text: str, names: tuple[str, ...]) -> str:
    """Return the text with the passages covered that the rules would cover."""
    plain = mask(text).text
    return cover(plain, comment_hints.names_in(plain, names))


def _hints(comment: ReviewedComment, names: tuple[str, ...]) -> list[str]:
    """Return what a reviewer should look at in a comment."""
    hints = []
    if comment_hints.alarming(comment.text):
        hints.append(_("Sounds like an accusation"))
    if comment_hints.names_in(comment.text, names):
        hints.append(_("Names an officer"))
    if mask(comment.text).kinds:
        hints.append(_("Contains personal data"))
    return hints
