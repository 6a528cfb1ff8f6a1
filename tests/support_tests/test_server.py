"""The served product: two workers that a test may kill, settings of its own, an end that leaves nothing."""

import os
from pathlib import Path

import pytest

from tests.support.databases import settings_for
from tests.support.processes import wait_until
from tests.support.server import Server


def test_a_server_has_two_workers_and_replaces_one_that_was_killed(served: Server):
    before = set(served.workers())

    victim = served.kill_worker()

    assert len(before) == 2
    assert wait_until(
        lambda: victim not in served.workers() and len(served.workers()) == 2,
        process=served.process,
        seconds=10,
    )
    assert served.is_healthy()


def test_a_server_killed_as_a_whole_comes_back_at_the_same_address(served: Server):
    served.kill()
    assert not served.is_healthy()

    served.start()

    assert served.is_healthy()


def test_a_stopped_server_leaves_no_process(settings: dict[str, str], tmp_path: Path):
    server = Server(settings, log=tmp_path / "log", workers=1)
    server.start()
    processes = [server.process.pid, *server.workers()]

    server.stop()

    assert [pid for pid in processes if Path(f"/proc/{pid}").exists()] == []


def test_a_server_that_cannot_start_shows_its_log(tmp_path: Path):
    settings = settings_for(f"sqlite:///{tmp_path / 'empty.db'}", LANGNGHE_SECRET_KEY="short")

    with pytest.raises(AssertionError, match="LANGNGHE_SECRET_KEY must be"):
        Server(settings, log=tmp_path / "log").start()


def test_a_server_does_not_see_the_settings_of_whoever_runs_the_tests(
    settings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LANGNGHE_SECRET_KEY", "short")
    server = Server(settings, log=tmp_path / "log", workers=1)

    server.start()
    seen = Path(f"/proc/{server.process.pid}/environ").read_bytes().decode().split("\0")
    server.stop()

    assert "LANGNGHE_SECRET_KEY=short" in [f"{name}={value}" for name, value in os.environ.items()]
    assert "LANGNGHE_SECRET_KEY=short" not in seen
