"""Prints: every card, sticker, slip and board leads to its own place, says what it must, and loses no name."""

import io
import random

import pypdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from core.domain.office import codes
from core.domain.posters import Poster, Product
from core.reports import prints

HOST = "langnghe.xamau.example"
LONG_HOST = "danh-gia-phuc-vu.trungtamhanhchinhcong.phuongmautrung.mau1.example"
#: Sixty letters each.
LONG_OFFICE = "Ủy ban nhân dân phường Mẫu Trung Mở Rộng, thành phố Mẫu số 1"
LONG_UNIT = "Trung tâm Phục vụ hành chính công khu vực liên phường số 12A"
LONG_PLACE = "Bộ phận tiếp nhận hồ sơ đất đai, xây dựng, hộ tịch, giấy tờ"
SMALL = (Product.STICKER, Product.SLIP, Product.BOARD)
ALL_BUT_POSTERS = (Product.CARD_A5, Product.CARD_A6, *SMALL)


@pytest.mark.parametrize(
    ("product", "dpi", "codes", "sides", "sheets"),
    [
        (Product.POSTER_A5, 72, 200, 1, 200),
        (Product.CARD_A6, 90, 200, 2, 100),
        (Product.STICKER, 110, 200, 1, 20),
        (Product.POSTER_A4, 72, 12, 1, 12),
        (Product.CARD_A5, 72, 12, 2, 12),
    ],
)
def test_every_code_of_an_office_is_read_from_its_page(product, dpi, codes, sides, sheets):
    office = _office(codes)

    pages = _read_pages(prints.make(product, office), dpi=dpi)

    assert len(pages) == sheets == prints.pages(product, codes)
    read = [address for page in pages for address in page]
    assert sorted(read) == sorted([thing.url for thing in office] * sides)


@pytest.mark.parametrize("product", ALL_BUT_POSTERS)
def test_long_names_and_addresses_leave_the_code_readable_and_are_printed_whole(product):
    pdf = prints.make(product, [_long()])

    (read,) = _read_pages(pdf, dpi=150)
    text = _text(pdf)

    copies = {Product.SLIP: 8, Product.CARD_A5: 2, Product.CARD_A6: 2}.get(product, 1)
    assert read == [_long().url] * copies
    for words in (LONG_OFFICE, LONG_UNIT, LONG_PLACE, f"{LONG_HOST}/q/3F7K4N", f"{LONG_HOST}/xac-minh/"):
        # A line may break anywhere in an address; a name breaks at its spaces.
        assert words.replace(" ", "") in text.replace(" ", "")


@pytest.mark.parametrize(
    ("product", "room", "after"),
    # The room of the names on the first thing of the sheet, in mm: left, top, right, bottom.
    [
        (Product.STICKER, (54.5, 16.5, 101.5, 40.5), "Ông/Bà hài lòng"),
        (Product.SLIP, (46, 16.7, 98, 45.9), "Hồ sơ được nhận"),
    ],
)
@pytest.mark.parametrize("names", [(60, 60, 59), (200, 40, 6), (200, 200, 115), (200, 200, 120)], ids=str)
def test_the_longest_names_stay_in_their_room_in_letters_that_can_be_read(product, room, after, names):
    office, unit, place = (_named(first, length) for first, length in zip("ABC", names, strict=True))
    pdf = prints.make(product, [Poster(**{**_facts(3), "office": office, "unit": unit, "place": place})])

    letters = _letters(pdf, office[:12], after)

    assert len(letters) > 60
    assert min(left for left, *_rest in letters) >= room[0]
    assert min(top for _left, top, *_rest in letters) >= room[1]
    assert max(right for _left, _top, right, *_rest in letters) <= room[2]
    assert max(bottom for *_rest, bottom, _size in letters) <= room[3]
    assert min(size for *_rest, size in letters) >= 4.3


def test_the_longest_name_of_an_office_is_printed_whole_above_its_counter():
    office = _named("A", 200)
    pdf = prints.make(Product.STICKER, [Poster(**{**_facts(3), "office": office})])

    assert office.replace(" ", "") in _text(pdf).replace(" ", "")
    assert "Quầy 3" in _text(pdf)


@pytest.mark.parametrize("product", list(Product))
def test_every_print_says_where_it_leads_and_that_nothing_is_asked(product):
    pdf = prints.make(product, [_thing(3)])

    text = _text(pdf)
    code = _thing(3).code
    for words in ("Xã Mẫu", "Trung tâm Phục vụ hành chính công", "Quầy 3", "Đất đai, Xây dựng"):
        assert words in text
    assert f"{HOST}/q/{code}" in text
    assert f"{HOST}/xac-minh/" in text
    assert "ần tên, không cần số điện thoại" in text or "Không hỏi tên, số điện thoại" in text
    assert b"pdfuaid:part>1<" in pypdf.PdfReader(io.BytesIO(pdf)).root_object["/Metadata"].get_data()


@pytest.mark.parametrize(
    ("product", "least"),
    [
        (Product.CARD_A5, 55),
        (Product.CARD_A6, 38),
        (Product.STICKER, 25),
        (Product.SLIP, 28),
        (Product.BOARD, 28),
    ],
)
@pytest.mark.parametrize("is_long", [False, True])
def test_the_dark_square_keeps_its_size_whatever_stands_beside_it(product, least, is_long):
    page = _rasterised(prints.make(product, [_long() if is_long else _thing(3)]), dpi=200)[0]

    for found in zxingcpp.read_barcodes(page):
        corners = found.position
        width = ((corners.top_right.x - corners.top_left.x) ** 2) ** 0.5
        # The reader's corners lie within the dark square by less than a module.
        assert width / 200 * 25.4 >= least


