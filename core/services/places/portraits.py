"""Portraits: makes of any picture somebody sends a small square JPEG that holds nothing but the picture."""

import struct
import zlib
from io import BytesIO

from PIL import Image, JpegImagePlugin, PngImagePlugin, UnidentifiedImageError, WebPImagePlugin
from PIL.ExifTags import Base

from core.services.places.changing import PlaceRefused

#: Bytes a picture may have that is sent.
MAX_BYTES = 5 << 20
#: Few bytes can fill the memory once they are unfolded. A JPEG is read at a fraction of its size (a progressive one
#: needs three bytes per pixel meanwhile), the others whole (up to 17 bytes per pixel).
MOST_PIXELS_OF_JPEG = 50_000_000
MOST_PIXELS = 10_000_000
#: Pixels each side must have; less is a blot on a tablet.
LEAST_SIDE = 160
#: Width and height of what is kept, in pixels.
SIDE = 320
#: Bytes of what is kept.
LARGEST = 40 * 1024

_PLUGINS = (JpegImagePlugin.JpegImageFile, PngImagePlugin.PngImageFile, WebPImagePlugin.WebPImageFile)
_FORMATS = tuple(str(plugin.format) for plugin in _PLUGINS)
#: What the library raises about a file that is cut off or forged.
_FORGED = (
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    struct.error,
    zlib.error,
)
_BROKEN = (OSError, *_FORGED)
_QUALITIES = (80, 65, 50, 35, 20)
#: EXIF's orientation, and how such a picture is put upright.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def portrait(content: bytes) -> bytes:
    """Return the middle of a picture as a JPEG of SIDE × SIDE, upright, at most LARGEST bytes, without metadata.

    Of several pictures in one file the first is taken. Raise PlaceRefused: `photo_missing`, `photo_too_large`,
    `photo_kind` (neither JPEG, PNG nor WebP), `photo_pixels`, `photo_small` or `photo_broken`.
    """
    if not content:
        raise PlaceRefused("photo_missing")
    if len(content) > MAX_BYTES:
        raise PlaceRefused("photo_too_large", limit=MAX_BYTES >> 20)
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            _refuse_size(picture)
            return _jpeg(_square(picture))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PlaceRefused("photo_pixels", limit=MOST_PIXELS // 1_000_000) from bomb
    except UnidentifiedImageError as unknown:
        raise PlaceRefused("photo_kind") from unknown
    except _BROKEN as broken:
        raise PlaceRefused("photo_broken") from broken


def _refuse_size(picture: Image.Image) -> None:
    """Refuse by what the file says of itself, before anything is unfolded."""
    is_jpeg = isinstance(picture, JpegImagePlugin.JpegImageFile)
    most = MOST_PIXELS_OF_JPEG if is_jpeg else MOST_PIXELS
    if picture.width * picture.height > most:
        raise PlaceRefused("photo_pixels", limit=most // 1_000_000)
    if min(picture.size) < LEAST_SIDE:
        raise PlaceRefused("photo_small", least=LEAST_SIDE)


def _square(picture: Image.Image) -> Image.Image:
    """Return the middle of a picture on a new one, which knows nothing of where the old one came from."""
    turn = _turn(picture)
    # A JPEG is read at the size that is needed, not at the size it has.
    picture.draft("RGB", (2 * SIDE, 2 * SIDE))
    width, height = picture.size
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    middle = picture.crop((left, top, left + side, top + side))
    middle = middle.convert("RGBA" if picture.has_transparency_data else "RGB")
    middle = middle.resize((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    ground = Image.new("RGB", (SIDE, SIDE), "white")
    ground.paste(middle, mask=middle.getchannel("A") if middle.mode == "RGBA" else None)
    return ground.transpose(turn) if turn is not None else ground


def _turn(picture: Image.Image) -> Image.Transpose | None:
    """Return what puts the picture upright; one whose notes cannot be read is taken as it lies."""
    try:
        return _UPRIGHT.get(picture.getexif().get(Base.Orientation, 1))
    except _BROKEN:
        return None


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
