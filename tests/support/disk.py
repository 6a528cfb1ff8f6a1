"""The disk of a tablet in a browser: let the page's clock go on only when everything it keeps is kept.

The app takes a disk that is silent for twenty seconds of its own clock for a broken one; a clock that a test turns by
half a minute while a write is under way would break it.
"""

from playwright.sync_api import Page

#: Counts the transactions under way and the databases being opened, in every page that is opened from now on.
_WATCH = """(() => {
  let open = 0;
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...given) {
    const transaction = begin.apply(this, given);
    open += 1;
    for (const end of ["complete", "abort"]) transaction.addEventListener(end, () => (open -= 1));
    return transaction;
  };
  const find = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...given) {
    const request = find.apply(this, given);
    open += 1;
    for (const end of ["success", "error"]) request.addEventListener(end, () => (open -= 1), { once: true });
    return request;
  };
  globalThis.transactionsUnderWay = () => open;
})()"""
#: How often nothing may be under way, this many milliseconds apart: everything is written twice, one after the other.
_LOOKS, _PAUSE = 3, 15
#: Milliseconds that may pass at a time: half of what the app's patience is.
_SLICE = 10_000
#: Looks after which a test has gone wrong.
_ENOUGH = 1000


def watch(page: Page) -> None:
    """Count what the pages of this tab write; call it before the app is opened."""
    page.add_init_script(_WATCH)


def comes_to_rest(page: Page, *, looks: int = _ENOUGH) -> bool:
    """Wait until nothing is being written or read; say no after so many looks."""
    quiet = 0
    for _ in range(looks):
        quiet = 0 if page.evaluate("transactionsUnderWay()") else quiet + 1
        if quiet == _LOOKS:
            return True
        page.wait_for_timeout(_PAUSE)
    return False


def settle(page: Page) -> None:
    """Return when nothing is being written or read; fail when that never comes."""
    assert comes_to_rest(page), "The disk does not come to rest"


def let_pass(page: Page, milliseconds: int) -> None:
    """Let the page's clock run on, with everything that happens on the way; again and again its disk comes to rest."""
    left = milliseconds
    while left > 0:
        settle(page)
        page.clock.run_for(min(left, _SLICE))
        left -= _SLICE
