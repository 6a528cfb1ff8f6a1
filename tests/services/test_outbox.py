"""Outbox and worker: what must follow a change is noted with it, done once, and tried again until it succeeds."""

import logging
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from core import clock as time
from core.db import db, write, write_session
from core.domain.questionnaire import AnswerRefused
from core.jobs import drain, loop
from core.services import outbox, settling, submissions
from core.services.data_key import Unreadable
from core.services.settling import FilesInUse
from tests.services import record
from tests.services.offices import office_on
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.databases import Databases


def kinds() -> list[str]:
    """Return what is noted."""
    return [row["kind"] for row in record.rows("outbox")]


def test_work_is_noted_with_the_change_or_not_at_all(app: Flask, clock: Clock):
    def fail() -> None:
        with write() as connection:
            outbox.add(connection, "storage.compact", {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert kinds() == []


def test_work_noted_by_many_at_once_is_all_noted(app: Flask):
    def note_some(name: str) -> None:
        for number in range(5):
            with app.app_context(), write() as connection:
                outbox.add(connection, f"{name}.{number}", {})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(note_some, "abcdefgh"))

    assert len(set(kinds())) == 40


def test_settling_notes_that_the_files_must_be_rewritten(app: Flask, clock: Clock):
    settling.settle()

    assert kinds() == ["storage.compact"]


def test_the_worker_does_what_is_noted_and_forgets_it(app: Flask, clock: Clock, done: list[str]):
    note("first", "second")

    assert drain.drain() == 2
    assert (done, kinds()) == (["first", "second"], [])


def test_a_piece_that_fails_is_kept_and_does_not_stop_the_next(app: Flask, clock: Clock, done: list[str]):
    note("full disk", "second")

    assert drain.drain() == 1

    (kept,) = record.rows("outbox")
    assert (done, kept["payload"], kept["attempts"], kept["last_error"]) == (
        ["second"],
        {"name": "full disk"},
        1,
        "OSError",
    )


def test_the_pauses_between_tries_double_up_to_an_hour(app: Flask, clock: Clock, done: list[str]):
    note("full disk")
    pauses = []

    for _ in range(9):
        drain.drain()
        (kept,) = record.rows("outbox")
        pauses.append((kept["not_before"] - time.now().replace(tzinfo=None)) / timedelta(seconds=1))
        clock.advance(seconds=pauses[-1])

    assert pauses == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_what_is_not_due_yet_waits(app: Flask, clock: Clock, done: list[str]):
    note("full disk", "second")
    drain.drain()
    clock.advance(seconds=29)

    assert drain.drain() == 0


def test_a_failure_is_logged_by_its_type_alone(
    app: Flask, clock: Clock, done: list[str], caplog: pytest.LogCaptureFixture
):
    note("full disk")

    with caplog.at_level(logging.INFO, logger="langnghe.worker"):
        drain.drain()

    assert [entry.getMessage() for entry in caplog.records] == ["thu failed: OSError"]


def test_the_worker_settles_after_one_at_night_and_rewrites_the_files(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    with write_session() as session:
        world = worlds.office(session)
    submissions.accept(worlds.draft(world))
    compacted: list[str] = []
    monkeypatch.setattr(settling, "compact", lambda: compacted.append("done"))
    steps = {}

    for moment in ("2026-11-22T00:59:00+07:00", "2026-11-22T01:00:00+07:00", "2026-11-22T01:05:00+07:00"):
        clock.set(moment)
        loop.step()
        steps[moment[11:16]] = (len(record.rows("submission")), len(compacted))

    assert steps == {"00:59": (0, 0), "01:00": (1, 1), "01:05": (1, 1)}


def test_a_worker_started_in_the_morning_makes_up_for_the_night(app: Flask, clock: Clock):
    with write_session() as session:
        world = worlds.office(session)
    submissions.accept(worlds.draft(world))
    clock.set("2026-11-22T07:30:00+07:00")

    loop.step()

    assert len(record.rows("submission")) == 1
    assert kinds() == []


def test_one_piece_that_fails_keeps_the_others_from_nothing(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def full_disk() -> None:
        raise OSError(28, "No space left on device")

    done: list[str] = []
    monkeypatch.setattr(settling, "settle", full_disk)
    monkeypatch.setattr(loop.keeping, "run", lambda: done.append("kept"))
    monkeypatch.setattr(drain, "drain", lambda: done.append("drained"))
    clock.set("2026-11-22T07:30:00+07:00")

    with caplog.at_level(logging.ERROR, "langnghe.worker"):
        loop.step()

    assert done == ["kept", "drained"]
    assert "OSError" in caplog.text


@pytest.mark.parametrize(
    "trouble",
    [
        OperationalError("SELECT 1", {}, sqlite3.OperationalError("unable to open database file")),
        OSError(28, "No space left on device"),
        Unreadable(),
    ],
    ids=["a database that is away", "a full disk", "a data key that is gone"],
)
def test_trouble_that_passes_does_not_end_the_worker(
    app: Flask, monkeypatch: pytest.MonkeyPatch, trouble: Exception
):
    stop = threading.Event()
    tries: list[int] = []

    def step() -> None:
        tries.append(len(tries))
        if len(tries) == 3:
            stop.set()
        raise trouble

    monkeypatch.setattr(loop, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(loop, "step", step)

    loop.run(stop)

    assert tries == [0, 1, 2]


def test_a_reader_who_keeps_sqlites_log_from_being_emptied_is_reported(
    sqlite_databases: Databases, clock: Clock
):
    with office_on(sqlite_databases, clock):
        reader = sqlite3.connect(str(db.engine.url.database))
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM unit").fetchone()
        with db.engine.connect() as connection:
            # The product waits half a minute for readers; the test does not.
            connection.exec_driver_sql("PRAGMA busy_timeout=50")

        with pytest.raises(FilesInUse):
            settling.compact()

        reader.close()
        settling.compact()


@pytest.mark.parametrize("trouble", [AnswerRefused("unknown_field"), Unreadable()])
def test_work_that_is_refused_or_cannot_be_read_is_put_off_and_keeps_the_rest_from_nothing(
    app: Flask, clock: Clock, done: list[str], monkeypatch: pytest.MonkeyPatch, trouble: Exception
):
    def refuse(_payload: dict[str, str]) -> None:
        raise trouble

    monkeypatch.setitem(drain.WORK, "refused", refuse)
    with write() as connection:
        outbox.add(connection, "refused", {})
    note("after it")

    assert drain.drain() == 1
    assert (done, kinds()) == (["after it"], ["refused"])
    assert record.rows("outbox")[0]["last_error"] == type(trouble).__name__
    assert drain.drain() == 0


def test_work_of_a_kind_this_version_does_not_know_is_kept_for_one_that_does(app: Flask, clock: Clock):
    with write() as connection:
        outbox.add(connection, "from.tomorrow", {})

    assert drain.drain() == 0
    assert kinds() == ["from.tomorrow"]


def note(*names: str) -> None:
    """Note pieces of a kind of work that only this test knows."""
    with write() as connection:
        for name in names:
            outbox.add(connection, "thu", {"name": name})


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done of the noted work; a piece called «full disk» always fails."""
    finished: list[str] = []

    def work(payload: dict[str, str]) -> None:
        if payload["name"] == "full disk":
            raise OSError(28, "No space left on device: /secret/path")
        finished.append(payload["name"])

    monkeypatch.setattr(drain, "WORK", {"thu": work})
    return finished
