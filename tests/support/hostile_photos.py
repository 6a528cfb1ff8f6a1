"""Hostile photos: bombs, stumps and masks that somebody sends where a photo belongs; and a form with files."""

import random
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image

from tests.support.pictures import GROUND, SKY, jpeg, jpeg_of_a_phone, picture, written

SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400">' + SCRIPT + b"</svg>"
_PNG = b"\x89PNG\r\n\x1a\n"
#: So many bytes of every mutated picture are changed.
_CHANGES = 6
BOUNDARY = "langnghe"


def chunk(name: bytes, data: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(
    width: int, height: int, *, rows: int = 0, depth: int = 8, kind: int = 2, extra: bytes = b""
) -> bytes:
    """Return a PNG that claims a size and brings so many rows of it, black."""
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[kind]
    row = 1 + (width * channels * depth + 7) // 8
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(row)) for _ in range(rows)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    return _PNG + chunk(b"IHDR", head) + extra + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """Return a PNG of few bytes whose packed texts unfold to 70 MB."""
    text = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b" " * 1_000_000, 9))
    return png(200, 200, rows=200, extra=text * 70)


def zip_bomb() -> bytes:
    """Return a ZIP that unfolds to 20 MB."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as file:
        file.writestr("a.jpg", bytes(20_000_000))
    return stream.getvalue()


def moving(kind: str) -> bytes:
    """Return an animation of two pictures."""
    first, second = Image.new("RGB", (200, 200), SKY), Image.new("RGB", (200, 200), GROUND)
    return written(first, kind, save_all=True, append_images=[second], duration=100)


def heavy() -> dict[str, bytes]:
    """Return pictures of few bytes that fill as much memory as a photo may."""
    square = Image.new("CMYK", (3160, 3160))
    return {
        "a progressive JPEG of four colours": written(
            square, "JPEG", progressive=True, subsampling=0, quality=30
        ),
        "a PNG of sixteen bits": png(3160, 3160, rows=3160, depth=16, kind=6),
        "a lossless WebP": written(Image.new("RGBA", (2200, 2200), (1, 2, 3, 4)), "WEBP", lossless=True),
        "a JPEG of 48 million pixels": written(Image.new("L", (8000, 6000)), "JPEG", quality=10),
        "a progressive JPEG of 48 million pixels": written(
            Image.new("L", (8000, 6000)), "JPEG", quality=10, progressive=True
        ),
        "a text bomb": text_bomb(),
    }


def _masks() -> Iterator[tuple[str, bytes]]:
    """Yield files that are something else, or two things at once."""
    whole = jpeg()
    yield "nothing", b""
    yield "SVG", SVG
    yield "HTML", b"<!doctype html>" + SCRIPT
    yield "HTML behind the first bytes of a JPEG", b"\xff\xd8\xff\xe0" + SCRIPT
    yield "HTML behind the first bytes of a PNG", _PNG + SCRIPT
    yield "a script behind a GIF's name", b"GIF89a/*" + SCRIPT + b"*/=1;"
    yield "a ZIP", zip_bomb()
    yield "a JPEG that is a ZIP too", whole + zip_bomb()
    yield "a JPEG that ends as a page", whole + SCRIPT
    yield "a JPEG with a page in its note", written(picture(), "JPEG", comment=SCRIPT)
    yield "a PNG that ends as a page", written(picture(), "PNG") + SCRIPT
    yield "PDF", b"%PDF-1.7\n" + SCRIPT
    yield "a program", b"\x7fELF" + bytes(500)
    yield "HEIC", b"\x00\x00\x00\x18ftypheic" + bytes(64)
    yield "AVIF", b"\x00\x00\x00\x18ftypavif" + bytes(64)
    yield "a film", b"\x00\x00\x00\x18ftypisom" + bytes(64)
    yield "RIFF without a picture", b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(20)
    yield from ((kind, written(picture(), kind)) for kind in ("GIF", "BMP", "TIFF", "ICO", "PPM"))


def _sizes() -> Iterator[tuple[str, bytes]]:
    for width, height in (
        (60_000, 60_000),
        (2_000_000_000, 2_000_000_000),
        (0, 400),
        (4_000_000_000, 1),
        (1, 60_000),
        (65_500, 140),
        (9_500, 1_000),
        (3_000, 3_000),
    ):
        yield f"a PNG that says {width} × {height}", png(width, height)
    yield "one pixel", written(picture(1, 1), "PNG")
    yield "nine megabytes", bytes(9 << 20)


def _modes() -> Iterator[tuple[str, bytes]]:
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
        yield f"PNG {mode}", written(picture(mode=mode), "PNG")
    for mode in ("L", "CMYK"):
        yield f"JPEG {mode}", written(picture(mode=mode), "JPEG")
    for depth, kind in ((16, 0), (16, 2), (16, 4), (16, 6), (1, 0), (2, 0), (4, 0)):
        yield f"PNG of {depth} bits, kind {kind}", png(300, 200, rows=200, depth=depth, kind=kind)
    yield "a moving PNG", moving("PNG")
    yield "a moving WebP", moving("WEBP")
    yield (
        "a palette without colours",
        _PNG
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 100, 100, 8, 3, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(bytes(10_100)))
        + chunk(b"IEND", b""),
    )


def uploads(number: int) -> list[tuple[str, bytes]]:
    """Return so many hostile files, always the same: the named ones, then pictures cut off and changed at random."""
    chance = random.Random(24)
    found = [*_masks(), *_sizes(), *_modes()]
    whole = {
        "JPEG": jpeg_of_a_phone(300, 200),
        "progressive JPEG": jpeg(300, 200, progressive=True),
        "PNG": written(picture(300, 200), "PNG"),
        "WebP": written(picture(300, 200), "WEBP"),
    }
    while len(found) < number:
        name, content = chance.choice(list(whole.items()))
        if chance.random() < 0.4:
            end = chance.randrange(1, len(content))
            found.append((f"{name} cut off after {end}", content[:end]))
            continue
        changed = bytearray(content)
        for _ in range(_CHANGES):
            changed[chance.randrange(2, len(changed))] = chance.randrange(256)
        found.append((f"{name} changed", bytes(changed)))
    return found[:number]


def body(values: dict[str, str], files: list[bytes], *, name: str = "photo") -> bytes:
    """Return a multipart form as a browser sends it, with BOUNDARY."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in values.items()
    ]
    for content in files:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="anh.jpg"\r\n'
        parts.append(head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + content + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


#: The Content-Type of `body`.
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"
