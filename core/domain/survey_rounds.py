"""Survey rounds: how many people are asked and where, when answers are taken, and how far a round has come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.domain.errors import DomainError
from core.domain.scoring import required_sample
from core.domain.submission import ABSENT, Channel

#: People a round may be about: more than any province has.
MOST_PEOPLE = 20_000_000
#: Hamlets of a round; the largest communes have fewer than a hundred.
MOST_HAMLETS = 300


class RoundState(StrEnum):
    """How far a round is."""

    PLANNED = "planned"
    #: Its questions are fixed; answers are taken from its first to its last day.
    BEGUN = "begun"
    CLOSED = "closed"


class RoundRefused(DomainError):
    """A round cannot be planned, begun or closed like that; `code` says why."""


@dataclass(frozen=True)
class Hamlet:
    """One hamlet (xóm, tổ dân phố) and the people the round is about there."""

    name: str
    population: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What somebody plans: what is asked, from when to when, about how many people where."""

    name: str
    questionnaire_code: str
    begins_on: date
    ends_on: date
    population: int
    hamlets: tuple[Hamlet, ...] = ()


@dataclass(frozen=True)
class Course:
    """The days of a round."""

    begins_on: date
    ends_on: date
    begun_on: date | None = None
    closed_on: date | None = None

    def state(self, today: date) -> RoundState:
        """Return how far it is; behind its last day a round is closed without anybody's doing."""
        if self.begun_on is None:
            return RoundState.PLANNED
        if self.closed_on is not None or today > self.ends_on:
            return RoundState.CLOSED
        return RoundState.BEGUN

    def takes_answers(self, day: date) -> bool:
        """May an answer be given on this day?"""
        return self.state(day) is RoundState.BEGUN and day >= self.begins_on

    def last_day(self, today: date) -> date | None:
        """Return the day a closed round ended on; None while it may still take answers."""
        if self.state(today) is not RoundState.CLOSED:
            return None
        return min(self.closed_on or self.ends_on, self.ends_on)

    def days_left(self, today: date) -> int:
        """Return the days on which answers may still come, today among them."""
        if self.state(today) is RoundState.CLOSED:
            return 0
        return max(0, (self.ends_on - max(today, self.begins_on)).days + 1)


def sample_size(population: int) -> int:
    """Return how many of N people to ask: n = N / (1 + N·e²) with e = 0.05, rounded up; 2000 people: 334.

    Yamane's simplified formula (Statistics: An Introductory Analysis, 2nd ed. 1967, p. 886; also called Slovin's),
    for 95 % confidence and a sampling error of 5 %, as the ministry's guideline CV 1159/BNV-CCHC of 10/4/2014 has it.
    """
    if population < 1:
        raise RoundRefused("no_people")
    return required_sample(population)


