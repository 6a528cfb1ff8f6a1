"""Portraits: makes of any picture somebody sends a small square JPEG that holds nothing but the picture."""

from io import BytesIO

from PIL import Image

from core.services import pictures
from core.services.places.changing import PlaceRefused

#: Bytes a picture may have that is sent.
MAX_BYTES = 5 << 20
#: Pixels each side must have; less is a blot on a tablet.
LEAST_SIDE = 160
#: Width and height of what is kept, in pixels.
SIDE = 320
#: Bytes of what is kept.
LARGEST = 40 * 1024

_QUALITIES = (80, 65, 50, 35, 20)


def portrait(content: bytes) -> bytes:
    """Return the middle of a picture as a JPEG of SIDE × SIDE, upright, at most LARGEST bytes, without metadata.

    Of several pictures in one file the first is taken. Raise PlaceRefused as pictures.opened says.
    """
    with pictures.opened(
        content, most_bytes=MAX_BYTES, least_side=LEAST_SIDE, refuse=PlaceRefused
    ) as picture:
        return _jpeg(_square(picture))


def _square(picture: Image.Image) -> Image.Image:
    """Return the middle of a picture on a new one, which knows nothing of where the old one came from."""
    turn = pictures.turn(picture)
    # A JPEG is read at the size that is needed, not at the size it has.
    picture.draft("RGB", (2 * SIDE, 2 * SIDE))
    width, height = picture.size
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    middle = pictures.redrawn(picture.crop((left, top, left + side, top + side)), (SIDE, SIDE))
    return middle.transpose(turn) if turn is not None else middle


def _jpeg(picture: Image.Image) -> bytes:
    """Return the picture as a JPEG, the less fine the more is going on in it."""
    written = b""
    for quality in _QUALITIES:
        stream = BytesIO()
        picture.save(stream, "JPEG", quality=quality, optimize=True)
        written = stream.getvalue()
        if len(written) <= LARGEST:
            break
    return written
