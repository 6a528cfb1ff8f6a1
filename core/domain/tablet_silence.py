"""Silence: whether a tablet that should speak has not been heard of, judged only while its office is open."""

from datetime import datetime

from core.domain.roster import Half, Hours, Slot
from core.domain.tablet import SILENT_AFTER
from core.domain.workdays import SpecialDay


def open_since(now: datetime, hours: Hours, special: SpecialDay | None) -> datetime | None:
    """Return when the half-day under way began; None while the office is closed.

    `now` is in the office's time; `special` is what makes its day one off, or one worked in exchange.
    """
    is_worked = special.is_worked if special else now.weekday() <= hours.last_weekday
    if not is_worked:
        return None
    for half in Half:
        begins, ends = hours.of(Slot(0, now.date(), half))
        if begins <= now < ends:
            return begins
    return None


def is_silent(heard_at: datetime, opened_at: datetime | None, now: datetime) -> bool:
    """Has nothing been heard for twenty minutes of opening? Whoever switches on in the morning has as long."""
    return opened_at is not None and now - max(heard_at, opened_at) > SILENT_AFTER
