"""Values: says a noted value as people read it: days, periods, plans, kinds, and who was put where."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import clock, labels
from core.domain.periods import Kind, Period, PeriodInvalid, parse
from core.domain.target_sets import UnknownTargetSet, by_code
from core.services.disclosures import Opened

Names = Mapping[str, LazyString]

#: Noted words that have a name for people, by the name of their fact.
VALUE_NAMES: Mapping[str, Names] = {
    "role": {str(role): name for role, name in labels.ROLE_NAMES.items()},
    "kind": {
        **{str(kind): name for kind, name in labels.UNIT_KIND_NAMES.items()},
        **{str(kind): name for kind, name in labels.TOUCHPOINT_KIND_NAMES.items()},
        "app": _l("authenticator app"),
        "card": _l("printed card"),
        "revoked": _l("sent after the tablet was revoked"),
        "conflict": _l("same number, other content"),
        "refused": _l("could not be taken as it came"),
    },
    "reason": {
        str(Opened.TURN): _l("it waits for this person"),
        str(Opened.ALONG): _l("to follow how it goes on"),
        str(Opened.BACK): _l("to look back at a closed case"),
    },
    "wish": {
        "all": _l("content and contact"),
        "contact": _l("the contact"),
        "words": _l("the sender’s own words"),
    },
    "channel": {"paper": _l("paper"), "phone": _l("telephone")},
    "mode": {"survey": _l("the survey"), "code": _l("the changing code")},
    "by": {"factor": _l("second factor"), "recovery": _l("recovery code")},
    "ruling": {"off": _l("day off"), "work": _l("working day")},
    "subject": {"overall": _l("the whole office"), "group": _l("a group of fields"), "field": _l("a field")},
}
#: An account's role before and afterwards stands there without a name of its own.
_ROLES = {"before": VALUE_NAMES["role"], "after": VALUE_NAMES["role"]}
_PERIODS = frozenset({"period", "week"})
#: One change of the roster, as core.services.places.seats writes it.
_SEAT = re.compile(r"Q(\d+) (\d{4}-\d{2}-\d{2}) ([sc]): ([\d+]+)→([\d+]+)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")


def told(name: str, value: Any, fact_names: Names) -> str:
    """Return the value of a fact in words; what the product does not know keeps its own."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, dict):
        return "; ".join(
            f"{fact_names.get(key, key)} {told(key, one, fact_names)}" for key, one in value.items()
        )
    if isinstance(value, list):
        return ("; " if name == "seats" else ", ").join(told(name, one, fact_names) for one in value)
    if isinstance(value, str):
        return _text(name, value)
    return _number(name, value)


def changed(before: Mapping[str, Any], after: Mapping[str, Any], fact_names: Names) -> str:
    """Return what was changed, as «tên Quầy 1 → Quầy 2»."""
    return "; ".join(
        f"{fact_names.get(name, name)} {told(name, before.get(name), fact_names)}"
        f" → {told(name, value, fact_names)}"
        for name, value in after.items()
    )


def _text(name: str, value: str) -> str:
    known = VALUE_NAMES.get(name) or _ROLES.get(name, {})
    if value in known:
        return str(known[value])
    if name in _PERIODS:
        return _period(value)
    if name == "set":
        return _plan(value)
    if name == "seats":
        return _seat(value)
    return _moment(value)


def _number(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "threshold" and isinstance(value, int):
        return labels.threshold(Fraction(value, 10_000))
    if name == "last_weekday" and value in range(7):
        return labels.weekday_at(value)
    return str(value)


def _period(text: str) -> str:
    for kind in Kind:
        found = _parsed(kind, text)
        if found is not None:
            return labels.period_title(found)
    return text


def _parsed(kind: Kind, text: str) -> Period | None:
    try:
        return parse(kind, text)
    except PeriodInvalid:
        return None


def _plan(code: str) -> str:
    try:
        return by_code(code).title
    except UnknownTargetSet:
        return code


def _moment(text: str) -> str:
    """Return a day as 24/11/2026 and a moment with its hour; any other text as it is."""
    try:
        if _DAY.fullmatch(text):
            return labels.day(date.fromisoformat(text))
        if _MOMENT.fullmatch(text):
            here = clock.local(datetime.fromisoformat(text))
            return f"{here:%H:%M} {labels.day(here.date())}"
    except ValueError:
        pass
    return text


def _seat(text: str) -> str:
    found = _SEAT.fullmatch(text)
    if found is None:
        return text
    counter, day, half, before, after = found.groups()
    facts = {"counter": counter, "day": _moment(day), "before": _officers(before), "after": _officers(after)}
    if half == "s":
        return _("counter no. %(counter)s, morning of %(day)s: %(before)s → %(after)s", **facts)
    return _("counter no. %(counter)s, afternoon of %(day)s: %(before)s → %(after)s", **facts)


def _officers(numbers: str) -> str:
    if numbers == "0":
        return _("nobody")
    return _("officer no. %(numbers)s", numbers=numbers.replace("+", ", "))
