"""A person at a real browser: uses mouse and keyboard, types no address, counts the clicks, keeps pictures."""

from playwright.sync_api import Page

from tests.support.browser import axe, screenshot


class Person:
    """Works with mouse and keyboard, never types an address, and counts the clicks."""

    def __init__(self, page: Page, shots: str) -> None:
        self.page = page
        self.clicks = 0
        self.found: list[str] = []
        self._shots = shots
        self._step = 0
        page.on("response", self._note)

    def click(self, role: str, name: str, *, exact: bool = True) -> None:
        self.page.wait_for_load_state()
        target = self.page.get_by_role(role, name=name, exact=exact).first  # type: ignore[arg-type]
        # On a phone the menu is behind its button.
        if not target.is_visible():
            self.page.get_by_role("button", name="Trình đơn", exact=True).click()
            self.clicks += 1
        target.click()
        self.clicks += 1

    def tick(self, name: str) -> None:
        self.page.get_by_label(name, exact=True).check()
        self.clicks += 1

    def type(self, label: str, words: str, *, by_tab: bool = False) -> None:
        """Fill a field in, reached by a click or by the tabulator."""
        self.page.get_by_label(label, exact=True).fill(words)
        self.clicks += 0 if by_tab else 1

    def choose(self, label: str, option: str) -> None:
        """Choose from a list; opening it and picking count as two clicks."""
        self.page.get_by_label(label, exact=True).select_option(label=option)
        self.clicks += 2

    def look(self, name: str) -> None:
        """Keep a picture of the page and note what is wrong with it."""
        self._step += 1
        screenshot(self.page, f"{self._shots}/{self._step:02}-{name}")
        self.found += [f"{name}: {fault}" for fault in axe(self.page)]
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.found.append(f"{name}: the page is wider than the screen")

    def _note(self, response: object) -> None:
        status = response.status  # type: ignore[attr-defined]
        if status >= 400:
            self.found.append(f"{status} at {response.url}")  # type: ignore[attr-defined]
