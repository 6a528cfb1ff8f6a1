"""Figures about cases, each defined once: what is counted, against what, what is left out (docs/promises.md P6, P7).

The population of the plans' «100 %» are the petitions received in a period (phản ánh, kiến nghị). Of these a figure
about time counts those whose answer was given or whose deadline is past. Left out, and said so beside it: petitions
still within their time; petitions withdrawn, or answered with another case, before an answer of their own; all other
kinds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from core.domain.complaints.clocks import Clock
from core.domain.complaints.course import State
from core.domain.complaints.kinds import Channel, Kind, Outcome
from core.domain.workdays import WorkCalendar, days

#: Clocks that run against the citizen: an answer, another answer, finding out, an appeal.
OWED = (Clock.ANSWER, Clock.AGAIN, Clock.TRIAGE, Clock.APPEAL)


@dataclass(frozen=True)
class Facts:
    """What is counted of a case: days, states and numbers, never a word."""

    unit_id: int
    kind: Kind | None
    channel: Channel
    is_named: bool
    state: State
    outcome: Outcome | None
    received_on: date
    #: The first answer, and by when it was due, with the extension and without.
    answered_on: date | None
    answer_due_on: date | None
    answer_first_due_on: date | None
    #: The clock that runs.
    clock: Clock | None
    due_on: date | None
    first_due_on: date | None
    contests: int

    @property
    def is_petition(self) -> bool:
        """Does it belong to the population of the figures about time?"""
        return self.kind is Kind.PETITION

    @property
    def is_left_out(self) -> bool:
        """Is it a petition that ended without an answer of its own: withdrawn, or answered with another case?"""
        return self.is_petition and self.answered_on is None and self.state is State.CLOSED

    @property
    def answer_due(self) -> date | None:
        """By when the first answer is due, with the extension."""
        return self.answer_due_on if self.answered_on else self.due_on if self._waits() else None

    @property
    def answer_first_due(self) -> date | None:
        """By when the first answer was due before any extension."""
        return self.answer_first_due_on if self.answered_on else self.first_due_on if self._waits() else None

    def is_overdue(self, today: date) -> bool:
        """Is somebody of the staff late with it today?"""
        return self.clock in OWED and self.due_on is not None and self.due_on < today

    def _waits(self) -> bool:
        return self.is_petition and self.clock is Clock.ANSWER


@dataclass(frozen=True)
class Share:
    """A part of a whole, never without both numbers: an empty whole has no share (docs/promises.md P6)."""

    part: int
    whole: int

    @property
    def value(self) -> Fraction | None:
        """The share, or None where there is nothing to divide by."""
        return Fraction(self.part, self.whole) if self.whole else None


class DayCount:
    """Working days of one office between two days, counted once and looked up often."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._gone: dict[date, int] = {}
        total = 0
        for day in days(calendar.first, calendar.last):
            total += calendar.is_working_day(day)
            self._gone[day] = total

    def between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to and including `end`, as `working_days_after`."""
        return self._gone[end] - self._gone[start]


@dataclass(frozen=True)
class Overdue:
    """What is late now."""

    count: int
    #: Working days past the deadline: of the one that waits longest, and of the one in the middle.
    oldest: int | None
    median: Fraction | None
    by_clock: Mapping[Clock, int]


@dataclass(frozen=True)
class Figures:
    """The figures of cases received in a period, as they stand on a day."""

    received: int
    by_kind: Mapping[Kind | None, int]
    by_channel: Mapping[Channel, int]
    #: Petitions: still within their time, and those that ended without an answer of their own.
    within_time: int
    left_out: int
    #: Answered by the deadline as it first stood; of all whose answer was given or whose first deadline is past.
    on_time: Share
    #: Answered by the deadline with its extension; of all whose answer was given or whose extended deadline is past.
    on_time_extended: Share
    #: Of the answered: contested at least once; «Đã thỏa đáng»; not contested in time; concluded by the Front.
    contested: Share
    confirmed: Share
    uncontested: Share
    concluded: Share
    #: Answered, and the citizen still has the word; contested, and worked on anew or withdrawn.
    awaits_word: int
    taken_up_again: int
    #: Working days from receipt to the first answer: of those answered, the one in the middle.
    median_days: Fraction | None

    @property
    def answered(self) -> int:
        """How many petitions were answered."""
        return self.contested.whole


def figures(facts: Iterable[Facts], counts: Mapping[int, DayCount], today: date) -> Figures:
    """Return the figures of these cases as they stand on a day; `counts` has the working days of every unit."""
    cases = list(facts)
    petitions = [case for case in cases if case.is_petition]
    answered = [case for case in petitions if case.answered_on]
    first = _decided(petitions, today, extended=False)
    extended = _decided(petitions, today, extended=True)
    ended = [case.outcome for case in answered]
    return Figures(
        received=len(cases),
        by_kind={kind: sum(case.kind is kind for case in cases) for kind in (*Kind, None)},
        by_channel={channel: sum(case.channel is channel for case in cases) for channel in Channel},
        within_time=len(petitions) - len(extended) - sum(case.is_left_out for case in petitions),
        left_out=sum(case.is_left_out for case in petitions),
        on_time=_share(first, extended=False),
        on_time_extended=_share(extended, extended=True),
        contested=Share(sum(case.contests > 0 for case in answered), len(answered)),
        confirmed=Share(ended.count(Outcome.CONFIRMED), len(answered)),
        uncontested=Share(ended.count(Outcome.UNCONTESTED), len(answered)),
        concluded=Share(ended.count(Outcome.CONCLUDED), len(answered)),
        awaits_word=sum(case.state is State.ANSWERED for case in answered),
        taken_up_again=sum(_is_taken_up_again(case) for case in answered),
        median_days=_median(
            counts[case.unit_id].between(case.received_on, case.answered_on)
            for case in answered
            if case.answered_on
        ),
    )


def overdue(facts: Iterable[Facts], counts: Mapping[int, DayCount], today: date) -> Overdue:
    """Return what is late on a day, whenever it was received."""
    late = [case for case in facts if case.is_overdue(today)]
    waits = [counts[case.unit_id].between(case.due_on, today) for case in late if case.due_on]
    return Overdue(
        count=len(late),
        oldest=max(waits, default=None),
        median=_median(waits),
        by_clock={clock: sum(case.clock is clock for case in late) for clock in OWED},
    )


def _decided(petitions: list[Facts], today: date, *, extended: bool) -> list[Facts]:
    """Return the petitions whose answer was given or whose deadline is past."""
    return [
        case
        for case in petitions
        if case.answered_on or ((due := _due(case, extended=extended)) is not None and due < today)
    ]


def _share(decided: list[Facts], *, extended: bool) -> Share:
    in_time = [
        case
        for case in decided
        if case.answered_on and (due := _due(case, extended=extended)) and case.answered_on <= due
    ]
    return Share(len(in_time), len(decided))


def _due(case: Facts, *, extended: bool) -> date | None:
    return case.answer_due if extended else case.answer_first_due


def _is_taken_up_again(case: Facts) -> bool:
    is_ended = case.outcome in (Outcome.CONFIRMED, Outcome.UNCONTESTED, Outcome.CONCLUDED)
    return case.state is not State.ANSWERED and not is_ended


def _median(numbers: Iterable[int]) -> Fraction | None:
    """Return the number in the middle, the mean of the middle two of an even count; None of nothing."""
    found = [Fraction(number) for number in numbers]
    return median(found) if found else None
