"""Photos as they are sent: kept by the browser for as long as the mark in the address is the photo's own."""

from datetime import timedelta

from flask import Response, abort

from core.queries.places.photos import Photo

_YEAR = int(timedelta(days=365).total_seconds())


def answer(photo: Photo | None, mark: str) -> Response:
    """Return the picture, or answer 404 where there is none or the address names an earlier one."""
    if photo is None or photo.mark != mark:
        abort(404)
    sent = Response(photo.content, mimetype="image/jpeg")
    # Private: what stands between browser and office must not keep it once it is taken away.
    sent.headers["Cache-Control"] = f"private, max-age={_YEAR}, immutable"
    return sent