def allocate(sample: int, people: Sequence[int]) -> tuple[int, ...]:
    """Return each hamlet's share of a sample, in proportion to its people, by the largest remainders.

    Equal remainders go to the larger hamlet, then to the one named first. A share is never above the hamlet's people:
    with a sample of at most all people, sample · p / P is at most p, and so is the next whole number.
    """
    total = sum(people)
    if min(people, default=1) < 1 or not 0 <= sample <= total:
        raise RoundRefused("sample_too_large", sample=sample, people=total)
    shares = [sample * each // total for each in people]
    order = sorted(range(len(people)), key=lambda at: (-(sample * people[at] % total), -people[at], at))
    for at in order[: sample - sum(shares)]:
        shares[at] += 1
    return tuple(shares)


def check(plan: Plan, *, today: date) -> None:
    """Raise RoundRefused: `days_order`, `days_past`, `no_people`, `too_many_people`, `too_many_hamlets`,
    `hamlet_empty`, `hamlet_twice`, `hamlets_differ` (they do not add up to all people).
    """
    if plan.ends_on < plan.begins_on:
        raise RoundRefused("days_order")
    if plan.ends_on < today:
        raise RoundRefused("days_past")
    if plan.population < 1:
        raise RoundRefused("no_people")
    if plan.population > MOST_PEOPLE:
        raise RoundRefused("too_many_people", most=MOST_PEOPLE)
    _check_hamlets(plan)


def _check_hamlets(plan: Plan) -> None:
    if len(plan.hamlets) > MOST_HAMLETS:
        raise RoundRefused("too_many_hamlets", most=MOST_HAMLETS)
    known: set[str] = set()
    for hamlet in plan.hamlets:
        if hamlet.population < 1:
            raise RoundRefused("hamlet_empty", name=hamlet.name)
        if hamlet.name.casefold() in known:
            raise RoundRefused("hamlet_twice", name=hamlet.name)
        known.add(hamlet.name.casefold())
    people = sum(hamlet.population for hamlet in plan.hamlets)
    if plan.hamlets and people != plan.population:
        raise RoundRefused("hamlets_differ", people=people, population=plan.population)


def check_change(course: Course, today: date) -> None:
    """Raise RoundRefused `not_planned`: what is under way stays as it was planned."""
    if course.state(today) is not RoundState.PLANNED:
        raise RoundRefused("not_planned")


def check_beginning(course: Course, today: date) -> None:
    """Raise RoundRefused: `not_planned`, or `days_past` when its last day is over."""
    check_change(course, today)
    if course.ends_on < today:
        raise RoundRefused("days_past")


def check_closing(course: Course) -> None:
    """Raise RoundRefused: `not_begun` or `closed_already`.

    Behind its last day a round still takes paper of its days, until somebody closes it.
    """
    if course.begun_on is None:
        raise RoundRefused("not_begun")
    if course.closed_on is not None:
        raise RoundRefused("closed_already")


@dataclass(frozen=True)
class Stratum:
    """A hamlet of a round with its share of the sample; numbers count from 1."""

    number: int
    name: str
    population: int
    sample: int


@dataclass(frozen=True)
class Done:
    """How much of a share of the sample is done."""

    sample: int
    by_channel: Mapping[Channel, int]
    #: Answers beyond the share of their own hamlet: they fill no other hamlet's.
    beyond: int = 0

    @property
    def answers(self) -> int:
        """How many answers there are."""
        return sum(self.by_channel.values())

    @property
    def filled(self) -> int:
        """How many answers stand for the sample: all but those beyond the share of their hamlet."""
        return self.answers - self.beyond

    @property
    def missing(self) -> int:
        """How many more are needed; none when there are more than asked for."""
        return max(0, self.sample - self.filled)

    @property
    def per_cent(self) -> int:
        """Return what is done of the sample in whole per cent, cut off: 100 stands for all of it and nothing less."""
        return 100 * self.filled // self.sample if self.sample else 100


@dataclass(frozen=True)
class Progress:
    """How far a round has come, by hamlet; `elsewhere` are answers that named none, `whole` is every answer."""

    whole: Done
    hamlets: tuple[tuple[Stratum, Done], ...]
    elsewhere: Done

    @property
    def within(self) -> Done:
        """What counts for the sample: where it is divided, the hamlets' answers, each up to its hamlet's share."""
        if not self.hamlets:
            return self.whole
        by_channel: dict[Channel, int] = {}
        for _, done in self.hamlets:
            for channel, n in done.by_channel.items():
                by_channel[channel] = by_channel.get(channel, 0) + n
        beyond = sum(max(0, done.answers - done.sample) for _, done in self.hamlets)
        return Done(self.whole.sample, by_channel, beyond)

    @property
    def outside(self) -> int:
        """Answers outside of a divided sample: nobody can tell whose share they would fill."""
        return self.elsewhere.answers if self.hamlets else 0

    @property
    def behind(self) -> tuple[tuple[Stratum, Done], ...]:
        """Hamlets that still need answers, those that need most first."""
        missing = [line for line in self.hamlets if line[1].missing]
        return tuple(sorted(missing, key=lambda line: (-line[1].missing, line[0].number)))


def progress(sample: int, strata: Iterable[Stratum], counts: Mapping[tuple[int, Channel], int]) -> Progress:
    """Return how far a round is, from its answers by (hamlet's number, channel); number 0 where none was named."""
    by_stratum: dict[int, dict[Channel, int]] = {}
    whole: dict[Channel, int] = {}
    for (number, channel), n in counts.items():
        own = by_stratum.setdefault(number, {})
        own[channel] = own.get(channel, 0) + n
        whole[channel] = whole.get(channel, 0) + n
    return Progress(
        Done(sample, whole),
        tuple((each, Done(each.sample, by_stratum.get(each.number, {}))) for each in strata),
        Done(0, by_stratum.get(ABSENT, {})),
    )
