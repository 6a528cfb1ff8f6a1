"""Large bodies: the few routes that take a file say how large it may be; all others keep the small limit."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., object])
#: Boundaries, names and the token around a file.
_AROUND = 64 * 1024


def takes(size: int, *, kind: str = "") -> Callable[[View], View]:
    """Declare how many bytes a file sent to a route may have; stands directly above the view.

    `kind`: only in bodies of this MIME type; any other keeps the small limit.
    """

    def mark(view: View) -> View:
        view.takes = size + _AROUND, kind  # type: ignore[attr-defined]
        return view

    return mark


def init_app(app: Flask) -> None:
    """Widen the limit of a request that was admitted, before anything reads its body."""
    app.before_request(_widen)


def are_taken() -> bool:
    """Does the route of this request take files?"""
    return _size() is not None


def _size() -> int | None:
    view = current_app.view_functions.get(request.endpoint or "")
    size, kind = getattr(view, "takes", (None, ""))
    return size if not kind or request.mimetype == kind else None


def _widen() -> None:
    size = _size()
    if size is not None:
        request.max_content_length = size
