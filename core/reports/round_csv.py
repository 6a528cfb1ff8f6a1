"""The report of a survey round as CSV: how it was sampled, its figures, its counts, its hamlets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from core import labels
from core.domain.questionnaire import Kind
from core.domain.round_results import FactorLine, QuestionLine, RoundResults
from core.domain.scoring import Figure
from core.domain.submission import Channel
from core.domain.survey_rounds import Progress
from core.reports.results_csv import Cell, share, written


@dataclass(frozen=True, kw_only=True)
class Head:
    """What is said before the first figure."""

    name: str
    office: str
    questionnaire: str
    first: date
    last: date
    population: int
    sample: int
    #: The last day whose answers are all in it; None: live.
    through: date | None
    moment: datetime
    #: Which report of the round it is; 0: live.
    number: int = 0
    #: Paper forms in it that the first report did not hold.
    later_paper: int = 0


def make(
    results: RoundResults, head: Head, progress: Progress | None, *, channel_name: Callable[[Channel], str]
) -> bytes:
    """Return the report as the bytes of a CSV file in the page's language."""
    columns = _columns()
    records = [
        *_preamble(results, head),
        columns,
        _line(_("Whole round"), "", results.answers, results.whole.figure),
        *(record for factor in results.factors for record in _factor(factor)),
        *(
            _line(
                _("Way of asking"),
                channel_name(line.channel),
                # Many may have come by it: it covers a smaller one.
                _("not shown, so that a small group cannot be worked out") if line.is_hidden else line.n,
                line.figure,
            )
            for line in results.channels
        ),
        [],
        *_hamlets(progress, head.number),
    ]
    return written(records, len(columns))


def _hamlets(progress: Progress | None, number: int) -> Iterator[list[Cell]]:
    if progress is None:
        yield [_("Hamlet"), _("How many came from each hamlet was not recorded with report no. 1.")]
        return
    if number:
        yield [_("Hamlet"), _("Answers received until report no. 1 was made.")]
    yield [_("Hamlet"), _("People"), _("Sample"), _("Answers")]
    for stratum, done in progress.hamlets:
        yield [stratum.name, stratum.population, stratum.sample, done.answers]
    yield [_("No hamlet named"), "", "", progress.elsewhere.answers]


def _preamble(results: RoundResults, head: Head) -> Iterator[list[Cell]]:
    yield [_("Survey round"), head.name, head.office]
    yield [_("Period"), labels.day(head.first), labels.day(head.last)]
    yield [_("Set of questions"), head.questionnaire]
    yield [_("People (N)"), head.population]
    yield [_("Sample (n = N / (1 + N × 0.05²))"), head.sample]
    yield [_("Answers"), results.answers]
    yield [
        _("Figures"),
        _(
            "report no. %(number)s of the round, answers through %(day)s",
            number=head.number,
            day=labels.day(head.through),
        )
        if head.through
        else _(
            "live, updated on %(day)s at %(time)s",
            day=labels.day(head.moment.date()),
            time=f"{head.moment:%H:%M}",
        ),
    ]
    if head.later_paper:
        yield [_("Paper forms counted after report no. 1"), head.later_paper]
    yield [_("Method"), str(labels.METHOD_NAMES[results.questionnaire.method])]
    yield [_("Confidence interval"), _("Wilson, 95 per cent, n = people who answered")]
    yield [_("What it is not"), _("This is not the official ranking index.")]
    yield []


def _columns() -> list[Cell]:
    return [
        _("Part"),
        _("Name"),
        _("Wording"),
        _("n"),
        _("Satisfied share (%)"),
        _("Interval from (%)"),
        _("Interval to (%)"),
        *(str(labels.LEVEL_NAMES[level]) for level in range(1, 6)),
        _("Mean"),
    ]


def _line(part: str, name: str, n: Cell, figure: Figure | None, *, wording: str = "") -> list[Cell]:
    return [
        part,
        name,
        wording,
        n,
        share(figure.value if figure else None),
        share(figure.interval.low if figure else None),
        share(figure.interval.high if figure else None),
    ]


def _factor(line: FactorLine) -> Iterator[list[Cell]]:
    if line.factor is not None:
        n = line.figure.persons if line.figure else 0
        yield _line(_("Factor"), line.factor.code, n, line.figure, wording=labels.wording(line.factor.texts))
    for question in line.questions:
        yield from _question(question)


def _question(line: QuestionLine) -> Iterator[list[Cell]]:
    question = line.question
    own = _line(
        _("Question"),
        question.code,
        _("fewer than %(least)s", least=5) if line.is_hidden else line.n,
        line.figure,
        wording=labels.wording(question.texts),
    )
    if question.kind is Kind.LEVEL:
        yield [*own, *(each.n for each in line.shares)]
        return
    mean = share(line.mean / 100) if line.mean is not None else ""
    yield [*own, *([""] * 5), mean]
    for each in line.shares:
        option = _line(_("Option"), question.code, each.n, None, wording=labels.wording(each.option.texts))
        option[4] = share(each.share)
        yield option
