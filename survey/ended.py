"""Ended: what is said of a code that takes no answers now, and where to go instead."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import clock, labels
from core.domain.access import CITIZEN
from core.queries import genuine
from core.queries.entries import CodeState, Entry
from survey.screens import address, message


def closed(place: Entry) -> Response:
    """Say what to do with a code that no longer takes answers."""
    if place.state is CodeState.NOT_YET and place.round_begins_on is not None:
        title = _("This survey begins on %(day)s.", day=labels.day(place.round_begins_on))
        return message(place, title, _("Please come back then. Thank you for your interest."), status=200)
    if place.state is CodeState.ROUND_OVER:
        return message(
            place,
            _("This survey is over."),
            _(
                "Thank you for your interest. Answers can no longer be sent; those that were sent are counted."
            ),
            status=410,
        )
    return _ended(place)


def _ended(place: Entry) -> Response:
    """Name the code that stands in the place of one that takes no answers, and the office's other counters."""
    said: tuple[str, ...] = ()
    if place.state is CodeState.NOT_ASKED:
        title = _("Nothing is asked here at the moment.")
        said = (_("The code is genuine. Thank you for your interest; what was sent before is kept."),)
    elif place.state is CodeState.REVOKED:
        title = _("This code is no longer in use. Please scan the code now on the counter.")
    else:
        title = _("This code has been replaced. Please scan the code now on the counter.")
    links = [(address("survey.elsewhere", place), _("Choose the counter that served you"))]
    after = genuine.successor(CITIZEN, place, clock.now())
    if after is None:
        return message(place, title, *said, status=410, links=links)
    name = (
        _("This code was replaced by %(code)s.", code=after.code)
        if place.state is CodeState.REPLACED
        else _("The code in use here now is %(code)s.", code=after.code)
    )
    words = _("Rate with the code %(code)s, %(place)s", code=after.code, place=after.place)
    links.insert(0, (address("survey.show", place, code=after.code), words))
    return message(place, title, name, status=410, links=links)
