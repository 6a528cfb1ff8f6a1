"""QR codes: what a phone reads is the address that was asked for, from the drawing and from the pixels."""

import io
import re
import xml.etree.ElementTree as ElementTree

import pytest
import zxingcpp
from PIL import Image

from core.reports import qr

ADDRESS = "https://langnghe.xamau.example/q/3F7K"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    "address",
    [
        "http://10.0.0.5/q/3F",
        "http://192.168.100.200:8000/q/3F7KQ",
        "https://langnghe.xamau.example/q/3F7K",
        "https://danh-gia.trungtamhanhchinhcong.phuonghoankiem.hanoi.gov.vn/q/3F7KQ9?t=một&x=<2>",
    ],
)
def test_a_phone_reads_the_address_from_the_pixels(address):
    image = Image.open(io.BytesIO(qr.png(address, module_pixels=4)))

    found = zxingcpp.read_barcodes(image.convert("L"))

    assert [code.text for code in found] == [address]


def test_the_drawing_shows_the_same_modules_as_the_pixels():
    drawn = _modules_of_drawing(qr.svg(ADDRESS))

    assert drawn == _modules_of_pixels(qr.png(ADDRESS, module_pixels=1))


def test_a_quarter_of_the_code_may_be_dirty():
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(qr.png(ADDRESS))).convert("L"))

    assert found[0].ec_level == "Q"


def test_four_light_modules_surround_the_code_on_every_side():
    dark = _modules_of_pixels(qr.png(ADDRESS, module_pixels=1))

    rows = {row for row, _ in dark}
    columns = {column for _, column in dark}
    assert (min(rows), max(rows), min(columns), max(columns)) == (4, 36, 4, 36)
    assert Image.open(io.BytesIO(qr.png(ADDRESS, module_pixels=1))).size == (41, 41)


def test_the_size_is_known_without_drawing():
    assert qr.modules(ADDRESS) == 33


def test_the_drawing_stands_on_white_whatever_the_page_is():
    ground = ElementTree.fromstring(qr.svg(ADDRESS)).find(f"{SVG}rect")

    assert ground is not None
    assert (ground.get("fill"), ground.get("width"), ground.get("height")) == ("white", "100%", "100%")


def test_the_drawing_says_its_address_to_those_who_cannot_see_it():
    drawing = ElementTree.fromstring(qr.svg("https://a.example/q/3F7K?a=1&b=<2>"))

    assert drawing.get("role") == "img"
    assert drawing[0].tag == f"{SVG}title"
    assert drawing[0].text == "https://a.example/q/3F7K?a=1&b=<2>"


def test_the_caller_may_name_the_drawing():
    drawing = ElementTree.fromstring(qr.svg(ADDRESS, title="Mã QR của Quầy 3"))

    assert drawing[0].text == "Mã QR của Quầy 3"


def test_the_drawing_prints_larger_than_sixty_millimetres_as_it_is():
    drawing = ElementTree.fromstring(qr.svg("http://10.0.0.5/q/3F"))

    # 25 modules of 3 mm and the quiet zone of 8.
    assert drawing.get("width") == "99mm"
    assert drawing.get("viewBox") == "0 0 99 99"


def test_the_same_address_gives_the_same_files():
    assert qr.svg(ADDRESS) == qr.svg(ADDRESS)
    assert qr.png(ADDRESS) == qr.png(ADDRESS)


def test_a_module_without_pixels_is_refused():
    with pytest.raises(ValueError, match="0 pixels wide"):
        qr.png(ADDRESS, module_pixels=0)


def _modules_of_pixels(png: bytes) -> set[tuple[int, int]]:
    image = Image.open(io.BytesIO(png)).convert("L")
    return {(y, x) for y in range(image.height) for x in range(image.width) if image.getpixel((x, y)) == 0}


def _modules_of_drawing(svg: bytes) -> set[tuple[int, int]]:
    """Read the squares of the path back; one that is not a whole module on the grid fails here."""
    path = ElementTree.fromstring(svg).find(f"{SVG}path").get("d")
    squares = re.findall(r"M(\d+),(\d+)H(\d+)V(\d+)H(\d+)z", path)
    assert "".join("M{},{}H{}V{}H{}z".format(*square) for square in squares) == path
    modules = set()
    for left, top, right, bottom, back in (map(int, square) for square in squares):
        assert (right - left, bottom - top, back) == (3, 3, left)
        assert left % 3 == top % 3 == 0
        modules.add((top // 3, left // 3))
    return modules
