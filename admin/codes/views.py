"""Views: the list of codes, each as SVG and PNG, and what is printed of them: one, some, or the whole office."""

from collections.abc import Iterable

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from core import config
from core.domain.access import Permission
from core.domain.posters import PER_PAGE, Poster, Product
from core.queries import touchpoints
from core.queries.touchpoints import PrintedCode
from core.reports import posters, prints, qr
from core.reports.posters import Paper
from core.services.places import touchpoints as service
from core.web.access import requires, staff
from core.web.downloads import PDF, inline

blueprint = Blueprint("codes", __name__, url_prefix="/admin/ma-qr")
PAPERS: tuple[Paper, ...] = ("a5", "a4")
#: One file of more posters than this nobody prints; a province prints office by office.
MOST_POSTERS = 300
#: Nor more copies of one code at once; a printer makes them better.
MOST_COPIES = 50
#: What the address says where all codes are meant, not those ticked.
ALL = "tat-ca"


@blueprint.get("/")
@requires(Permission.PRINT_CODES)
def show() -> Response:
    """List the codes of the office with what they stand for, a page at a time, and how they can be printed."""
    return _list()


def _list(wrong: str = "") -> Response:
    """Return the list, as it was ticked and with what has to be put right."""
    number = request.args.get("trang", 1, type=int)
    page = touchpoints.paged(staff().scope, config.current().public_url, min(number, 99_999))
    html = render_template(
        "admin/codes/list.html",
        page=page,
        papers=PAPERS,
        has_set=page.total <= MOST_POSTERS,
        products=Product,
        chosen=request.args.get("loai", Product.POSTER_A5),
        copies=request.args.get("ban", "1"),
        is_all=request.args.get("nao") == ALL,
        ticked=frozenset(request.args.getlist("ma")),
        most_copies=MOST_COPIES,
        wrong=wrong,
    )
    return make_response(html, 422 if wrong else 200)


@blueprint.get("/<code>.svg")
@requires(Permission.PRINT_CODES)
def svg(code: str) -> Response:
    """Return one code as SVG."""
    printed = _one(code)
    title = _("QR code of %(place)s", place=printed.place)
    return inline(qr.svg(printed.url, title=title), "image/svg+xml", f"{printed.code}.svg")


@blueprint.get("/<code>.png")
@requires(Permission.PRINT_CODES)
def png(code: str) -> Response:
    """Return one code as PNG."""
    printed = _one(code)
    return inline(qr.png(printed.url), "image/png", f"{printed.code}.png")


@blueprint.get("/<code>.pdf")
@requires(Permission.PRINT_CODES)
def poster(code: str) -> Response:
    """Return the poster of one code, and remember that it was made."""
    return _posters((_one(code),), f"poster-{code}.pdf")


@blueprint.get("/tat-ca.pdf")
@requires(Permission.PRINT_CODES)
def poster_set() -> Response:
    """Return the posters of the whole office, one page each."""
    public_url = config.current().public_url
    if not 0 < touchpoints.paged(staff().scope, public_url, 1).total <= MOST_POSTERS:
        raise NotFound
    return _posters(touchpoints.printed(staff().scope, public_url), "poster-tat-ca.pdf")


def _posters(codes: tuple[PrintedCode, ...], name: str) -> Response:
    """Return the posters of these codes, and remember them once they are made."""
    content = posters.make([_poster(printed) for printed in codes], paper=_paper())
    _note(codes)
    return inline(content, PDF, name)


@blueprint.get("/in.pdf")
@requires(Permission.PRINT_CODES)
def printout() -> Response:
    """Return the ticked codes, or all, in the asked form as one PDF, and remember that they were printed."""
    try:
        product = Product(request.args.get("loai", ""))
    except ValueError:
        return _list(_("Choose what to print."))
    written = request.args.get("ban", "1").strip()
    # What is no number is refused like one that is too large: nobody prints what they did not ask for.
    copies = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0
    if not 1 <= copies <= MOST_COPIES:
        return _list(_("Between 1 and %(most)d copies of each code can be made at once.", most=MOST_COPIES))
    ticked = request.args.getlist("ma")
    if request.args.get("nao") != ALL and not ticked:
        return _list(_("Tick at least one code, or choose all of them."))
    codes = _asked(ticked)
    if codes is None or prints.pages(product, len(codes), copies=copies) > MOST_POSTERS:
        return _list(_("That would be more than %(most)d pages. Print in several parts.", most=MOST_POSTERS))
    if not codes:
        return _list(_("None of these codes is in use any more."))
    content = prints.make(product, [_poster(printed) for printed in codes], copies=copies)
    _note(codes)
    return inline(content, PDF, f"{product}.pdf")


def _asked(ticked: list[str]) -> tuple[PrintedCode, ...] | None:
    """Return the codes the address names, or all of them; None where they are too many to be read at once."""
    scope, public_url = staff().scope, config.current().public_url
    if request.args.get("nao") != ALL:
        return touchpoints.printed(scope, public_url, ticked)
    if touchpoints.paged(scope, public_url, 1).total > MOST_POSTERS * max(PER_PAGE.values()):
        return None
    return touchpoints.printed(scope, public_url)


def _note(codes: Iterable[PrintedCode]) -> None:
    """Remember for each unit which codes were printed."""
    by_unit: dict[int, list[str]] = {}
    for printed in codes:
        by_unit.setdefault(printed.unit_id, []).append(printed.code)
    for unit_id, listed in by_unit.items():
        service.note_printed(staff().scope, unit_id, listed, actor=staff().login)


def _one(code: str) -> PrintedCode:
    printed = touchpoints.one(staff().scope, config.current().public_url, code)
    if printed is None:
        raise NotFound
    return printed


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
        check_address=printed.check_address,
        code=printed.code,
    )
