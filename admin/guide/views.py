"""Views: the help page; besides, the menu and the short help of every page are handed to the templates."""

from typing import Any

from flask import Blueprint, g, render_template

from admin.guide import glossary, navigation, topics
from admin.guide.navigation import Entry, Part
from core.domain.access import Permission, Role
from core.web.access import requires, staff

blueprint = Blueprint("guide", __name__, url_prefix="/admin")


@blueprint.get("/tro-giup")
@requires(Permission.SIGNED_IN)
def show() -> str:
    """Show what each page is for, what the words mean, and how to work by keyboard."""
    return render_template(
        "admin/guide/show.html",
        topics=topics.concerning(staff().scope),
        words=glossary.WORDS,
        roles=list(Role),
    )


@blueprint.app_template_global("help_topic")
def _help_topic(code: str) -> topics.Topic:
    """Return the short help of a page."""
    return topics.topic(code)


@blueprint.app_context_processor
def _menu() -> dict[str, Any]:
    """Give the desk's layout its menu, and what belongs to the page in hand."""
    return {"menu": _parts, "beside": _near}


def _parts() -> tuple[Part, ...]:
    return navigation.menu(g.staff.scope)


def _near() -> tuple[Entry, ...]:
    return navigation.beside(g.staff.scope)
