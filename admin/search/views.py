"""Views: the search of the desk."""

import unicodedata

from flask import Blueprint, render_template, request

from admin.search import lines
from core.domain import searching
from core.domain.access import Permission
from core.queries import finding
from core.web.access import requires, staff

blueprint = Blueprint("search", __name__, url_prefix="/admin")


@blueprint.get("/tim")
@requires(Permission.SIGNED_IN)
def show() -> str:
    """Show what begins with the typed words, by kind; without words, what can be found."""
    typed = unicodedata.normalize("NFC", request.args.get("tim", ""))
    text = " ".join("".join(sign for sign in typed if sign.isprintable()).split())[: searching.LONGEST]
    words = searching.asked(text)
    scope = staff().scope
    return render_template(
        "admin/search/show.html",
        text=text,
        sections=lines.found(scope, words),
        words=words,
        kinds=[lines.KIND_NAMES[kind] for kind in finding.kinds(scope)],
        marked=searching.marked,
    )
