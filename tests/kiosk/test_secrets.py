"""A secret typed on the tablet and left: eight ways of bringing it back, and none of them finds it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.kiosk.visits import expect_screen, open_comment
from tests.support.counter_app import Counter, expect_invitation, pair
from tests.support.counter_browser import CounterBrowser
from tests.support.worlds import World

pytestmark = pytest.mark.thorough

SECRET = "Bí mật của bà Tư xóm Chài 7351"
#: The end of it, in letters that every form of writing keeps together.
CORE = "xóm Chài 7351"
#: Milliseconds after which a browser has written its open tabs down for a crash.
NOTED = 6_000


@pytest.fixture
def machine(browser: Browser, tmp_path: Path) -> Iterator[CounterBrowser]:
    """The browser of one tablet with its own profile on disk, which can be killed."""
    machine = CounterBrowser(browser.browser_type, tmp_path / "profile")
    yield machine
    machine.kill()


def test_a_secret_typed_and_left_is_found_nowhere(counter: Counter, machine: CounterBrowser):
    address = f"{counter.server.url}/kiosk/"
    page = machine.start()
    page.goto(f"{counter.server.url}/healthz")
    pair(page, counter.server.url, counter.phrase())
    type_and_leave(page)

    # 1, 2: back and forward in the history, which the app adds nothing to.
    assert page.evaluate("history.length") <= 3
    # A page from the browser's memory is not loaded again.
    page.go_back(wait_until="commit")
    page.go_forward(wait_until="commit")
    expect_nothing(page)
    type_and_leave(page, waits=False)
    # 3: the page fetched again while somebody writes.
    page.reload()
    expect_nothing(page)
    # 4: gone to another page while somebody writes and come back, as from the browser's memory.
    type_and_leave(page, waits=False)
    page.goto(f"{counter.server.url}/healthz")
    page.go_back(wait_until="commit")
    expect_nothing(page)
    # 5: the tab closed and opened anew.
    type_and_leave(page, waits=False)
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(address)
    expect_nothing(page)
    # 6: what the browser offers to fill in for the next person.
    open_comment(page)
    page.get_by_role("textbox").press("ArrowDown")
    assert page.get_by_role("textbox").input_value() == ""
    # 7: killed while somebody writes, and its tabs restored from the same profile.
    page.get_by_role("textbox").fill(SECRET)
    page.wait_for_timeout(NOTED)
    machine.kill()
    # Whichever tab the browser began with, the one that is looked into shows the app.
    restored = expect_restored(restore(machine), address)
    # 8: whatever the page's own storage holds, and every file of the profile, byte for byte.
    assert CORE not in stored(restored)
    machine.kill()
    assert traces(machine.profile) == []


def test_the_search_finds_what_an_ordinary_page_leaves_behind(counter: Counter, machine: CounterBrowser):
    """The control: a citizen's phone keeps what was typed for going back, and the tablet's browser would as well."""
    page = machine.start()
    page.goto(f"{counter.server.url}/q/{World().many}")
    page.locator('button[name="level"][value="2"]').click()

    page.locator("textarea").fill(SECRET)
    page.wait_for_timeout(NOTED)
    machine.kill()

    assert traces(machine.profile)


def restore(machine: CounterBrowser) -> Page:
    """Start the browser again with the tabs it had when it was killed."""
    machine.flags = ["--restore-last-session"]
    return machine.start()


def type_and_leave(page: Page, *, waits: bool = True) -> None:
    """Type the secret; then either wait until the tablet has gone home or leave it unfinished."""
    open_comment(page)
    page.get_by_role("textbox").press_sequentially(SECRET, delay=1)
    assert CORE in page.evaluate("document.querySelector('textarea').value")
    if waits:
        go_away(page)


def go_away(page: Page) -> None:
    """Let the tablet turn to something else, which ends a visit as the time does."""
    page.evaluate("""() => {
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
      delete document.hidden;
    }""")
    expect_screen(page, "attract")


def expect_nothing(page: Page) -> None:
    """The invitation stands there, and neither it nor the next visit shows anything of the one before."""
    expect_invitation(page)
    open_comment(page)
    assert page.get_by_role("textbox").input_value() == ""
    assert page.locator("[aria-pressed=true]").count() == 0
    assert CORE not in page.content()
    page.reload()
    expect_invitation(page)


def expect_restored(page: Page, address: str) -> Page:
    """Nothing stands in any tab of the app that came back; return one of them."""
    pages = [one for one in page.context.pages if one.url.startswith(address)] or [page]
    for one in pages:
        if not one.url.startswith(address):
            one.goto(address)
        expect_nothing(one)
    return pages[0]


def stored(page: Page) -> str:
    """Return all that the page's own storage holds, as text: IndexedDB, both web storages, caches, cookies."""
    found = page.evaluate("""async () => {
      const plain = (value) => {
        if (value instanceof CryptoKey) return "key";
        const isBytes = value instanceof ArrayBuffer || ArrayBuffer.isView(value);
        if (isBytes) return new TextDecoder().decode(value);
        if (!value || typeof value !== "object") return value;
        return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
      };
      const all = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const held = { local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie };
      held.databases = {};
      for (const { name } of await indexedDB.databases()) {
        const database = await all(indexedDB.open(name));
        for (const store of database.objectStoreNames) {
          const rows = await all(database.transaction(store).objectStore(store).getAll());
          held.databases[`${name}/${store}`] = rows.map(plain);
        }
      }
      held.caches = await Promise.all((await caches.keys()).map(async (name) => {
        const cache = await caches.open(name);
        return (await cache.keys()).map(({ url }) => url);
      }));
      return held;
    }""")
    text = json.dumps(found, ensure_ascii=False)
    assert "envelope" in text, "the outbox was not read"
    return text


def traces(folder: Path) -> list[str]:
    """Return the files under a folder that hold the secret or its end, in UTF-8 or UTF-16."""
    wanted = [text.encode(code) for text in (SECRET, CORE) for code in ("utf-8", "utf-16-le")]
    found = []
    for place, _folders, names in os.walk(folder):
        for name in names:
            file = Path(place) / name
            if file.is_file() and any(part in file.read_bytes() for part in wanted):
                found.append(str(file.relative_to(folder)))
    return found
