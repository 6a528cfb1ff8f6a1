"""Views: adding a question, and changing one."""

from collections.abc import Sequence
from dataclasses import replace

from flask import abort, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.desk.forms import EmptyForm
from admin.places.blueprint import unit_in_hand
from admin.questionnaires import question_form, words
from admin.questionnaires.blueprint import (
    all_faults,
    blueprint,
    by_question,
    draft_in_hand,
    go,
    is_kept,
    seen,
    show,
    try_plainly,
)
from admin.questionnaires.drafting import question_of
from admin.questionnaires.patterns import PATTERNS, begun
from admin.questionnaires.question_form import QuestionForm, Row, check, described, filled
from core.domain import naming
from core.domain.access import Permission
from core.domain.questionnaire_draft import Draft, DraftQuestion
from core.queries import questionnaire_versions
from core.queries.questionnaire_drafts import WrittenDraft
from core.services import questionnaire_drafts as service
from core.web.access import requires, staff

#: As long as the column is: short codes make two questions that begin alike look like one.
_LONGEST_CODE = 40
#: Blank rows below the answers: for somebody without script, each button costs a page.
_BLANKS = 3
_BLANK = Row("", "", "")
#: A question and its answers a later one may wait for: (code, words).
Offered = tuple[DraftQuestion, tuple[tuple[str, str], ...]]


@blueprint.get("/<int:unit_id>/nhap/<code>/them")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def add(unit_id: int, code: str) -> tuple[str, int]:
    """Offer the kinds of questions."""
    return show("add", unit=unit_in_hand(unit_id), written=draft_in_hand(unit_id, code), patterns=PATTERNS)


@blueprint.route("/<int:unit_id>/nhap/<code>/them/<pattern>", methods=["GET", "POST"])
@requires(Permission.MANAGE_QUESTIONNAIRES)
def new(unit_id: int, code: str, pattern: str) -> Response | tuple[str, int]:
    """Add a question of a kind at the end."""
    unit_in_hand(unit_id)
    written = draft_in_hand(unit_id, code)
    if pattern not in PATTERNS:
        abort(404)
    question = begun(written.draft, PATTERNS[pattern])
    return _edited(unit_id, written, question, is_new=True, pattern=pattern)


@blueprint.route("/<int:unit_id>/nhap/<code>/cau/<question>", methods=["GET", "POST"])
@requires(Permission.MANAGE_QUESTIONNAIRES)
def edit(unit_id: int, code: str, question: str) -> Response | tuple[str, int]:
    """Change a question."""
    unit_in_hand(unit_id)
    written = draft_in_hand(unit_id, code)
    return _edited(unit_id, written, question_of(written.draft, question), is_new=False)


@blueprint.post("/<int:unit_id>/nhap/<code>/cau/<question>/ma-moi")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def recode(unit_id: int, code: str, question: str) -> Response:
    """Give a question a new code: it means something else from now on, and its trend begins anew."""
    person = staff()
    unit_in_hand(unit_id)
    draft = draft_in_hand(unit_id, code).draft
    found = question_of(draft, question)
    if EmptyForm().validate_on_submit():
        fresh = _free_code(unit_id, draft, found.texts.get("vi", ""))
        number = seen() or -1
        try_plainly(
            lambda: service.keep(
                person.scope, unit_id, _recoded(draft, question, fresh), None, actor=person.login, seen=number
            ),
            said=_("The question has a new code; its trend begins with this version."),
        )
    return go("draft", unit_id=unit_id, code=code)


