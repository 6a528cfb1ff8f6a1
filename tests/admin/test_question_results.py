"""The page of results per question: live for the Front, published for everybody else who reads results."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db import write_session
from core.domain.access import Role
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
    assert named in page
    assert "lời đã hỏi (1 · Xã Mẫu)" in overview


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
