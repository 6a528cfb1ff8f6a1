"""Posters: what comes out of the printer leads to the right counter and says what it must, in whole letters."""

import io
import random
import re

import pypdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw

from core.domain.errors import DomainError
from core.domain.posters import Poster
from core.reports import posters

QUESTION = "Ông/Bà hài lòng không?"
PRIVACY = (
    "Không hỏi tên, số điện thoại hay số căn cước. Cán bộ tại quầy không xem được ý kiến của từng người."
)


@pytest.mark.parametrize("dpi", [100, 150])
@pytest.mark.parametrize("paper", ["a5", "a4"])
def test_every_page_of_a_set_leads_to_its_own_counter_in_the_given_order(paper, dpi, office):
    pdf = posters.make(office, paper=paper)

    assert [_read(page) for page in _rasterised(pdf, dpi=dpi)] == [[poster.url] for poster in office]


@pytest.mark.parametrize("paper", ["a5", "a4"])
@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.5/q/3F7K",
        "192.168.100.200:8000/q/3F7K",
        "danh-gia-phuc-vu.trungtamhanhchinhcong.phuonghoankiem.hanoi.gov.vn/q/3F7K",
    ],
)
def test_short_and_long_addresses_are_read_from_paper(address, paper):
    pdf = posters.make(
        [
            _poster(
                url=f"https://{address}",
                short_address=address,
                check_address=address.replace("/q/", "/xac-minh/"),
            )
        ],
        paper=paper,
    )

    assert _read(_rasterised(pdf, dpi=150)[0]) == [f"https://{address}"]
    assert address in _text(pdf).replace(" ", "")


def test_a_code_with_a_stain_on_it_is_still_read():
    page = _rasterised(posters.make([_poster()], paper="a5"), dpi=150)[0]
    left, top, right, bottom = _code_box(page, dpi=150)
    side = right - left
    stain = (left + 0.55 * side, top + 0.55 * side, left + 0.75 * side, top + 0.75 * side)

    ImageDraw.Draw(page).ellipse(stain, fill=200)

    assert _read(page) == ["https://langnghe.xamau.example/q/3F7K"]


@pytest.mark.parametrize("paper", ["a5", "a4"])
def test_the_dark_square_of_the_code_is_at_least_sixty_millimetres(paper, long_names):
    for page in _rasterised(posters.make([_poster(), long_names], paper=paper), dpi=150):
        left, top, right, bottom = _code_box(page, dpi=150)

        assert (right - left) / 150 * 25.4 >= 60
        assert (bottom - top) / 150 * 25.4 >= 60


@pytest.mark.parametrize(("paper", "millimetres"), [("a5", (148, 210)), ("a4", (210, 297))])
def test_the_sheet_has_the_asked_size(paper, millimetres):
    box = pypdf.PdfReader(io.BytesIO(posters.make([_poster()], paper=paper))).pages[0].mediabox

    assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == millimetres


def test_the_sheet_says_everything_a_citizen_needs():
    text = _text(posters.make([_poster()], paper="a5"))

    for sentence in (
        "Xã Mẫu",
        "Trung tâm Phục vụ hành chính công",
        "Quầy 3",
        "Đất đai, Xây dựng, Đầu tư",
        QUESTION,
        "1 Quét mã",
        "2 Chạm một khuôn mặt",
        "3 Gửi ý kiến",
        "langnghe.xamau.example/q/3F7K",
        PRIVACY,
    ):
        assert sentence in text


def test_the_five_words_stand_under_the_faces_from_best_to_worst():
    text = _text(posters.make([_poster()], paper="a5"))

    assert "Rất hài lòng Hài lòng Bình thường Không hài lòng Rất không hài lòng" in text


def test_every_vietnamese_letter_prints_and_can_be_copied():
    lower = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
    words = " ".join(re.findall(".{1,8}", f"{lower}{lower.upper()}"))

    # A letter without a glyph would be refused by the standard and cost the mark of conformance.
    pdf = posters.make([_poster(fields=(words,))], paper="a4")

    assert words.replace(" ", "") in _text(pdf).replace(" ", "")
    assert _conforms_to_ua_1(pdf)


def test_letters_composed_of_parts_print_like_whole_ones():
    composed = "X\u00e3 M\u1eabu \u1ede"
    in_parts = "Xa\u0303 Ma\u0302\u0303u O\u031b\u0309"

    assert posters.make([_poster(office=in_parts)], paper="a5") == posters.make(
        [_poster(office=composed)], paper="a5"
    )


