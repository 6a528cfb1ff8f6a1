"""Requests in tests begin with nothing, as they do when served, even where the test stands in a context."""

from collections.abc import Iterable
from contextvars import Context
from typing import Any

from flask import Flask


def begin_with_nothing(app: Flask) -> None:
    """Keep every request of this app apart from the context its test stands in.

    Flask lends a standing application context to each request: a signed-in person, a form token and a language
    in `g` would leak from one request into the next, and the test would pass or fail for no reason of the product.
    """
    inner = app.wsgi_app

    def apart(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return Context().run(inner, environ, start_response)

    app.wsgi_app = apart  # type: ignore[method-assign]
