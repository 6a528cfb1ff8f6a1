"""Figures about cases at the desk: live for whoever has a part in them, published months for whoever looks on."""

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from admin.complaints import figure_lines, words
from admin.complaints.figure_lines import Value
from admin.overview import forms
from admin.overview.views import KINDS, later, same_time
from core import clock, labels
from core.domain.access import Permission, Role
from core.domain.complaints.figures import Share
from core.domain.complaints.questions import Figure
from core.domain.periods import Kind, containing
from core.queries.complaints import figures, published, questions
from core.queries.complaints.figures import PeriodFigures
from core.reports import cases_csv
from core.services import disclosures
from core.services.disclosures import Exported
from core.web import case_months
from core.web.access import fresh_factor, requires, staff
from core.web.downloads import CSV, attached

blueprint = Blueprint("case_figures", __name__, url_prefix="/admin/phan-anh", template_folder="../templates")
_Record = list[str | int]


@blueprint.app_template_global("cases_in_brief")
def _in_brief() -> PeriodFigures | None:
    """Return the figures of the current month, for the start page of whoever has a part in cases."""
    scope = staff().scope
    if not scope.may(Permission.READ_CASES) or scope.role is Role.PROVINCE:
        return None
    return figures.of_period(scope, containing(Kind.MONTH, clock.today()))


@blueprint.app_template_global("late_cases")
def _late() -> int | None:
    """Return how many cases stand on an onlooker's list of overdue ones; None for everybody else."""
    scope = staff().scope
    return len(figures.overdue_list(scope)) if scope.may(Permission.READ_OVERDUE) else None


@blueprint.app_template_global("open_questions")
def _questions() -> tuple[int, int]:
    """Return how many questions of the Council wait for an answer, and how many of them are overdue."""
    return questions.open_counts(staff().scope)


@blueprint.get("/so-lieu")
@requires(Permission.READ_CASE_FIGURES)
def show() -> str | tuple[str, int]:
    """Show the figures of a period, or every published month to who has no part in cases."""
    person = staff()
    if not person.scope.may(Permission.READ_CASES):
        return render_template(
            "admin/complaints/months.html",
            offices=published.of_scope(person.scope),
            months=case_months,
            figures_asked=_ASKED if person.scope.may(Permission.ASK_QUESTIONS) else {},
        )
    form = forms.read(request.args, clock.today())
    found = figures.of_period(person.scope, form.period)
    page = render_template(
        "admin/complaints/figures.html",
        form=form,
        kinds=KINDS,
        same_time=same_time(form.period),
        later=later(form.period),
        address=forms.address,
        moment=clock.local(clock.now()),
        found=found,
        sections=figure_lines.sections(found),
        lines=figure_lines,
        words=words,
    )
    return (page, 400) if form.has_problems else page


#: At which line of a month a delegate may ask about which figure.
_ASKED = {line: figure for figure, line in case_months.LINES_OF.items() if figure is not Figure.MEDIAN}


@blueprint.get("/so-lieu.csv")
@requires(Permission.READ_CASE_FIGURES)
@fresh_factor
def csv() -> Response:
    """Return the same figures as a file; taking it away is noted."""
    person = staff()
    if not person.scope.may(Permission.READ_CASES):
        disclosures.exported(person, Exported.CASE_FIGURES)
        head = [_("Office"), _("Month"), _("Published on"), _("Figure"), _("From"), _("To"), _("Of")]
        return attached(cases_csv.make([_named()], head, _months()), CSV, "so-lieu-phan-anh.csv")
    period = forms.read(request.args, clock.today()).period
    disclosures.exported(person, Exported.CASE_FIGURES, period=str(period))
    found = figures.of_period(person.scope, period)
    days = _("from %(first)s to %(last)s", first=labels.day(period.first), last=labels.day(period.last))
    preamble = [
        _named(),
        [_("Period"), labels.period_title(period), days],
        [_("Figures"), _("cases you may know of"), labels.day(found.through)],
    ]
    of = _("of")
    head = [
        _("Part"),
        _("Figure"),
        *(title for name in _columns() for title in (name, f"{name} – {of}")),
    ]
    return attached(cases_csv.make(preamble, head, _records(found)), CSV, f"so-lieu-phan-anh-{period}.csv")


@blueprint.get("/qua-han")
@requires(Permission.READ_OVERDUE)
def overdue() -> str:
    """List the late cases to an onlooker: numbers and days, and not a word."""
    person = staff()
    return render_template(
        "admin/complaints/overdue.html",
        lines=figures.overdue_list(person.scope),
        words=words,
        may_ask=person.scope.may(Permission.ASK_QUESTIONS),
    )


def _named() -> _Record:
    return [_("Figures about reports and petitions"), staff().unit_name]


def _columns() -> tuple[str, str, str]:
    return _("Named"), _("Anonymous"), _("Together")


def _records(found: PeriodFigures) -> Iterator[_Record]:
    for section in figure_lines.sections(found):
        if section.note:
            yield [section.name, section.note]
        for line in section.lines:
            yield [section.name, line.name, *(cell for value in line.values for cell in _cells(value))]
    late = found.overdue
    yield [_("Overdue now"), _("cases"), "", "", "", "", late.count, ""]
    for name, value in ((_("working days, the longest"), late.oldest), (_("in the middle"), late.median)):
        yield [_("Overdue now"), name, "", "", "", "", *_cells(value)]


def _cells(value: Value) -> tuple[str | int, str | int]:
    """Return a figure in two cells: the number, and what it is a part of; empty where there is none."""
    if isinstance(value, Share):
        return value.part, value.whole
    if value is None or isinstance(value, int):
        return ("" if value is None else value), ""
    return figure_lines.words_of(value), ""


def _months() -> Iterator[_Record]:
    for office in published.of_scope(staff().scope):
        for month in office.months:
            for line in case_months.lines(month):
                is_median = line.code == case_months.MEDIAN
                ends = [labels.halves(end) if is_median else end for end in (line.cell.low, line.cell.high)]
                of = line.whole.low if line.whole else ""
                day = labels.day(month.published_on)
                yield [office.unit, str(month.month), day, line.name, *ends, of]
