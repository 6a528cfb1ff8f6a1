"""Published months of cases: what everybody may read, once and for all, with small groups hidden.

A month is published once, when the deadline of everything received in it is past, also of what was extended; then it
never changes, so that no two states of it can be held against each other. It counts only cases that name nobody of
the staff, that are no accusation and that do not concern the Front: whoever may not know of a case knows at least all
others, and would see it as the difference. Every figure about petitions rests on the same whole, the petitions whose
answer was given or whose deadline was past.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.domain.complaints.clocks import ANSWER_DAYS, EXTENSION_DAYS
from core.domain.complaints.figures import DayCount, Facts, figures
from core.domain.complaints.kinds import Channel, Kind
from core.domain.periods import Period
from core.domain.workdays import WorkCalendar, add_working_days

#: A group of fewer people is not published (docs/promises.md R9).
LEAST = 5


class Part(StrEnum):
    """One stored number of a published month."""

    #: Everything received, by what it was found to be; petitions by whether there was something to answer.
    DECIDED = "decided"
    LEFT_OUT = "left_out"
    GRIEVANCE = "grievance"
    OUTSIDE = "outside"
    FEEDBACK = "feedback"
    PRAISE = "praise"
    UNKNOWN = "unknown"
    #: The decided by time: by the first deadline, by the extended one only, late or not at all.
    ON_TIME = "on_time"
    ON_TIME_EXTENDED = "on_time_extended"
    LATE = "late"
    #: The decided by how they went on.
    CONFIRMED = "confirmed"
    UNCONTESTED = "uncontested"
    CONCLUDED = "concluded"
    AWAITS_WORD = "awaits_word"
    TAKEN_UP_AGAIN = "taken_up_again"
    UNANSWERED = "unanswered"
    #: The decided by whether the first answer was contested.
    CONTESTED = "contested"
    NOT_CONTESTED = "not_contested"
    #: The decided by whether the citizen left a name or contact.
    NAMED = "named"
    ANONYMOUS = "anonymous"
    #: The decided by channel.
    WEB = "web"
    POSTER = "poster"
    SURVEY = "survey"
    PAPER = "paper"
    PHONE = "phone"
    #: Twice the median of working days to the first answer: the mean of two has halves.
    MEDIAN_HALVES = "median_halves"


#: What was received, by kind; its sum is «received».
RECEIVED = (
    Part.DECIDED,
    Part.LEFT_OUT,
    Part.GRIEVANCE,
    Part.OUTSIDE,
    Part.FEEDBACK,
    Part.PRAISE,
    Part.UNKNOWN,
)
#: Each of these divides the decided petitions.
TIME = (Part.ON_TIME, Part.ON_TIME_EXTENDED, Part.LATE)
ENDS = (
    Part.CONFIRMED,
    Part.UNCONTESTED,
    Part.CONCLUDED,
    Part.AWAITS_WORD,
    Part.TAKEN_UP_AGAIN,
    Part.UNANSWERED,
)
CONTESTS = (Part.CONTESTED, Part.NOT_CONTESTED)
NAMES = (Part.NAMED, Part.ANONYMOUS)
CHANNELS = (Part.WEB, Part.POSTER, Part.SURVEY, Part.PAPER, Part.PHONE)
DIVISIONS = (TIME, ENDS, CONTESTS, NAMES, CHANNELS)

Counts = Mapping[Part, int]


@dataclass(frozen=True)
class Cell:
    """A published number: exact, or only between which two it lies."""

    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """Is the number itself published?"""
        return self.low == self.high

    @property
    def is_small(self) -> bool:
        """Is it hidden because the group is small?"""
        return not self.is_exact and self.high < LEAST


@dataclass(frozen=True)
class PublishedMonth:
    """One month of one office as everybody reads it."""

    month: Period
    published_on: date
    received: Cell
    cells: Mapping[Part, Cell]
    #: Half working days; None while fewer than five were answered.
    median_halves: int | None

    @property
    def has_petitions(self) -> bool:
        """Is the group of decided petitions large enough to say anything about it?"""
        return self.cells[Part.DECIDED].low >= LEAST

    @property
    def on_time_extended(self) -> Cell:
        """How many were answered by the deadline with its extension: all that were not late."""
        whole, late = self.cells[Part.DECIDED], self.cells[Part.LATE]
        return Cell(max(0, whole.low - late.high), whole.high - late.low)


def ripe_on(calendar: WorkCalendar, month: Period) -> date:
    """Return the day a month is published: the first after the last deadline of its last day, extension included."""
    return add_working_days(calendar, month.last, ANSWER_DAYS + EXTENSION_DAYS + 1)


def counted(facts: Iterable[Facts], count: DayCount, today: date) -> dict[Part, int]:
    """Return the numbers of one office's publishable cases of a month, to be kept as they are."""
    cases = list(facts)
    petitions = [case for case in cases if case.is_petition]
    decided = [case for case in petitions if case.answered_on or _is_past(case, today)]
    whole = figures(decided, {case.unit_id: count for case in decided}, today)
    others = {Part(str(kind)): sum(case.kind is kind for case in cases) for kind in _OTHERS}
    channels = {Part(str(channel)): whole.by_channel[channel] for channel in Channel}
    extended = whole.on_time_extended.part - whole.on_time.part
    named = sum(case.is_named for case in decided)
    return {
        Part.DECIDED: len(decided),
        Part.LEFT_OUT: len(petitions) - len(decided),
        **others,
        Part.UNKNOWN: sum(case.kind is None for case in cases),
        Part.ON_TIME: whole.on_time.part,
        Part.ON_TIME_EXTENDED: extended,
        Part.LATE: len(decided) - whole.on_time_extended.part,
        Part.CONFIRMED: whole.confirmed.part,
        Part.UNCONTESTED: whole.uncontested.part,
        Part.CONCLUDED: whole.concluded.part,
        Part.AWAITS_WORD: whole.awaits_word,
        Part.TAKEN_UP_AGAIN: whole.taken_up_again,
        Part.UNANSWERED: len(decided) - whole.answered,
        Part.CONTESTED: whole.contested.part,
        Part.NOT_CONTESTED: len(decided) - whole.contested.part,
        Part.NAMED: named,
        Part.ANONYMOUS: len(decided) - named,
        **channels,
        Part.MEDIAN_HALVES: int(whole.median_days * 2)
        if whole.median_days is not None and whole.answered >= LEAST
        else 0,
    }