def test_four_light_modules_surround_the_code_of_the_smallest_print():
    page = _rasterised(prints.make(Product.STICKER, [_long()]), dpi=300)[0]

    corners = zxingcpp.read_barcodes(page)[0].position
    # 27 mm of at most 45 modules: four of them are 2.4 mm; two pixels are left to the reader's rounding.
    zone = int(2.4 / 25.4 * 300) - 2
    left, top = corners.top_left.x, corners.top_left.y
    beside = page.crop((left - zone, top, left - 4, corners.bottom_left.y))
    above = page.crop((left, top - zone, corners.top_right.x, top - 4))
    assert min(beside.getextrema()[0], above.getextrema()[0]) > 200


@pytest.mark.parametrize("product", ALL_BUT_POSTERS)
def test_a_sheet_is_one_every_office_printer_takes(product):
    box = pypdf.PdfReader(io.BytesIO(prints.make(product, [_thing(3)]))).pages[0].mediabox

    assert sorted((round(box.width / 72 * 25.4), round(box.height / 72 * 25.4))) == [210, 297]


def test_copies_follow_each_other_and_a_board_names_each_code_once():
    two = [_thing(1), _thing(2)]

    (stickers,) = _read_pages(prints.make(Product.STICKER, two, copies=3), dpi=110)
    (board,) = _read_pages(prints.make(Product.BOARD, two, copies=3), dpi=110)
    slips = _read_pages(prints.make(Product.SLIP, two, copies=2), dpi=110)

    assert sorted(stickers) == sorted([two[0].url] * 3 + [two[1].url] * 3)
    assert sorted(board) == sorted(one.url for one in two)
    assert slips == [[two[0].url] * 8] * 2 + [[two[1].url] * 8] * 2


def test_each_unit_has_a_board_of_its_own():
    other = Poster(**{**_facts(9), "unit": "Trạm Y tế"})

    first, second = _read_pages(prints.make(Product.BOARD, [_thing(1), other]), dpi=110)

    assert (first, second) == ([_thing(1).url], [other.url])


def test_an_office_that_is_its_own_unit_is_named_once():
    alone = Poster(**{**_facts(3), "unit": "Xã Mẫu", "fields": ()})

    for product in (Product.POSTER_A5, Product.STICKER, Product.BOARD):
        assert _text(prints.make(product, [alone])).count("Xã Mẫu") == 1


def test_the_same_things_give_the_same_bytes_and_nothing_is_refused():
    assert prints.make(Product.STICKER, [_thing(1)]) == prints.make(Product.STICKER, [_thing(1)])
    with pytest.raises(ValueError, match="nothing to print"):
        prints.make(Product.STICKER, [])


def _facts(number: int, code: str = "") -> dict:
    code = code or f"3F7K4{'34679CDFHJKNPRTVX'[number]}"
    return {
        "office": "Xã Mẫu",
        "unit": "Trung tâm Phục vụ hành chính công",
        "place": f"Quầy {number}",
        "fields": ("Đất đai", "Xây dựng"),
        "url": f"https://{HOST}/q/{code}",
        "short_address": f"{HOST}/q/{code}",
        "check_address": f"{HOST}/xac-minh/{code}",
        "code": code,
    }


def _thing(number: int) -> Poster:
    return Poster(**_facts(number))


def _long() -> Poster:
    return Poster(
        office=LONG_OFFICE,
        unit=LONG_UNIT,
        place=LONG_PLACE,
        fields=("Đất đai và tài nguyên môi trường", "Xây dựng và quy hoạch", "Tư pháp, hộ tịch", "Văn hóa"),
        url=f"https://{LONG_HOST}/q/3F7K4N",
        short_address=f"{LONG_HOST}/q/3F7K4N",
        check_address=f"{LONG_HOST}/xac-minh/3F7K4N",
        code="3F7K4N",
    )


def _named(first: str, length: int) -> str:
    """Return a name of so many letters, with marks above and below, and a tail at its end."""
    words = (
        f"{first} Ủy ban nhân dân phường Mẫu Trung Mở Rộng, đặc khu Thí Dụ Rất Là Dài và các xã phụ cận " * 3
    )
    return words[: length - 1] + "y"


def _letters(pdf: bytes, first: str, after: str) -> list[tuple[float, float, float, float, float]]:
    """Return where the letters from one text to the next one stand, in mm from the corner, and their size in points."""
    page = pypdfium2.PdfDocument(pdf)[0]
    text, height = page.get_textpage(), page.get_height()
    written = text.get_text_range()
    start = written.index(first)
    found = []
    for index in range(start, written.index(after, start)):
        left, bottom, right, top = (edge / 72 * 25.4 for edge in text.get_charbox(index))
        if written[index].strip():
            size = pypdfium2.raw.FPDFText_GetFontSize(text, index)
            found.append((left, height / 72 * 25.4 - top, right, height / 72 * 25.4 - bottom, size))
    return found


def _office(count: int) -> list[Poster]:
    chance = random.Random(7)
    drawn: list[str] = []
    for _number in range(count):
        drawn.append(codes.draw(chance.choice, drawn))
    return [Poster(**_facts(number, code)) for number, code in enumerate(drawn, start=1)]


def _rasterised(pdf: bytes, *, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]


def _read_pages(pdf: bytes, *, dpi: int) -> list[list[str]]:
    return [
        [found.text for found in zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)]
        for page in _rasterised(pdf, dpi=dpi)
    ]


def _text(pdf: bytes) -> str:
    return " ".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
