"""How long what is kept, in words: the public table comes from the very rules the product follows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import config
from core.domain.retention import RULES, Data, Ending, days_of

_YEAR = 365
DATA_NAMES: Mapping[Data, LazyString] = {
    Data.CASE_CONTACT: _l("Contact left with a report"),
    Data.CASE_WORDS: _l("Words and pictures of a report"),
    Data.CASE_COURSE: _l("Dates, kind and outcome of a report, without words"),
    Data.COMMENTS: _l("Comments on a rating"),
    Data.PAPER: _l("Paper forms that were typed in and never counted"),
    Data.RATINGS: _l("Ratings"),
    Data.HELD: _l("Answers of tablets and interviews that were put aside and not counted"),
    Data.LEFTOVERS: _l("What staff left lying: ended sessions, unsent forms"),
    Data.AUDIT: _l("The log of what staff did, without words of citizens"),
}
_SINCE: Mapping[Data, LazyString] = {
    Data.CASE_CONTACT: _l("after the case was closed"),
    Data.CASE_WORDS: _l("after the case was closed"),
    Data.COMMENTS: _l("after it was given"),
    Data.PAPER: _l("after typing them in was begun"),
}
_ENDINGS: Mapping[Ending, LazyString] = {
    Ending.ERASED: _l("Its key is destroyed; nobody can read it any more"),
    Ending.REMOVED: _l("Removed"),
    Ending.SEALED: _l("Stays sealed: what was given is never thrown away"),
    Ending.NEVER: _l("Kept, because it says nothing about you"),
}


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    what: str
    how_long: str
    then: str


def lines() -> Iterator[Line]:
    """Yield how long this office keeps each kind of data."""
    chosen = config.current().keep_days
    for rule in RULES:
        days = days_of(rule.data, chosen)
        how_long = _("for ever") if days is None else _span(days)
        since = _SINCE.get(rule.data)
        yield Line(
            str(DATA_NAMES[rule.data]),
            f"{how_long} {since}" if since is not None else how_long,
            str(_ENDINGS[rule.ending]),
        )


def _span(days: int) -> str:
    if days % _YEAR == 0:
        return ngettext("%(num)d year", "%(num)d years", days // _YEAR)
    return ngettext("%(num)d day", "%(num)d days", days)
