"""A tablet at a counter as a citizen meets it: the app in a real browser, behind a network that a test spoils."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from playwright.sync_api import BrowserType, CDPSession, ConsoleMessage, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.support import disk
from tests.support.clock import Clock
from tests.support.counter_browser import CounterBrowser
from tests.support.link import Link

#: How long (ms) anything that a screen should do may take.
PATIENCE = 15_000
#: What a page of the app says on its console when an answer's thanks may be shown.
THANKED = "thanked:"
#: Half the time after which a silent disk is broken to the app: so long the clock goes on before the disk must rest.
_DISK_MUST_REST = timedelta(seconds=10)
_LOOKS_AT_A_BUSY_DISK = 100

#: Gives answers as the screens do, each with words of its own, until enough were thanked for.
_GIVE = """async ({first, count, words}) => {
  const base = `/kiosk/static/${document.documentElement.dataset.version}`;
  const [outbox, device, roster, clock] = await Promise.all(
    ["outbox", "device", "roster", "clock"].map((name) => import(`${base}/${name}.js`)));
  const { bundle } = device.current();
  for (let number = first; number < first + count; number += 1) {
    const draft = {
      touchpoint: bundle.touchpoint, version: bundle.questionnaire.version, field: null,
      duty: roster.onDuty(bundle, clock.now())?.entry ?? null, disclaimed: false, pressedBy: "",
      answers: { overall: [String(1 + number % 5)] }, comment: "", seconds: 5,
    };
    const session = await outbox.begin(draft);
    if (number % 5 === 0) await session.revise({ ...draft, answers: { overall: [String(1 + (number + 1) % 5)] } });
    await session.finish({ ...draft, pressedBy: "self", comment: `${words} ${number}` });
    console.log(`thanked:${number}`);
  }
}"""


class CounterTablet:
    """One tablet: start it, answer, kill it, start it again. Its clock is the office's, `ahead` of it if wished."""

    def __init__(self, kind: BrowserType, profile: Path, link: Link, clock: Clock) -> None:
        self.browser = CounterBrowser(kind, profile)
        self.link = link
        self.clock = clock
        self.ahead = timedelta(0)
        #: Numbers of the answers whose thanks may be shown, as far as the page could still say so.
        self.thanked: set[int] = set()
        self._page: Page | None = None
        self._devtools: CDPSession | None = None
        self._unrested = timedelta(0)

    @property
    def page(self) -> Page:
        """The page that is open."""
        assert self._page, "The tablet is off"
        return self._page

    def start(self) -> None:
        """Switch it on and wait for its first screen."""
        self.switch_on()
        self.page.locator("#app[data-screen]").wait_for(timeout=PATIENCE)

    def switch_on(self, *, dies_after: float | None = None, room: int | None = None) -> None:
        """Switch it on and open the app, without waiting for what it shows.

        Perhaps its power is cut meanwhile (seconds), or the browser gives it only so much room in all (bytes).
        """
        self._page = self.browser.start(self.clock.moment + self.ahead, dies_after=dies_after)
        self._page.on("console", self._note)
        self._page.set_default_timeout(PATIENCE)
        disk.watch(self._page)
        if room is not None:
            self.give_room(room)
        self._page.goto(f"{self.link.url}/kiosk/", wait_until="commit")

    def give_room(self, room: int | None) -> None:
        """Let the browser keep only so many bytes of it; None: as many as the disk holds.

        The browser looks half a minute later at the latest, or when what it knew to be free is used up.
        """
        self._devtools = self._devtools or self.page.context.new_cdp_session(self.page)
        limit = {} if room is None else {"quotaSize": room}
        self._devtools.send("Storage.overrideQuotaForOrigin", {"origin": self.link.url, **limit})

    def kill(self) -> None:
        """Cut its power."""
        self.browser.kill()
        self._page = self._devtools = None

    def pair(self, phrase: str) -> None:
        """Pair it with a counter as its screen does, and wait until it can start without a network."""
        said = self.call(["device"], "return all.device.enrol(given)", phrase)
        assert said == "enrolled", said
        self.page.reload()
        self.wait_for_screen("attract", "sleep", "code")
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def call(self, names: list[str], code: str, given: Any = None) -> Any:
        """Run a function body with modules of the app, the very ones that run (`all.outbox` …), and what is given."""
        body = (
            "async ({names, given}) => {"
            " const base = `/kiosk/static/${document.documentElement.dataset.version}`;"
            " const loaded = await Promise.all(names.map((name) => import(`${base}/${name}.js`)));"
            " const all = Object.fromEntries(names.map((name, at) => [name, loaded[at]]));"
            f" {code}; }}"
        )
        return self.page.evaluate(body, {"names": names, "given": given})

    @property
    def screen(self) -> str:
        """Which screen is shown."""
        return self.page.locator("#app").get_attribute("data-screen") or ""

    def wait_for_screen(self, *names: str) -> None:
        """Wait until one of these screens is shown."""
        wanted = ", ".join(f'#app[data-screen="{name}"]' for name in names)
        expect(self.page.locator(wanted)).to_be_visible(timeout=PATIENCE)

    def rate(self, level: int, *, presser: str = "self") -> None:
        """Let a citizen go the short way through the real screens until thanks are shown, then leave."""
        self.rate_until_thanked(level, presser=presser)
        self.page.locator('#app[data-screen="thanks"] .said button').click()
        self.wait_for_screen("attract", "sleep")

    def rate_until_thanked(self, level: int, *, presser: str = "self") -> None:
        """The same, but return with the thanks on the screen."""
        if self.screen == "thanks":
            self.page.locator('#app[data-screen="thanks"] .said button').click()
        self.begin_rating(level)
        self.page.locator(".bar button.done").click()
        self.page.locator(f'.who button[value="{presser}"]').click()
        self.wait_for_screen("thanks")

    def wait_for_the_app(self) -> None:
        """Wait until the survey runs."""
        self.wait_for_screen("attract", "sleep")

    def begin_rating(self, level: int) -> None:
        """Touch the first screen and a face; the rating is on its way to the disk."""
        if self.screen == "sleep":
            self.page.locator("button.dark").click()
        self.page.locator('#app[data-screen="attract"] button.primary').click()
        self.page.locator(f'#app[data-screen="rating"] .choices.level button[value="{level}"]').click()

    def give(self, first: int, count: int, *, words: str = "Lượt") -> None:
        """Let citizens answer through the app's own outbox, one after the other; return when all were thanked."""
        self.page.evaluate(_GIVE, {"first": first, "count": count, "words": words})

    def begin_giving(self, first: int, count: int, *, words: str = "Lượt") -> None:
        """The same, but return at once: they answer while the test goes on."""
        self.page.evaluate(
            f"(given) => {{ ({_GIVE})(given).catch((error) => console.log(String(error))); }}",
            {"first": first, "count": count, "words": words},
        )

    @property
    def counts(self) -> dict[str, int]:
        """What the outbox says: queue, shelf, nextNumber."""
        counts: dict[str, int] = self.call(["outbox"], "return all.outbox.counts()")
        return counts

    def let_pass(self, **duration: float) -> None:
        """Let time pass for office and tablet alike; what the app wanted to do by then happens."""
        self._unrested += timedelta(**duration)
        if self._unrested >= _DISK_MUST_REST:
            self._unrested = timedelta(0)
            # A page that is being left has no disk of its own any more; a full one may let a write wait for long.
            with suppress(PlaywrightError):
                disk.comes_to_rest(self.page, looks=_LOOKS_AT_A_BUSY_DISK)
        self.clock.advance(**duration)
        self.page.clock.fast_forward(round(timedelta(**duration).total_seconds() * 1000))

    def send_everything(self, *, seconds: float = 120, each: float = 0.5) -> None:
        """Wait until nothing waits any more; meanwhile time passes quickly, `each` seconds at a time."""
        self.wait_until(lambda: self.counts["queue"] == 0, seconds=seconds, each=each)

    def wait_until(self, is_so: Callable[[], bool], *, seconds: float = 120, each: float = 0.5) -> None:
        """Let time pass quickly until something is so; fail when it is not after so many real seconds.

        `each`: seconds of the office at a time.
        """
        deadline = monotonic() + seconds
        while not is_so():
            assert monotonic() < deadline, f"{self.counts} on screen {self.screen}, network {self.link.seen}"
            self.let_pass(seconds=each)
            self.page.wait_for_timeout(50)

    def _note(self, message: ConsoleMessage) -> None:
        if message.text.startswith(THANKED):
            self.thanked.add(int(message.text.removeprefix(THANKED)))
