"""Questions of the People's Council at the desk: asked, answered by a date, and kept in the session file."""

import re
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.complaints import council_forms
from admin.complaints.council_forms import AnswerForm, FigureForm, QuestionForm, sentence
from admin.overview import forms
from admin.overview.views import KINDS, later, same_time
from core import clock, labels
from core.domain.access import Permission
from core.domain.complaints.questions import Figure, QuestionRefused
from core.domain.periods import Kind, Period, PeriodInvalid, parse
from core.queries.complaints import figures, places, published, questions
from core.queries.complaints.figures import OverdueLine
from core.queries.complaints.questions import Question
from core.services.complaints import questions as asking
from core.services.complaints.questions import Asked
from core.web import case_months
from core.web.access import requires, staff

blueprint = Blueprint("questions", __name__, url_prefix="/admin/hoi-dong", template_folder="../templates")

_CASE = re.compile(r"[0-9a-f]{32}")


@blueprint.get("/")
@requires(Permission.READ_QUESTIONS)
def listed() -> str:
    """List the questions this person may know of: those that wait first, by deadline."""
    found = questions.listed(staff().scope)
    return render_template(
        "admin/complaints/questions.html",
        waiting=sorted((one for one in found if one.is_open), key=lambda one: one.due_on),
        over=sorted((one for one in found if not one.is_open), key=lambda one: one.asked_on, reverse=True),
        **_rights(),
    )


@blueprint.route("/hoi", methods=["GET", "POST"])
@requires(Permission.ASK_QUESTIONS)
def ask() -> Response | tuple[str, int]:
    """Ask the office about a figure of a month, or about a case of the overdue list."""
    line = _line()
    form = QuestionForm() if line else _figure_form()
    unit_id = line.unit_id if line else form.unit.data
    due = questions.due_choices(staff().scope, unit_id) if unit_id else None
    if not form.is_submitted() and due:
        form.due_on.data = due[0]
    if form.validate_on_submit():
        try:
            number = asking.ask(staff().scope, _asked(form, line), actor=staff().login)
        except QuestionRefused as refusal:
            flash(sentence(refusal), "refused")
        else:
            flash(_("The question was sent. The office answers by the day you named."))
            return redirect(url_for("questions.one", number=number), 303)
    page = render_template("admin/complaints/ask.html", form=form, late=line, due=due)
    return page, 422 if request.method == "POST" else 200


@blueprint.get("/<int:number>")
@requires(Permission.READ_QUESTIONS)
def one(number: int) -> str:
    """Show one question with its answer, and the form of whoever answers."""
    found = _in_hand(number)
    return _page(found, AnswerForm(text=found.draft))


@blueprint.post("/<int:number>")
@requires(Permission.DRAFT_ANSWERS)
def answer(number: int) -> Response | tuple[str, int]:
    """Keep the office's answer as a draft, or send it: only the leader sends."""
    found, form, person = _in_hand(number), AnswerForm(), staff()
    if not form.validate_on_submit():
        return _page(found, form), 422
    is_sent = "send" in request.form and person.scope.may(Permission.ANSWER_QUESTIONS)
    try:
        (asking.answer if is_sent else asking.draft)(person.scope, number, form.text.data, actor=person.login)
    except QuestionRefused as refusal:
        flash(sentence(refusal), "refused")
        return _page(found, form), 422
    flash(_("The answer was sent.") if is_sent else _("The draft was kept. The leader sends it."))
    return redirect(url_for("questions.one", number=number), 303)


@blueprint.post("/<int:number>/rut")
@requires(Permission.ASK_QUESTIONS)
def withdraw(number: int) -> Response:
    """Take one's own question back."""
    _in_hand(number)
    try:
        asking.withdraw(staff().scope, number, actor=staff().login)
        flash(_("The question was withdrawn."))
    except QuestionRefused as refusal:
        flash(sentence(refusal), "refused")
    return redirect(url_for("questions.one", number=number), 303)


