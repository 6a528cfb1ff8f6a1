"""A request sees nothing of the one before, of its test, or of another person's session."""

import pytest
from flask import Flask, g

from tests.support.requests import begin_with_nothing


@pytest.fixture
def app() -> Flask:
    app = Flask("example")
    app.add_url_rule("/seen", "seen", lambda: {"seen": g.setdefault("seen", []).append(1) or g.seen})
    return app


def test_nothing_of_one_request_is_left_for_the_next(app: Flask):
    begin_with_nothing(app)

    with app.app_context():
        g.seen = ["the test's own"]
        answers = [app.test_client().get("/seen").json for _ in range(2)]

    assert answers == [{"seen": [1]}, {"seen": [1]}]


def test_without_that_care_a_request_sees_the_one_before(app: Flask):
    with app.app_context():
        answers = [app.test_client().get("/seen").json for _ in range(2)]

    assert answers == [{"seen": [1]}, {"seen": [1, 1]}]
