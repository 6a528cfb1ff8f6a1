"""Hostile texts: shown as text, stored as meant, never run."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db import write_session
from core.models import Officer, Touchpoint, Unit
from tests.support import ledger
from tests.support.both_databases import databases  # noqa: F401 (a fixture)
from tests.support.citizen import Citizen, over_flask
from tests.support.hostile import TEXTS
from tests.support.stranger import Stranger
from tests.support.worlds import World


@pytest.fixture
def careless(app: Flask) -> Citizen:
    """A citizen whose pages nobody proofreads: hostile letters are faults of their own."""
    return Citizen(over_flask(FlaskClient(app)))


def elements(citizen: Citizen) -> list[str]:
    """The page's elements in order, whatever the texts say."""
    return [str(element.tag) for element in citizen.page.root.iter()]


def test_a_hostile_comment_comes_back_as_text_and_as_nothing_else(world: World, careless: Citizen):
    careless.scan(world.many)
    careless.tap(2)
    filler = "x" * 2001
    careless.details(comment=filler)
    plain = elements(careless)

    for text in TEXTS:
        page = careless.details(comment=text + filler)

        assert page.status == 422
        assert elements(careless) == plain, text
        assert len(dict(page.form.filled)["comment"]) >= 2001


def test_hostile_comments_are_stored_as_they_were_meant(world: World, careless: Citizen):
    for text in ("<script>alert(1)</script>", "{{ 7 * 7 }}", "'; DROP TABLE submission; --"):
        careless.scan(world.many)
        careless.tap(2)
        careless.details(comment=text)
        careless.thanks()

    stored = {ledger.comment(row) for row in ledger.revisions()} - {None}
    assert stored == {"<script>alert(1)</script>", "{{ 7 * 7 }}", "'; DROP TABLE submission; --"}


def test_every_hostile_comment_is_thanked_for_and_shown_nowhere(world: World, careless: Citizen):
    careless.scan(world.many)
    careless.tap(2)
    careless.details(comment="Chờ")
    plain = elements(careless)

    for text in TEXTS:
        careless.scan(world.many)
        careless.tap(2)
        page = careless.details(comment=text)

        assert page.status == 200
        assert elements(careless) == plain, text


def test_control_characters_and_other_spellings_of_letters_are_tidied(world: World, careless: Citizen):
    careless.scan(world.many)
    careless.tap(2)

    careless.details(comment="tie\u0302\u0301ng\x07 Vie\u0323\u0302t\r\nhai dòng")

    assert ledger.comment(ledger.revisions()[-1]) == "tiếng Việt\nhai dòng"


def test_hostile_names_of_places_and_people_are_shown_as_text(app: Flask, world: World, careless: Citizen):
    hostile = "</b><script>alert(1)</script>{{ 7*7 }}@token@"
    careless.scan(world.field)
    plain = elements(careless)
    with write_session() as session:
        session.get_one(Unit, world.commune).name = hostile
        session.get_one(Officer, world.chi).name = hostile
        session.get_one(Touchpoint, world.officer_point).label = hostile

    page = careless.scan(world.officer)

    assert sorted(elements(careless)) == sorted([*plain, "small"])
    assert page.text.count(hostile) == 2
    assert careless.tap(5).status == 200


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "{{7*7}}", "%00", "x" * 1500])
def test_hostile_addresses_are_never_repeated_as_markup(world: World, stranger: Stranger, text: str):
    for address in (f"/q/{world.many}?lang={text}", f"/q/{world.many}?t={text}&che={text}", f"/q/{text}"):
        answer = stranger.open(address.replace("<", "%3C").replace(">", "%3E").replace('"', "%22"))

        assert answer.status_code in (200, 404)
        assert "<script>" not in answer.text
