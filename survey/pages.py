"""Pages: what every page of the survey needs besides its own content: style, language, headers."""

import base64
import gzip
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Response, render_template, request, url_for
from markupsafe import Markup

from core.web import headers, languages
from survey.packing import Drawn

_STYLES = Path(__file__).parent / "css"
#: Back must show the page as it was drawn, so it may be kept, but only by this browser (docs/promises.md R6).
PRIVATE = "private, no-cache"
NO_STORE = "no-store"
#: The page to show again when a page that answers a POST is wanted in another language.
_BEGINNING = {
    "survey.tap": "survey.show",
    "survey.tell": "survey.details",
    "survey.receipt": "survey.thanks",
    "preview.tap": "preview.show",
    "preview.tell": "preview.details",
    "complaints.file": "complaints.show",
}
#: What its address carries besides the language; nothing else a visitor adds comes into our links.
_CARRIED = {
    "survey.show": ("tiep",),
    "survey.details": ("t", "ma"),
    "survey.thanks": ("t", "che", "ma"),
    "preview.show": ("tiep",),
    "preview.details": ("t",),
    "preview.thanks": ("t",),
    "complaints.show": ("q", "don-vi"),
    "complaints.formal": ("q", "don-vi"),
    "published.show": ("don-vi",),
}


@lru_cache
def style(*names: str) -> tuple[Markup, str]:
    """Return the page's whole style sheet and its SHA-256 for the content policy."""
    lines = (line for name in names for line in (_STYLES / f"{name}.css").read_text().splitlines())
    text = "".join(lines)
    return Markup(text), base64.b64encode(sha256(text.encode()).digest()).decode()  # noqa: S704 (our own file)


def page(
    template: str,
    *,
    styles: tuple[str, ...] = ("base", "details"),
    status: int = 200,
    cache: str,
    **values: Any,
) -> Response:
    """Render one page of the survey with its style inline, so that it is a single request."""
    return answer(body(template, styles=styles, **values), styles=styles, status=status, cache=cache)


def body(template: str, *, styles: tuple[str, ...], **values: Any) -> str:
    """Return a page's HTML."""
    css, _digest = style(*styles)
    values = {"entry": None, "here": _here, **values}
    return render_template(f"survey/{template}.html", css=css, lang=languages.chosen_by_link(), **values)


def answer(html: str | bytes, *, styles: tuple[str, ...], status: int, cache: str) -> Response:
    """Return a page with the headers every page of the survey has."""
    headers.allow_inline_style(style(*styles)[1])
    response = Response(html, status, mimetype="text/html")
    response.headers["Cache-Control"] = cache
    response.headers["Vary"] = "Accept-Language"
    return response


def answer_drawn(drawn: Drawn, token: str, *, styles: tuple[str, ...]) -> Response:
    """Return a page that repeats nothing a visitor sent (BREACH), compressed for whoever takes that."""
    is_packed = bool(request.accept_encodings["gzip"])
    content = drawn.packed(token) if is_packed else drawn.plain(token)
    response = answer(content, styles=styles, status=200, cache=PRIVATE)
    response.headers["Vary"] = "Accept-Language, Accept-Encoding"
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def compress(response: Response) -> Response:
    """Halve the first page for a slow network. Only for pages that repeat nothing a visitor sent (BREACH)."""
    response.headers["Vary"] = "Accept-Language, Accept-Encoding"
    if request.accept_encodings["gzip"]:
        response.set_data(gzip.compress(response.get_data(), compresslevel=1, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _here(language: str) -> str:
    """Return the address of this page in another language; a page that answers a POST links to its beginning."""
    asked = request.endpoint or "survey.privacy"
    endpoint = _BEGINNING.get(asked, asked)
    given = request.args.to_dict() | (
        {"t": request.form.get("token", "")} if request.method == "POST" else {}
    )
    carried = {name: given[name] for name in _CARRIED.get(endpoint, ()) if name in given}
    return url_for(endpoint, **{**(request.view_args or {}), **carried, "lang": language})
