"""Photos of a case: redrawn without a note of where or by what they were taken, kept sealed under the case's key."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from threading import BoundedSemaphore

from PIL import Image
from sqlalchemy import Connection, insert, select

from core import clock
from core.domain.errors import DomainError
from core.models import ComplaintPhoto
from core.queries.complaints import sealed as sealed_words
from core.services import pictures
from core.services.complaints import sealing

#: Photos one case may have.
MOST = 3
#: Bytes a photo may have that is sent: what a phone takes, at its finest.
MOST_BYTES = 8 << 20
#: Pixels each side must have; less shows nothing.
LEAST_SIDE = 64
#: Pixels of the longer side of what is kept: a paper laid on a table can still be read.
LONGEST_SIDE = 1600
_QUALITY = 80
#: One picture at a time is unfolded in a process: several at once would fill its memory.
_PLACE = BoundedSemaphore(1)
_PATIENCE_SECONDS = 20


class PhotoRefused(DomainError):
    """A photo that cannot be kept; `code` says why as pictures.opened does, or `photo_crowd`: nobody got to it."""


class TooManyPhotos(DomainError):
    """A case has MOST photos at most; `facts["room"]` says how many more it takes."""


def redraw(content: bytes) -> bytes:
    """Return a photo as it is kept: a JPEG of LONGEST_SIDE at most, upright, nothing but what is seen on it.

    The same bytes become the same photo, so that what is sent twice is known again. Raise PhotoRefused.
    """
    with (
        _alone(),
        pictures.opened(
            content,
            most_bytes=MOST_BYTES,
            least_side=LEAST_SIDE,
            refuse=PhotoRefused,
        ) as picture,
    ):
        return _jpeg(picture)


def store(
    connection: Connection, complaint_id: bytes, unit_id: int, *, key: bytes, photos: Sequence[bytes]
) -> int:
    """Put redrawn photos behind those a case has, in the transaction of what brings them; the same again is no new one.

    Return how many are new. Raise TooManyPhotos.
    """
    known = stored(connection, complaint_id, key=key)
    new = [photo for photo in dict.fromkeys(photos) if photo not in known]
    if len(known) + len(new) > MOST:
        raise TooManyPhotos("too_many_photos", room=MOST - len(known))
    rows = [
        {
            "complaint_id": complaint_id,
            "number": number,
            "unit_id": unit_id,
            "day": clock.today(),
            "sealed": sealing.seal_bytes(key, photo),
        }
        for number, photo in enumerate(new, len(known) + 1)
    ]
    if rows:
        connection.execute(insert(ComplaintPhoto), rows)
    return len(rows)


def stored(connection: Connection, complaint_id: bytes, *, key: bytes) -> list[bytes]:
    """Return the photos of a case, opened."""
    rows = connection.scalars(
        select(ComplaintPhoto.sealed)
        .where(ComplaintPhoto.complaint_id == complaint_id)
        .order_by(ComplaintPhoto.number)
    )
    return [sealed_words.unseal_bytes(key, sealed) for sealed in rows]


@contextmanager
def _alone() -> Iterator[None]:
    if not _PLACE.acquire(timeout=_PATIENCE_SECONDS):
        raise PhotoRefused("photo_crowd")
    try:
        yield
    finally:
        _PLACE.release()


def _jpeg(picture: Image.Image) -> bytes:
    turn = pictures.turn(picture)
    width, height = picture.size
    share = min(1.0, LONGEST_SIDE / max(width, height))
    size = max(1, round(width * share)), max(1, round(height * share))
    # A JPEG is read at about the size that is kept, not at the size it has.
    picture.draft("RGB", size)
    made = pictures.redrawn(picture, size)
    made = made.transpose(turn) if turn is not None else made
    stream = BytesIO()
    made.save(stream, "JPEG", quality=_QUALITY, optimize=True)
    return stream.getvalue()
