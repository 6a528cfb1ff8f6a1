"""Views: a draft as citizens would see it, what it changes, and publishing it."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.desk.forms import EmptyForm
from admin.places.blueprint import unit_in_hand
from admin.questionnaires import change_words
from admin.questionnaires.blueprint import (
    all_faults,
    before,
    blueprint,
    draft_in_hand,
    go,
    seen,
    show,
    try_plainly,
)
from core.domain.access import Permission
from core.domain.questionnaire_changes import changes
from core.domain.questionnaire_faults import faults, is_publishable
from core.queries import questionnaire_below, questionnaire_versions
from core.services import questionnaire_publishing as service
from core.web import headers
from core.web.access import requires, staff

#: A province may have a hundred units that go their own way; so many are named, the rest counted.
_MOST_NAMED = 12


@blueprint.get("/<int:unit_id>/nhap/<code>/xem-thu")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def preview(unit_id: int, code: str) -> tuple[str, int]:
    """Show the survey's own pages of a draft in frames of a phone's and a tablet's size."""
    unit, written = unit_in_hand(unit_id), draft_in_hand(unit_id, code)
    headers.show_own_frames()
    found = all_faults(unit_id, written.draft)
    spoken = "en" if request.args.get("tieng") == "en" else "vi"
    return show("preview", unit=unit, written=written, is_ready=is_publishable(found), spoken=spoken)


@blueprint.route("/<int:unit_id>/nhap/<code>/phat-hanh", methods=["GET", "POST"])
@requires(Permission.MANAGE_QUESTIONNAIRES)
def publish(unit_id: int, code: str) -> Response | tuple[str, int]:
    """Show what changes against the version before, then publish."""
    person, unit, written = staff(), unit_in_hand(unit_id), draft_in_hand(unit_id, code)
    if EmptyForm().validate_on_submit():
        is_done = try_plainly(
            lambda: service.publish(person.scope, unit_id, code, seen=seen(), actor=person.login),
            said=_(
                "Published. It is asked from now on; answers given before keep the version they were given to."
            ),
        )
        return go("listed", unit_id=unit_id) if is_done else go("draft", unit_id=unit_id, code=code)
    base, earlier = before(unit_id, code), questionnaire_versions.ever(person.scope, unit_id, code)
    found = faults(written.draft, base, earlier)
    return show(
        "publish",
        unit=unit,
        written=written,
        base=base,
        changes=changes(written.draft, base, earlier),
        changed=change_words,
        apart=questionnaire_below.with_own_version(person.scope, unit_id, code),
        most_named=_MOST_NAMED,
        faults=found,
        is_ready=is_publishable(found),
    )
