"""Change over time: a p-chart that tells a real change from the usual variation, so that noise gets no arrow."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

#: Half width of the band in standard errors (Shewhart's three sigma).
SIGMAS = 3
#: Three sigma hold only where at least this many answers of each kind are expected (textbook rule n·p, n·q ≥ 5).
MIN_EXPECTED = 5


@dataclass(frozen=True)
class Point:
    """One period: satisfied of n answers, the band usual for that n, and on which side of it the share lies.

    A period without answers has neither share nor band.
    """

    label: str
    satisfied: int
    n: int
    share: Fraction | None
    low: float | None
    high: float | None
    is_below: bool
    is_above: bool

    @property
    def is_outside(self) -> bool:
        """Is this period really different from the others?"""
        return self.is_below or self.is_above


@dataclass(frozen=True)
class Chart:
    """A control chart: the points in time order around the share of all periods together."""

    points: tuple[Point, ...]
    centre: Fraction | None

    @property
    def outside(self) -> tuple[Point, ...]:
        """The periods that deserve a sentence."""
        return tuple(point for point in self.points if point.is_outside)


def control_chart(counts: Iterable[tuple[str, int, int]]) -> Chart:
    """Return the chart of (label, satisfied, n) points, each person counted once per point."""
    listed = tuple(counts)
    for label, satisfied, n in listed:
        if not 0 <= satisfied <= n:
            raise ValueError(f"{label}: {satisfied} satisfied of {n}")
    total = sum(n for _, _, n in listed)
    if not total:
        return Chart(
            tuple(Point(label, 0, 0, None, None, None, False, False) for label, _, _ in listed), None
        )
    centre = Fraction(sum(satisfied for _, satisfied, _ in listed), total)
    return Chart(tuple(_point(label, satisfied, n, centre=centre) for label, satisfied, n in listed), centre)


def _point(label: str, satisfied: int, n: int, *, centre: Fraction) -> Point:
    if not n:
        return Point(label, 0, 0, None, None, None, False, False)
    reach = SIGMAS * math.sqrt(centre * (1 - centre) / n)
    return Point(
        label=label,
        satisfied=satisfied,
        n=n,
        share=Fraction(satisfied, n),
        low=max(0.0, float(centre) - reach),
        high=min(1.0, float(centre) + reach),
        is_below=_is_beyond(n * centre - satisfied, n=n, centre=centre),
        is_above=_is_beyond(satisfied - n * centre, n=n, centre=centre),
    )


def _is_beyond(gap: Fraction, *, n: int, centre: Fraction) -> bool:
    """Is a gap, counted in answers, more than three standard errors? Exact, without square roots.

    Where the normal approximation fails, one single answer must not decide: with 95 % satisfied and one
    answer a month, every twentieth month would otherwise be "lower than usual".
    """
    if n * min(centre, 1 - centre) < MIN_EXPECTED:
        gap -= 1
    return gap > 0 and gap**2 > SIGMAS**2 * n * centre * (1 - centre)
