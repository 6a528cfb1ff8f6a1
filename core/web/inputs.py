"""Inputs: what no person types is bounded or left out before any page of the desk reads it."""

from flask import Flask, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter

#: The largest id either database keeps in an integer column.
MAX_ID = 2**31 - 1
_NUL = "\x00"


class IdConverter(IntegerConverter):
    """`<int:…>` of an address: a number too large for any row is an address that does not exist."""

    def __init__(self, *arguments: object, **limits: object) -> None:
        super().__init__(*arguments, **{"max": MAX_ID, **limits})  # type: ignore[arg-type]


def init_app(app: Flask) -> None:
    """Bound every number of an address, and leave NUL out, which PostgreSQL cannot store and nobody can type."""
    app.url_map.converters["int"] = IdConverter
    app.before_request(_leave_nul_out)


def _leave_nul_out() -> None:
    """Read the desk's addresses and forms without NUL; the survey's door refuses it itself, as an altered form."""
    if not request.path.startswith("/admin/"):
        return
    if _holds_nul(request.args):
        request.args = _without_nul(request.args)
    if _holds_nul(request.form):
        request.form = _without_nul(request.form)


def _holds_nul(values: MultiDict[str, str]) -> bool:
    return any(_NUL in word for pair in values.items(multi=True) for word in pair)


def _without_nul(values: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict(
        (name.replace(_NUL, ""), value.replace(_NUL, "")) for name, value in values.items(multi=True)
    )
