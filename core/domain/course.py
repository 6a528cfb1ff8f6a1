"""Course: the same figure over twelve periods, with the band of usual variation around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from core.domain.basis import Basis, Scores
from core.domain.periods import Kind, Period, containing
from core.domain.questionnaire import QuestionScope
from core.domain.standings import Standing, Target, TierGroup
from core.domain.trend import Chart, Point, control_chart

#: How many periods the course looks back, the chosen one included.
LENGTH = 12


@dataclass(frozen=True)
class Step:
    """One period: where it stands, and its point of the control chart."""

    period: Period
    standing: Standing
    point: Point


@dataclass(frozen=True)
class Course:
    """Twelve periods in time order; the target is the one in force at the end."""

    kind: Kind
    steps: tuple[Step, ...]
    chart: Chart
    target: Target | None

    @property
    def outside(self) -> tuple[Step, ...]:
        """The periods that really differ from the others."""
        return tuple(step for step in self.steps if step.point.is_outside)

    @property
    def answered(self) -> int:
        """How many of the periods have answers; a course needs two."""
        return sum(1 for step in self.steps if step.standing.n)


def stretch(period: Period) -> tuple[Period, ...]:
    """Return the twelve periods of the same kind that end with this one; a free span is seen by months."""
    last = containing(Kind.MONTH, period.last) if period.kind is Kind.CUSTOM else period
    periods = [last]
    while len(periods) < LENGTH:
        periods.append(periods[-1].previous())
    return tuple(reversed(periods))


def course(
    periods: tuple[Period, ...],
    *,
    basis: Basis,
    tiers: TierGroup,
    by_day: Mapping[date, Scores],
    target: Target | None,
) -> Course:
    """Return the course of one group of tiers from sums by day or by month's first day.

    The chart counts each person once: a mean of criteria enters it as that share of the persons, as the interval does.
    """
    kind = periods[-1].kind
    sums: dict[Period, list[Scores]] = {period: [] for period in periods}
    for day, score in by_day.items():
        sums[containing(kind, day)].append(score)
    standings = [
        basis.standing(sums[period], QuestionScope.OFFICE, tiers, target=target) for period in periods
    ]
    chart = control_chart(
        (str(period), _satisfied(standing), standing.n)
        for period, standing in zip(periods, standings, strict=True)
    )
    steps = tuple(
        Step(period, standing, point)
        for period, standing, point in zip(periods, standings, chart.points, strict=True)
    )
    return Course(kind, steps, chart, target)


def _satisfied(standing: Standing) -> int:
    """Return the figure as a number of persons, rounded half up; for a single question it is exact."""
    if standing.figure is None:
        return 0
    return int(standing.figure.value * standing.n + Fraction(1, 2))
