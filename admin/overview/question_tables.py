"""Question tables: what one question was answered, by trust and channel, in words and numbers as people read them."""

from collections.abc import Iterator
from dataclasses import replace

from flask_babel import gettext as _

from admin.overview.tables import DataTable
from core import labels
from core.domain.question_results import Answered, Line
from core.domain.questionnaire import Kind, Option, Question
from core.domain.questionnaire_draft import NOT_APPLICABLE
from core.domain.standings import TierGroup

_NONE = "–"


def of_question(line: Line) -> DataTable:
    """Return the table of one question: verified and open answers, and each by its channels where there are several."""
    return _table(line, line.question)


def of_published(line: Line) -> DataTable:
    """Return what `of_question` does, of published answers: no step carries who said that it does not apply."""
    valid = tuple(option for option in line.question.options if option.code != NOT_APPLICABLE)
    is_level = line.question.kind is Kind.LEVEL
    return _table(line, replace(line.question, options=valid) if is_level else line.question)


def _table(line: Line, question: Question) -> DataTable:
    return DataTable(
        caption=labels.wording(question.texts),
        heads=(_("Answers from"), _("Answers"), *_heads(question)),
        rows=tuple(_row(name, replace(answered, question=question)) for name, answered in _ways(line)),
    )


def _ways(line: Line) -> Iterator[tuple[str, Answered]]:
    for tiers in TierGroup:
        whole = line.of(tiers)
        if not whole.n:
            continue
        yield str(labels.TIER_GROUP_NAMES[tiers]), whole
        channels = line.channels(tiers)
        if len(channels) > 1:
            for channel, answered in channels:
                yield f"– {labels.CHANNEL_NAMES[channel]}", answered


def _heads(question: Question) -> tuple[str, ...]:
    match question.kind:
        case Kind.LEVEL:
            levels = (labels.wording(option.texts) for option in _best_first(question))
            return (*levels, _("Satisfied share"), _("Interval"))
        case Kind.NUMBER:
            return (_("Mean"),)
        case Kind.TEXT:
            return ()
        case _:
            return tuple(labels.wording(option.texts) for option in question.options)


def _row(name: str, answered: Answered) -> tuple[str, ...]:
    return (name, labels.count(answered.n), *_cells(answered))


def _cells(answered: Answered) -> tuple[str, ...]:
    question, counts = answered.question, answered.counts
    match question.kind:
        case Kind.LEVEL if not answered.is_shown:
            return (_NONE,) * (len(question.options) + 2)
        case Kind.LEVEL:
            figure = answered.figure
            return (
                *(labels.count(counts.get(option.code, 0)) for option in _best_first(question)),
                labels.percent(figure.value) if figure else _NONE,
                labels.interval(figure.interval.low, figure.interval.high) if figure else _NONE,
            )
        case Kind.NUMBER:
            mean = answered.mean
            return (labels.decimal(mean) if mean is not None and answered.is_shown else _NONE,)
        case Kind.TEXT:
            return ()
        case _ if not answered.is_shown:
            return (_NONE,) * len(question.options)
        case _:
            return tuple(labels.count(counts.get(option.code, 0)) for option in question.options)


def _best_first(question: Question) -> tuple[Option, ...]:
    """Return the levels, best first, «does not apply» last."""
    levels = [option for option in question.options if option.code != NOT_APPLICABLE]
    rest = [option for option in question.options if option.code == NOT_APPLICABLE]
    return (*reversed(levels), *rest)
