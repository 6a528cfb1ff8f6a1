"""Inputs: what no person types is refused before any page of the desk reads it."""

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

#: The largest id either database keeps in an integer column.
MAX_ID = 2**31 - 1
_NUL = "\x00"


class IdConverter(IntegerConverter):
    """`<int:…>` of an address: a number too large for any row is an address that does not exist."""

    def __init__(self, *arguments: object, **limits: object) -> None:
        super().__init__(*arguments, **{"max": MAX_ID, **limits})  # type: ignore[arg-type]


def init_app(app: Flask) -> None:
    """Bound every number of an address, and refuse NUL, which PostgreSQL cannot store and nobody can type."""
    app.url_map.converters["int"] = IdConverter
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    if request.path.startswith("/admin/") and _NUL in "".join((*_said(request.args), *_said(request.form))):
        abort(400)


def _said(values: object) -> list[str]:
    return [word for pair in values.items(multi=True) for word in pair]  # type: ignore[attr-defined]
