"""Who is told of a round, and where it leads: the start page, interviews kept aside, the search."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from core.clock import today
from core.db import write_session
from core.domain.access import Role
from tests.support import asked, interviewing, worlds
from tests.support.clock import Clock
from tests.support.sign_in import sign_in
from tests.support.surveying import (
    HERE,
    Desk,
    answered,
    began,
    counted,
    held,
    night,
    send,
    words,
)
from tests.support.tablet import over_flask
from tests.support.worlds import World


@pytest.fixture
def world(app: Flask) -> World:
    """The office with a manager, a leader, and the Front, who see the commune and all below it."""
    with write_session() as session:
        world = worlds.office(session)
        for role in (Role.MANAGER, Role.FRONT, Role.LEADER):
            worlds.account(session, role, unit_id=World.commune)
    return world


@pytest.fixture
def desk(app: Flask, world: World) -> Desk:
    return lambda role: sign_in(app.test_client(), role)


def test_from_the_start_page_and_the_round_one_click_leads_to_late_interviews_of_the_communes_own_round(
    desk: Desk,
) -> None:
    began(unit_id=World.commune)
    held(World.commune)
    link = f'href="/admin/may-tinh-bang/{World.commune}/de-rieng"'
    front, manager = desk("front"), desk("manager")

    pages = {tail: front.get(tail).text for tail in ("/admin/", f"{HERE}/1", f"{HERE}/1/ket-thuc")}
    offices = front.get("/admin/may-tinh-bang/").text
    phones = front.get(f"{HERE}/1/dien-thoai/", follow_redirects=True).text

    assert [tail for tail, page in pages.items() if link not in page] == []
    assert link in offices
    assert "2 ý kiến để riêng" in words(offices)
    assert link in phones
    assert "2 ý kiến được để riêng chờ Mặt trận quyết định" in words(manager.get(f"{HERE}/1").text)
    assert link not in manager.get(f"{HERE}/1").text


def test_where_several_units_wait_the_start_page_leads_to_the_list_of_them(desk: Desk) -> None:
    began(unit_id=World.commune)
    held(World.commune)
    held(World.centre, 1)

    page = desk("front").get("/admin/").text

    assert "de-rieng" not in page
    assert '<a href="/admin/may-tinh-bang/">Ý kiến để riêng</a>' in page


def test_the_front_reads_that_interviews_count_for_their_round_only(desk: Desk) -> None:
    began()
    phone = held(World.centre)
    front = desk("front")
    address = f"/admin/may-tinh-bang/{World.centre}/may/{phone}/de-rieng/refused"

    page = words(front.get(address).text)

    assert "tính vào đợt khảo sát, đúng xóm, tổ và ngày phỏng vấn; không vào số liệu hằng ngày" in page
    assert "2 phiếu phỏng vấn để riêng của “Chị Hoa" in page
    assert "cơ quan và lĩnh vực" not in page


def test_after_the_decision_the_front_reads_that_they_count_for_the_round(
    app: Flask, desk: Desk, clock: Clock
) -> None:
    began()
    phone = interviewing.pair(over_flask(app.test_client()), 1)
    item = phone.ask(1)
    interviewing.close(1)
    assert phone.outcomes(item) == ["held"]
    address = f"/admin/may-tinh-bang/{World.centre}/may/{phone.id}/de-rieng/refused"

    said = words(send(desk("front"), address, reason="Mất sóng", decision="admit").text)

    assert "Từ nay tính 1 phiếu phỏng vấn vào đợt khảo sát, không vào số liệu hằng ngày." in said
    assert interviewing.progress(1) == {1: 1}


def test_the_start_page_tells_of_a_round_that_ends_soon_with_answers_missing(
    desk: Desk, clock: Clock
) -> None:
    began(ends=date(2026, 11, 24))
    counted(h1=150, h2=116)
    said = (
        "Khảo sát năm 2026, đợt 1 : đợt khảo sát kết thúc ngày 24/11/2026, còn thiếu 68 phiếu: "
        "Tổ dân phố 3 (67), Xóm Đồng (1)."
    )

    early = words(desk("manager").get("/admin/").text)
    clock.advance(days=1)
    manager, leader = desk("manager"), desk("leader")
    in_time = words(manager.get("/admin/").text)

    assert today() == date(2026, 11, 22)
    assert "kết thúc ngày" not in early
    assert said in in_time
    assert said in words(desk("front").get("/admin/").text)
    assert "còn thiếu 68" not in words(leader.get("/admin/").text)
    counted(h2=117, h3=67)
    assert "kết thúc ngày" not in words(manager.get("/admin/").text)


def test_the_start_page_tells_of_a_new_report_for_some_days(world: World, desk: Desk, clock: Clock) -> None:
    began()
    answered(world, 6)
    interviewing.close(1)
    said = "Khảo sát năm 2026, đợt 1 : đã có báo cáo số 1, gồm mọi trả lời nhận đến hết 22/11/2026."

    night(clock, 1)
    before = words(desk("leader").get("/admin/").text)
    night(clock, 1)
    there = desk("leader").get("/admin/").text
    clock.advance(days=7)
    late = words(desk("leader").get("/admin/").text)
    clock.advance(days=1)
    over = words(desk("leader").get("/admin/").text)

    assert "báo cáo số" not in before
    assert said in words(there)
    assert f'href="{HERE}/1/ket-qua"' in there
    assert said in late
    assert "báo cáo số" not in over


def test_the_search_finds_rounds_and_questionnaires(desk: Desk) -> None:
    began(ends=date(2026, 11, 21))
    with write_session() as session:
        interviewing.waits(session, number=2)
        interviewing.begun(session, number=3, unit_id=World.neighbour)
    own = replace(asked.version(1), code="khao-sat-2026", texts={"vi": "Phiếu khảo sát của xã", "en": "Ours"})
    version = asked.ask(own)
    manager = desk("manager")

    page = manager.get("/admin/tim?tim=khao sat").text

    assert f'<a href="{HERE}/1">' in page
    assert f'<a href="{HERE}/2">' in page
    assert f'<a href="{HERE}/3">' not in page
    assert f'<a href="/admin/bo-cau-hoi/ban/{version}">' in page
    assert f"/admin/bo-cau-hoi/ban/{version}" in manager.get("/admin/tim?tim=ours").text
    assert "/admin/bo-cau-hoi/ban/1" in manager.get("/admin/tim?tim=danh gia nhanh").text
    leader = desk("leader").get("/admin/tim?tim=khao sat").text
    assert f'<a href="{HERE}/1">' in leader
    assert "/admin/bo-cau-hoi/" not in leader
