"""What the desk says where paper cannot be kept, read or closed: a sentence at its place, and nothing is lost."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin.paper.typed import input_names
from core import config
from core.db import db, write_session
from core.domain.access import Role
from core.domain.paper import Keyed
from core.domain.publishing import version_of
from core.domain.questionnaire import Condition, Questionnaire
from core.services.paper import batches
from tests.services import record
from tests.support import asked, worlds
from tests.support.paper import HOA, close, key, opened, sheet
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

BASE = "/admin/nhap-phieu/2"


def nested() -> Questionnaire:
    """Return the questionnaire whose number «times» stands behind «returned», which stands behind «overall»."""
    plain = asked.draft()
    condition = Condition("overall", ("1", "2"))
    questions = tuple(
        replace(question, condition=condition) if question.code == "returned" else question
        for question in plain.questions
    )
    return version_of(replace(plain, questions=questions), 2)


@pytest.fixture
def hoa(app: Flask) -> FlaskClient:
    """A clerk of the centre, which asks in every way."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.MANAGER, login="hoa")
    return sign_in(app.test_client(), "hoa")


def typed(version: Questionnaire, values: Mapping[str, str]) -> dict[str, str]:
    """Return what is typed by the names of the page's inputs."""
    names = input_names(version)
    return {names[part]: value for part, value in values.items()}


def send(client: FlaskClient, address: str, **values: str):
    """Send a form of the desk with its token."""
    token = token_of(client.get("/admin/toi/").text)
    answer = client.post(f"{BASE}/{address}", data={"csrf_token": token, **values})
    db.session.rollback()
    return answer


@pytest.mark.parametrize("number", ["99", "hai"])
@pytest.mark.parametrize("before", [{"overall": "2", "returned": "1"}, {}], ids=["asked", "not asked"])
def test_a_number_behind_two_conditions_is_checked_like_any_other(
    hoa: FlaskClient, before: dict[str, str], number: str
):
    version = nested()
    batch = opened(1, version_id=asked.ask(version))

    answer = send(hoa, f"{batch}/lan-1/1", **typed(version, {**before, "times": number}))

    assert answer.status_code == 422
    assert "Ghi một số nguyên từ 1 đến 9." in answer.text
    assert f'value="{number}"' in answer.text


def test_words_that_grow_by_being_covered_are_refused_at_their_place_and_stay_typed(hoa: FlaskClient):
    version = asked.version()
    batch = opened(1, version_id=asked.ask(version))
    why = "Gọi 0912345678 hoặc 0987654321"
    values = {"overall": "2", "returned": "1", "why": why, "wish": "Thêm ghế"}

    answer = send(hoa, f"{batch}/lan-1/1", **typed(version, values))

    assert answer.status_code == 422
    assert "phần này dài 54 ký tự; chỉ giữ được nhiều nhất 40 ký tự. Xin rút ngắn." in answer.text
    assert 'href="#p-why"' in answer.text
    assert (why in answer.text, "Thêm ghế" in answer.text) == (True, True)
    assert record.rows("paper_sheet") == []


def test_a_sheet_sent_to_a_batch_that_was_given_up_is_not_kept_in_the_next_one_and_stays_typed(
    hoa: FlaskClient,
):
    wrong = opened(1)
    batches.drop(HOA, World.centre, wrong, reason="Nhầm xóm", actor="hoa")
    opened(1)

    answer = send(hoa, f"{wrong}/lan-1/1", q1="2", comment="Bàn cao quá")

    assert (answer.status_code, "formaction" in answer.text) == (409, False)
    assert "Lô này đã bỏ ngày 21/11/2026." in answer.text
    assert re.search(r'name="q1" value="2"[^>]*checked', answer.text)
    assert "Bàn cao quá" in answer.text
    assert record.rows("paper_sheet") == []
    page = hoa.get(f"{BASE}/{wrong}/")
    assert (page.status_code, "<form" in page.text.partition("<main")[2]) == (200, False)


def test_what_no_data_key_opens_leads_back_to_the_batch_with_a_sentence(app: Flask, hoa: FlaskClient):
    version = asked.version()
    batch = opened(1, version_id=asked.ask(version))
    key(batch, 1, Keyed(version.encode({"overall": ("4",)})))
    with app.app_context():
        app.config["LANGNGHE"] = replace(config.current(), data_keys=(bytes(32),))

    answer = hoa.get(f"{BASE}/{batch}/dong")

    assert (answer.status_code, answer.location) == (303, f"{BASE}/{batch}/")
    assert "thiếu khóa dữ liệu" in hoa.get(answer.location).text


@pytest.mark.parametrize("end", ["closed", "given up"])
def test_a_batch_that_has_ended_is_not_looked_through_once_more(hoa: FlaskClient, end: str):
    batch = opened(1)
    key(batch, 1, sheet("4"))
    assert hoa.get(f"{BASE}/{batch}/dong").status_code == 200
    if end == "closed":
        close(batch)
    else:
        batches.drop(HOA, World.centre, batch, reason="Nhầm xóm", actor="hoa")
    db.session.rollback()

    answer = hoa.get(f"{BASE}/{batch}/dong")

    assert (answer.status_code, answer.location) == (303, f"{BASE}/{batch}/")
