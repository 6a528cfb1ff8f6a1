"""Views: the audit log searched, one entry with its hashes, the same as CSV, and the check of the whole chain."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Answer

from admin.audit import forms, words
from admin.audit.forms import SearchForm
from admin.desk.forms import EmptyForm
from core import clock
from core.domain.access import Permission
from core.domain.audit import START, Point, covered, link
from core.queries import audit
from core.queries.audit import Line, Wanted
from core.reports import audit_csv
from core.reports.audit_csv import Record
from core.services import audit_checks, disclosures
from core.services.disclosures import Exported
from core.web.access import fresh_factor, requires, staff
from core.web.downloads import CSV, attached

blueprint = Blueprint("audit", __name__, url_prefix="/admin")
#: Entries of one file; whoever needs more takes them period by period.
MOST_EXPORTED = 20_000
#: Where a check that was begun in this browser goes on; the cookie is signed.
_REACHED = "audit_reached"
#: Seconds after which it begins anew: what was read long ago may have been changed since.
_REACHED_LASTS = 900


@blueprint.get("/nhat-ky")
@requires(Permission.READ_AUDIT)
def show() -> tuple[str, int]:
    """Show the newest entries, or those that are looked for."""
    form = forms.read(request.args)
    return _page(form, 400 if form.errors else 200)


@blueprint.get("/nhat-ky/<int:number>")
@requires(Permission.READ_AUDIT)
def one(number: int) -> str:
    """Show one entry, what its hash covers, and how to check it by hand."""
    line = audit.one(staff().scope, number) or abort(404)
    bound = _bound(line)
    return render_template(
        "admin/audit/one.html",
        line=line,
        words=words,
        local=clock.local,
        covered=covered(**bound),
        computed=link(**bound),
        hash_before=audit.hash_before(staff().scope, number),
    )


@blueprint.get("/nhat-ky.csv")
@requires(Permission.READ_AUDIT)
@fresh_factor
def csv() -> Response:
    """Return what is looked for as a file; taking it away is an entry of its own."""
    wanted = forms.read(request.args).wanted
    lines = list(audit.everything(staff().scope, wanted, most=MOST_EXPORTED))
    disclosures.exported(staff(), Exported.AUDIT, entries=len(lines), **forms.noted(wanted))
    content = audit_csv.make(
        Record(line.entry, clock.local(line.at), line.unit_name, words.action_name(line.entry.action))
        for line in lines
    )
    return attached(content, CSV, f"nhat-ky-{clock.today().isoformat()}.csv")


@blueprint.post("/nhat-ky/kiem-tra")
@requires(Permission.READ_AUDIT)
def verify() -> Answer:
    """Read a stretch of the chain; a long one goes on where the last stretch ended."""
    if not EmptyForm().validate_on_submit():
        abort(400)
    start = _reached() if request.form.get("tiep") else START
    found = audit_checks.check(staff(), start)
    if found.is_finished:
        session.pop(_REACHED, None)
    else:
        session[_REACHED] = [found.entries, found.head, clock.now().timestamp()]
    return redirect(url_for("audit.show") + "#chuoi", 303)


def _page(form: SearchForm, status: int) -> tuple[str, int]:
    scope = staff().scope
    page = render_template(
        "admin/audit/list.html",
        form=form,
        found=audit.search(scope, form.wanted),
        state=audit.state(scope),
        reached=_reached().number,
        words=words,
        areas=words.areas(),
        local=clock.local,
        most=MOST_EXPORTED,
        is_first_page=form.wanted.before is None,
        has_many_units=len(scope.unit_ids) > 1,
        is_narrow=form.wanted != Wanted(before=form.wanted.before),
    )
    return page, status


def _reached() -> Point:
    """Return how far a check that was begun here has come; the start where none was."""
    number, digest, moment = session.get(_REACHED) or (0, "", 0)
    is_recent = clock.now().timestamp() - moment < _REACHED_LASTS
    return Point(number, digest) if number and is_recent else START


def _bound(line: Line) -> Mapping[str, Any]:
    """Return what an entry's hash covers."""
    entry = line.entry
    return {
        "number": entry.number,
        "unit_id": entry.unit_id,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "facts": entry.facts,
        "previous_hash": entry.previous_hash,
    }
