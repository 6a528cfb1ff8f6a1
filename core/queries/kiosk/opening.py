"""Opening: which offices are open at this moment and since when, for many units at once."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from core import clock
from core.db import db
from core.domain.access import SYSTEM
from core.domain.roster import Hours
from core.domain.tablet_silence import open_since
from core.domain.workdays import SpecialDay
from core.models import CalendarDay, OfficeHours
from core.queries import calendar, public_holidays
from core.queries.roster import hours_of
from core.queries.within import within


def opened_at(unit_ids: Collection[int]) -> Mapping[int, datetime]:
    """Return since when each unit that is open now has been open in this half-day; closed ones are left out.

    Three statements; only on a day somebody has entered in a calendar each open unit's calendar is read.
    """
    if not unit_ids:
        return {}
    now = clock.local(clock.now())
    known = {
        row.unit_id: hours_of(row)
        for row in db.session.scalars(select(OfficeHours).where(within(OfficeHours.unit_id, unit_ids)))
    }
    computed = public_holidays.computed(now.year, now.year).get(now.date())
    is_entered = bool(db.session.scalar(select(CalendarDay.id).where(CalendarDay.day == now.date()).limit(1)))
    found = {}
    for unit_id in unit_ids:
        special = _entered(unit_id, now) if is_entered else computed
        since = open_since(now, known.get(unit_id, Hours(clock.OFFICE_ZONE)), special)
        if since is not None:
            found[unit_id] = since
    return found


def _entered(unit_id: int, now: datetime) -> SpecialDay | None:
    of_unit = calendar.of_unit(SYSTEM, unit_id)
    return of_unit.special(now.date()) if of_unit is not None else None
