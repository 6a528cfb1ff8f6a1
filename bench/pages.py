"""Rows 1–2: the cold first page on the wire and in a browser on a slow network, beside the bare page."""

from statistics import median
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from bench import load, survey_load
from bench.goals import Measured
from bench.ground import Ground
from bench.rounds import ratios, spread
from bench.scale import Scale
from bench.wire import Meter, cold_bytes
from tests.support.browser import SCREENS, launch

#: Chrome DevTools' preset «Slow 4G»: 1.6 Mbit/s down and 0.75 Mbit/s up, of which it grants 90 %, and
#: 150 ms of round trip, which it multiplies by 3.75 because it delays requests, not packets.
SLOW_4G = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1_600_000 / 8 * 0.9,
    "uploadThroughput": 750_000 / 8 * 0.9,
}
_WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.shifted += entry.value; })
  .observe({type: "layout-shift", buffered: true});
"""
_FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


def wire(ground: Ground, _scale: Scale) -> list[Measured]:
    """Measure row 1."""
    with ground.database() as url, ground.product(url) as product, sync_playwright() as playwright:
        size, answer = cold_bytes(product.port, load.get(survey_load.PAGE))
        assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
        plain, _answer = cold_bytes(product.port, load.get(survey_load.PAGE, compressed=False))
        browser = launch(playwright)
        meter = Meter(product.port)
        asked = _visit(browser, f"http://127.0.0.1:{meter.port}{survey_load.PAGE}")
        meter.close()
        browser.close()
    foreign = [address for address, _kind in asked if urlsplit(address).port != meter.port]
    fonts = [address for address, kind in asked if kind == "font"]
    return [
        Measured(
            "1",
            f"{max(size, meter.bytes_down):,} B, {len(meter.requests)} request(s)",
            "–",
            {
                "bytes": max(size, meter.bytes_down),
                "requests": len(meter.requests),
                "fonts": len(fonts),
                "foreign": len(foreign),
            },
            notes=(
                f"plain socket {size:,} B, Chromium {meter.bytes_down:,} B, uncompressed {plain:,} B",
                f"Chromium asked for: {', '.join(meter.requests)}",
            ),
        )
    ]


def _visit(browser: Browser, address: str) -> list[tuple[str, str]]:
    """Open a page with an empty cache, as after a scan, and return what the browser asked for."""
    context = browser.new_context(**_phone())
    page = context.new_page()
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.url, request.resource_type)))
    page.goto(address, wait_until="networkidle")
    context.close()
    return asked


def _phone() -> dict[str, Any]:
    width, height = SCREENS["phone"]
    return {"viewport": {"width": width, "height": height}, "has_touch": True, "locale": "vi-VN"}


def paint(ground: Ground, scale: Scale) -> list[Measured]:
    """Measure row 2."""
    with (
        ground.database() as url,
        ground.product(url) as product,
        ground.ceiling() as bare,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        address = product.url + survey_load.PAGE
        for warming in (address, bare.url):
            _cold(browser, warming)
        ours, theirs, shifts = [], [], []
        for _ in range(scale.rounds):
            theirs.append(_cold(browser, bare.url)[0])
            first, shift = _cold(browser, address)
            ours.append(first)
            shifts.append(shift)
        works = _works_without_script(browser, address)
        browser.close()
    share = ratios(ours, theirs)
    return [
        Measured(
            "2",
            f"{spread(ours, 0)} ms against {spread(theirs, 0)} ms; shift {max(shifts):g}; "
            f"without script: {'yes' if works else 'no'}",
            f"{spread(share)}×",
            {"ratio": median(share), "shift": max(shifts), "without_script": float(works)},
            notes=("DevTools «Slow 4G»: 1.44 Mbit/s down, 675 kbit/s up, 562.5 ms per request",),
            rounds={"product ms": ours, "bare page ms": theirs, "ratio": share},
        )
    ]


def _cold(browser: Browser, address: str) -> tuple[float, float]:
    """Open a page over the slow network with an empty cache; return first paint in ms and the layout's shift."""
    context = browser.new_context(**_phone())
    page = context.new_page()
    page.add_init_script(_WATCH_SHIFTS)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    page.goto(address, wait_until="load")
    first = 0.0
    # Asked from here: a page whose policy forbids scripts lets nothing wait inside it.
    while not first:
        page.wait_for_timeout(20)
        first = page.evaluate(_FIRST_PAINT)
    shift = page.evaluate("window.shifted")
    context.close()
    return float(first), float(shift)


def _works_without_script(browser: Browser, address: str) -> bool:
    """Scan, tap, skip: does a phone without script reach the thank-you page?"""
    context = browser.new_context(**_phone(), java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator("button[name=level][value='4']").click()
    reached = _path(page).endswith("/gop-y")
    page.locator("button[name=skip]").click()
    reached = reached and _path(page).endswith("/cam-on")
    context.close()
    return reached


def _path(page: Page) -> str:
    return urlsplit(page.url).path
