"""The roster's pages without script: what is chosen is saved, what cannot be is said, and whose pages they are."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db import db, write_session
from core.domain.access import Role, Scope
from core.domain.submission import Channel, Tier
from core.models import Counter, DutyEntry, Officer
from core.services import settling, submissions
from core.services.places import counters, officers
from tests.services.office_files import rows
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

HERE = f"/admin/noi-phuc-vu/{World.centre}/lich-truc"
NEXT = f"{HERE}?tuan=2026-W48"
MANAGER = Scope(1, Role.MANAGER, frozenset({World.centre}))


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """A signed-in manager of the example centre."""
    with write_session() as session:
        worlds.office(session)
        for role in (Role.MANAGER, Role.FRONT, Role.LEADER):
            worlds.account(session, role)
    return sign_in(app.test_client(), "manager")


def send(client: FlaskClient, address: str, **values: object):
    """Post a form with its CSRF token and follow where it leads."""
    token = token_of(client.get("/admin/toi/").text)
    return client.post(address, data={**values, "csrf_token": token}, follow_redirects=True)


def drawn(page: str) -> str:
    """Return what the page says stood in the grid."""
    found = re.search(r'name="truoc" value="([^"]*)"', page)
    assert found
    return found[1]


def field(counter: int, day: int, half: str = "s") -> str:
    return f"o.{counter}.2026-11-{day}.{half}"


def since_monday() -> list[tuple[int, int]]:
    return [
        (counter, officer)
        for counter, officer, begins, replaced in rows(
            DutyEntry.counter_id, DutyEntry.officer_id, DutyEntry.starts_at, DutyEntry.replaced_at
        )
        if begins.date() >= date(2026, 11, 23) and replaced is None
    ]


PAGES = [
    "",
    "?tuan=2026-W46",
    "?tuan=2026-W48",
    "?tuan=khong",
    "/ban-in",
    "/gio",
    f"/{World.duty_of_an}/thay",
    f"/{World.duty_of_an}/sua",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_fit_to_be_shown(manager: FlaskClient, page: str, language: str) -> None:
    joint = "&" if "?" in page else "?"

    assert manager.get(f"{HERE}{page}{joint}lang={language}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_another_units_roster_does_not_exist(manager: FlaskClient, page: str) -> None:
    assert manager.get(HERE.replace("/2/", "/3/") + page).status_code == 404


def test_another_units_shift_does_not_exist_under_ones_own(manager: FlaskClient) -> None:
    assert manager.get(f"{HERE}/99/thay").status_code == 404
    assert manager.get(f"{HERE}/{World.replaced_duty}/sua").status_code == 404


def test_the_checklist_leads_to_the_grid(manager: FlaskClient) -> None:
    assert f'href="{HERE}"' in manager.get(f"/admin/noi-phuc-vu/{World.centre}/").text


def test_chosen_officers_are_saved_and_shown(manager: FlaskClient) -> None:
    page = manager.get(NEXT)

    saved = send(
        manager,
        NEXT,
        truoc=drawn(page.text),
        **{field(21, 23): World.an, field(23, 24, "c"): World.binh, field(22, 23): "0"},
    )

    assert page.text.count("<select") == 3 * 2 * 6
    assert "Đã lưu: 2 buổi." in saved.text
    assert sorted(since_monday()) == [(21, World.an), (23, World.binh)]
    assert saved.text.count(f'value="{World.an}" selected') == 1


def test_a_row_is_filled_where_it_is_free(manager: FlaskClient) -> None:
    send(manager, NEXT, truoc=drawn(manager.get(NEXT).text), **{field(21, 24): World.binh})

    filled = send(
        manager, NEXT, truoc=drawn(manager.get(NEXT).text), **{field(21, 24): World.binh, "d.21.s": World.an}
    )

    assert "Đã lưu: 4 buổi." in filled.text
    assert sorted(since_monday()) == [(21, World.an)] * 4 + [(21, World.binh)]


def test_saving_an_old_page_takes_nothing_back(manager: FlaskClient) -> None:
    old = drawn(manager.get(NEXT).text)
    send(manager, NEXT, truoc=old, **{field(21, 23): World.an})

    later = send(manager, NEXT, truoc=old, **{field(21, 23): "0", field(23, 23): World.binh})

    assert "Đã lưu: 1 buổi." in later.text
    assert sorted(since_monday()) == [(21, World.an), (23, World.binh)]


def test_one_officer_at_two_counters_is_refused_with_a_sentence_and_what_was_chosen_stays(
    manager: FlaskClient,
) -> None:
    answer = send(
        manager,
        NEXT,
        truoc=drawn(manager.get(NEXT).text),
        **{field(21, 23): World.an, field(23, 23): World.an, field(22, 25): World.binh},
    )

    assert answer.status_code == 422
    assert "Ngày 23/11/2026, 07:30–11:30, Nguyễn Văn An cùng lúc ngồi «Quầy 1» và «Quầy 3»." in answer.text
    assert answer.text.count('aria-invalid="true"') == 2
    assert answer.text.count(f'value="{World.binh}" selected') == 1
    assert since_monday() == []


def test_nonsense_in_the_fields_changes_nothing(manager: FlaskClient) -> None:
    odd = "o.21.2026-13-45.s=0 o.x.2026-11-23.s=0 o.21.2026-11-23.q=0 o.21.2026-11-23.s=0 lone"

    answer = send(manager, NEXT, truoc=odd, **{field(21, 23): "An"})
    unknown = send(manager, NEXT, truoc=odd, **{field(21, 23): "999"})

    assert "Không có gì thay đổi." in answer.text
    assert unknown.status_code == 404


def test_a_day_outside_the_week_changes_nothing(manager: FlaskClient) -> None:
    before = rows(DutyEntry.id, DutyEntry.replaced_at)
    odd = "o.23.2026-11-21.s=0 o.23.2026-11-30.s=0"

    answer = send(
        manager, NEXT, truoc=odd, **{"o.23.2026-11-21.s": World.chi, "o.23.2026-11-30.s": World.chi}
    )

    assert "Không có gì thay đổi." in answer.text
    assert rows(DutyEntry.id, DutyEntry.replaced_at) == before


def test_last_week_is_copied_and_what_did_not_fit_is_said(manager: FlaskClient) -> None:
    copied = send(manager, f"{HERE}/chep?tuan=2026-W48")
    again = send(manager, f"{HERE}/chep?tuan=2026-W48")
    nothing = send(manager, f"{HERE}/chep?tuan=2026-W50")

    assert "Đã chép 3 ca." in copied.text
    assert copied.request.path == HERE
    assert "3 ca không chép vì quầy hoặc người đã có ca khác" in again.text
    assert "Tuần trước không có ca nào để chép" in nothing.text


def test_a_past_week_is_text_with_a_way_to_propose_a_correction(manager: FlaskClient, clock: Clock) -> None:
    clock.set("2026-11-23T09:00:00+07:00")
    manager = sign_in(manager, "manager")

    page = manager.get(f"{HERE}?tuan=2026-W47").text

    assert "<select" not in page
    assert f"{HERE}/{World.duty_of_an}/sua" in page
    assert ">Chép tuần trước</button>" not in page


def test_somebody_stands_in_at_once_or_from_a_time(manager: FlaskClient) -> None:
    address = f"{HERE}/{World.duty_of_an}/thay"

    wrong = send(manager, address, officer=World.binh, when="at", at="25:00")
    none = send(manager, address, officer=World.binh, when="at", at="")
    outside = send(manager, address, officer=World.binh, when="at", at="12:00")
    done = send(manager, address, officer=World.binh, when="at", at="10h00")

    assert [answer.status_code for answer in (wrong, none, outside, done)] == [422, 422, 422, 200]
    assert "“25:00” không phải là giờ" in wrong.text
    assert "Xin ghi từ mấy giờ" in none.text
    assert "Ca này từ 07:30 đến 11:30" in outside.text
    assert "tính cho người thay" in done.text
    assert "10:00–11:30" in done.text


def test_office_hours_are_set(manager: FlaskClient) -> None:
    times = {
        "morning_from": "7:00",
        "morning_to": "11h30",
        "afternoon_from": "13:00",
        "afternoon_to": "16:30",
    }
    saved = send(manager, f"{HERE}/gio", **times, last_weekday="5")
    wrong = send(manager, f"{HERE}/gio", **{**times, "morning_to": "06:00"}, last_weekday="5")

    assert "07:00–11:30, 13:00–16:30" in saved.text
    assert "Thứ Bảy" in manager.get(f"{HERE}?tuan=2026-W49").text
    assert wrong.status_code == 422
    assert "Mỗi buổi phải kết thúc sau khi bắt đầu" in wrong.text


def test_without_counters_or_officers_the_page_says_what_comes_first(manager: FlaskClient) -> None:
    for number, _ in rows(Officer.id, Officer.name):
        officers.leave(MANAGER, World.centre, number, actor="test")
    no_officers = manager.get(NEXT).text
    for number, _ in rows(Counter.id, Counter.name):
        counters.close(MANAGER, World.centre, number, actor="test")

    assert "Nhập cán bộ" in no_officers
    assert "Nhập các quầy" in manager.get(NEXT).text


def give(world: World, level: str, number: int) -> None:
    for _ in range(number):
        submissions.accept(
            worlds.draft(
                world,
                answers={"overall": (level,), "officer": (level,)},
                channel=Channel.TABLET,
                tier=Tier.B,
                field_id=world.land,
            )
        )


def test_a_correction_goes_from_the_manager_to_the_front_and_both_figures_are_seen(
    app: Flask, manager: FlaskClient, clock: Clock
) -> None:
    give(World(), "2", 12)
    clock.set("2026-11-23T01:00:00+07:00")
    settling.settle()
    db.session.rollback()
    manager = sign_in(manager, "manager")
    address = f"{HERE}/{World.duty_of_an}/sua"

    empty = send(manager, address, officer="-1", reason="")
    proposed = send(manager, address, officer=World.binh, reason="Hai người đổi quầy")
    twice = send(manager, address, officer=World.chi, reason="Lại đổi")
    front = sign_in(app.test_client(), "front")
    start = front.get("/admin/").text
    listed = front.get("/admin/sua-lich-truc").text
    one = front.get("/admin/sua-lich-truc/1")
    silent = send(front, "/admin/sua-lich-truc/1", decision="accept", reason="")
    accepted = send(front, "/admin/sua-lich-truc/1", decision="accept", reason="Đã xem bảng chấm công")
    again = send(front, "/admin/sua-lich-truc/1", decision="reject", reason="Thôi")
    page = front.get("/admin/can-bo").text

    assert empty.status_code == 422
    assert "Xin chọn người đã ngồi quầy" in empty.text
    assert "Đã đề nghị." in proposed.text
    assert "đã đề nghị sửa" in proposed.text
    assert "đang chờ Mặt trận quyết định" in twice.text
    assert "1 đề nghị sửa lịch trực đang chờ Ông/Bà quyết định" in start
    assert "Chờ quyết định" in listed
    assert "Liên quan 12 ý kiến đã chốt" in one.text
    assert silent.status_code == 422
    assert "Đã chấp nhận: 12 ý kiến được tính lại." in accepted.text
    assert "Việc này đã được quyết định" in again.text
    assert "đề nghị sửa lịch trực" not in front.get("/admin/").text
    assert "Số trước và sau khi sửa lịch trực" in page
    assert "Nguyễn Văn An → Trần Thị Bình, 12 ý kiến" in page
    assert "đã sửa: Trần Thị Bình" in manager.get(f"{HERE}?tuan=2026-W47").text


def test_another_fronts_proposal_does_not_exist_and_an_empty_list_says_so(
    app: Flask, manager: FlaskClient
) -> None:
    with write_session() as session:
        worlds.account(session, Role.FRONT, unit_id=World.neighbour, login="ben")
    front = sign_in(app.test_client(), "ben")

    assert "Chưa có đề nghị nào" in front.get("/admin/sua-lich-truc").text
    assert front.get("/admin/sua-lich-truc/1").status_code == 404
