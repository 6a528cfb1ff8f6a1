"""Preview: the tablet's own screens of a draft, for its authors. Nothing is stored, nothing is sent, no tablet is used.

The page carries its bundle along; its script opens no memory of the browser and asks the server for nothing but files.
"""

import json
from datetime import UTC, datetime

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import config
from core.domain.access import Permission
from core.domain.publishing import DescriptionRefused, version_of
from core.domain.questionnaire import Questionnaire
from core.domain.tablet import Mode
from core.queries import questionnaire_drafts
from core.queries.places import units
from core.queries.places.units import UnitLine
from core.web import headers
from core.web.access import requires, staff
from kiosk.bundles import questionnaire_of
from kiosk.shell import shell
from kiosk.views import POLICY

blueprint = Blueprint("tablet_preview", __name__, url_prefix="/xem-thu", template_folder="templates")

#: No code of an office looks like it: whoever scans it finds no office.
_NO_CODE = "XEM-THU"
#: The end of a duty that never ends, in milliseconds since 1970.
_ALWAYS = round(datetime(9999, 1, 1, tzinfo=UTC).timestamp() * 1000)


@blueprint.get("/<int:unit_id>/<code>/may-tinh-bang")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def show(unit_id: int, code: str) -> Response:
    """Show the tablet's screens of a draft; one that cannot be shown yet says so on the phone's page."""
    scope = staff().scope
    unit = units.one(scope, unit_id) or abort(404)
    written = questionnaire_drafts.one(scope, unit_id, code) or abort(404)
    try:
        questionnaire = version_of(written.draft, 1)
    except DescriptionRefused:
        return redirect(url_for("preview.show", unit_id=unit_id, code=code), 303)
    content = json.dumps(_bundle(unit, questionnaire), ensure_ascii=False)
    page = render_template("kiosk/preview.html", version=shell().version, bundle=content)
    g.content_policy = POLICY
    headers.stand_in_own_frames()
    return Response(page, mimetype="text/html", headers={"Cache-Control": "no-store"})


def _bundle(unit: UnitLine, questionnaire: Questionnaire) -> dict[str, object]:
    """Return what a tablet at a counter would know, with an officer of no office and doors that never close."""
    address = f"{config.current().public_url}/q/{_NO_CODE}"
    duty = {"entry": 0, "officer": "Nguyễn Văn Mẫu", "title": "", "photo": None, "starts": 0, "ends": _ALWAYS}
    return {
        "tablet": {"id": 0, "name": ""},
        "office": unit.parent_name or unit.name,
        "unit": unit.name,
        "help_phone": unit.help_phone,
        "counter": {"id": 0, "name": _("Preview – nothing is recorded"), "number": "1"},
        "touchpoint": 0,
        "code": _NO_CODE,
        "address": address,
        "short_address": address.partition("://")[2],
        "fields": [],
        "questionnaire": questionnaire_of(0, questionnaire),
        "roster": [duty],
        "hours": {
            "zone_minutes": 0,
            "morning": ["00:00", "24:00"],
            "afternoon": None,
            "last_weekday": 6,
            "closed": [],
        },
        # A clip that is read aloud would be kept by the browser.
        "settings": {"mode": str(Mode.SURVEY), "reads_aloud": False, "asks_comment": True},
    }
