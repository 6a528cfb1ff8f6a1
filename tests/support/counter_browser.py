"""The Chromium of one tablet: its own profile on disk, its own clock, and an end as a power cut brings it."""

import os
import shutil
import signal
import subprocess
import threading
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserType, Page
from playwright.sync_api import Error as PlaywrightError

from tests.support.browser import FLAGS
from tests.support.processes import ends_with_parent, wait_until

_MORE_FLAGS = [
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-default-browser-check",
    "--password-store=basic",
    "--lang=vi",
    "--hide-crash-restore-bubble",
    "--force-device-scale-factor=1",
    "--window-size=1180,820",
]


class PowerCut(Exception):
    """It was killed before it had started."""


class CounterBrowser:
    """One browser that may be killed and started again; what it stored stays in its profile."""

    def __init__(self, kind: BrowserType, profile: Path) -> None:
        self.kind = kind
        self.profile = profile
        self.kills = 0
        #: Said to the browser at its next start, such as `--restore-last-session`.
        self.flags: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._browser: Browser | None = None
        self._cut = threading.Event()

    @property
    def was_cut(self) -> bool:
        """Was its power cut since it was started?"""
        return self._cut.is_set()

    def start(self, moment: datetime | None = None, *, dies_after: float | None = None) -> Page:
        """Start it and return its empty page; with a moment its clock stands there and runs on from it.

        `dies_after`: seconds after which its power is cut, wherever it is by then. Raise PowerCut or an error of
        playwright when that is too soon for a page.
        """
        assert self._process is None, "It runs already"
        self._cut.clear()
        self.profile.mkdir(parents=True, exist_ok=True)
        port_file = self.profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        program = os.environ.get("LANGNGHE_CHROMIUM") or shutil.which("chromium")
        assert program, "Chromium is missing: bin/test installs it, or run apt-get install chromium"
        command = [
            program,
            *FLAGS,
            *_MORE_FLAGS,
            *self.flags,
            f"--user-data-dir={self.profile}",
            "about:blank",
        ]
        self._process = subprocess.Popen(
            ends_with_parent(command),
            env={**os.environ, "TZ": "Asia/Ho_Chi_Minh", "LANGUAGE": "vi"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        if dies_after is not None:
            self.kill_later(dies_after)
        # The file is written in one piece, but its two lines may come a moment after it exists.
        is_there = wait_until(
            lambda: port_file.exists() and "\n" in port_file.read_text("ascii"),
            process=self._process,
            seconds=30,
        )
        if not is_there:
            raise PowerCut
        port, path = port_file.read_text("ascii").split()[:2]
        self._browser = self.kind.connect_over_cdp(f"ws://127.0.0.1:{port}{path}")
        context = self._browser.contexts[0]
        page = context.pages[0] if context.pages else context.new_page()
        if moment is not None:
            page.clock.install(time=moment)
        return page

    def kill_later(self, seconds: float) -> None:
        """Let its power be cut while the test goes on; `kill` must follow, which buries it."""
        process = self._process
        assert process, "It does not run"
        timer = threading.Timer(seconds, self._cut_off, (process.pid,))
        timer.daemon = True
        timer.start()

    def tear_memory(self, where: str = "Default/IndexedDB") -> None:
        """Spoil one byte in the middle of every IndexedDB under a folder of the profile while it is off.

        A power cut in the middle of a write does so, one start later: Chromium goes on behind the torn record, finds
        it at the next start, and then deletes the whole database.
        """
        assert self._process is None, "It runs"
        logs = list((self.profile / where).rglob("*.log"))
        assert logs, f"No IndexedDB under {where}"
        for log in logs:
            content = bytearray(log.read_bytes())
            content[len(content) // 2] ^= 0xFF
            log.write_bytes(content)

    def _cut_off(self, group: int) -> None:
        self._cut.set()
        _end_group(group)

    def kill(self) -> None:
        """End every process of it at once (-9), as a power cut would; the profile stays as it is."""
        process = self._process
        if process is None:
            return
        _end_group(process.pid)
        process.wait()
        _wait_for_the_end(process.pid)
        if self._browser is not None:
            with suppress(PlaywrightError):
                self._browser.close()
        self._process = self._browser = None
        # A lock of a dead browser would send the next one to it.
        for name in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self.profile / name).unlink(missing_ok=True)
        self.kills += 1


def _end_group(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def _wait_for_the_end(group: int) -> None:
    """Return when no process of the group is left that could still write; one that only waits to be buried cannot."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not any(_is_alive_in(group, stat) for stat in Path("/proc").glob("[0-9]*/stat")):
            return
        time.sleep(0.005)
    raise AssertionError(f"Processes of the browser (group {group}) do not end")


def _is_alive_in(group: int, stat: Path) -> bool:
    try:
        state, _parent, of_group = stat.read_text("utf-8").rpartition(")")[2].split()[:3]
    except OSError:
        return False
    return int(of_group) == group and state not in "ZX"
