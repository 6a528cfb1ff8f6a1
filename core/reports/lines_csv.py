"""Published figures and officers as CSV: one record per figure, with its worth and the days it speaks about.

The same file form as results_csv.py. No counts by level: a published figure is not for recounting single answers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from flask_babel import gettext as _

from core import labels
from core.domain.periods import Period
from core.domain.standings import Standing
from core.reports.results_csv import Cell, share, written


@dataclass(frozen=True, kw_only=True)
class Line:
    """One figure; without a standing there are too few answers to publish one."""

    part: str
    name: str = ""
    field: str = ""
    channel: str = ""
    answers: str = ""
    standing: Standing | None = None
    #: Shown where there is no standing, if the reader may know it.
    n: int | None = None
    #: Verdict against a target, or comparison with colleagues, in words.
    verdict: str = ""
    mean: Fraction | None = None
    first: date | None = None
    last: date | None = None


def make(
    lines: Iterable[Line],
    *,
    title: str,
    office: str,
    period: Period,
    freshness: str,
    moment: datetime,
) -> bytes:
    """Return the lines as the bytes of a CSV file in the page's language."""
    days = _("from %(first)s to %(last)s", first=labels.day(period.first), last=labels.day(period.last))
    preamble: list[list[Cell]] = [
        [title, office],
        [_("Period"), labels.period_title(period), days],
        [_("Figures"), freshness, f"{labels.day(moment.date())} {moment:%H:%M}"],
        [
            _("Definition"),
            _("(satisfied + very satisfied) ÷ valid answers, without blanks and “not applicable”"),
        ],
        [_("Confidence interval"), _("Wilson, 95 per cent, n = people who answered")],
        [_("Who answered"), _("People answered of their own accord; they are not a random sample.")],
        [],
    ]
    return written([*preamble, _head(), *(_record(line) for line in lines)], len(_head()))


def _head() -> list[Cell]:
    return [
        _("Part"),
        _("Name"),
        _("Field"),
        _("Channel"),
        _("Answers"),
        _("Method"),
        _("People (n)"),
        _("Satisfied share (%)"),
        _("Interval from (%)"),
        _("Interval to (%)"),
        _("Target (%)"),
        _("Mean of the colleagues in the same field (%)"),
        _("Verdict"),
        _("Document"),
        _("Article"),
        _("Figures from"),
        _("Figures to"),
    ]


def _record(line: Line) -> list[Cell]:
    figure = line.standing.figure if line.standing else None
    target = line.standing.target if line.standing else None
    n: Cell = figure.persons if figure else "" if line.n is None else line.n
    return [
        line.part,
        line.name,
        line.field,
        line.channel,
        line.answers,
        str(labels.METHOD_NAMES[figure.method]) if figure else "",
        n,
        share(figure.value if figure else None),
        share(figure.interval.low if figure else None),
        share(figure.interval.high if figure else None),
        share(target.threshold if target else None),
        share(line.mean),
        line.verdict,
        target.document if target else "",
        target.article if target else "",
        labels.day(line.first) if line.first else "",
        labels.day(line.last) if line.last else "",
    ]
