"""Row 13: how soon a touch on the tablet is seen, on a processor six times slower than this one."""

from playwright.sync_api import Page, sync_playwright

from bench.goals import Measured
from bench.ground import Ground
from bench.scale import Scale
from core.db import write_session
from tests.support import pairing
from tests.support.browser import launch
from tests.support.counter_app import pair

#: How much slower a tablet of an office is than the machine that measures.
SLOWER = 6
_VISITS = 5
_WORDS = (
    "Chạm để bắt đầu",
    "Không hài lòng",
    "Bình thường",
    "Thái độ, lời nói",
    "Tiếp tục",
    "2 lần",
    "Xong",
    "Tôi tự bấm",
    "Về màn hình đầu",
)
#: The browser tells how long each event took until the next frame (Event Timing), from 16 ms on.
_WATCH = """
  window.felt = [];
  const note = (list) => { for (const { name, duration } of list.getEntries()) window.felt.push([name, duration]); };
  new PerformanceObserver(note).observe({ type: "event", durationThreshold: 16 });
"""
_LEAST = 16.0


def touches(ground: Ground, _scale: Scale) -> list[Measured]:
    """Measure row 13: the slowest touch of a visit, each touch the quickest of several visits."""
    with ground.clock("2026-11-20T09:00:00+07:00") as clock, ground.database() as url:
        with ground.centre(url), write_session() as session:
            pairing.waiting(session)
        with ground.product(url, LANGNGHE_CLOCK=str(clock.file)) as product, sync_playwright() as playwright:
            browser = launch(playwright)
            page = browser.new_page(viewport={"width": 1280, "height": 800}, service_workers="block")
            page.add_init_script(_WATCH)
            pair(page, product.url, pairing.PHRASE)
            session_ = page.context.new_cdp_session(page)
            session_.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            visits = [_visit(page) for _ in range(_VISITS)]
            browser.close()
    quickest = {word: min(visit[word] for visit in visits) for word in _WORDS}
    slowest = max(quickest, key=lambda word: quickest[word])
    return [
        Measured(
            "13",
            f"{quickest[slowest]:.0f} ms («{slowest}»)",
            "–",
            {"slowest": quickest[slowest]},
            notes=tuple(f"«{word}» {felt:.0f} ms" for word, felt in quickest.items()),
        )
    ]


def _visit(page: Page) -> dict[str, float]:
    """Return for each touch of a visit how many milliseconds passed until it was seen."""
    felt: dict[str, float] = {}
    for word in _WORDS:
        page.locator("#app").get_by_role("button", name=word, exact=True).hover()
        page.evaluate("window.felt.length = 0")
        page.mouse.down()
        page.wait_for_timeout(150)
        page.mouse.up()
        page.wait_for_timeout(400)
        seen = [ms for name, ms in page.evaluate("window.felt") if name in ("pointerdown", "click")]
        felt[word] = max(seen, default=_LEAST)
    return felt
