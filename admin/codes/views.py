"""Views: the list of codes, each as SVG and PNG, and the posters, single or as a set for the whole office."""

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from core import config
from core.domain.access import Permission
from core.domain.posters import Poster
from core.queries import touchpoints
from core.queries.touchpoints import PrintedCode
from core.reports import posters, qr
from core.reports.posters import Paper
from core.web.access import requires, staff

blueprint = Blueprint("codes", __name__, url_prefix="/admin/ma-qr")
PAPERS: tuple[Paper, ...] = ("a5", "a4")


@blueprint.get("/")
@requires(Permission.PRINT_CODES)
def show() -> str:
    """List every code of the office with what it stands for."""
    return render_template("admin/codes/list.html", codes=_codes(), papers=PAPERS)


@blueprint.get("/<code>.svg")
@requires(Permission.PRINT_CODES)
def svg(code: str) -> Response:
    """Return one code as SVG."""
    printed = _one(code)
    title = _("QR code of %(place)s", place=printed.place)
    return _file(qr.svg(printed.url, title=title), "image/svg+xml", f"{printed.code}.svg")


@blueprint.get("/<code>.png")
@requires(Permission.PRINT_CODES)
def png(code: str) -> Response:
    """Return one code as PNG."""
    printed = _one(code)
    return _file(qr.png(printed.url), "image/png", f"{printed.code}.png")


@blueprint.get("/<code>.pdf")
@requires(Permission.PRINT_CODES)
def poster(code: str) -> Response:
    """Return the poster of one code."""
    return _file(posters.make([_poster(_one(code))], paper=_paper()), "application/pdf", f"poster-{code}.pdf")


@blueprint.get("/tat-ca.pdf")
@requires(Permission.PRINT_CODES)
def poster_set() -> Response:
    """Return the posters of the whole office, one page each."""
    sheets = [_poster(printed) for printed in _codes()]
    if not sheets:
        raise NotFound
    return _file(posters.make(sheets, paper=_paper()), "application/pdf", "poster-tat-ca.pdf")


def _codes() -> tuple[PrintedCode, ...]:
    return touchpoints.printed(staff().scope, config.current().public_url)


def _one(code: str) -> PrintedCode:
    for printed in _codes():
        if printed.code == code.upper():
            return printed
    raise NotFound


def _paper() -> Paper:
    asked = request.args.get("kho", "a5").lower()
    for paper in PAPERS:
        if paper == asked:
            return paper
    raise NotFound


def _poster(printed: PrintedCode) -> Poster:
    return Poster(
        office=printed.office,
        unit=printed.unit,
        place=printed.place,
        fields=printed.fields,
        url=printed.url,
        short_address=printed.short_address,
        code=printed.code,
    )


def _file(content: bytes, mimetype: str, name: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
