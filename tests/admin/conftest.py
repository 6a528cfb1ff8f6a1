"""Fixtures of the desk's door."""

import pytest

from tests.support.databases import Databases


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite: a door holds no SQL. The centre's own tests run on both databases, and every page does (tests/web)."""
    return sqlite_databases
