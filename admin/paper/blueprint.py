"""The blueprint of paper forms, and what all of its views share: the batch in hand, and what cannot be read."""

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.queries import paper
from core.queries.paper import Batch
from core.services.data_key import Unreadable
from core.web.access import staff

blueprint = Blueprint("paper", __name__, url_prefix="/admin/nhap-phieu", template_folder="../templates")


@blueprint.errorhandler(Unreadable)
def _unreadable(_error: Unreadable) -> Response:
    """The data key of what was keyed is gone: lead to the batch, where it can be given up."""
    flash(
        _(
            "What was typed in here cannot be read: the data key it was sealed with is missing. Ask whoever looks "
            "after the system for the earlier key, or give the batch up and type it in again."
        ),
        "refused",
    )
    own = {name: (request.view_args or {})[name] for name in ("unit_id", "batch_id")}
    return current_app.make_response(redirect(url_for("paper.one", **own), 303))


def batch_in_hand(unit_id: int, batch_id: int) -> Batch:
    """Return the batch of the address, or answer 404 where it is not this person's."""
    return paper.batch(staff().scope, unit_id, batch_id) or abort(404)
