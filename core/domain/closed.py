"""Closed periods: which calendar periods everybody but the Front may choose, and which one a page begins with."""

from collections.abc import Iterable
from datetime import date, timedelta

from core.domain.periods import Kind, Period, PeriodInvalid, containing, custom
from core.domain.standings import Target

#: The calendar periods one may choose; the plan's own periods come beside them.
KINDS = (Kind.WEEK, Kind.MONTH, Kind.QUARTER, Kind.HALF_YEAR, Kind.YEAR)


def is_closed(period: Period, through: date) -> bool:
    """Is the period over and every step in it taken? `through` is the last day a step could close with."""
    return period.last <= through


def latest(kind: Kind, through: date) -> Period:
    """Return the last closed period of a kind."""
    period = containing(kind, through)
    return period if is_closed(period, through) else period.previous()


def running(kind: Kind, through: date) -> Period:
    """Return the period whose first days are closed, or the next one when the last has just closed."""
    return containing(kind, through + timedelta(days=1))


def plan_periods(targets: Iterable[Target], through: date) -> tuple[Period, ...]:
    """Return the closed periods for which a document sets a target, the latest first."""
    found: set[Period] = set()
    for target in targets:
        if target.valid_to is not None and target.valid_to <= through:
            try:
                found.add(custom(target.valid_from, target.valid_to))
            except PeriodInvalid:  # longer than five years: no period of this product
                continue
    return tuple(sorted(found, key=lambda period: (period.last, period.first), reverse=True))
