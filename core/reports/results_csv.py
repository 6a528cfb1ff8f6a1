"""Results as CSV: every figure of an overview with its worth, and the counts from which anyone can recount it.

RFC 4180 in UTF-8 with a byte order mark, so that spreadsheet programs find the Vietnamese letters: fields parted by
commas, records by CR LF, every record with the same number of fields. Shares are numbers in per cent with two decimals
and the decimal mark of the file's language, which is what that language's Excel reads as a number: a comma in
Vietnamese (quoted, because it also parts fields), a point in English. Counts are whole numbers without separators.
Texts from outside cannot become formulas (docs/promises.md D23): they get an apostrophe in front.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from flask_babel import gettext as _

from core import labels
from core.domain.basis import Basis
from core.domain.course import Course
from core.domain.field_lines import FieldLine, LineKind
from core.domain.overview import OfficerLine, Overview
from core.domain.scoring import Figure, Method, Tally, figure
from core.domain.standings import Standing, TierGroup

_DIGITS = 2
_BYTE_ORDER_MARK = "\ufeff"
#: What makes a spreadsheet read a text as a formula, also behind spaces and in full width (OWASP, CSV injection).
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")

Cell = str | int


@dataclass(frozen=True)
class _Subject:
    """Whom a record is about and by which answers: its first cells."""

    part: str
    name: str
    answers: str
    questionnaire: str = ""


def make(overview: Overview, *, office: str, moment: datetime) -> bytes:
    """Return the overview as the bytes of a CSV file in the page's language."""
    head = _head()
    records = [*_preamble(overview, office, moment), head, *_records(overview)]
    return written(records, len(head))


def written(records: Iterable[Sequence[Cell]], width: int) -> bytes:
    """Return records as a file, all of them as long as the head."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(_filled(record, width) for record in records)
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def safe(text: str) -> str:
    """Return the text so that a spreadsheet shows it and never calculates it."""
    return f"'{text}" if _FORMULA.match(text) else text


def _filled(record: Sequence[Cell], width: int) -> list[Cell]:
    """Return the record with harmless texts, as long as every other one."""
    cells = [safe(cell) if isinstance(cell, str) else cell for cell in record]
    return cells + [""] * (width - len(cells))


def _preamble(overview: Overview, office: str, moment: datetime) -> Iterator[list[Cell]]:
    """Say what the figures are worth before the first of them (docs/promises.md P7)."""
    period, headline = overview.period, overview.headline
    days = _("from %(first)s to %(last)s", first=labels.day(period.first), last=labels.day(period.last))
    updated = {"day": labels.day(moment.date()), "time": moment.strftime("%H:%M")}
    yield [_("Satisfied share (survey at the office)"), office]
    yield [_("Period"), labels.period_title(period), days]
    yield [_("Figures"), _("live, updated on %(day)s at %(time)s", **updated)]
    yield [
        _("Definition"),
        _("(satisfied + very satisfied) ÷ valid answers, without blanks and “not applicable”"),
    ]
    yield [_("Method"), str(labels.METHOD_NAMES[headline.method])]
    yield [_("Confidence interval"), _("Wilson, 95 per cent, n = people who answered")]
    yield [_("Who answered"), _("People answered of their own accord; they are not a random sample.")]
    yield [_("Headline"), str(labels.TIER_GROUP_NAMES[overview.leading]), f"n = {headline.n}"]
    yield [
        _("Recounting"),
        _("Every share follows from the five counts beside it; a mean of criteria lists each one."),
    ]
    yield []


def _head() -> list[Cell]:
    return [
        _("Part"),
        _("Name"),
        _("Answers"),
        _("Questionnaire"),
        _("Criterion"),
        _("Method"),
        _("People (n)"),
        _("Very dissatisfied"),
        _("Dissatisfied"),
        _("Neutral"),
        _("Satisfied"),
        _("Very satisfied"),
        _("Satisfied share (%)"),
        _("Interval from (%)"),
        _("Interval to (%)"),
        _("Mean score (0–100)"),
        _("Target (%)"),
        _("Verdict"),
        _("Document"),
        _("Article"),
        _("Usual from (%)"),
        _("Usual to (%)"),
    ]


def _records(overview: Overview) -> Iterator[list[Cell]]:
    basis = overview.basis
    for standing in (overview.office.verified, overview.office.open):
        subject = _Subject(_("Whole office"), "", _answers(standing), _name(basis))
        yield from _standing(subject, standing, no_target=_("no target"))
    for tier in overview.tiers:
        subject = _Subject(_("Trust tier"), str(tier.tier), str(labels.TIER_NAMES[tier.tier]), _name(basis))
        yield from _standing(subject, tier.standing)
    for line in overview.fields:
        yield from _field(line, overview.leading, basis)
    for field in overview.silent_fields:
        yield [_("Field"), field.name, _("no answers yet"), "", "", "", 0]
    for officer in overview.officers:
        yield from _officer(officer, basis)
    for channel in overview.channels:
        name = str(labels.CHANNEL_NAMES[channel.channel])
        yield from _standing(
            _Subject(_("Channel"), name, _answers(channel.standing), _name(basis)), channel.standing
        )
    for other in overview.others:
        for standing in (other.pair.verified, other.pair.open):
            if standing.n:
                name = _name(other.basis)
                yield from _standing(
                    _Subject(_("Another questionnaire"), name, _answers(standing), name), standing
                )
    if overview.course:
        yield from _course(overview.course, basis)


def _field(line: FieldLine, leading: TierGroup, basis: Basis | None) -> Iterator[list[Cell]]:
    """Return a field by the leading answers, and by the others where there are any, as records of their own."""
    part = _("Group of fields") if line.kind is LineKind.GROUP else _("Field")
    no_target = "" if line.kind is LineKind.UNKNOWN else _("no target")
    for standing in (line.pair.of(leading), line.pair.of(leading.other)):
        if standing.n or standing.tiers is leading:
            name = line.name or _("Field not known")
            subject = _Subject(part, name, _answers(standing), _name(basis))
            yield from _standing(subject, standing, no_target=no_target)


def _officer(officer: OfficerLine, basis: Basis | None) -> Iterator[list[Cell]]:
    """Return an officer's records; under ten answers only their number."""
    for tiers, n, standing in (
        (TierGroup.VERIFIED, officer.verified_n, officer.verified),
        (TierGroup.OPEN, officer.open_n, officer.open),
    ):
        answers = str(labels.TIER_GROUP_NAMES[tiers])
        if standing:
            yield from _standing(_Subject(_("Officer"), officer.name, answers, _name(basis)), standing)
        elif n or tiers is TierGroup.VERIFIED:
            yield [_("Officer"), officer.name, answers, _name(basis), "", _("under 10 answers: not shown"), n]


