"""The product with an office on one kind of database, for tests that are about that kind."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from core.config import Config
from core.db import db, write_session
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from wsgi import create_app


@contextmanager
def office_on(databases: Databases, clock: Clock) -> Iterator[Flask]:
    """Lend an app on a database of its own, with an office in it, inside an application context."""
    with databases.fresh() as url:
        app = create_app(Config.from_env(settings_for(url, LANGNGHE_CLOCK=str(clock.file))))
        with app.app_context():
            with write_session() as session:
                worlds.office(session)
            yield app
            db.engine.dispose()
