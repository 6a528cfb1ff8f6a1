"""Views: the tablet app's page, its manifest, its service worker and its files. All public, none with a session."""

import json

from flask import Blueprint, Response, abort, g, request

from core.domain.access import Permission
from core.web.access import requires
from kiosk.shell import File, manifest, shell

blueprint = Blueprint("kiosk", __name__, template_folder="templates")

#: Own files only; photos of officers are data, sounds come out of the app's own cache.
POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
#: A file opened by itself may do nothing; the page's own policy decides about files it asks for.
_NOTHING = "default-src 'none'"
_FOR_EVER = "public, max-age=31536000, immutable"


@blueprint.get("/kiosk/")
@requires(Permission.PUBLIC)
def page() -> Response:
    """Show the page that starts the app; it is the same for every tablet."""
    return _answer(shell().page, cache="no-store")


@blueprint.get("/kiosk/manifest.webmanifest")
@requires(Permission.PUBLIC)
def install() -> Response:
    """Say how the app is installed."""
    content = json.dumps(manifest(), ensure_ascii=False)
    return _guarded(Response(content, mimetype="application/manifest+json"), cache="no-cache")


@blueprint.get("/kiosk/sw.js")
@requires(Permission.PUBLIC)
def worker() -> Response:
    """Give the service worker; browsers ask for it again at every start."""
    return _answer(shell().worker, cache="no-cache")


@blueprint.get("/kiosk/static/<version>/<path:name>")
@requires(Permission.PUBLIC)
def static(version: str, name: str) -> Response:
    """Give one file of this version of the app; never a file of another version under its address."""
    if version != shell().version or name not in shell().files:
        abort(404)
    return _answer(shell().files[name], cache=_FOR_EVER, policy=_NOTHING)


def _answer(file: File, *, cache: str, policy: str = POLICY) -> Response:
    is_packed = file.packed is not None and bool(request.accept_encodings["gzip"])
    response = Response(file.packed if is_packed else file.content, mimetype=file.mimetype)
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return _guarded(response, cache=cache, policy=policy)


def _guarded(response: Response, *, cache: str, policy: str = POLICY) -> Response:
    g.content_policy = policy
    response.headers["Cache-Control"] = cache
    return response
