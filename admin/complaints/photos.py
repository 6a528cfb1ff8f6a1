"""Views: a photo of a case as a file; browsers save it and never draw it in a page (docs/promises.md D24)."""

from io import BytesIO

from flask import Blueprint, Response, abort, send_file

from admin.complaints.views import case_in_hand
from core.domain.access import Permission
from core.queries.complaints import photos
from core.web import headers
from core.web.access import requires, staff

blueprint = Blueprint("case_photos", __name__, url_prefix="/admin/phan-anh")


@blueprint.get("/<number>/anh/<int(max=99):photo>")
@requires(Permission.READ_CASES)
def one(number: str, photo: int) -> Response:
    """Hand a photo out to whoever may know of its case; that the case was opened is noted as for its page."""
    case = case_in_hand(number)
    content = photos.one(staff().scope, case.line.id, photo) or abort(404)
    sent = send_file(
        BytesIO(content),
        mimetype="image/jpeg",
        as_attachment=True,
        download_name=f"{case.line.register}-{photo}.jpg",
        etag=False,
    )
    sent.headers["Cache-Control"] = "private, no-store"
    headers.allow_nothing()
    return sent