def _edited(
    unit_id: int, written: WrittenDraft, question: DraftQuestion, *, is_new: bool, pattern: str = ""
) -> Response | tuple[str, int]:
    """Show the page of a question, or keep what was typed on it."""
    draft = written.draft
    form = filled(question)
    form.offer(draft)
    is_sent = request.method == "POST"
    rows = question_form.sent_rows() if is_sent else question_form.rows_of(question)
    ticks = question_form.sent_condition() if is_sent else question_form.ticks_of(question)
    act = request.form.get("do", "save")
    if is_sent and act != "save":
        rows = question_form.rearranged(rows, act)
    elif is_sent and check(form, question.kind, rows, ticks):
        changed = described(form, question, rows, ticks, used=_taken(unit_id, draft, question))
        if is_kept(form, unit_id, _with(unit_id, draft, changed, form), at="vi"):
            return go("draft", _("Saved."), unit_id=unit_id, code=draft.code)
    earlier = _earlier(draft, question)
    return show(
        "question",
        form,
        unit=unit_in_hand(unit_id),
        written=draft_in_hand(unit_id, draft.code),
        question=question,
        is_new=is_new,
        pattern=pattern,
        rows=[*rows, *[_BLANK] * min(_BLANKS, max(0, question_form.MOST_ANSWERS - len(rows)))],
        letters=question_form,
        rows_given=len(rows),
        ticks=ticks,
        stale=_stale(draft, earlier, (*question_form.ticks_of(question), *ticks)),
        waited_for={tick.partition(":")[0] for tick in ticks},
        earlier=earlier,
        faults=[] if is_new or is_sent else by_question(all_faults(unit_id, draft)).get(question.code, []),
        is_known=question.code in _used(unit_id, draft.code),
    )


def _with(unit_id: int, draft: Draft, question: DraftQuestion, form: QuestionForm) -> Draft:
    """Return the draft with a question changed, or added at its end under a code of its own."""
    factor = question_form.new_factor(form, draft)
    if factor is not None:
        draft = replace(draft, factors=(*draft.factors, factor))
        question = replace(question, factor=factor.code)
    if not question.code:
        question = replace(question, code=_free_code(unit_id, draft, question.texts["vi"]))
        return replace(draft, questions=(*draft.questions, question))
    changed = tuple(question if one.code == question.code else one for one in draft.questions)
    return replace(draft, questions=changed)


def _recoded(draft: Draft, old: str, new: str) -> Draft:
    """Return the draft with a question under another code, everywhere it is named."""

    def one(question: DraftQuestion) -> DraftQuestion:
        condition = question.condition
        if condition and condition.question == old:
            question = replace(question, condition=replace(condition, question=new))
        return replace(question, code=new) if question.code == old else question

    lead = new if draft.lead == old else draft.lead
    return replace(draft, questions=tuple(one(question) for question in draft.questions), lead=lead)


def _free_code(unit_id: int, draft: Draft, wording: str) -> str:
    """Return a code no question has or had, nor one that was removed while something still refers to it."""
    taken = draft.named | _used(unit_id, draft.code).keys() | {"poles"}
    plain = {code.replace("_", "-") for code in taken}
    return naming.code(wording, plain, longest=_LONGEST_CODE, otherwise="cau").replace("-", "_")


def _taken(unit_id: int, draft: Draft, question: DraftQuestion) -> frozenset[str]:
    """Return the codes no new answer of a question takes: answers have or had them, or somebody waits for them."""
    own = {option.code for option in question.options}
    published = _used(unit_id, draft.code).get(question.code, frozenset())
    return published | own | draft.waited_for(question.code)


def _used(unit_id: int, code: str) -> dict[str, frozenset[str]]:
    return questionnaire_versions.used(staff().scope, unit_id, code)


def _earlier(draft: Draft, question: DraftQuestion) -> list[Offered]:
    """Return the questions before one, with the answers it may wait for."""
    found = []
    for one in draft.questions:
        if one.code == question.code:
            break
        if offered := words.answers(one):
            found.append((one, offered))
    return found


def _stale(draft: Draft, earlier: Sequence[Offered], ticks: Sequence[str]) -> list[tuple[str, str]]:
    """Return each tick no earlier question offers any more, and what is said of it.

    They are shown, so that nobody drops a condition without knowing, and everybody would be asked.
    """
    offered = {f"{one.code}:{code}" for one, answers in earlier for code, _words in answers}
    gone = [tick for tick in dict.fromkeys(ticks) if tick not in offered]
    return [(tick, words.stale_tick(draft, *tick.split(":", 1))) for tick in gone if ":" in tick]
