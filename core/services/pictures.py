"""Pictures that people send: told by their first bytes, measured before they are unfolded, redrawn without notes."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, JpegImagePlugin, PngImagePlugin, UnidentifiedImageError, WebPImagePlugin
from PIL.ExifTags import Base

from core.domain.errors import DomainError

#: Few bytes can fill the memory once they are unfolded. A JPEG of one scan is read line by line at a fraction of its
#: size; every other picture stands in memory whole, up to 11 bytes per pixel, a WebP 19: 110 MB at most.
MOST_PIXELS_OF_JPEG = 50_000_000
MOST_PIXELS_OF_WEBP = 5_000_000
MOST_PIXELS = 10_000_000

_PLUGINS = (JpegImagePlugin.JpegImageFile, PngImagePlugin.PngImageFile, WebPImagePlugin.WebPImageFile)
_FORMATS = tuple(str(plugin.format) for plugin in _PLUGINS)
#: All packed texts of one PNG together; they are thrown away, and the library would unfold 64 MB of them.
PngImagePlugin.MAX_TEXT_MEMORY = 4 << 20
#: What the library raises about a file that is cut off or forged.
_FORGED = (
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    struct.error,
    zlib.error,
)
_BROKEN = (OSError, *_FORGED)
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
#: What an iPhone writes unless it is told otherwise (ISO/IEC 23008-12): the brand after «ftyp».
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif")
#: ITU-T T.81, table B.1: frames, and the one kind among them that is read line by line (baseline, extended).
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_SEQUENTIAL = frozenset({0xC0, 0xC1})
#: Marks without a length; no honest file has them before its first scan, and whoever skips them wrongly is led astray.
_BARE = frozenset({0x00, 0x01, *range(0xD0, 0xDA)})
_SCAN = 0xDA


@contextmanager
def opened(
    content: bytes,
    *,
    most_bytes: int,
    least_side: int,
    refuse: type[DomainError],
) -> Iterator[Image.Image]:
    """Open a picture whose size was checked; nothing of it is unfolded yet. Of several in one file it is the first.

    Raise `refuse` with `photo_missing`, `photo_too_large`, `photo_heic`, `photo_kind` (neither JPEG, PNG nor WebP),
    `photo_pixels`, `photo_small` or `photo_broken`, also for what comes to light while the caller unfolds it.
    """
    if not content:
        raise refuse("photo_missing")
    if len(content) > most_bytes:
        raise refuse("photo_too_large", limit=most_bytes >> 20)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        raise refuse("photo_heic")
    most = MOST_PIXELS_OF_JPEG if is_read_in_lines(content) else MOST_PIXELS
    if content[8:12] == b"WEBP":
        most = MOST_PIXELS_OF_WEBP
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > most:
                raise refuse("photo_pixels", limit=most // 1_000_000)
            if min(picture.size) < least_side:
                raise refuse("photo_small", least=least_side)
            yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise refuse("photo_pixels", limit=most // 1_000_000) from bomb
    except UnidentifiedImageError as unknown:
        raise refuse("photo_kind") from unknown
    except _BROKEN as broken:
        raise refuse("photo_broken") from broken


def is_read_in_lines(content: bytes) -> bool:
    """Is it a JPEG whose first scan holds all its colours? Any other JPEG is unfolded as a whole (T.81, B.2)."""
    place, colours = 2, 0
    while content[:2] == b"\xff\xd8" and place + 4 <= len(content) and content[place] == 0xFF:
        kind = content[place + 1]
        if kind == 0xFF:
            place += 1
            continue
        if kind in _BARE or kind in _FRAMES - _SEQUENTIAL:
            return False
        if kind in _FRAMES:
            colours = content[place + 9] if place + 9 < len(content) else 0
        if kind == _SCAN:
            return colours > 0 and content[place + 4 : place + 5] == bytes([colours])
        place += 2 + int.from_bytes(content[place + 2 : place + 4])
    return False


def turn(picture: Image.Image) -> Image.Transpose | None:
    """Return what puts the picture upright; one whose notes cannot be read is taken as it lies."""
    try:
        return _UPRIGHT.get(picture.getexif().get(Base.Orientation, 1))
    except _BROKEN:
        return None


def redrawn(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return a picture of this size on white, new, so that it knows nothing of where the old one came from."""
    if picture.mode.startswith("I"):
        # Sixteen bits of grey: the library would cut off all but the darkest.
        picture = picture.resize(size).point(lambda grey: grey / 256).convert("L")
    wanted = "RGBA" if picture.has_transparency_data else "RGB"
    flat = picture if picture.mode == wanted else picture.convert(wanted)
    flat = flat.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    ground = Image.new("RGB", size, "white")
    ground.paste(flat, mask=flat.getchannel("A") if wanted == "RGBA" else None)
    return ground
