"""How long each kind of data is kept, whose rule that is, and what happens then: the one table of it.

No law or decree that we could read names a period for these records (docs/promises.md S7): where `source` is OURS
the period is our choice, and an office may set another by `LANGNGHE_KEEP_DAYS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Data(StrEnum):
    """A kind of data that is kept for a time of its own."""

    CASE_CONTACT = "case_contact"
    CASE_WORDS = "case_words"
    CASE_COURSE = "case_course"
    COMMENTS = "comments"
    #: Sheets of paper that were keyed and never handed over.
    PAPER = "paper"
    RATINGS = "ratings"
    #: What tablets and interviewers' phones sent and nobody let count: sealed, never dropped (docs/promises.md P2).
    HELD = "held"
    #: Ended sessions of the staff, forms typed in them, spreadsheets that nobody confirmed.
    LEFTOVERS = "leftovers"
    AUDIT = "audit"


class Source(StrEnum):
    """Whose rule a period is."""

    #: Chosen by us, because the law names none; an office may choose otherwise.
    OURS = "ours"
    #: A promise of the product: statistics and the audit chain are never changed unseen.
    PROMISE = "promise"


class Ending(StrEnum):
    """What happens when the time is over."""

    #: The key is removed: nothing can be read any more, also in older backups once restored.
    ERASED = "erased"
    #: The rows are removed.
    REMOVED = "removed"
    #: It stays as it came, sealed.
    SEALED = "sealed"
    NEVER = "never"


@dataclass(frozen=True)
class Rule:
    """How long one kind of data is kept. `days` is None where it is kept for ever."""

    data: Data
    days: int | None
    source: Source
    ending: Ending


RULES: tuple[Rule, ...] = (
    # From the day a case was closed.
    Rule(Data.CASE_CONTACT, 90, Source.OURS, Ending.ERASED),
    Rule(Data.CASE_WORDS, 730, Source.OURS, Ending.ERASED),
    Rule(Data.CASE_COURSE, None, Source.PROMISE, Ending.NEVER),
    # From the day a comment was given.
    Rule(Data.COMMENTS, 730, Source.OURS, Ending.ERASED),
    # From the day their batch was opened; of a closed one from the day it was closed.
    Rule(Data.PAPER, 90, Source.OURS, Ending.REMOVED),
    Rule(Data.RATINGS, None, Source.PROMISE, Ending.NEVER),
    Rule(Data.HELD, None, Source.PROMISE, Ending.SEALED),
    # From the day somebody of the staff left them lying.
    Rule(Data.LEFTOVERS, 1, Source.OURS, Ending.REMOVED),
    Rule(Data.AUDIT, None, Source.PROMISE, Ending.NEVER),
)
#: Days nobody may go below: an answer can be contested for 15 working days, which is some three weeks; nor lose
#: paper that is just being keyed.
LEAST_DAYS: Mapping[Data, int] = {
    Data.CASE_CONTACT: 30,
    Data.CASE_WORDS: 30,
    Data.PAPER: 30,
}


class KeepDaysInvalid(ValueError):
    """A period that was set cannot be used; the message says which and why."""


def read_days(text: str) -> dict[Data, int]:
    """Return the periods an office set, as `case_contact=60,case_words=1095`; raise KeepDaysInvalid."""
    found: dict[Data, int] = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, _equals, days = part.partition("=")
        rule = next((rule for rule in RULES if str(rule.data) == name.strip()), None)
        if rule is None or rule.days is None:
            known = ", ".join(str(rule.data) for rule in RULES if rule.days is not None)
            raise KeepDaysInvalid(f"«{name.strip()}» has no period of its own; these have: {known}.")
        least = LEAST_DAYS.get(rule.data, 1)
        if not days.strip().isascii() or not days.strip().isdigit() or int(days) < least:
            raise KeepDaysInvalid(f"«{part}»: write whole days, at least {least}.")
        found[rule.data] = int(days)
    return found


def days_of(data: Data, chosen: Mapping[Data, int]) -> int | None:
    """Return for how many days a kind of data is kept in this office; None for ever."""
    return chosen.get(data, next(rule.days for rule in RULES if rule.data is data))
