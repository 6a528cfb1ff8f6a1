"""Words: how an interviewer's phone stands, and when something happened, as people say it."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from core import clock, labels
from core.domain.tablet import TabletState
from core.queries.kiosk.interviewing import PhoneLine

_JUST_NOW = timedelta(minutes=2)


def state(line: PhoneLine) -> tuple[str, str]:
    """Return how a phone's badge looks and what it says."""
    if line.state is TabletState.RETIRED:
        return "thin", _("Replaced")
    if line.state is TabletState.REVOKED:
        return "thin", _("Revoked")
    if line.state is TabletState.WAITING:
        return "thin open", _("Waits for its phrase") if line.phrase_until else _("The phrase has expired")
    return "met", _("In use")


def heard(moment: datetime) -> str:
    """Return when a phone was last heard of; moments in the office's time. A day without network is no fault."""
    past = clock.local(clock.now()) - moment
    if past < _JUST_NOW:
        return _("just now")
    if past < timedelta(hours=1):
        minutes = int(past.total_seconds() // 60)
        return ngettext("%(num)d minute ago", "%(num)d minutes ago", minutes)
    return at(moment)


def missing(first: int, last: int) -> str:
    """Return which numbers never came: «thiếu các số 41–43»."""
    if first == last:
        return _("number %(number)s is missing", number=first)
    return _("numbers %(first)s–%(last)s are missing", first=first, last=last)


def at(moment: datetime) -> str:
    """Return a moment of the office's time with its day, which today and yesterday is a word."""
    hour, days = f"{moment:%H:%M}", (clock.today() - moment.date()).days
    if days == 0:
        return _("%(hour)s today", hour=hour)
    if days == 1:
        return _("%(hour)s yesterday", hour=hour)
    return _("%(hour)s on %(day)s", hour=hour, day=labels.day(moment.date()))
