"""Numbers, words and questions that depend on others, on a phone without any script."""

from dataclasses import replace

import pytest
from flask import Flask

from core.domain import poles
from core.domain.access import SYSTEM
from core.domain.written import parted
from core.queries import questionnaires
from core.web import tokens
from core.web.tokens import Purpose
from tests.support import asked, ledger
from tests.support.citizen import Citizen, Page, over_flask
from tests.support.worlds import World


@pytest.fixture
def page(world: World, citizen: Citizen) -> Page:
    """The details page of an office that asks in every way."""
    asked.ask(asked.version())
    citizen.scan(world.many)
    return citizen.tap(4)


def answers() -> dict[str, tuple[str, ...]]:
    """Return what counts of the only citizen."""
    row = ledger.revisions()[-1]
    return questionnaires.version(SYSTEM, row["version_id"]).decode(row["answers"])


def words() -> dict[str, str]:
    """Return the words that count of the only citizen."""
    return dict(parted(ledger.comment(ledger.revisions()[-1]) or "").texts)


def test_every_kind_of_question_is_asked_with_what_it_takes(page: Page):
    assert "Một số nguyên từ 0 đến 480." in page.text
    assert "Tối đa 40 ký tự." in page.text
    assert page.text.count("Chỉ trả lời nếu Ông/Bà đã chọn “Có” ở câu “Hồ sơ có bị trả lại không?”.") == 2
    assert [name for name in page.form.offered if name in ("q_waited", "q_times", "q_why", "q_wish")] == [
        "q_waited",
        "q_times",
        "q_why",
        "q_wish",
    ]


def test_numbers_and_words_are_stored(page: Page, citizen: Citizen):
    citizen.details(waited=" 020 ", returned="1", times="2", why="Thiếu bản sao", wish="Thêm ghế")

    citizen.thanks()
    assert answers() == {
        "overall": ("4",),
        "waited": ("20",),
        "returned": ("1",),
        "times": ("2",),
        "why": ("1",),
        "wish": ("1",),
    }
    assert words() == {"why": "Thiếu bản sao", "wish": "Thêm ghế"}


def test_what_does_not_apply_after_all_is_left_out_even_when_it_was_written_wrongly(
    page: Page, citizen: Citizen
):
    citizen.details(returned="2", times="mười", why="x" * 100, waited="5")

    citizen.thanks()
    assert answers() == {"overall": ("4",), "returned": ("2",), "waited": ("5",)}
    assert words() == {}


@pytest.mark.parametrize("typed", ["481", "-1", "3,5", "hai mươi", "9" * 30, "２０"])
def test_a_number_that_is_none_keeps_what_was_typed_and_says_the_bounds(
    page: Page, citizen: Citizen, typed: str
):
    again = citizen.details(waited=typed, wish="Thêm ghế")

    assert again.status == 422
    assert again.text.count("Xin ghi một số nguyên từ 0 đến 480, bằng chữ số.") == 2
    assert dict(again.form.filled)["q_waited"] == typed
    assert dict(again.form.filled)["q_wish"] == "Thêm ghế"
    assert len(ledger.revisions()) == 1


def test_words_that_are_too_long_are_kept_on_the_page(page: Page, citizen: Citizen):
    again = citizen.details(returned="1", why="x" * 43)

    assert again.status == 422
    assert again.text.count("Dài quá 3 ký tự.") == 2
    assert "x" * 43 in dict(again.form.filled)["q_why"]


def test_words_are_never_shown_again_but_stay_and_can_be_removed(page: Page, citizen: Citizen):
    citizen.details(wish="Thêm ghế")
    citizen.change_level()
    again = citizen.tap(5)

    assert "Thêm ghế" not in again.html
    assert again.text.count("Lời Ông/Bà đã ghi ở câu này được giữ.") == 1
    assert words() == {"wish": "Thêm ghế"}

    citizen.send({"drop_q_wish": ("1",)})
    assert words() == {}


def test_a_text_without_english_is_asked_in_vietnamese(world: World, app: Flask):
    asked.ask(asked.version())
    visitor = Citizen(over_flask(app.test_client()), headers={"Accept-Language": "en"})
    visitor.scan(world.many)

    page = visitor.tap(4)

    assert page.language == "en"
    assert "Ông/Bà chờ bao nhiêu phút?" in page.text
    assert "How often?" in page.text


# The order of the poles.


def levels(page: Page) -> list[str]:
    """Return the levels of the faces in the order they stand."""
    return [value for name, value in page.form.buttons if name == "level"]


def test_the_order_of_the_faces_comes_from_the_secret_and_is_recorded_with_every_revision(
    world: World, app: Flask
):
    asked.ask(asked.version(randomises_poles=True))
    seen = set()
    while len(seen) < 2:
        citizen = Citizen(over_flask(app.test_client()))
        first = citizen.scan(world.many)
        secret = tokens.read(Purpose.FORM, dict(first.form.filled)["token"]).secret
        order = poles.drawn(secret)
        seen.add(order)
        expected = list("12345") if order == poles.LOWEST_FIRST else list("54321")
        assert levels(first) == expected

        details = citizen.tap(4)
        assert list(details.form.offered["q_officer"]) == expected
        citizen.details(officer="5")
        assert levels(citizen.change_level()) == expected

        rows = ledger.revisions(secret)
        version = questionnaires.version(SYSTEM, rows[-1]["version_id"])
        assert [version.decode(row["answers"])["poles"] for row in rows] == [(order,), (order,)]
        assert "q_poles" not in details.form.offered


def test_without_that_wish_the_best_face_stands_first_and_nothing_is_recorded(world: World, citizen: Citizen):
    first = citizen.scan(world.many)
    citizen.tap(4)

    assert levels(first) == list("54321")
    assert "poles" not in answers()


def test_a_form_without_faces_is_drawn_in_the_order_of_its_own_secret(world: World, app: Flask):
    asked.ask(replace(asked.version(randomises_poles=True), code="ministry", lead=None))
    seen = set()
    while len(seen) < 2:
        citizen = Citizen(over_flask(app.test_client()))
        page = citizen.scan(world.criteria)
        order = poles.drawn(tokens.read(Purpose.FORM, dict(page.form.filled)["token"]).secret)
        seen.add(order)
        assert "".join(page.form.offered["q_overall"]) == ("12345" if order == "1" else "54321")