def _course(course: Course, basis: Basis | None) -> Iterator[list[Cell]]:
    for step in course.steps:
        subject = _Subject(
            _("Course"), labels.period_title(step.period), _answers(step.standing), _name(basis)
        )
        record = _figure_record(subject, step.standing, "")
        yield [*record[:-2], share(step.point.low), share(step.point.high)]


def _standing(subject: _Subject, standing: Standing, *, no_target: str = "") -> Iterator[list[Cell]]:
    """Return the record of a figure and, where it is a mean of criteria, one for each of them."""
    yield _figure_record(subject, standing, no_target)
    if len(standing.criteria) > 1:
        for code, tally in standing.criteria:
            yield _record(subject, code, standing.method, tally, figure([tally], tally.n, standing.method))


def _figure_record(subject: _Subject, standing: Standing, no_target: str) -> list[Cell]:
    code = standing.criteria[0][0] if len(standing.criteria) == 1 else ""
    record = _record(subject, code, standing.method, standing.levels, standing.figure)
    target, verdict = standing.target, standing.verdict
    mean = standing.mean_score
    return [
        *record[:15],
        share(mean.value if mean else None),
        share(target.threshold if target else None),
        str(labels.VERDICT_NAMES[verdict]) if verdict else no_target,
        target.document if target else "",
        target.article if target else "",
        "",
        "",
    ]


def _record(
    subject: _Subject, criterion: str, method: Method, tally: Tally, measured: Figure | None
) -> list[Cell]:
    return [
        subject.part,
        subject.name,
        subject.answers,
        subject.questionnaire,
        criterion,
        str(labels.METHOD_NAMES[method]),
        measured.persons if measured else 0,
        *tally.counts,
        share(measured.value if measured else None),
        share(measured.interval.low if measured else None),
        share(measured.interval.high if measured else None),
    ]


def _answers(standing: Standing) -> str:
    return str(labels.TIER_GROUP_NAMES[standing.tiers])


def _name(basis: Basis | None) -> str:
    return labels.wording(basis.questionnaire.texts) if basis else ""


def share(value: Fraction | float | None) -> str:
    """Return a share as a number in per cent; an empty cell where there is none, never a zero."""
    return "" if value is None else labels.points(value, _DIGITS)
