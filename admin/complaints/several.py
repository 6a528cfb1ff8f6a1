"""Several cases at once: choose an act, see what it would do to which, then do it."""

import re
from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from admin.complaints import bulk_acts, words
from admin.complaints.bulk_acts import BulkAct, BulkForm
from admin.complaints.sentences import sentence
from core.domain.access import Permission
from core.domain.complaints.course import Action
from core.queries.complaints import cases
from core.queries.complaints.cases import CaseLine
from core.services.complaints import bulk
from core.services.complaints.bulk import Chosen, Fate
from core.web.access import requires, staff

blueprint = Blueprint("several", __name__, url_prefix="/admin/phan-anh", template_folder="../templates")

#: A case of the list, and behind the dot how many lines its timeline had when it was looked at.
_CHOSEN = re.compile(r"([0-9a-f]{32})(?:\.(\d{1,6}))?")


@blueprint.post("/nhieu-viec")
@requires(Permission.READ_CASES)
def work() -> Response | tuple[str, int]:
    """Show the form of an act on the chosen cases, then what it would do to each, then do it."""
    chosen = tuple(_chosen(request.form.getlist("viec")))
    act = next((one for one in bulk_acts.offered(staff().scope) if one.slug == request.form.get("lam")), None)
    if not chosen or act is None:
        flash(_("Tick at least one case and choose what to do."), "refused")
        return redirect(_way_back(), 303)
    lines = cases.lines(staff().scope, [one.id for one in chosen])
    form = act.form(prefix=act.slug, formdata=request.form if "buoc" in request.form else None)
    form.prepare(lines)
    if "buoc" not in request.form or request.form["buoc"] == "sua":
        return _form_page(act, form, chosen, lines), 200
    if not form.validate():
        return _form_page(act, form, chosen, lines), 422
    if request.form["buoc"] == "lam":
        return _do(form, chosen)
    return _preview(act, form, chosen, lines), 200


def _do(form: BulkForm, chosen: Sequence[Chosen]) -> Response:
    person, said = staff(), form.said()
    wanted = [one for one in chosen if one.id != said.other_id]
    fates = bulk.do(person.scope, wanted, form.action(), said, actor=person.login)
    done = [fate for fate in fates if fate.refusal is None]
    what = words.ACTION_NAMES[form.action()]
    flash(
        ngettext("Done in %(num)d case: %(what)s.", "Done in %(num)d cases: %(what)s.", len(done), what=what)
    )
    for fate in fates:
        if fate.refusal is not None:
            flash(f"{fate.register}: {sentence(fate.refusal)}", "refused")
    if len(fates) < len(wanted):
        flash(_("What you may not see any more was left out."), "refused")
    return redirect(_way_back(), 303)


def _preview(act: BulkAct, form: BulkForm, chosen: Sequence[Chosen], lines: Sequence[CaseLine]) -> str:
    person, said = staff(), form.said()
    wanted = [one for one in chosen if one.id != said.other_id]
    fates = bulk.preview(person.scope, wanted, form.action(), said, actor=person.login)
    return render_template(
        "admin/complaints/several_preview.html",
        act=act,
        form=form,
        action=form.action(),
        said=said,
        fates=fates,
        done=[fate for fate in fates if fate.refusal is None],
        left=[fate for fate in fates if fate.refusal is not None],
        what=lambda fate: _what(fate, form.action()),
        about={line.id: line for line in lines},
        chosen=[f"{fate.id.hex()}.{fate.seen}" for fate in fates],
        words=words,
        sentence=sentence,
        back=_way_back(),
        kept=request.form.get("ve", ""),
    )


def _what(fate: Fate, action: Action) -> str:
    """Return what happens to one case, in words."""
    if fate.then is fate.before:
        return str(words.ACTION_NAMES[action])
    return _(
        "%(what)s; from “%(before)s” to “%(then)s”",
        what=words.ACTION_NAMES[action],
        before=words.STATE_NAMES[fate.before],
        then=words.STATE_NAMES[fate.then],
    )


def _form_page(act: BulkAct, form: BulkForm, chosen: Sequence[Chosen], lines: Sequence[CaseLine]) -> str:
    return render_template(
        "admin/complaints/several.html",
        act=act,
        form=form,
        lines=lines,
        chosen=[one.id.hex() if one.seen is None else f"{one.id.hex()}.{one.seen}" for one in chosen],
        words=words,
        back=_way_back(),
        kept=request.form.get("ve", ""),
    )


def _chosen(values: list[str]) -> list[Chosen]:
    found = [match for value in values[: bulk.MOST] if (match := _CHOSEN.fullmatch(value))]
    if len(found) != len(values[: bulk.MOST]):
        abort(400)
    return [Chosen(bytes.fromhex(match[1]), int(match[2]) if match[2] else None) for match in found]


def _way_back() -> str:
    """Return the inbox as it was looked at; only its own address behind the question mark travels along."""
    query = request.form.get("ve", "")
    inbox = url_for("cases.listed")
    return f"{inbox}?{query}" if re.fullmatch(r"[\w%+=&.-]{1,600}", query) else inbox
