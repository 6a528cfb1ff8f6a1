"""Reminders: what time did to cases, told once to whoever must know, until they tick it as seen."""

import re

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from admin.complaints import words
from core.domain.access import Permission
from core.queries.complaints import reminders
from core.queries.complaints.reminders import Reminder
from core.services.complaints import reminders as telling
from core.services.complaints.moving import UnknownCase
from core.web.access import requires, staff

blueprint = Blueprint("reminders", __name__, url_prefix="/admin/phan-anh", template_folder="../templates")
_NUMBER = re.compile(r"[0-9a-f]{32}")
#: More lines than a person reads at once; ticking some shows the next.
MOST = 20


@blueprint.app_template_global("case_reminders")
def unread() -> tuple[Reminder, ...]:
    """Return what the signed-in person was told of cases and has not ticked."""
    return reminders.unread(staff().scope)


@blueprint.app_template_global("reminder_words")
def sentence(reminder: Reminder) -> str:
    """Return what a reminder says."""
    return words.reminder(reminder)


@blueprint.app_template_global("most_reminders")
def most() -> int:
    """Return how many lines are shown at once."""
    return MOST


@blueprint.post("/<number>/da-xem")
@requires(Permission.READ_CASES)
def seen(number: str) -> Response:
    """Tick what this person was told of a case; 404 for what they may not know of."""
    if not _NUMBER.fullmatch(number):
        abort(404)
    person = staff()
    try:
        telling.see(person.scope, bytes.fromhex(number), actor=person.login)
    except UnknownCase:
        abort(404)
    place = "overview.show" if request.form.get("back") == "start" else "cases.listed"
    return redirect(url_for(place), 303)
