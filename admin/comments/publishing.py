"""Publishing: the preview of each batch, its release, the page of what was published, and taking a text back."""

import re

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from admin.comments import words
from admin.comments.forms import ReasonForm
from admin.comments.views import chosen_reason
from admin.places.blueprint import page_number
from core.domain.access import Permission
from core.domain.comment_batches import LEAST_COUNTED, LEAST_TOGETHER
from core.domain.comment_review import ReviewRefused
from core.domain.searching import LONGEST
from core.queries.comments import batches, published
from core.services import comment_releases
from core.services.comment_reviews import UnknownComment
from core.web.access import requires, staff

blueprint = Blueprint(
    "published_comments", __name__, url_prefix="/admin/gop-y-cong-bo", template_folder="../templates"
)

_NUMBER = re.compile(r"[0-9a-f]{32}")


@blueprint.get("/")
@requires(Permission.READ_COMMENTS)
def listed() -> str:
    """List what was published: months, topics and texts."""
    scope, typed = staff().scope, request.args.get("tim", "").strip()[:LONGEST]
    return render_template(
        "admin/comments/published.html",
        page=published.listed(scope, page_number(), words=typed),
        typed=typed,
        may_review=scope.may(Permission.REVIEW_COMMENTS),
        least=LEAST_COUNTED,
        has_units=len(scope.unit_ids) > 1,
        words=words,
    )


@blueprint.get("/xem-truoc")
@requires(Permission.REVIEW_COMMENTS)
def preview() -> str:
    """Show what may come out now, batch by batch, as it will be read."""
    standing = batches.standing(staff().scope)
    return render_template(
        "admin/comments/preview.html",
        standing=standing,
        least=LEAST_TOGETHER,
        has_units=len({batch.unit_id for batch in standing.batches}) > 1,
        words=words,
    )


@blueprint.post("/xem-truoc")
@requires(Permission.REVIEW_COMMENTS)
def release() -> Response:
    """Publish the batch that was read."""
    try:
        number = comment_releases.release(staff().scope, request.form.get("digest", ""), actor=staff().login)
    except ReviewRefused as refusal:
        flash(words.sentence(refusal), "refused")
        return redirect(url_for("published_comments.preview"), 303)
    flash(ngettext("%(num)d comment was published.", "%(num)d comments were published.", number))
    return redirect(url_for("published_comments.listed"), 303)


@blueprint.get("/<number>/go")
@requires(Permission.REVIEW_COMMENTS)
def ask(number: str) -> str:
    """Ask why a published text is taken back."""
    text = published.one(staff().scope, _id(number)) or abort(404)
    form = ReasonForm(formdata=None)
    return render_template("admin/comments/take_back.html", text=text, number=number, form=form)


@blueprint.post("/<number>/go")
@requires(Permission.REVIEW_COMMENTS)
def take_back(number: str) -> Response:
    """Take a published text back."""
    reason = chosen_reason(ReasonForm())
    try:
        if reason is None:
            raise ReviewRefused("reason_missing")
        comment_releases.take_back(staff().scope, _id(number), reason, actor=staff().login)
    except UnknownComment:
        abort(404)
    except ReviewRefused as refusal:
        flash(words.sentence(refusal), "refused")
        return redirect(url_for("published_comments.ask", number=number), 303)
    flash(_("Taken back. The page says that a text was taken back, not which."))
    return redirect(url_for("published_comments.listed"), 303)


def _id(number: str) -> bytes:
    if not _NUMBER.fullmatch(number):
        abort(404)
    return bytes.fromhex(number)