def test_the_fonts_travel_with_the_file():
    page = pypdf.PdfReader(io.BytesIO(posters.make([_poster()], paper="a5"))).pages[0]

    names = set()
    for font in page["/Resources"]["/Font"].values():
        inner = font.get_object()["/DescendantFonts"][0].get_object()
        assert "/FontFile2" in inner["/FontDescriptor"].get_object()
        names.add(inner["/BaseFont"].split("+")[1])
    assert names == {"BeVietnamPro-Regular", "BeVietnamPro-SemiBold", "BeVietnamPro-Bold"}


def test_the_same_posters_give_the_same_bytes(office):
    assert posters.make(office, paper="a5") == posters.make(office, paper="a5")


def test_the_file_is_titled_tagged_and_speaks_vietnamese():
    pdf = posters.make([_poster()], paper="a5")
    reader = pypdf.PdfReader(io.BytesIO(pdf))

    assert reader.metadata.title == "Mã QR đánh giá – Quầy 3 – Xã Mẫu"
    assert reader.root_object["/Lang"] == "vi"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert _conforms_to_ua_1(pdf)


def test_a_set_is_titled_by_its_office_and_its_bookmarks_name_the_counters(office):
    reader = pypdf.PdfReader(io.BytesIO(posters.make(office, paper="a5")))

    assert reader.metadata.title == "Mã QR đánh giá – Xã Mẫu"
    assert [mark.title for mark in reader.outline] == [f"Quầy {number}" for number in range(1, 31)]


def test_the_printed_address_can_be_tapped_in_the_file():
    page = pypdf.PdfReader(io.BytesIO(posters.make([_poster()], paper="a5"))).pages[0]

    links = [mark.get_object()["/A"]["/URI"] for mark in page["/Annots"]]
    assert links == ["https://langnghe.xamau.example/q/3F7K"]


def test_what_an_office_writes_is_printed_and_never_read_as_markup():
    written = '#set page(width: 1cm) *đậm* $x^2$ \\u{41} @a <b> // "c" #panic()'

    pdf = posters.make([_poster(office=written, fields=(written,))], paper="a4")

    assert _text(pdf).count(written) == 2


@pytest.mark.parametrize("paper", ["a5", "a4"])
def test_long_names_wrap_and_the_whole_sheet_stays_on_one_page(paper, long_names):
    pdf = posters.make([long_names, _poster()], paper=paper)

    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    text = _text(pdf, page=0)
    assert len(pages) == 2
    assert long_names.unit in text
    assert ", ".join(long_names.fields) in text
    assert PRIVACY in text


