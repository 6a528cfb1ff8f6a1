"""Pictures made small: whatever is sent, what is kept is a small upright square and nothing else."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from core.services.places import portraits
from core.services.places.changing import PlaceRefused
from tests.support import pictures
from tests.support.pictures import GROUND, SKY, opened, picture, written


def is_like(pixel: object, colour: tuple[int, int, int]) -> bool:
    """Is it the colour but for what JPEG makes of it?"""
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 12 for one, other in zip(pixel, colour, strict=True))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "LA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("WEBP", "RGB"),
        ("WEBP", "RGBA"),
    ],
)
def test_every_usual_picture_becomes_a_small_square(kind: str, mode: str):
    kept = portraits.portrait(written(picture(700, 500, mode), kind))

    made = opened(kept)
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (320, 320))
    assert len(kept) <= 40 * 1024


def test_a_busy_picture_is_written_less_finely_until_it_is_small():
    noise = Image.effect_noise((400, 400), 100)
    busy = Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180)))

    kept = portraits.portrait(written(busy, "PNG"))

    assert 20 * 1024 < len(kept) <= 40 * 1024


def test_the_middle_is_taken():
    wide = Image.new("RGB", (900, 300), GROUND)
    wide.paste(SKY, (300, 0, 600, 300))

    made = opened(portraits.portrait(written(wide, "PNG")))

    assert all(is_like(made.getpixel(corner), SKY) for corner in ((4, 4), (315, 4), (4, 315), (315, 315)))


def test_what_a_phone_turned_stands_upright():
    sent = pictures.jpeg_of_a_phone()
    assert opened(sent).size == (800, 600)

    made = opened(portraits.portrait(sent))

    assert is_like(made.getpixel((160, 20)), SKY)
    assert is_like(made.getpixel((160, 300)), GROUND)


def test_nothing_is_kept_of_where_and_how_it_was_taken():
    sent = pictures.jpeg_of_a_phone()
    assert opened(sent).getexif().get_ifd(0x8825)
    assert b"Exif" in sent
    assert pictures.PLACE.encode() in sent

    kept = portraits.portrait(sent)

    made = opened(kept)
    assert dict(made.getexif()) == {}
    assert not {"exif", "comment", "icc_profile", "xmp", "photoshop"} & made.info.keys()
    assert b"Exif" not in kept
    assert pictures.PLACE.encode() not in kept


def test_notes_of_a_png_and_a_colour_profile_are_not_kept():
    notes = Image.Exif()
    notes[0x010E] = "Quầy 3"
    sent = written(picture(), "PNG", icc_profile=b"profile of this screen", exif=notes)

    kept = portraits.portrait(sent)

    assert b"profile of this screen" not in kept
    assert dict(opened(kept).getexif()) == {}


def test_what_is_see_through_becomes_white():
    clear = Image.new("RGBA", (300, 300), (0, 0, 0, 0))

    assert is_like(opened(portraits.portrait(written(clear, "PNG"))).getpixel((160, 160)), (255, 255, 255))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_an_animation_the_first_picture_is_taken(kind: str):
    first, second = Image.new("RGB", (200, 200), SKY), Image.new("RGB", (200, 200), GROUND)
    moving = written(first, kind, save_all=True, append_images=[second], duration=100)
    assert opened(moving).n_frames == 2  # type: ignore[attr-defined]

    made = opened(portraits.portrait(moving))

    assert is_like(made.getpixel((160, 160)), SKY)
    assert getattr(made, "n_frames", 1) == 1


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_picture_whose_notes_are_forged_is_taken_as_it_lies():
    sent = pictures.jpeg_of_a_phone()
    forged = sent.replace(b"Exif\x00\x00MM\x00*", b"Exif\x00\x00ZZ\xff\xff").replace(
        b"Exif\x00\x00II*\x00", b"Exif\x00\x00ZZ\xff\xff"
    )
    assert forged != sent

    assert opened(portraits.portrait(forged)).size == (320, 320)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><script>alert(1)</script></svg>'


def png_that_says(width: int, height: int) -> bytes:
    """Return a PNG of few bytes that claims a size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(10_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


UNFIT = {
    "nothing": (b"", "photo_missing"),
    "too many bytes": (bytes(portraits.MAX_BYTES + 1), "photo_too_large"),
    "words": (b"no picture at all", "photo_kind"),
    "SVG": (SVG, "photo_kind"),
    "PDF": (b"%PDF-1.7\n", "photo_kind"),
    "GIF": (written(picture(), "GIF"), "photo_kind"),
    "TIFF": (written(picture(), "TIFF"), "photo_kind"),
    "BMP": (written(picture(), "BMP"), "photo_kind"),
    "JPEG cut off early": (pictures.jpeg()[:600], "photo_broken"),
    "JPEG cut off late": (pictures.jpeg()[:-400], "photo_broken"),
    "PNG cut off": (written(picture(), "PNG")[:300], "photo_broken"),
    "WebP cut off": (written(picture(), "WEBP")[:80], "photo_broken"),
    "PNG with too few rows": (png_that_says(3000, 3000), "photo_broken"),
    "a little too many pixels": (png_that_says(10_000, 1_001), "photo_pixels"),
    "a bomb": (png_that_says(60_000, 60_000), "photo_pixels"),
    "a bomb beyond all numbers": (png_that_says(2_000_000_000, 2_000_000_000), "photo_pixels"),
    "no width": (png_that_says(0, 400), "photo_kind"),
    "a narrow one": (pictures.jpeg(159, 400), "photo_small"),
    "a line": (written(picture(4_000, 1), "PNG"), "photo_small"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_is_no_fit_picture_is_refused_by_name(name: str):
    content, code = UNFIT[name]

    with pytest.raises(PlaceRefused) as refusal:
        portraits.portrait(content)

    assert refusal.value.code == code


def test_a_bomb_is_refused_before_it_is_unfolded(monkeypatch: pytest.MonkeyPatch):
    unfolded = BytesIO()
    Image.new("1", (10_001, 1_001)).save(unfolded, "PNG")
    bomb = unfolded.getvalue()
    assert len(bomb) < 5_000

    def explode(*_arguments: object) -> None:
        raise RuntimeError("unfolded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", explode)
    with pytest.raises(PlaceRefused, match="photo_pixels"):
        portraits.portrait(bomb)
    with pytest.raises(RuntimeError, match="unfolded"):
        portraits.portrait(written(Image.new("1", (1_000, 1_000)), "PNG"))
