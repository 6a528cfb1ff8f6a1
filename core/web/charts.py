"""Charts: where each line and bar of a drawing stands. Geometry only: templates draw it and say it in words."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from core.domain.course import Course, Step
from core.domain.scoring import Figure, Tally
from core.domain.standings import Standing

#: Bullets begin at 60 %, where counter surveys live, and lower only when a figure does.
USUAL_FLOOR = 60
#: Room left and right of a scale, so that a mark at its end is whole.
_MARGIN = 4.0
#: The control chart: its size, and the room for marks left of and below it.
_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 520.0, 190.0, 34.0, 14.0, 28.0
_LEAST_SPAN = 10


@dataclass(frozen=True)
class Bullet:
    """A share against its target; whatever is absent is None. `bar` is a width, the others places from the left."""

    width: float
    left: float
    track: float
    bar: float | None
    low: float | None
    high: float | None
    target: float | None


@dataclass(frozen=True)
class Mark:
    """A written place on an axis."""

    place: float
    per_cent: int


@dataclass(frozen=True)
class Dot:
    """One period of the control chart; without answers it has only its place on the axis."""

    x: float
    y: float | None
    step: Step


@dataclass(frozen=True)
class ControlChart:
    """A course as polylines: every run of periods with answers has its line and its band."""

    width: float
    height: float
    left: float
    right: float
    base: float
    marks: tuple[Mark, ...]
    dots: tuple[Dot, ...]
    lines: tuple[str, ...]
    bands: tuple[str, ...]
    centre: float | None
    target: float | None


@dataclass(frozen=True)
class Segment:
    """One level's part of a bar."""

    level: int
    x: float
    width: float
    count: int
    share: Fraction


def bullets_floor(standings: Iterable[Standing]) -> int:
    """Return where the common scale of these bullets begins, in per cent."""
    return _floor(
        end
        for standing in standings
        if standing.figure is not None and standing.has_enough
        for end in (
            standing.figure.interval.low,
            float(standing.target.threshold) if standing.target else 1.0,
        )
    )


def dots_floor(standings: Iterable[Standing | None]) -> int:
    """Return where the common scale of these dots begins, in per cent."""
    return _floor(standing.figure.interval.low for standing in standings if standing and standing.figure)


def bullet(standing: Standing, floor: int, width: int) -> Bullet:
    """Return the bullet of a standing on the scale floor–100; too few answers have no bar, only the target."""
    figure = standing.figure if standing.has_enough else None
    return _bullet(figure, standing.target.threshold if standing.target else None, floor, width)


def dot(standing: Standing | None, floor: int, width: int, mean: Fraction | None = None) -> Bullet:
    """Return the dot and interval of one officer, if described; `target` is where the colleagues' mean stands."""
    return _bullet(standing.figure if standing else None, mean, floor, width)


def _floor(ends: Iterable[float]) -> int:
    """Return 60, or the multiple of ten below what must be drawn."""
    return min([USUAL_FLOOR, *(int(end * 10) * 10 for end in ends)])


def _bullet(figure: Figure | None, line: Fraction | None, floor: int, width: int) -> Bullet:
    track = width - 2 * _MARGIN

    def place(share: Fraction | float) -> float:
        part = (float(share) * 100 - floor) / (100 - floor)
        return round(_MARGIN + track * min(1.0, max(0.0, part)), 1)

    return Bullet(
        width=width,
        left=_MARGIN,
        track=track,
        bar=round(place(figure.value) - _MARGIN, 1) if figure else None,
        low=place(figure.interval.low) if figure else None,
        high=place(figure.interval.high) if figure else None,
        target=place(line) if line is not None else None,
    )


def control(course: Course) -> ControlChart:
    """Return the control chart of a course; its scale holds every point, the band and the target."""
    low, high = _range(course)
    base = _HEIGHT - _BOTTOM
    gap = (_WIDTH - _LEFT - 14) / (len(course.steps) - 1)

    def place(share: Fraction | float) -> float:
        return round(base - (float(share) * 100 - low) / (high - low) * (base - _TOP), 1)

    dots = tuple(
        Dot(
            x=round(_LEFT + number * gap, 1),
            y=place(step.standing.figure.value) if step.standing.figure else None,
            step=step,
        )
        for number, step in enumerate(course.steps)
    )
    return ControlChart(
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        right=dots[-1].x,
        base=base,
        marks=tuple(Mark(place(Fraction(mark, 100)), mark) for mark in _marks(low, high)),
        dots=dots,
        lines=tuple(_points((dot.x, dot.y) for dot in run) for run in _runs(dots)),
        bands=tuple(
            _points(
                [
                    *((dot.x, place(dot.step.point.high or 0)) for dot in run),
                    *((dot.x, place(dot.step.point.low or 0)) for dot in reversed(run)),
                ]
            )
            for run in _runs(dots)
        ),
        centre=place(course.chart.centre) if course.chart.centre is not None else None,
        target=place(course.target.threshold) if course.target else None,
    )


def levels(tally: Tally, width: int) -> tuple[Segment, ...]:
    """Return the five parts of a bar, best level first; a level nobody chose has no width."""
    segments: list[Segment] = []
    x = Fraction(0)
    for level in (5, 4, 3, 2, 1):
        count = tally.counts[level - 1]
        share = Fraction(count, tally.n) if tally.n else Fraction(0)
        segments.append(
            Segment(level, round(float(x * width), 1), round(float(share * width), 1), count, share)
        )
        x += share
    return tuple(segments)


def _range(course: Course) -> tuple[int, int]:
    """Return the scale in per cent: multiples of five around all that is drawn, at least ten wide."""
    seen = [float(step.standing.figure.value) for step in course.steps if step.standing.figure]
    seen += [end for step in course.steps for end in (step.point.low, step.point.high) if end is not None]
    seen += [float(course.target.threshold)] if course.target else []
    low = math.floor(min(seen, default=0) * 20) * 5
    high = max(_LEAST_SPAN, min(100, math.ceil(max(seen, default=1) * 20) * 5))
    return max(0, min(low, high - _LEAST_SPAN)), high


def _marks(low: int, high: int) -> range:
    """Return at most six round marks of the scale."""
    span = high - low
    return range(low, high + 1, next(step for step in (5, 10, 20) if span / step <= 5))


def _runs(dots: tuple[Dot, ...]) -> list[list[Dot]]:
    """Return the stretches of neighbouring periods that have answers: a gap is not drawn over."""
    runs: list[list[Dot]] = [[]]
    for dot in dots:
        if dot.y is None:
            runs.append([])
        else:
            runs[-1].append(dot)
    return [run for run in runs if run]


def _points(places: Iterable[tuple[float, float | None]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)
