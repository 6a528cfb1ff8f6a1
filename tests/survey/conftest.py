"""Fixtures of the citizen's door: an office to scan in, and somebody who scans."""

from collections.abc import Iterator

import pytest
from flask import Flask

from core.config import Config
from core.db import write_session
from core.models import Touchpoint, Unit
from tests.support import worlds
from tests.support.citizen import Citizen, Form, over_flask
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from tests.support.server import Server
from tests.support.stranger import Good, Stranger
from tests.support.worlds import World
from tests.survey.pages import Door
from wsgi import create_app

#: The longest names an office may have, and a word that cannot be broken at a space.
LONG_UNIT = "Trung tâm Phục vụ hành chính công khu vực liên xã Nguyễn Bỉnh Khiêm"
LONG_LABEL = "Phòng tiếp nhận và trả kết quả hồ sơ đất đai, xây dựng, đầu tư số 12 " + "W" * 30


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite: a door holds no SQL. The centre's own tests run on both databases, and every page does (tests/web)."""
    return sqlite_databases


@pytest.fixture
def world(app: Flask) -> World:
    """The office «Xã Mẫu» on the product's database, built for nine in the morning."""
    with write_session() as session:
        return worlds.office(session)


@pytest.fixture
def citizen(app: Flask) -> Citizen:
    """Somebody with a phone in Vietnamese; every page is proofread on the way."""
    return Citizen(over_flask(app.test_client()))


@pytest.fixture
def stranger(app: Flask) -> Stranger:
    return Stranger(app.test_client())


@pytest.fixture
def tap(world: World, citizen: Citizen) -> Good:
    """The form of a good tap at counter 3, not yet sent."""
    form: Form = citizen.scan(world.many).form
    return {**dict(form.filled), "level": "4"}


@pytest.fixture
def details(world: World, citizen: Citizen) -> Good:
    """The form of good details at counter 3, not yet sent; the tap before them is stored."""
    citizen.scan(world.many)
    form = citizen.tap(2).form
    return {**dict(form.filled), "q_officer": "4", "q_trips": "1", "comment": "Chờ lâu"}


@pytest.fixture(scope="module")
def door(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The served product with the office in it, for all tests of a file, and its context to look into the ledger."""
    folder = tmp_path_factory.mktemp("door")
    clock = Clock(folder / "clock", "2026-11-21T09:00:00+07:00")
    with pytest.MonkeyPatch.context() as patch, sqlite_databases.fresh() as url:
        patch.setenv("LANGNGHE_CLOCK", str(clock.file))
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
        with create_app(Config.from_env(settings)).app_context():
            with write_session() as session:
                world = worlds.office(session)
                session.get_one(Unit, world.neighbour).name = LONG_UNIT
                session.get_one(Touchpoint, world.elsewhere_point).label = LONG_LABEL
            server = Server(settings, log=folder / "server.log")
            server.start()
            yield Door(server.url, world, clock)
            server.stop()
