"""Headers: what a browser may do with our pages. Nothing is ever loaded from elsewhere (docs/promises.md D23)."""

from flask import Flask, g, request
from werkzeug.wrappers import Response

from core import config

#: Pages of the desk: own files only, no inline style or script.
_DESK = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def init_app(app: Flask) -> None:
    """Add the security headers to every answer."""
    app.after_request(_add)


def allow_inline_style(digest: str) -> None:
    """Let this page carry one style element, named by its SHA-256: a citizen's page is a single request."""
    g.content_policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def show_own_frames() -> None:
    """Let this page of the desk show pages of ours in frames."""
    g.content_policy = f"{_DESK}; frame-src 'self'"


def stand_in_own_frames() -> None:
    """Let pages of ours show this one in a frame; called once its own policy is set."""
    policy = g.get("content_policy", _DESK)
    g.content_policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


def allow_nothing() -> None:
    """Let this file, should a browser draw it after all, load nothing, run nothing and be nobody's."""
    g.content_policy = "default-src 'none'; sandbox; frame-ancestors 'none'"


def _add(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = g.get("content_policy", _DESK)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin" if request.path.startswith("/admin") else "no-referrer"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers.setdefault("Cache-Control", "no-store")
    if config.current().is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
