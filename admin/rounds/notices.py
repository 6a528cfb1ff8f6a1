"""Notices: what the start page says of survey rounds."""

from admin.rounds.blueprint import blueprint
from core.queries import round_notices
from core.queries.round_notices import EndingRound, NewReport
from core.web.access import staff


@blueprint.app_template_global("rounds_ending")
def ending() -> tuple[EndingRound, ...]:
    """Return the rounds the signed-in person carries out that end soon while answers are missing."""
    return round_notices.ending(staff().scope)


@blueprint.app_template_global("rounds_reported")
def reported() -> tuple[NewReport, ...]:
    """Return the rounds whose report is new to the signed-in person."""
    return round_notices.new_reports(staff().scope)