@blueprint.get("/ky-hop")
@requires(Permission.READ_QUESTIONS)
def session_file() -> str | tuple[str, int]:
    """Show the session file of a period, to be printed: questions, answers, and the figures as they stand published."""
    person = staff()
    form = forms.read(request.args, clock.today())
    page = render_template(
        "admin/complaints/session.html",
        form=form,
        kinds=KINDS,
        same_time=same_time(form.period),
        later=later(form.period),
        address=forms.address,
        moment=clock.local(clock.now()),
        title=council_forms.title(person),
        questions=questions.listed(person.scope, form.period),
        offices=[
            (office, _within(office.months, form.period)) for office in published.of_scope(person.scope)
        ],
        months=case_months,
        **_rights(),
    )
    return (page, 400) if form.has_problems else page


def _within(months: tuple[Any, ...], period: Period) -> list[Any]:
    """Return the months that were published in a period or received in it, the earliest first."""
    return [
        month
        for month in reversed(months)
        if period.first <= month.published_on <= period.last
        or (period.first <= month.month.first and month.month.last <= period.last)
    ]


def _in_hand(number: int) -> Question:
    return questions.one(staff().scope, number) or abort(404)


def _page(found: Question, form: AnswerForm) -> str:
    return render_template("admin/complaints/question.html", question=found, form=form, **_rights())


def _rights() -> dict[str, Any]:
    may = staff().scope.may
    return {
        "may_ask": may(Permission.ASK_QUESTIONS),
        "may_draft": may(Permission.DRAFT_ANSWERS),
        "may_send": may(Permission.ANSWER_QUESTIONS),
        "figure_names": council_forms.FIGURE_NAMES,
    }


def _line() -> OverdueLine | None:
    """Return the late case of the address; 404 for one that is not on this person's list."""
    number = request.args.get("viec", "")
    if not number:
        return None
    lines = figures.overdue_list(staff().scope) if _CASE.fullmatch(number) else ()
    return next((line for line in lines if line.id.hex() == number), None) or abort(404)


def _figure_form() -> FigureForm:
    form = FigureForm()
    offices = _offices()
    form.prepare(offices.items())
    if not form.is_submitted():
        wanted = request.args
        named = next((number for number in offices if str(number) == wanted.get("don-vi")), None)
        form.unit.data = named or next(iter(offices))
        form.month.data = wanted.get("thang", str(council_forms.closed_months()[0]))
        form.figure.data = wanted.get("so-lieu", str(Figure.ON_TIME))
    return form


def _offices() -> dict[int, str]:
    """Return the offices a delegate may ask: those that publish or serve citizens, else the delegate's own unit."""
    person = staff()
    found = {office.id: office.unit for office in published.of_scope(person.scope)}
    serving = (place for place in places.offices(person.scope) if person.scope.sees(place.unit_id))
    found |= {place.unit_id: place.unit for place in serving}
    return found or {person.unit_id: person.unit_name}


def _asked(form: Any, line: OverdueLine | None) -> Asked:
    """Return what a valid form asks, with what the page shows now as its reference."""
    if line is not None:
        late = _(
            "%(register)s, received on %(received)s, due on %(due)s: %(days)s working days late",
            register=line.register,
            received=labels.day(line.received_on),
            due=labels.day(line.due_on),
            days=labels.count(line.days_late),
        )
        return Asked(
            unit_id=line.unit_id,
            reference=late,
            text=form.text.data,
            due_on=form.due_on.data,
            complaint_id=line.id,
        )
    month, figure = _month(form.month.data), Figure(form.figure.data)
    return Asked(
        unit_id=form.unit.data,
        reference=_shown(form.unit.data, month, figure),
        text=form.text.data,
        due_on=form.due_on.data,
        month=month,
        figure=figure,
    )


def _month(text: str) -> Period:
    try:
        return parse(Kind.MONTH, text)
    except PeriodInvalid:
        abort(404)


def _shown(unit_id: int, month: Period, figure: Figure) -> str:
    """Return the figure as it is published now."""
    if figure is Figure.SATISFACTION:
        return f"{labels.period_title(month)} · {council_forms.FIGURE_NAMES[figure]}"
    found = published.month(staff().scope, unit_id, month.first)
    if found is None:
        name, waits = council_forms.FIGURE_NAMES[figure], _("not published yet")
        return f"{labels.period_title(month)} · {name}: {waits}"
    return case_months.said(found, figure)
