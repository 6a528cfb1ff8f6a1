"""The page of results per question: live for the Front, published for everybody else who reads results."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db import write_session
from core.domain.access import Role
from core.domain.builtin import MINISTRY
from core.domain.publishing import version_of
from core.services import submissions
from tests.support import asked, worlds
from tests.support.counted import satisfied
from tests.support.databases import Databases
from tests.support.published import closed, each_day, given, settled
from tests.support.sign_in import sign_in
from tests.support.worlds import World

LIVE = "/admin/ket-qua-cau-hoi/"
PUBLISHED = "/admin/ket-qua-cau-hoi/cong-bo"
NOVEMBER = "?ky=month&moc=2026-11"


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: tests/queries reads the same figures from both kinds of database."""
    return sqlite_databases


@pytest.fixture
def world(app: Flask) -> World:
    """The office with its accounts."""
    with write_session() as session:
        world = worlds.office(session)
        for role in (Role.FRONT, Role.COUNCIL):
            worlds.account(session, role, unit_id=world.commune)
    return world


def test_the_front_reads_every_kind_of_question(world: World, client: FlaskClient):
    version_id = asked.ask(asked.version())
    for minutes in ("10", "15"):
        submissions.accept(
            worlds.draft(
                world,
                version_id=version_id,
                answers={"overall": ("4",), "reasons": (), "waited": (minutes,), "returned": ("1",)},
                texts={"wish": "Thêm ghế"},
            )
        )
    page = sign_in(client, Role.FRONT).get(f"{LIVE}{NOVEMBER}").get_data(as_text=True)

    assert "Ông/Bà chờ bao nhiêu phút?" in page
    assert "12,5" in page
    assert "Hồ sơ có bị trả lại không?" in page
    assert "Nên đổi điều gì trước?" in page
    assert "Thêm ghế" not in page


def test_versions_of_several_units_are_shown_with_their_owners(world: World, client: FlaskClient):
    for unit_id, number in ((world.commune, 1), (world.centre, 2)):
        version_id = asked.ask(replace(asked.version(number), code="rieng"), unit_id=unit_id)
        submissions.accept(worlds.draft(world, version_id=version_id))
    front = sign_in(client, Role.FRONT)

    page = front.get(f"{LIVE}{NOVEMBER}").get_data(as_text=True)
    overview = front.get(f"/admin/{NOVEMBER}").get_data(as_text=True)

    named = "1 (Xã Mẫu), 2 (Trung tâm Phục vụ hành chính công)"
    assert named in read_aloud(page)
    assert "lời đã hỏi (1 · Xã Mẫu)" in overview


def read_aloud(page: str) -> str:
    """Return what stands on a page, without its markup."""
    return " ".join(unescape(re.sub("<[^>]*>", "", page)).split())


def test_the_words_each_version_was_seen_in_are_one_step_away(world: World, client: FlaskClient):
    asked_now = replace(asked.RETURNED, texts={"vi": "Có bị trả lại không?"})
    first = asked.ask(asked.version(), unit_id=world.commune)
    draft = asked.draft()
    questions = tuple(asked_now if one.code == "returned" else one for one in draft.questions)
    second = asked.ask(version_of(replace(draft, questions=questions), 3), unit_id=world.commune)
    for version_id in (first, second):
        submissions.accept(worlds.draft(world, version_id=version_id, answers={"returned": ("1",)}))

    page = sign_in(client, Role.FRONT).get(f"{LIVE}{NOVEMBER}").get_data(as_text=True)

    assert "<h2 id=" in page
    assert "Có bị trả lại không?</h2>" in page
    assert "đã hỏi là «Hồ sơ có bị trả lại không?»" in read_aloud(page)
    for version_id in (first, second):
        assert f'href="/admin/bo-cau-hoi/ban/{version_id}"' in page


def test_two_units_questions_of_one_code_are_said_to_be_two_units_questions(
    world: World, client: FlaskClient
):
    # The centre asks first, so that it does not go on with what the commune above it asks.
    for unit_id, wording, number in ((world.centre, "Bãi xe?", 2), (world.commune, "Nhà vệ sinh?", 3)):
        draft = asked.draft()
        added = replace(asked.RETURNED, texts={"vi": wording})
        questions = tuple(added if one.code == "returned" else one for one in draft.questions)
        version_id = asked.ask(version_of(replace(draft, questions=questions), number), unit_id=unit_id)
        submissions.accept(worlds.draft(world, version_id=version_id, answers={"returned": ("1",)}))

    page = sign_in(client, Role.FRONT).get(f"{LIVE}{NOVEMBER}").get_data(as_text=True)

    assert page.count("Đơn vị khác hỏi câu khác dưới cùng một mã") == 2
    assert "Câu này đã đổi lựa chọn" not in page


def test_the_share_of_the_satisfied_is_not_called_as_the_level_is(world: World, client: FlaskClient):
    submissions.accept(worlds.draft(world, answers={"overall": ("4",)}))

    page = sign_in(client, Role.FRONT).get(f"{LIVE}{NOVEMBER}").get_data(as_text=True)

    assert heads(page)[2:-1] == [
        "Rất hài lòng",
        "Hài lòng",
        "Bình thường",
        "Không hài lòng",
        "Rất không hài lòng",
        "Tỷ lệ hài lòng",
    ]


def heads(page: str) -> list[str]:
    """Return the heads of the first question's table."""
    return [
        unescape(head)
        for head in re.findall(r"<th scope=\"col\"[^>]*>([^<]*)</th>", page.split("</thead>")[0])
    ]


def test_published_answers_say_nothing_of_who_it_does_not_apply_to(world: World, client: FlaskClient):
    for day in each_day(date(2026, 10, 1), 10):
        settled(given(day, satisfied(9, of=10), questionnaire=MINISTRY))
    closed(date(2026, 11, 20))

    page = sign_in(client, Role.COUNCIL).get(f"{PUBLISHED}?ky=month&moc=2026-10").get_data(as_text=True)

    assert "Rất hài lòng" in page
    assert "Không áp dụng" not in page
    first = page.split("<tbody>")[1].split("</tr>")[0]
    assert len(heads(page)) == 9
    assert first.count("<td") == 8


def test_a_page_without_answers_and_one_of_an_unreadable_period_say_so(world: World, client: FlaskClient):
    front = sign_in(client, Role.FRONT)

    assert "Kỳ này chưa có ai trả lời." in front.get(f"{LIVE}{NOVEMBER}").get_data(as_text=True)
    assert front.get(f"{LIVE}?tu=1&den=2").status_code == 400
    assert front.get(f"{LIVE}?bo=khong-co").status_code == 200


def test_the_council_reads_what_is_published_and_nothing_before(world: World, client: FlaskClient):
    council = sign_in(client, Role.COUNCIL)
    before = council.get(PUBLISHED)
    for day in each_day(date(2026, 10, 1), 51):
        settled(given(day, satisfied(9, of=10)))
    closed(date(2026, 11, 20))
    page = council.get(f"{PUBLISHED}?ky=month&moc=2026-10").get_data(as_text=True)

    assert before.status_code == 200
    assert "Rất hài lòng" in page
    assert f"/admin/bo-cau-hoi/ban/{World.quick}" in council.get("/admin/?ky=month&moc=2026-10").text
    assert "Chỉ công bố những câu được tính vào chỉ số" in page
    assert council.get(LIVE).status_code == 403
    assert council.get(f"{PUBLISHED}?ky=month&moc=2030-01").status_code == 400
