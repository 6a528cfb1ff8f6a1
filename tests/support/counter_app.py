"""The tablet app in a browser: paired through its screen, answered, and looked into through its own modules."""

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from playwright.sync_api import Page, expect

from core.db import write_session
from tests.support import ledger, pairing
from tests.support.browser import Screens
from tests.support.clock import Clock
from tests.support.link import Exchange, Link
from tests.support.server import Server

#: Imports the app's own modules as `app`, which run already: a module is loaded once per page.
_MODULES = """
  const folder = `/kiosk/static/${document.documentElement.dataset.version}/`;
  const names = ["outbox", "device", "sync", "store", "clock", "sending", "renewal", "hours", "roster", "patience"];
  const found = await Promise.all(names.map((name) => import(`${folder}${name}.js`)));
  const app = Object.fromEntries(names.map((name, at) => [name, found[at]]));
"""
_DRAFT = """
  const { touchpoint, questionnaire } = app.device.current().bundle;
  const draft = { touchpoint, version: questionnaire.version, field: null, duty: null, disclaimed: false,
    pressedBy: "self", answers: { [questionnaire.lead]: ["4"] }, comment: "", seconds: 3.5 };
"""


@dataclass(frozen=True)
class Counter:
    """The served office, ready to pair tablets with its counter 3."""

    server: Server
    clock: Clock

    def phrase(self, *, mode: str = "survey") -> str:
        """Return a pairing phrase as the desk shows it."""
        phrase = f"{pairing.PHRASE} {secrets.token_hex(4)}"
        with write_session() as session:
            pairing.waiting(session, phrase=phrase, mode=mode)
        return phrase


class Gate(Link):
    """A network in which something may answer in the server's place: `stub` gets headers and body of each request."""

    def __init__(self, upstream_port: int) -> None:
        super().__init__(upstream_port)
        self.stub: Callable[[str, dict[str, str], bytes], Exchange | None] | None = None
        #: Set to serve the app as if it were another version: (its version, the one it pretends to be).
        self.renewal: tuple[str, str] | None = None

    def exchange(
        self, method: str, path: str, headers: list[tuple[str, str]], body: bytes
    ) -> Exchange | None:
        """Let the stub answer what it likes to answer."""
        if self.stub is not None:
            found = self.stub(path, {name.lower(): value for name, value in headers}, body)
            if found is not None:
                self.note("stub", path)
                return found
        if self.renewal is None:
            return super().exchange(method, path, headers, body)
        return self._renewed(method, path, headers, body)

    def _renewed(
        self, method: str, path: str, headers: list[tuple[str, str]], body: bytes
    ) -> Exchange | None:
        assert self.renewal is not None
        old, new = self.renewal
        plain = self.forward("GET", "/kiosk/", [], b"").body
        renewed = plain.replace(old.encode(), new.encode())
        answer = super().exchange(method, path.replace(new, old), headers, body)
        if answer is None:
            return None
        content = answer.body.replace(old.encode(), new.encode())
        content = content.replace(fingerprint(plain), fingerprint(renewed))
        return Exchange(answer.status, answer.headers, content)


def fingerprint(content: bytes) -> bytes:
    """Return a file's SHA-256 as the service worker knows it."""
    return base64.b64encode(sha256(content).digest())


def open_enrolment(page: Page, url: str) -> None:
    """Open the app on a tablet that nobody has paired yet."""
    page.goto(f"{url}/kiosk/")
    expect(page.get_by_label("Cụm từ ghép máy")).to_be_visible()


def pair(page: Page, url: str, phrase: str) -> None:
    """Pair the tablet through its screen and wait for the invitation."""
    open_enrolment(page, url)
    page.get_by_label("Cụm từ ghép máy").fill(phrase)
    page.get_by_role("button", name="Ghép máy").click()
    page.get_by_role("button", name="Bắt đầu").click()
    expect_invitation(page)


def expect_invitation(page: Page) -> None:
    """Wait for the screen that invites the next citizen."""
    expect(page.get_by_role("heading", name="Mời Ông/Bà đánh giá")).to_be_visible()


def wait_for_worker(page: Page) -> None:
    """Wait until the service worker has kept the whole app and this page is its client."""
    page.evaluate("""async () => {
      await navigator.serviceWorker.ready;
      while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50));
    }""")


def wait_for_waiting_worker(page: Page) -> None:
    """Let the browser look for a newer app, and wait until it has been fetched and waits."""
    page.evaluate("""async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration.update();
      while (!registration.waiting) await new Promise((resolve) => setTimeout(resolve, 50));
    }""")


def forgive_network(screens: Screens) -> None:
    """Leave out what a browser says about a network that a test has broken on purpose."""
    screens.complaints[:] = [said for said in screens.complaints if "Failed to load resource" not in said]


def run(page: Page, script: str, argument: Any = None) -> Any:
    """Run the body of an async function on the page; `app` holds the modules, `argument` what a test passes."""
    return page.evaluate(f"async (argument) => {{ {_MODULES} {script} }}", argument)


def give(page: Page, count: int = 1, comment: str = "") -> None:
    """Give so many answers, each one kept on the disk before the next begins."""
    script = """
      for (let at = 0; at < argument.count; at += 1) {
        const session = await app.outbox.begin(draft);
        await session.finish({ ...draft, comment: argument.comment });
      }
    """
    run(page, _DRAFT + script, {"count": count, "comment": comment})


def begin(page: Page) -> None:
    """Touch a face and leave: the answer stays open."""
    run(page, _DRAFT + "await app.outbox.begin(draft);")


def counts(page: Page) -> dict[str, int]:
    """Return how many answers wait and lie on the shelf, and the next number."""
    found: dict[str, int] = run(page, "return app.outbox.counts();")
    return found


def wait_for_counts(page: Page, **wanted: int) -> None:
    """Wait until queue or shelf hold so many answers."""
    script = """
      for (let held = {}, tries = 0; tries < 200; tries += 1) {
        held = await app.outbox.counts();
        if (Object.entries(argument).every(([name, count]) => held[name] === count)) return null;
        if (tries === 199) return held;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    """
    assert run(page, script, wanted) is None, f"Not reached: {wanted}"


def send(page: Page) -> bool:
    """Ask the app to send at once, as staff do; return whether the office answered."""
    return bool(run(page, "return app.sync.sendNow();"))


def stored_answers() -> int:
    """Return how many answers the office holds."""
    return len({row["id"] for row in ledger.revisions()})


def hold_lotus(page: Page) -> None:
    """Hold the lotus down until the keypad stands there."""
    lotus = page.get_by_role("button", name="Dành cho cán bộ")
    expect(lotus).to_be_visible()
    box = lotus.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.mouse.up()


def type_pin(page: Page, pin: str) -> None:
    """Type a PIN on the keypad and try it."""
    for digit in pin:
        page.get_by_role("dialog").get_by_role("button", name=digit, exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Mở", exact=True).click()


def open_staff_corner(page: Page) -> None:
    """Open the staff corner with the right PIN."""
    hold_lotus(page)
    type_pin(page, pairing.PIN)
    expect(page.get_by_text("Ý kiến chờ gửi")).to_be_visible()
