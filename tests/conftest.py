"""Fixtures: a database of each kind, the product on it, a clock, a real server and a browser."""

import gc
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from core.config import Config
from tests.support.both_databases import databases
from tests.support.browser import Screens, launch
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from tests.support.fast_products import CompiledTemplates, remember
from tests.support.postgres import PostgresCluster
from tests.support.prepared import Preparation, PreparedServer
from tests.support.proofreader import ProofreadingClient
from tests.support.requests import begin_with_nothing
from tests.support.server import Server
from wsgi import create_app

__all__ = ["databases"]

#: A Saturday morning at the office; tests that care about the time say their own.
MORNING = "2026-11-21T09:00:00+07:00"


TEMPLATES = CompiledTemplates()


def pytest_configure() -> None:
    """Collect garbage seldom, compile once: building a product for every test spent half the time on both."""
    gc.set_threshold(50_000, 20, 50)
    remember()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer everything, beside what every change is tested with (docs/decisions/0030)."""
    parser.addoption("--all", action="store_true", help="also what is marked thorough; so does naming files")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is thorough, and let files that take long begin first: no worker is left alone with one."""
    is_named = config.args_source is pytest.Config.ArgsSource.ARGS
    if not (config.getoption("--all") or is_named):
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]
    long = {item.path for item in items if _takes_long(item)}
    items.sort(key=lambda item: item.path not in long)


def _takes_long(item: pytest.Item) -> bool:
    return any(map(item.get_closest_marker, ("long", "thorough"))) or _uses_a_browser(item)


def _uses_a_browser(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and "browser" in item.fixturenames


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[PostgresCluster]:
    """A private PostgreSQL, once per test process. LANGNGHE_TEST_FSYNC=off makes it faster and less honest."""
    cluster = PostgresCluster(fsync=os.environ.get("LANGNGHE_TEST_FSYNC", "on") != "off")
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Hands out SQLite files."""
    return Databases(folder=tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_databases(
    postgres_cluster: PostgresCluster, tmp_path_factory: pytest.TempPathFactory
) -> Databases:
    """Hands out databases of the private PostgreSQL."""
    return Databases(folder=tmp_path_factory.mktemp("postgresql"), cluster=postgres_cluster)


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """The address of a migrated, empty database that nobody else uses."""
    with databases.fresh() as url:
        yield url


@pytest.fixture
def blank_database_url(databases: Databases) -> Iterator[str]:
    """The address of a database without tables, for the tests of migrations."""
    with databases.blank() as url:
        yield url


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands at MORNING until the test moves it."""
    clock = Clock(tmp_path / "clock", MORNING)
    monkeypatch.setenv("LANGNGHE_CLOCK", str(clock.file))
    return clock


@pytest.fixture
def settings(database_url: str, clock: Clock) -> dict[str, str]:
    """The settings of the product under test; a test may change them before it asks for `app` or `served`."""
    return settings_for(database_url, LANGNGHE_CLOCK=str(clock.file))


@pytest.fixture
def app(settings: dict[str, str]) -> Iterator[Flask]:
    """The product on a fresh database, inside an application context."""
    app = create_app(Config.from_env(settings))
    app.testing = True
    app.test_client_class = ProofreadingClient
    app.jinja_env.bytecode_cache = TEMPLATES
    begin_with_nothing(app)
    with app.app_context():
        engines = list(app.extensions["sqlalchemy"].engines.values())
        yield app
    # Only now, for leaving the context gives the session's connection back.
    for engine in engines:
        engine.dispose()


@pytest.fixture
def client(app: Flask) -> ProofreadingClient:
    """A visitor without script who also proofreads every page."""
    client = app.test_client()
    assert isinstance(client, ProofreadingClient)
    return client


@pytest.fixture(scope="session")
def preparation() -> Iterator[Preparation]:
    """What servers begin from, once per test process."""
    preparation = Preparation()
    yield preparation
    preparation.close()


@pytest.fixture
def served(preparation: Preparation, settings: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    """The product as gunicorn serves it, with two workers; its log is shown when the test fails."""
    server = PreparedServer(preparation, settings, log=tmp_path / "server.log")
    server.start()
    yield server
    server.stop()
    print(server.log_text())  # noqa: T201


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, once per test process."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def screens(browser: Browser) -> Iterator[Screens]:
    """Opens pages: `screens.open("phone")`. What the browser complains about fails the test."""
    screens = Screens(browser)
    yield screens
    screens.close()
    assert not screens.complaints, f"The browser complained: {screens.complaints}"


@pytest.fixture(autouse=True)
def same_dice() -> None:
    """Let chance fall alike in every run, so that a failure can be repeated."""
    random.seed(20261121)
