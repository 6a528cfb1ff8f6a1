"""Photos of a case: redrawn without notes, sealed under its key, known again when they are sent twice."""

import pytest
from flask import Flask
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import delete, select

from core.db import db, write, write_session
from core.domain.access import Role
from core.domain.complaints import receipts
from core.domain.complaints.course import Action, MoveRefused
from core.models import ComplaintKey, ComplaintPhoto
from core.queries.complaints import photos as query
from core.services import pictures as reading
from core.services.complaints import adding, filing, photos
from core.services.complaints.filing import FiledOtherwise
from core.services.complaints.photos import PhotoRefused, TooManyPhotos
from tests.support import casework, hostile_photos, pictures, worlds
from tests.support.both_databases import databases  # noqa: F401
from tests.support.pictures import SKY, opened, picture, written

XMP = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>Nha so 5</x:xmpmeta>"
FRONT = casework.somebody(Role.FRONT, 1)


@pytest.fixture
def office(app: Flask) -> None:
    with write_session() as session:
        worlds.office(session)


def plain(receipt: str) -> str:
    return receipts.normalise(receipt) or ""


def some(number: int) -> bytes:
    """Return a photo of its own, redrawn."""
    return photos.redraw(written(Image.new("RGB", (100, 100 + number), SKY), "PNG"))


def test_a_phones_photo_comes_out_upright_and_without_place_or_notes():
    sent = pictures.jpeg_of_a_phone(2400, 1800)
    with_xmp = sent[:2] + b"\xff\xe1" + (len(XMP) + 2).to_bytes(2) + XMP + sent[2:]
    assert opened(with_xmp).getexif().get_ifd(0x8825)
    assert b"xmpmeta" in with_xmp

    kept = photos.redraw(with_xmp)

    made = opened(kept)
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (1200, 1600))
    assert dict(made.getexif()) == {}
    assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
    assert [mark for mark in (b"Exif", b"xmp", b"Nha so 5", pictures.PLACE.encode()) if mark in kept] == []
    assert made.getpixel((600, 100)) == pytest.approx(SKY, abs=12)


def test_texts_and_colours_profile_of_a_png_are_gone():
    notes = PngInfo()
    notes.add_text("Author", "Nguyen Van A")
    notes.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>", zip=True)
    sent = written(picture(), "PNG", pnginfo=notes, icc_profile=b"profile of this screen")
    assert b"Nguyen Van A" in sent

    kept = photos.redraw(sent)

    assert [mark for mark in (b"Nguyen Van A", b"xmpmeta", b"profile of") if mark in kept] == []


def test_a_small_photo_is_not_blown_up_and_a_long_one_keeps_its_shape():
    assert opened(photos.redraw(pictures.jpeg(300, 200))).size == (300, 200)
    assert opened(photos.redraw(pictures.jpeg(6400, 200))).size == (1600, 50)


def test_grey_of_sixteen_bits_stays_grey():
    half = Image.new("I;16", (200, 200), 32_768)

    assert opened(photos.redraw(written(half, "PNG"))).getpixel((100, 100)) == (128, 128, 128)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo_missing"),
        (bytes(photos.MOST_BYTES + 1), "photo_too_large"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(64), "photo_heic"),
        (hostile_photos.SVG, "photo_kind"),
        (hostile_photos.png(60_000, 60_000), "photo_pixels"),
        (hostile_photos.png(3_163, 3_163), "photo_pixels"),
        (pictures.jpeg(63, 400), "photo_small"),
        (pictures.jpeg()[:600], "photo_broken"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_reason(content: bytes, code: str):
    with pytest.raises(PhotoRefused, match=code):
        photos.redraw(content)


def test_only_a_jpeg_of_one_scan_may_be_large():
    """The first is read line by line; the others stand in memory as a whole."""
    plain_one = pictures.jpeg(100, 100)
    assert reading.is_read_in_lines(plain_one)
    assert reading.is_read_in_lines(pictures.jpeg_of_a_phone())
    assert not reading.is_read_in_lines(pictures.jpeg(100, 100, progressive=True))
    assert not reading.is_read_in_lines(written(picture(), "PNG"))
    one_colour_first = plain_one.replace(b"\xff\xda\x00\x0c\x03", b"\xff\xda\x00\x0c\x01")
    assert one_colour_first != plain_one
    assert not reading.is_read_in_lines(one_colour_first)
    led_astray = plain_one[:2] + b"\xff\x01" + plain_one[2:]
    assert not reading.is_read_in_lines(led_astray)


def test_photos_lie_sealed_under_the_cases_key_and_go_with_it(office: None):
    photo = some(0)
    filing.file(casework.LETTER, photos=(photo, some(1)))
    number = casework.newest()

    assert [(line.number, line.size) for line in query.listed(FRONT, number)] == [
        (1, len(photo)),
        (2, len(some(1))),
    ]
    assert query.one(FRONT, number, 1) == photo
    stored = db.session.scalars(select(ComplaintPhoto.sealed)).all()
    assert [sealed for sealed in stored if photo[:40] in sealed or b"JFIF" in sealed] == []

    db.session.rollback()
    with write() as connection:
        connection.execute(delete(ComplaintKey))
    assert query.listed(FRONT, number) == ()
    assert query.one(FRONT, number, 1) is None


def test_whoever_may_not_know_of_the_case_finds_no_photo(office: None):
    filing.file(casework.LETTER, photos=(some(0),))
    number = casework.newest()
    manager, elsewhere = casework.somebody(Role.MANAGER, 3), casework.somebody(Role.FRONT, 1, 3)

    assert query.one(manager, number, 1) is None
    assert query.listed(manager, number) == ()
    assert query.one(elsewhere, number, 1) is None
    casework.move(FRONT, Action.TRIAGE)
    assert query.one(manager, number, 1) is not None
    assert query.one(manager, number, 2) is None


def test_the_same_form_is_the_same_case_with_its_photos_or_without_them(office: None):
    secret, pair = bytes(16), (some(0), some(1))
    receipt = filing.file(casework.LETTER, secret=secret, photos=pair)

    assert filing.file(casework.LETTER, secret=secret, photos=pair) == receipt
    assert filing.file(casework.LETTER, secret=secret) == receipt
    with pytest.raises(FiledOtherwise) as refused:
        filing.file(casework.LETTER, secret=secret, photos=(some(2),))
    assert refused.value.facts["receipt"] == receipt
    assert len(query.listed(FRONT, casework.newest())) == 2


def test_photos_are_added_once_each_and_three_are_the_most(office: None):
    receipt = plain(filing.file(casework.LETTER, photos=(some(0),)))

    assert adding.add(receipt, [some(1), some(1)]) == 1
    assert adding.add(receipt, [some(0), some(1)]) == 0
    with pytest.raises(TooManyPhotos) as refused:
        adding.add(receipt, [some(2), some(3)])
    assert refused.value.facts["room"] == 1
    assert adding.add(receipt, [some(2)]) == 1
    db.session.rollback()
    assert [line.number for line in query.listed(FRONT, casework.newest())] == [1, 2, 3]


def test_nothing_is_added_to_a_case_that_is_over(office: None):
    receipt = filing.file(casework.LETTER)
    casework.say(receipt, Action.WITHDRAW)

    with pytest.raises(MoveRefused):
        adding.add(plain(receipt), [some(0)])


def test_more_than_three_photos_file_nothing(office: None):
    with pytest.raises(TooManyPhotos):
        filing.file(casework.LETTER, photos=tuple(some(number) for number in range(4)))

    assert casework.numbers() == set()
