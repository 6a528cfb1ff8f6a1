"""Words: what a tablet's figures are called for people: when it was heard of, its clock, its missing numbers."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import clock, labels
from core.domain.tablet import HeldReason, Mode, TabletState
from core.queries.kiosk.held import HeldLine
from core.queries.kiosk.tablets import TabletLine

MODE_NAMES: Mapping[Mode, LazyString] = {
    Mode.SURVEY: _l("The survey, on the tablet itself"),
    Mode.CODE: _l("A QR code that changes every 30 seconds, for phones"),
}
HELD_NAMES: Mapping[HeldReason, LazyString] = {
    HeldReason.REVOKED: _l("sent after the tablet was revoked"),
    HeldReason.CONFLICT: _l("same number, other content"),
    HeldReason.REFUSED: _l("refused, then brought in as a file"),
}
HELD_MEANINGS: Mapping[HeldReason, LazyString] = {
    HeldReason.REVOKED: _l(
        "They may be answers of citizens that waited on the tablet, or somebody else’s doing after it was lost."
    ),
    HeldReason.CONFLICT: _l(
        "Two different answers carry the same number: the tablet’s storage was copied or set back."
    ),
    HeldReason.REFUSED: _l(
        "The system could not take them when the tablet sent them; staff exported them and brought them in."
    ),
}
#: A phone keeps what its round does not take: that is no refusal anybody brought in as a file.
_OUTSIDE_ROUND = _l("from outside of the round’s days")
_OUTSIDE_ROUND_MEANING = _l(
    "Interviews given on a day the survey round does not have, or brought after it was closed."
)
_JUST_NOW = timedelta(minutes=2)
#: The clock's error that deserves no word.
_ON_TIME_SECONDS = 60


def why_held(line: HeldLine) -> LazyString:
    """Return why answers of a tablet or phone are kept aside, in a few words."""
    is_outside = line.is_phone and line.reason is HeldReason.REFUSED
    return _OUTSIDE_ROUND if is_outside else HELD_NAMES[line.reason]


def held_means(line: HeldLine) -> LazyString:
    """Return what that may mean, in a sentence."""
    is_outside = line.is_phone and line.reason is HeldReason.REFUSED
    return _OUTSIDE_ROUND_MEANING if is_outside else HELD_MEANINGS[line.reason]


def heard(moment: datetime) -> str:
    """Return when something was last heard, as people say it; moments in the office's time."""
    now = clock.local(clock.now())
    past = now - moment
    if past < _JUST_NOW:
        return _("just now")
    if past < timedelta(hours=1):
        minutes = int(past.total_seconds() // 60)
        return ngettext("%(num)d minute ago", "%(num)d minutes ago", minutes)
    return at(moment)


def at(moment: datetime) -> str:
    """Return a moment of the office's time with its day, which today and yesterday is a word."""
    hour, days = f"{moment:%H:%M}", (clock.today() - moment.date()).days
    if days == 0:
        return _("%(hour)s today", hour=hour)
    if days == 1:
        return _("%(hour)s yesterday", hour=hour)
    return _("%(hour)s on %(day)s", hour=hour, day=labels.day(moment.date()))


def clock_error(seconds: int) -> str:
    """Return how far a tablet's clock is off, in the largest unit that fits."""
    if abs(seconds) < _ON_TIME_SECONDS:
        return _("right")
    long = _long(abs(seconds))
    if seconds > 0:
        return _("%(long)s fast", long=long)
    return _("%(long)s slow", long=long)


def missing(first: int, last: int) -> str:
    """Return which numbers never came: «thiếu các số 41–43»."""
    if first == last:
        return _("number %(number)s is missing", number=first)
    return _("numbers %(first)s–%(last)s are missing", first=first, last=last)


def battery(line: TabletLine) -> str:
    """Return the battery's charge, empty where the device does not tell."""
    contact = line.contact
    if contact is None or contact.battery is None:
        return ""
    if contact.is_charging:
        return _("%(percent)s, charging", percent=f"{contact.battery}%")
    return f"{contact.battery}%"


def state(line: TabletLine) -> tuple[str, str]:
    """Return how a tablet's badge looks and what it says."""
    if line.state is TabletState.RETIRED:
        return "thin", _("Replaced")
    if line.state is TabletState.REVOKED:
        return "thin", _("Revoked")
    if line.state is TabletState.WAITING:
        return "thin open", _("Waits for its phrase") if line.phrase_until else _("The phrase has expired")
    if line.is_silent:
        return "missed", _("Silent")
    return "met", _("In use")


def _long(seconds: int) -> str:
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days:
        return ngettext("%(num)d day", "%(num)d days", days)
    if hours:
        return ngettext("%(num)d hour", "%(num)d hours", hours)
    return ngettext("%(num)d minute", "%(num)d minutes", minutes)
