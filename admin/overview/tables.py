"""Tables: the figures behind each chart, in words and numbers as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from core import labels
from core.domain.course import Course
from core.domain.field_lines import FieldLine
from core.domain.scoring import Figure
from core.domain.standings import Standing

_NONE = "–"


@dataclass(frozen=True)
class DataTable:
    """A table to be read: its caption, its heads, its rows; the first cell of a row is the row's head."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: The columns, from 0, that hold words; all others hold numbers.
    words: frozenset[int] = frozenset({0})


def behind_fields(lines: Iterable[FieldLine]) -> DataTable:
    """Return every field's counts by level, verified and open answers apart, with the document of its target."""
    return DataTable(
        caption=_("Answers by field and level"),
        heads=(
            _("Field"),
            _("Answers from"),
            _("Answers"),
            *_level_heads(),
            _("Satisfied"),
            _("Interval"),
            _("Target"),
            _("Set by"),
        ),
        rows=tuple(
            _field_row(line, standing)
            for line in lines
            for standing in (line.pair.verified, line.pair.open)
            if standing.n
        ),
        words=frozenset({0, 1, 11}),
    )


def behind_course(course: Course) -> DataTable:
    """Return the course's figures with the band of usual variation."""
    return DataTable(
        caption=_("Satisfied share by period"),
        heads=(_("Period"), _("Satisfied"), _("Interval"), _("Answers"), _("Usual variation")),
        rows=tuple(
            (
                labels.period_title(step.period),
                _share(step.standing.figure),
                _between(step.standing.figure),
                labels.count(step.standing.n),
                labels.interval(step.point.low, step.point.high)
                if step.point.low is not None and step.point.high is not None
                else _NONE,
            )
            for step in course.steps
        ),
    )


def _field_row(line: FieldLine, standing: Standing) -> tuple[str, ...]:
    target = standing.target
    return (
        line.name or _("Field not known"),
        str(labels.TIER_GROUP_NAMES[standing.tiers]),
        labels.count(standing.n),
        *(labels.count(count) for count in standing.levels.counts),
        _share(standing.figure),
        _between(standing.figure),
        labels.threshold(target.threshold) if target else _NONE,
        f"{target.document}, {target.article}" if target else _NONE,
    )


def _level_heads() -> tuple[str, ...]:
    return tuple(str(labels.LEVEL_NAMES[level]) for level in range(1, 6))


def _share(figure: Figure | None) -> str:
    return labels.percent(figure.value) if figure else _NONE


def _between(figure: Figure | None) -> str:
    return labels.interval(figure.interval.low, figure.interval.high) if figure else _NONE