@pytest.mark.parametrize("paper", ["a5", "a4"])
def test_nothing_is_printed_where_office_printers_cannot_reach(paper, long_names):
    for page in _rasterised(posters.make([long_names, _poster()], paper=paper), dpi=100):
        below_the_strip = page.crop((0, page.height // 3, page.width, page.height))
        ink = below_the_strip.point(lambda grey: 255 if grey < 200 else 0).getbbox()

        margin = 5 / 25.4 * 100
        assert ink[0] >= margin
        assert below_the_strip.width - ink[2] >= margin
        assert below_the_strip.height - ink[3] >= margin


@pytest.mark.parametrize("paper", ["a5", "a4"])
def test_a_word_typed_without_spaces_goes_on_in_the_next_line_instead_of_off_the_sheet(paper):
    endless = _poster(place="W" * 120, fields=("Đ" * 120,))
    page = _rasterised(posters.make([endless], paper=paper), dpi=100)[0]

    below_the_band = page.crop((0, page.height // 8, page.width, page.height))
    left, _top, right, _bottom = below_the_band.point(lambda grey: 255 if grey < 200 else 0).getbbox()
    margin = 5 / 25.4 * 100
    assert left >= margin
    assert below_the_band.width - right >= margin


def test_more_fields_than_fit_are_counted_instead_of_cut_off():
    fields = tuple(f"Lĩnh vực rất dài số {number} về nhiều việc khác nhau" for number in range(1, 26))

    text = _text(posters.make([_poster(fields=fields)], paper="a5"))

    assert "Lĩnh vực rất dài số 6 về nhiều việc khác nhau và 19 lĩnh vực khác" in text
    assert PRIVACY in text


def test_a_letter_the_font_lacks_leaves_a_gap_instead_of_no_poster():
    pdf = posters.make([_poster(office="Xã 漢 Mẫu")], paper="a5")

    assert _read(_rasterised(pdf, dpi=150)[0]) == ["https://langnghe.xamau.example/q/3F7K"]


def test_invisible_characters_and_line_breaks_in_names_are_dropped():
    text = _text(posters.make([_poster(office="Xã\u202e\x00\u200b\r\n\tMẫu")], paper="a5"))

    assert text.startswith("Xã Mẫu Trung tâm")


def test_a_place_without_unit_and_fields_has_a_poster_too():
    text = _text(posters.make([_poster(unit="", fields=(), place="Lối ra")], paper="a5"))

    assert text.startswith(f"Xã Mẫu Lối ra {QUESTION}")


def test_a_set_without_posters_is_refused():
    with pytest.raises(ValueError, match="no posters"):
        posters.make([], paper="a5")


@pytest.mark.parametrize(
    "addresses",
    [
        {"url": "https://langnghe.xamau.example/q/9999"},
        {"short_address": "langnghe.xamau.example/q/3F7"},
        {"check_address": "langnghe.xamau.example/xac-minh/3F77"},
        {"code": ""},
    ],
)
def test_a_poster_whose_addresses_lead_elsewhere_cannot_be_made(addresses):
    with pytest.raises(DomainError) as refused:
        _poster(**addresses)

    assert refused.value.code == "poster_without_its_code"


def _poster(**changes) -> Poster:
    usual = {
        "office": "Xã Mẫu",
        "unit": "Trung tâm Phục vụ hành chính công",
        "place": "Quầy 3",
        "fields": ("Đất đai", "Xây dựng", "Đầu tư"),
        "url": "https://langnghe.xamau.example/q/3F7K",
        "short_address": "langnghe.xamau.example/q/3F7K",
        "check_address": "langnghe.xamau.example/xac-minh/3F7K",
        "code": "3F7K",
    }
    return Poster(**(usual | changes))


@pytest.fixture
def office():
    """Thirty counters whose codes are in no order, so that sorting anywhere would be seen."""
    drawn = random.Random(5)
    codes = ["".join(drawn.choices("23456789ABCDEFGHJKMNPQRSTVWXYZ", k=5)) for _ in range(30)]
    return [
        _poster(
            place=f"Quầy {number}",
            code=code,
            url=f"https://langnghe.xamau.example/q/{code}",
            short_address=f"langnghe.xamau.example/q/{code}",
            check_address=f"langnghe.xamau.example/xac-minh/{code}",
        )
        for number, code in enumerate(codes, start=1)
    ]


@pytest.fixture
def long_names():
    """A centre of 90 letters that serves six fields."""
    unit = "Trung tâm Phục vụ hành chính công phường kiêm Bộ phận tiếp nhận và trả kết quả liên thông 2"
    fields = (
        "Đất đai và tài nguyên môi trường",
        "Xây dựng và quy hoạch đô thị",
        "Đầu tư và đăng ký kinh doanh",
        "Lao động và người có công",
        "Tư pháp, hộ tịch, chứng thực",
        "Văn hóa và thể thao",
    )
    assert len(unit) >= 90
    return _poster(
        office="Phường Mẫu Trung Mở Rộng – Thành phố Mẫu", unit=unit, place="Quầy 12", fields=fields
    )


def _rasterised(pdf: bytes, *, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]


def _read(page: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(page)]


def _code_box(page: Image.Image, *, dpi: int) -> tuple[int, int, int, int]:
    """Return where the dark square of the code is, seen from the pixels: pure black is printed nowhere else."""
    found = zxingcpp.read_barcodes(page)[0].position
    near = dpi // 10
    frame = (
        found.top_left.x - near,
        found.top_left.y - near,
        found.bottom_right.x + near,
        found.bottom_right.y + near,
    )
    box = page.crop(frame).point(lambda grey: 255 if grey < 20 else 0).getbbox()
    return box[0] + frame[0], box[1] + frame[1], box[2] + frame[0], box[3] + frame[1]


def _text(pdf: bytes, *, page: int = 0) -> str:
    """Return the words of a page with single spaces, as a screen reader or a search would meet them."""
    return " ".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[page].extract_text().split())


def _conforms_to_ua_1(pdf: bytes) -> bool:
    return b"pdfuaid:part>1<" in pypdf.PdfReader(io.BytesIO(pdf)).root_object["/Metadata"].get_data()
