"""Downloads: a made file as an answer, to be kept or to be looked at, under the name it is given."""

from flask import Response

CSV = "text/csv"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attached(content: bytes, mimetype: str, name: str) -> Response:
    """Return a file to be kept. `name` is ours, in ASCII letters without quotes."""
    return _file("attachment", content, mimetype, name)


def inline(content: bytes, mimetype: str, name: str) -> Response:
    """Return a file the browser shows itself, and keeps under `name` if asked to."""
    return _file("inline", content, mimetype, name)


def _file(how: str, content: bytes, mimetype: str, name: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    return answer