_OTHERS = (Kind.GRIEVANCE, Kind.OUTSIDE, Kind.FEEDBACK, Kind.PRAISE)


def shown(month: Period, published_on: date, counts: Counts) -> PublishedMonth:
    """Return a month with its small groups hidden, and whatever would give them away."""
    received = {part: counts[part] for part in RECEIVED}
    cells = {part: _alone(number) for part, number in received.items()}
    whole = counts[Part.DECIDED]
    for division in DIVISIONS:
        cells |= divided(whole, {part: counts[part] for part in division})
    answered = whole - counts[Part.UNANSWERED]
    return PublishedMonth(
        month=month,
        published_on=published_on,
        received=_total(received.values()),
        cells=cells,
        median_halves=counts[Part.MEDIAN_HALVES] if answered >= LEAST else None,
    )


def divided(whole: int, parts: Mapping[Part, int]) -> dict[Part, Cell]:
    """Return the parts of a published whole: none can be reckoned from the whole and the others.

    A part under five is hidden. What is missing to the whole must not give it away: unless several small ones hide
    each other, the first larger part is hidden too, as the span it may lie in; where even that would tell too much,
    every part is hidden. Which part shelters the small ones does not depend on how small they are, or the choice
    itself would tell. Nothing of a whole under five is published; a part nobody belongs to is 0.
    """
    small = [part for part, number in parts.items() if 0 < number < LEAST]
    if whole < LEAST:
        return {part: Cell(0, whole and LEAST - 1) for part in parts}
    cells = {part: _alone(number) for part, number in parts.items()}
    if not small or _hide_each_other([parts[part] for part in small]):
        return cells
    shelter = next((part for part, number in parts.items() if number >= LEAST), None)
    missing = sum(parts[part] for part in (*small, *((shelter,) if shelter else ())))
    least = missing - len(small) * (LEAST - 1)
    if shelter is None or least < LEAST:
        return {part: Cell(0, whole) for part in parts}
    cells[shelter] = Cell(least, missing - len(small))
    return cells


def _alone(number: int) -> Cell:
    """Return a number beside which no total stands: under five it is only «under five»."""
    return Cell(1, LEAST - 1) if 0 < number < LEAST else Cell(number, number)


def _total(numbers: Iterable[int]) -> Cell:
    """Return a total that gives no hidden part away: exact only where the small ones hide each other."""
    parts = list(numbers)
    small = [number for number in parts if 0 < number < LEAST]
    total = sum(parts)
    if not small or _hide_each_other(small):
        return Cell(total, total)
    large = total - sum(small)
    return Cell(large + len(small), large + len(small) * (LEAST - 1))


def _hide_each_other(small: list[int]) -> bool:
    """Do several small groups make one that may be published, and can none of them be told from their sum?"""
    total = sum(small)
    return total >= LEAST and len(small) < total < len(small) * (LEAST - 1)


def _is_past(case: Facts, today: date) -> bool:
    due = case.answer_due
    return due is not None and due < today
