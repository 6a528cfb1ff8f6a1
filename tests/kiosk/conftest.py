"""Fixtures of the tablet's door: an office, and a tablet at counter 3 that has just been paired."""

from collections.abc import Iterator

import pytest
from flask import Flask

from core.config import Config
from core.db import write_session
from tests.support import pairing, worlds
from tests.support.clock import Clock
from tests.support.counter_app import Counter
from tests.support.databases import Databases, settings_for
from tests.support.server import Server
from tests.support.tablet import Tablet, Transport, over_flask
from tests.support.worlds import World
from wsgi import create_app


@pytest.fixture
def world(app: Flask) -> World:
    """The office «Xã Mẫu», built for nine in the morning: at counter 3 An until 11:30, then Bình until 17:00."""
    with write_session() as session:
        return worlds.office(session)


@pytest.fixture
def wire(app: Flask) -> Transport:
    """The way to the product inside this process."""
    return over_flask(app.test_client())


@pytest.fixture
def tablet(world: World, wire: Transport) -> Tablet:
    """A tablet at counter 3."""
    return pairing.pair(wire)


@pytest.fixture(scope="module")
def counter(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """The served product with the office in it on a Friday morning, for all tests of a file."""
    folder = tmp_path_factory.mktemp("counter")
    clock = Clock(folder / "clock", "2026-11-20T09:00:00+07:00")
    with pytest.MonkeyPatch.context() as patch, sqlite_databases.fresh() as url:
        patch.setenv("LANGNGHE_CLOCK", str(clock.file))
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
        with create_app(Config.from_env(settings)).app_context():
            with write_session() as session:
                worlds.office(session)
            server = Server(settings, log=folder / "server.log")
            server.start()
            yield Counter(server, clock)
            server.stop()
