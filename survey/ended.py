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
    known = genuine.told(CITIZEN, place, clock.now())
    after = known.successor
    said: tuple[str, ...] = ()
    if place.state is CodeState.NOT_ASKED:
        said = (_("The code is genuine. Thank you for your interest; what was sent before is kept."),)
    links = [(address("survey.elsewhere", place), _("Choose the counter that served you"))]
    # Only a counter has its code hanging where people stand; who holds a slip has no other to scan.
    title = _title(place.state, is_at_counter=known.kind == "counter" and after is not None)
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


def _title(state: CodeState, *, is_at_counter: bool) -> str:
    """Return what became of a code; where its successor hangs at the same counter, also what to scan."""
    match state:
        case CodeState.NOT_ASKED:
            return _("Nothing is asked here at the moment.")
        case CodeState.REPLACED if is_at_counter:
            return _("This code has been replaced. Please scan the code now on the counter.")
        case CodeState.REPLACED:
            return _("This code has been replaced.")
        case CodeState.EXPIRED if is_at_counter:
            return _("The last day of this code is over. Please scan the code now on the counter.")
        case CodeState.EXPIRED:
            return _("The last day of this code is over.")
    if is_at_counter:
        return _("This code is no longer in use. Please scan the code now on the counter.")
    return _("This code is no longer in use.")
