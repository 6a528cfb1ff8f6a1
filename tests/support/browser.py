"""A browser for the tests: Debian's Chromium, the screens of the office, screenshots and axe."""

import os
import re
import shutil
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

from tests.support.databases import ROOT

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: Width, height: the smallest phone still sold, a usual phone, the counter's tablet, the desk.
SCREENS = {
    "small-phone": (320, 640),
    "phone": (390, 844),
    "tablet": (820, 1180),
    "desktop": (1366, 768),
}

#: What axe checks: everything it does by itself, and the target size of WCAG 2.2, which it leaves off.
AXE_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def launch(playwright: Playwright) -> Browser:
    """Start the browser without a window."""
    program = os.environ.get("LANGNGHE_CHROMIUM") or shutil.which("chromium")
    assert program, "Chromium is missing: bin/test installs it, or run apt-get install chromium"
    return playwright.chromium.launch(executable_path=program, args=FLAGS)


class Screens:
    """Opens pages on the office's screens and remembers what the browser complained about."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.complaints: list[str] = []
        self._contexts: list[BrowserContext] = []

    def open(self, screen: str, **options: Any) -> Page:
        """Return an empty page on one of `SCREENS`; options are those of a browser context (locale, script off)."""
        width, height = SCREENS[screen]
        is_touched = screen != "desktop"
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            **{"has_touch": is_touched, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", **options},
        )
        self._contexts.append(context)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("console", self._note)
        return context.new_page()

    def close(self) -> None:
        """Close every page that was opened."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()

    def _note(self, message: ConsoleMessage) -> None:
        # A page answered with 4xx is reported as a failed load too; tests provoke those on purpose.
        if message.type == "error" and not re.match(
            r"Failed to load resource: .* status of 4\d\d", message.text
        ):
            self.complaints.append(f"console: {message.text}")


def open_menu(page: Page) -> None:
    """Open the desk's menu where it is behind a button, as on a phone; elsewhere it stands there already."""
    # Before its style has come, a desktop shows the button too.
    page.wait_for_load_state()
    button = page.get_by_role("button", name="Trình đơn", exact=True)
    if button.is_visible():
        button.click()


def artefacts() -> Path:
    """Return the folder in which CI keeps what a person may want to look at."""
    folder = ROOT / os.environ.get("LANGNGHE_ARTEFACTS", "build/artefacts")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def screenshot(page: Page, name: str) -> Path:
    """Save the whole page as `<name>.png` among the artefacts and return where."""
    file = artefacts() / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, full_page=True, animations="disabled")
    return file


def axe(page: Page) -> list[str]:
    """Return a sentence for every place where the page breaks a rule of accessibility."""
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [
        f"{violation['id']}: {violation['help']} ({node['target'][0]}) {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
    ]
