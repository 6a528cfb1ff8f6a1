"""What people read when a day cannot be entered or taken back."""

from datetime import date

from flask_babel import gettext as _

from core import labels
from core.services.places.changing import PlaceRefused


def sentence(refusal: PlaceRefused) -> str:
    """Return what happened and what to do, in the page's language."""
    facts = refusal.facts
    day = facts.get("day")
    written = labels.day(day) if isinstance(day, date) else ""
    sentences = {
        "no_day": _("Write the day off, the day worked, or both."),
        "year_unknown": _(
            "The calendar reaches from %(first)s to %(last)s. Check the year.",
            first=facts.get("first", ""),
            last=facts.get("last", ""),
        ),
        "already_entered": _(
            "%(day)s is entered already, by %(document)s. Take that entry back first.",
            day=written,
            document=facts.get("document", ""),
        ),
        "already_off": _("%(day)s is off anyway. Nothing has to be entered.", day=written),
        "already_worked": _("%(day)s is worked anyway. Nothing has to be entered.", day=written),
        "already_revoked": _("This entry was taken back already."),
    }
    return sentences[refusal.code]


def field_of(refusal: PlaceRefused, *, day_off: date | None) -> str:
    """Return the field of the form at which the sentence stands."""
    return "day_off" if refusal.facts.get("day", day_off) == day_off and day_off else "day_worked"
