"""The fixture `databases` for tests that run on both kinds; modules whose folder has another one import it."""

import pytest

from tests.support.databases import Databases

__all__ = ["databases"]


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Each kind of database in turn: whatever stands on this runs once on each."""
    kind: Databases = request.getfixturevalue(f"{request.param}_databases")
    return kind
