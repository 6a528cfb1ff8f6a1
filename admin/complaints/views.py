"""Views: the inbox, one case, and the form of each move. What a person may not know of answers like what never was."""

import re
from itertools import groupby

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.complaints import acts, arithmetic, bulk_acts, drafts, history, selection, words
from admin.complaints.acts import RECUSE, Act
from admin.complaints.forms import WORDS_LABELS, AnswerForm, CaseForm, EndForm, RecusalForm
from admin.complaints.joining import FORMS, action_of
from admin.complaints.sentences import sentence
from admin.places.blueprint import page_number
from core.domain.access import Permission
from core.domain.complaints.course import Action, MoveRefused, State, actions, parties_of
from core.domain.complaints.kinds import Kind
from core.domain.plain_text import tidy
from core.queries import saved_views
from core.queries.complaints import around, cases, photos
from core.queries.complaints.cases import Case
from core.services import disclosures
from core.services.complaints import moving
from core.services.disclosures import Opened
from core.services.saved_views import MOST
from core.web.access import requires, staff

blueprint = Blueprint("cases", __name__, url_prefix="/admin/phan-anh", template_folder="../templates")

_NUMBER = re.compile(r"[0-9a-f]{32}")
#: What stands open: an act, its form, and for a case that ends here the kind it is found to be.
Opening = tuple[Act, CaseForm | RecusalForm]


@blueprint.app_template_global("cases_due")
def _due() -> int:
    """Return how many cases the signed-in person has to go on with today, for the start page."""
    return cases.due_now(staff().scope)


@blueprint.get("/")
@requires(Permission.READ_CASES)
def listed() -> str:
    """List the cases of one tab, or those that have the words looked for and fit the filters."""
    scope = staff().scope
    form = selection.read(scope, request.args)
    typed = form.words.data
    numbers = cases.numbers(scope)
    page = cases.listed(scope, form.shown, page_number(), words=typed, wanted=form.wanted, counted=numbers)
    return render_template(
        "admin/complaints/list.html",
        page=page,
        groups=[(name, list(lines)) for name, lines in groupby(page.items, key=lambda line: line.urgency)],
        can_assign=lambda line: Action.ASSIGN in actions(line.state, parties_of(scope.role)),
        numbers=numbers,
        view=form.shown,
        typed=typed,
        form=form,
        saved=saved_views.of(scope),
        most_saved=MOST,
        bulk_acts=bulk_acts.offered(scope),
        words=words,
    )


@blueprint.get("/<number>")
@requires(Permission.READ_CASES)
def one(number: str) -> str:
    """Show a case in its two columns, with the forms of what this person does next."""
    case = case_in_hand(number)
    offered = acts.offered(staff().scope, case)
    return _page(case, offered, [(act, _form(case, act)) for act in acts.opened(case, offered)])


@blueprint.route("/<number>/<slug>", methods=["GET", "POST"])
@requires(Permission.READ_CASES)
def act(number: str, slug: str) -> Response | tuple[str, int]:
    """Show the form of one act and do what it says."""
    case = case_in_hand(number)
    offered = acts.offered(staff().scope, case)
    chosen = next((one for one in offered if one.slug == slug), None)
    if chosen is None:
        flash(
            _("This step is not open any more, or not yours. Look at where the case stands now."), "refused"
        )
        kept = tidy("\n\n".join(filter(None, map(str.strip, _texts(slug)))))
        if not kept:
            return redirect(url_for("cases.one", number=number), 303)
        # What somebody wrote is theirs to copy, whoever was quicker.
        return _page(case, offered, [], kept=kept), 409
    form = _form(case, chosen)
    if form.validate_on_submit() and (done := _do(case, chosen, form)):
        return done
    page = _page(case, offered, [(chosen, form)], is_one=True)
    return page, 422 if request.method == "POST" else 200


def case_in_hand(number: str) -> Case:
    """Return the case of the address and note that it was opened; 404 for what this person may not know of."""
    if not _NUMBER.fullmatch(number):
        abort(404)
    case = cases.one(staff().scope, bytes.fromhex(number)) or abort(404)
    why = Opened.TURN if case.line.is_turn else Opened.ALONG
    if case.line.state is State.CLOSED:
        why = Opened.BACK
    disclosures.opened(staff(), unit_id=case.unit_id, register=case.line.register, why=why)
    return case


def _form(case: Case, act: Act) -> CaseForm | RecusalForm:
    """Return the form of an act; each has names of its own, for several stand on one page."""
    if act is RECUSE:
        return RecusalForm(prefix=act.slug)
    kind = _kind()
    if act.slug == "phan-loai" and kind not in (None, Kind.PETITION):
        ending = EndForm(prefix=act.slug, text=drafts.notice(kind, office=case.unit))
        ending.kind = kind
        return ending
    form = FORMS[act.slug](prefix=act.slug)
    if label := WORDS_LABELS.get(act.slug):
        form["text"].label.text = str(label)
    form.prepare(case)
    return form


def _texts(slug: str) -> tuple[str, ...]:
    """Return the words of a form that came too late."""
    return tuple(request.form.get(f"{slug}-{name}", "") for name in ("text", "evidence", "why", "reason"))


def _kind() -> Kind | None:
    named = request.args.get("loai", "")
    return Kind(named) if named in set(Kind) else None


def _do(case: Case, act: Act, form: CaseForm | RecusalForm) -> Response | None:
    """Do what a valid form says; None where something is still to be put right."""
    person = staff()
    if isinstance(form, RecusalForm):
        moving.recuse(person.scope, case.line.id, reason=form.reason.data, actor=person.login)
        return _leave(_("You have withdrawn. This case does not exist for you any more."))
    if isinstance(form, AnswerForm) and form.needs_why:
        return None
    action = action_of(form, acts.action_of(person.scope, case, act))
    try:
        moving.move(person.scope, case.line.id, action, form.said(), actor=person.login)
    except MoveRefused as refusal:
        flash(sentence(refusal), "refused")
        return None
    if not moving.is_seen_still(person.scope, case.line.id):
        return _leave(_("Done. The case is with others now, and you do not see it any more."))
    flash(_("Done: %(what)s.", what=words.ACTION_NAMES[action]))
    return redirect(url_for("cases.one", number=case.line.id.hex()), 303)


def _leave(said: str) -> Response:
    flash(said)
    return redirect(url_for("cases.listed"), 303)


def _page(
    case: Case, offered: tuple[Act, ...], openings: list[Opening], *, is_one: bool = False, kept: str = ""
) -> str:
    kind = _kind()
    pictured = photos.listed(staff().scope, case.line.id)
    beside = around.of(staff().scope, case.line.id)
    for letter in beside.letters:
        disclosures.opened(staff(), unit_id=case.unit_id, register=letter.register, why=Opened.ALONG)
    return render_template(
        "admin/complaints/case.html",
        case=case,
        around=beside,
        line=case.line,
        acts=offered,
        openings=openings,
        open_slugs={act.slug for act, _form in openings},
        side_of=lambda act: acts.Side.CITIZEN if act.slug == "phan-loai" and _ends(kind) else act.side,
        kind=kind,
        kinds=Kind,
        is_one=is_one,
        kept=kept,
        pending=_pending(case),
        sum=arithmetic.of(case),
        log=history.lines(case, pictured),
        photos=pictured,
        words=words,
    )


def _ends(kind: Kind | None) -> bool:
    return kind not in (None, Kind.PETITION)


def _pending(case: Case) -> str:
    """Return the answer that waits to be sent; the citizen has not seen it."""
    return case.submitted if case.line.state in (State.APPROVING, State.CHECKING) else ""
