"""Errors: what belongs to somebody else is answered like an address that does not exist, whoever finds it out."""

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from core.config import Config
from core.domain.errors import DomainError, Unknown
from core.services.comment_reviews import UnknownComment
from core.services.complaints.moving import UnknownCase
from core.services.complaints.questions import UnknownQuestion
from core.services.places.changing import UnknownPlace
from tests.support.databases import settings_for
from wsgi import create_app


@pytest.fixture(scope="module")
def app() -> Flask:
    """The product; these answers ask no database."""
    return create_app(Config.from_env(settings_for("sqlite:////nonexistent/never-opened.db")))


def answered(app: Flask, error: Exception) -> tuple[int, str]:
    with app.test_request_context("/admin/noi-phuc-vu/7"):
        answer = app.make_response(app.handle_user_exception(error))
        return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize("kind", [UnknownPlace, UnknownCase, UnknownComment, UnknownQuestion])
def test_what_is_somebody_elses_looks_like_what_does_not_exist(app: Flask, kind: type[Unknown]):
    assert answered(app, kind("hidden")) == answered(app, NotFound())
    assert answered(app, NotFound())[0] == 404


def test_a_refusal_nobody_gave_a_sentence_stays_our_fault(app: Flask):
    assert answered(app, DomainError("forgotten"))[0] == 500
