"""Public holidays of Vietnam as the library `holidays` computes them: the only file that knows the library."""

import re
from datetime import date
from functools import cache

from holidays.countries import Vietnam

from core import labels
from core.domain.workdays import DayKind, SpecialDay

_LANGUAGE = "vi"
#: How the library names a day off and the day that is worked for it.
_EXCHANGED = re.compile(r"Ngày nghỉ \(thay cho ngày (\d\d)/(\d\d)/(\d{4})\)")
_IN_LIEU = " (nghỉ bù)"


def computed(first_year: int, last_year: int) -> dict[date, SpecialDay]:
    """Return every holiday, day in lieu and known exchange of days of these years, in order."""
    found: dict[date, SpecialDay] = {}
    for year in range(first_year, last_year + 1):
        found |= _of_year(year)
    return found


@cache
def _of_year(year: int) -> dict[date, SpecialDay]:
    named = Vietnam(years=year, language=_LANGUAGE)
    by_law = set(Vietnam(years=year, language=_LANGUAGE, observed=False))
    found = {}
    for day, name in named.items():
        worked = _worked_for(name)
        if worked is not None:
            found[day] = SpecialDay(day, DayKind.EXCHANGED_OFF, f"thay cho ngày {labels.day(worked)}")
            found[worked] = SpecialDay(worked, DayKind.EXCHANGED_WORK, f"thay cho ngày {labels.day(day)}")
        else:
            kind = DayKind.HOLIDAY if day in by_law else DayKind.IN_LIEU
            found[day] = SpecialDay(day, kind, name.removesuffix(_IN_LIEU))
    return dict(sorted(found.items()))


def _worked_for(name: str) -> date | None:
    """Return the day that is worked for a day off; None for a holiday."""
    exchange = _EXCHANGED.fullmatch(name)
    if exchange is None:
        return None
    day, month, year = (int(part) for part in exchange.groups())
    return date(year, month, day)
