"""QR codes the tablet draws: a phone reads from the screen exactly the text that was asked for."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from tests.support.browser import Screens
from tests.support.counter_app import Counter

#: Draws a text on a dark page with the app's own module and returns the drawing's facts.
DRAW = """async ([text, label, side]) => {
  const { qrSvg } = await import(`/kiosk/static/${document.documentElement.dataset.version}/qr.js`);
  const drawing = qrSvg(text, label);
  drawing.id = "drawn";
  drawing.style.setProperty("width", `${side}px`);
  drawing.style.setProperty("display", "block");
  document.body.style.setProperty("background", "#5E0F13");
  document.body.replaceChildren(drawing);
  return [drawing.getAttribute("role"), drawing.getAttribute("aria-label"), drawing.getAttribute("viewBox")];
}"""
LONG = "https://danh-gia.trungtamhanhchinhcong.phuonghoankiem.hanoi.gov.vn/q/3F7KQ9?m=72NQ6BEEGMOLI4WW"


@pytest.fixture
def page(counter: Counter, screens: Screens) -> Page:
    """The tablet's page before it is paired."""
    opened = screens.open("tablet")
    opened.goto(f"{counter.server.url}/kiosk/")
    return opened


def seen(page: Page) -> list[zxingcpp.Barcode]:
    """Return what a phone that looks at the screen reads."""
    return zxingcpp.read_barcodes(Image.open(BytesIO(page.screenshot())).convert("L"))


@pytest.mark.parametrize(
    "text",
    [
        "http://10.0.0.5/q/3F",
        "https://langnghe.xamau.example/q/3F7K?m=ABCDEFGHIJKLMNOP",
        LONG,
        "Ý kiến: 82,6%",
    ],
)
@pytest.mark.parametrize("side", [150, 371])
def test_a_phone_reads_the_text_from_the_screen(page: Page, text: str, side: int):
    page.evaluate(DRAW, [text, "Mã QR", side])

    assert [code.text for code in seen(page)] == [text]


def test_the_drawing_has_a_name_and_four_light_modules_on_every_side(page: Page):
    # 25 characters fit version 2 at level M: 25 modules, and twice four around them.
    assert page.evaluate(DRAW, ["https://a.example/q/3F7K4", "Mã QR của quầy", 330]) == [
        "img",
        "Mã QR của quầy",
        "0 0 33 33",
    ]

    (code,) = seen(page)
    corners = code.position
    assert [round(corners.top_left.x / 10), round(corners.top_left.y / 10)] == [4, 4]


def test_something_may_lie_on_the_glass(page: Page):
    page.evaluate(DRAW, [LONG, "Mã QR", 330])

    (code,) = seen(page)

    assert code.ec_level in ("M", "Q", "H")
