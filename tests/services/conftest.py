"""Fixtures of the services: the office «Xã Mẫu», and the secret of one citizen."""

import secrets

import pytest
from flask import Flask

from core.db import write_session
from tests.support import worlds
from tests.support.worlds import World


@pytest.fixture
def world(app: Flask) -> World:
    """The office, built for nine in the morning."""
    with write_session() as session:
        return worlds.office(session)


@pytest.fixture
def secret() -> bytes:
    """What only the citizen's page knows."""
    return secrets.token_bytes(16)
