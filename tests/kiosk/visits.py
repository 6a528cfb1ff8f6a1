"""A citizen at the tablet: opens it in every size, goes through the steps, and measures what stands on the screen."""

import time
from collections.abc import Iterator
from datetime import datetime

from playwright.sync_api import Page, expect
from sqlalchemy import RowMapping

from tests.support import disk, ledger
from tests.support.browser import Screens, artefacts
from tests.support.counter_app import Counter, pair

#: Width and height of the tablets at counters: lying down, standing up, the smallest one sold.
SIZES = {"lying": (1280, 800), "standing": (800, 1280), "small": (1024, 600)}
#: The moment the office of the fixture stands at.
MORNING = datetime.fromisoformat("2026-11-20T09:00:00+07:00")
#: Seconds an answer may take to the office.
PATIENCE = 15

#: What breaks the rules of ux/tablet.md on the screen shown: sizes of targets, letters, things that do not fit.
_FAULTS = """() => {
  const faults = [];
  const low = innerHeight * 0.92;
  const name = (element) => `${element.tagName} ${element.className} «${element.textContent.slice(0, 40)}»`;
  const screen = document.querySelector(".screen");
  if (screen.scrollHeight > screen.clientHeight + 1)
    faults.push(`the screen holds ${screen.scrollHeight} px and shows ${screen.clientHeight}`);
  if (document.documentElement.scrollHeight > innerHeight + 1) faults.push("the page scrolls");
  for (const element of document.querySelectorAll("#app *")) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const box = element.getBoundingClientRect();
    if (element instanceof SVGElement || box.width < 2) continue;
    if (box.left < -1 || box.right > innerWidth + 1) faults.push(`outside: ${name(element)}`);
    if (getComputedStyle(element).display !== "inline" && element.scrollWidth > element.clientWidth + 1)
      faults.push(`cut off: ${name(element)}`);
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (hasText && parseFloat(getComputedStyle(element).fontSize) < 18) faults.push(`small letters: ${name(element)}`);
    if (!element.matches("button, textarea") || element.closest(".sleep")) continue;
    const least = element.matches(".level > .level > .tile, .rating > .level > .tile, .criterion-list .tile") ? 104
      : element.matches(".attract .primary, .bar button:not(.back), dialog .primary") ? 88 : 64;
    if (box.height < least - 0.5 || box.width < 63.5)
      faults.push(`${Math.round(box.width)}×${Math.round(box.height)} px: ${name(element)}`);
    if (box.bottom > low + 1) faults.push(`in the lowest 8 %: ${name(element)}`);
  }
  const question = parseFloat(getComputedStyle(document.querySelector("h1")).fontSize);
  if (["rating", "level"].includes(app.dataset.screen) && (question < 32 || question > 44))
    faults.push(`the question has ${question} px`);
  return faults;
}"""


def open_tablet(
    screens: Screens,
    counter: Counter,
    *,
    size: str = "lying",
    url: str | None = None,
    has_worker: bool = False,
) -> Page:
    """Return a tablet paired with counter 3, showing its invitation on a Friday at nine; its clock can be moved."""
    page = screens.open("tablet", service_workers="allow" if has_worker else "block")
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.clock.install(time=MORNING)
    disk.watch(page)
    pair(page, url or counter.server.url, counter.phrase())
    return page


def screen(page: Page) -> str:
    """Return the name of the screen shown."""
    return page.locator("#app").get_attribute("data-screen") or ""


def expect_screen(page: Page, name: str) -> None:
    """Wait for a screen."""
    expect(page.locator("#app")).to_have_attribute("data-screen", name)


def start(page: Page) -> None:
    """Touch the invitation."""
    page.get_by_role("button", name="Chạm để bắt đầu").click()
    expect_screen(page, "rating")


def touch(page: Page, words: str) -> None:
    """Touch the button with exactly these words."""
    page.locator("#app").get_by_role("button", name=words, exact=True).click()


def open_comment(page: Page) -> None:
    """Rate «Không hài lòng» and go on to the comment."""
    start(page)
    touch(page, "Không hài lòng")
    while screen(page) != "comment":
        touch(page, "Bỏ qua")


def walk(page: Page) -> Iterator[str]:
    """Go through a whole visit and stop at every screen, with something chosen on it; yield its name."""
    yield "attract"
    start(page)
    touch(page, "Xây dựng")
    yield "rating"
    touch(page, "Không hài lòng")
    yield "level"
    touch(page, "Hài lòng")
    expect_screen(page, "reasons")
    touch(page, "Thời gian chờ và giải quyết")
    touch(page, "Số lần phải đi lại")
    yield "reasons"
    touch(page, "Tiếp tục")
    yield from _facts(page)
    page.get_by_role("textbox").fill("Chờ lâu quá, tôi đợi từ sáng.\nXin mở thêm một quầy.")
    yield "comment"
    touch(page, "Tiếp tục")
    expect_screen(page, "pressed")
    yield "pressed"
    touch(page, "Tôi tự bấm")
    expect_screen(page, "thanks")
    yield "thanks"


def _facts(page: Page) -> Iterator[str]:
    number = 0
    while screen(page) == "facts":
        number += 1
        if page.get_by_role("button", name="3 lần trở lên").is_visible():
            touch(page, "3 lần trở lên")
        yield f"facts-{number}"
        page.locator(".skip").click()


def faults(page: Page) -> list[str]:
    """Return a sentence for everything on the screen that breaks a size of ux/tablet.md or does not fit."""
    found: list[str] = page.evaluate(_FAULTS)
    return found


def picture(page: Page, name: str) -> None:
    """Keep what the screen shows among the artefacts."""
    file = artefacts() / "tablet" / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, animations="disabled")


def arrived(known: set[bytes]) -> RowMapping:
    """Wait for the one answer that the office did not know before, and return it."""
    deadline = time.monotonic() + PATIENCE
    while not (fresh := [row for row in ledger.revisions() if row["id"] not in known]):
        assert time.monotonic() < deadline, "No answer has arrived"
        time.sleep(0.05)
    assert len(fresh) == 1, fresh
    return fresh[0]


def known() -> set[bytes]:
    """Return the answers the office holds now."""
    return {row["id"] for row in ledger.revisions()}
