"""Survey rounds at the desk without script: planned, begun, answered by its code, watched, closed and reported."""

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin.rounds import hamlets
from admin.rounds.hamlets import UnreadableLine
from core.db import db, write_session
from core.domain.access import Role
from core.domain.submission import Channel
from core.domain.survey_rounds import Hamlet
from core.models import HeldItem, TabletContact
from core.services import round_reports, settling, submissions
from core.services.paper import batches
from tests.services import record
from tests.support import interviewing, worlds
from tests.support.citizen import Citizen, over_flask
from tests.support.clock import Clock
from tests.support.paper import HOA, opened_of_round
from tests.support.sign_in import sign_in, token_of
from tests.support.surveying import HERE, PLAN
from tests.support.worlds import World


@pytest.fixture
def world(app: Flask) -> World:
    """The office with somebody of each role who has to do with rounds."""
    with write_session() as session:
        world = worlds.office(session)
        for role in (Role.MANAGER, Role.FRONT, Role.LEADER):
            worlds.account(session, role)
    return world


@pytest.fixture
def manager(app: Flask, world: World) -> FlaskClient:
    """A signed-in manager."""
    return sign_in(app.test_client(), "manager")


def send(client: FlaskClient, address: str, **values: str):
    """Post a form with its CSRF token and follow where it leads."""
    token = token_of(client.get("/admin/toi/").text)
    return client.post(HERE + address, data={**values, "csrf_token": token}, follow_redirects=True)


def words(page: str) -> str:
    """Return the words of a page as they are read."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def begun(manager: FlaskClient, **changes: str) -> str:
    """Plan round 1 and begin it; return its code."""
    send(manager, "/moi", **{**PLAN, **changes})
    page = send(manager, "/1/bat-dau").text
    code = re.search(r"/q/([0-9A-Z]+)", page)
    assert code
    return code[1]


def answered(world: World, round_id: int, levels: str, channel: Channel = Channel.INTERVIEW) -> None:
    """Hand in an answer of each level to the first criterion, from hamlet 1."""
    for level in levels:
        submissions.accept(
            worlds.draft(
                world,
                version_id=world.ministry,
                channel=channel,
                duty_entry_id=None,
                answers={"bnv15": (level,)},
                round_id=round_id,
                stratum=1,
            )
        )
    db.session.rollback()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Xóm 1; 420", [("Xóm 1", 420)]),
        ("Xóm 1;420\r\n\r\nTổ dân phố số 2 : 1.250 người", [("Xóm 1", 420), ("Tổ dân phố số 2", 1250)]),
        ("Xóm Bãi\t77", [("Xóm Bãi", 77)]),
        ("Xóm 3 – 1,005", [("Xóm 3", 1005)]),
        ("", []),
    ],
)
def test_hamlets_are_read_as_people_write_them(app: Flask, text: str, found: list[tuple[str, int]]) -> None:
    assert hamlets.read(text) == tuple(Hamlet(*each) for each in found)


@pytest.mark.parametrize("text", ["Xóm 1; 420\nXóm 2", "Xóm 1 420", "; 420", "Xóm 1; bốn trăm"])
def test_a_line_that_is_no_hamlet_is_named(app: Flask, text: str) -> None:
    with app.test_request_context("/?lang=vi"), pytest.raises(UnreadableLine) as error:
        hamlets.read(text)

    assert f"dòng {len(text.splitlines())}" in error.value.sentence


def test_the_sample_is_worked_out_without_a_script_before_anything_is_stored(manager: FlaskClient) -> None:
    shown = words(send(manager, "/moi", **{**PLAN, "name": "", "tinh": "1"}).text)

    assert "Cỡ mẫu cần 334" in shown
    assert "Xóm 1 1.200 200 Xóm 2 800 134" in shown
    assert "Xin ghi tên" not in shown
    assert "Chưa có đợt khảo sát nào" in manager.get(HERE).text


def test_a_round_is_planned_changed_begun_and_closed(manager: FlaskClient) -> None:
    planned = words(send(manager, "/moi", **PLAN).text)
    changed = words(send(manager, "/1/sua", **{**PLAN, "name": "Đợt cuối năm"}).text)
    asked = words(manager.get(f"{HERE}/1/bat-dau").text)
    begun_ = words(send(manager, "/1/bat-dau").text)
    before = words(manager.get(f"{HERE}/1/ket-thuc").text)
    closed = words(send(manager, "/1/ket-thuc").text)

    assert "Đã lưu kế hoạch" in planned
    assert "2.000 người: cần mẫu 334 người" in planned
    assert "Phần dịch vụ – 5 yếu tố, 19 tiêu chí (theo Bộ Nội vụ)" in planned
    assert "Đợt cuối năm" in changed
    assert "giữ cố định ở bản 1, gồm 19 câu" in asked
    assert "0 / 334" in begun_
    assert "Còn 10 ngày, tính cả hôm nay." in begun_
    assert "Còn thiếu: Xóm 1 (200), Xóm 2 (134)" in begun_
    assert "Đã có 0 trên 334 trả lời" in before
    assert "Đóng đợt ngày 21/11/2026." in closed
    assert manager.get(f"{HERE}/1/sua").status_code == 303


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Xin ghi tên"),
        ({"begins_on": "30/11/2026", "ends_on": "21/11/2026"}, "Ngày cuối không được trước ngày đầu"),
        ({"begins_on": "01/10/2026", "ends_on": "31/10/2026"}, "Ngày cuối đã qua"),
        ({"population": "1999"}, "Các xóm, tổ cộng lại 2.000 người, không phải 1.999"),
        ({"population": "hai nghìn"}, "Xin ghi số nguyên"),
        ({"population": "", "hamlets": ""}, "Xin ghi số người thuộc đối tượng khảo sát"),
        ({"hamlets": "Xóm 1; 5\nxóm 1; 6"}, "được ghi hai lần"),
        ({"hamlets": "Xóm 1; 5\nXóm 2"}, "Không đọc được dòng 2: “Xóm 2”"),
        ({"hamlets": "Xóm 1; 0\nXóm 2; 5"}, "không có người nào"),
        ({"questionnaire": "khong-co"}, "Có chỗ cần sửa"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_and_nothing_is_lost(
    manager: FlaskClient, changes: dict[str, str], sentence: str
) -> None:
    answer = send(manager, "/moi", **{**PLAN, **changes})

    assert answer.status_code == 422
    assert sentence in words(answer.text)
    for typed in {**PLAN, **changes}["hamlets"].splitlines():
        assert typed in answer.text
    assert "Chưa có đợt khảo sát nào" in manager.get(HERE).text


def test_people_answer_through_the_code_between_the_days_and_read_a_polite_page_around_them(
    app: Flask, manager: FlaskClient, clock: Clock
) -> None:
    code = begun(manager, begins_on="22/11/2026", ends_on="23/11/2026")
    citizen = app.test_client()
    early = citizen.get(f"/q/{code}")
    clock.advance(days=1)
    person = Citizen(over_flask(app.test_client()))
    person.open(f"/q/{code}")
    thanks = person.send({"q_bnv15": ["5"], "q_bnv16": ["4"]}).text
    clock.advance(days=2)
    late = citizen.get(f"/q/{code}")
    sent_late = citizen.post(f"/q/{code}", data={})

    assert (early.status_code, "bắt đầu ngày 22/11/2026" in early.text) == (200, True)
    assert "Đã nhận ý kiến" in thanks
    assert "cộng chung với mọi trả lời khác của đợt khảo sát" in thanks
    assert (late.status_code, "Đợt khảo sát đã kết thúc." in late.text) == (410, True)
    assert sent_late.status_code == 400
    page = words(sign_in(app.test_client(), "leader").get(f"{HERE}/1").text)
    assert "0 / 334" in page
    assert "Ngoài mẫu: 1 trả lời không rõ xóm, tổ." in page
    assert "Mã QR hoặc liên kết 1" in page
    assert "Không rõ xóm, tổ" in page


def test_a_form_opened_before_the_end_may_be_sent_for_half_an_hour(
    app: Flask, manager: FlaskClient, clock: Clock
) -> None:
    code = begun(manager)
    quick, slow = (Citizen(over_flask(app.test_client())) for _ in range(2))
    for person in (quick, slow):
        person.open(f"/q/{code}")
    send(manager, "/1/ket-thuc")
    clock.advance(minutes=20)
    in_time = quick.send({"q_bnv15": ["5"]}).text
    clock.advance(minutes=20)
    too_late = slow.send({"q_bnv15": ["1"]}).text

    assert "Đã nhận ý kiến" in in_time
    assert "Đợt khảo sát đã kết thúc." in too_late
    db.session.rollback()
    assert "Ngoài mẫu: 1 trả lời" in words(sign_in(app.test_client(), "leader").get(f"{HERE}/1").text)


def test_the_report_is_the_fronts_first_and_everybodys_after_the_end(
    app: Flask, manager: FlaskClient, world: World, clock: Clock
) -> None:
    begun(manager)
    answered(world, 1, "5554421")
    answered(world, 1, "3", Channel.PAPER)
    front = sign_in(app.test_client(), "front")

    live = words(front.get(f"{HERE}/1/ket-qua").text)
    closed_to = words(manager.get(f"{HERE}/1/ket-qua").text)
    assert "62,5%" in live
    assert "Số liệu trực tiếp dành cho Mặt trận Tổ quốc" in live
    assert "Chưa có báo cáo" in closed_to
    assert "62,5" not in closed_to
    assert manager.get(f"{HERE}/1/ket-qua.csv").status_code == 404

    send(manager, "/1/ket-thuc")
    for _ in range(2):
        clock.advance(days=1)
        settling.settle()
        round_reports.take()
    leader = sign_in(app.test_client(), "leader")
    page = words(leader.get(f"{HERE}/1/ket-qua").text)
    assert "62,5%" in page
    assert "8 / 334" in page
    assert "Gồm mọi trả lời nhận đến hết 22/11/2026" in page
    assert "không phải chỉ số xếp hạng chính thức" in page
    assert "Không có kết quả theo xóm, tổ là có chủ ý" in page
    assert "Phỏng vấn không hiện, để không suy ra được một nhóm nhỏ" in page
    assert "Chưa đủ dữ liệu" in page
    # 1, 1, 1, 2 and 3 of eight gave the levels from worst to best.
    assert "8 1 12,5% 1 12,5% 1 12,5% 2 25,0% 3 37,5%" in page
    file = leader.get(f"{HERE}/1/ket-qua.csv")
    text = file.get_data().decode("utf-8-sig")
    assert 'Cả đợt,,,8,"62,50"' in text
    assert "Xóm 1,1200,200,8" in text
    assert "không phải chỉ số xếp hạng chính thức" in text


def test_closing_names_what_is_not_in_the_round_yet_and_is_refused_while_paper_is_open(
    manager: FlaskClient,
) -> None:
    begun(manager)
    batch = opened_of_round(1, sheets=3, stratum=1)
    with write_session() as session:
        phone = interviewing.waiting(session, 1, phrase="mây")
        own = {"tablet_id": phone, "unit_id": World.centre}
        said = {"beat": 1, "queue": 4, "shelf": 0, "next_number": 9, "app_version": "1", "clock_ahead": 0}
        session.add(TabletContact(**own, **said, at=worlds.clock.now()))
        held = {"mark": bytes(32), "reason": "refused", "envelope": b"x", "held_on": date(2026, 11, 21)}
        session.add(HeldItem(**own, **held))

    asked = manager.get(f"{HERE}/1/ket-thuc").text
    page = words(asked)
    refused = words(send(manager, "/1/ket-thuc").text)
    batches.drop(HOA, World.centre, batch, reason="Nhầm", actor="hoa")
    closed = words(send(manager, "/1/ket-thuc").text)

    assert f"Lô phiếu giấy số {batch} ngày 21/11/2026: đã nhập 0 trong 3 phiếu." in page
    assert re.search(r"còn giữ 4 phiếu \(theo máy báo lúc \d\d:\d\d hôm nay\)\.", page)
    assert "1 ý kiến được để riêng chờ Mặt trận quyết định." in page
    assert 'class="danger"' not in asked
    assert f"Phiếu giấy của đợt này còn đang nhập: lô {batch}." in refused
    assert "Đóng đợt ngày 21/11/2026." in closed


def test_no_page_of_a_round_calls_it_sipas(app: Flask, manager: FlaskClient, world: World) -> None:
    front = sign_in(app.test_client(), "front")
    pages = [manager.get(f"{HERE}{tail}").text for tail in ("", "/moi")]
    send(manager, "/moi", **PLAN)
    pages += [manager.get(f"{HERE}/1{tail}").text for tail in ("", "/sua", "/bat-dau", "/bo")]
    code = re.search(r"/q/([0-9A-Z]+)", send(manager, "/1/bat-dau").text)
    assert code
    answered(world, 1, "55544")
    pages += [front.get(f"{HERE}/1{tail}").text for tail in ("", "/ket-thuc", "/ket-qua", "/ket-qua.csv")]
    pages += [app.test_client().get(f"/q/{code[1]}").text, front.get("/admin/tro-giup").text]

    assert len(pages) == 12
    assert [page for page in pages if "sipas" in page.lower()] == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_fit_to_be_shown(app: Flask, manager: FlaskClient, world: World, language: str) -> None:
    begun(manager)
    answered(world, 1, "55544")
    send(manager, "/moi", **{**PLAN, "name": "Đợt hai", "hamlets": "", "population": "100"})
    front = sign_in(app.test_client(), "front")

    for address in ("", "/moi", "/1", "/1/ket-qua", "/1/ket-thuc", "/2", "/2/sua", "/2/bat-dau", "/2/bo"):
        for client in (manager, front):
            assert client.get(f"{HERE}{address}?lang={language}").status_code == 200


def test_from_a_begun_round_one_goes_on_to_a_batch_of_its_paper(manager: FlaskClient) -> None:
    begun(manager)

    page = unescape(manager.get(f"{HERE}/1").text)
    link = re.search(r'href="([^"]+/lo-moi\?dot=1)"', page)

    assert link
    assert "Đợt khảo sát" in manager.get(link[1]).text


def test_the_paper_of_a_round_is_printed_from_its_page_with_its_own_questions(
    app: Flask, manager: FlaskClient
) -> None:
    code = begun(manager)

    link = re.search(rf'href="([^"]+/in/{code}\.pdf)"', manager.get(f"{HERE}/1").text)
    assert link
    answer = manager.get(link[1])

    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].endswith(f'phieu-{code}-{World.ministry}.pdf"')
    # Who may not print codes is not led there.
    assert f"/in/{code}.pdf" not in sign_in(app.test_client(), "leader").get(f"{HERE}/1").text


def test_another_units_round_does_not_exist(app: Flask, manager: FlaskClient) -> None:
    send(manager, "/moi", **PLAN)
    with write_session() as session:
        worlds.account(session, Role.MANAGER, unit_id=World.neighbour, login="other")
    other = sign_in(app.test_client(), "other")

    for address in ("/1", "/1/sua", "/1/bat-dau", "/1/ket-qua", "/1/ket-qua.csv", "/1/bo", "/1/ket-thuc"):
        assert other.get(HERE + address).status_code == 404
    assert send(other, "/1/bat-dau").status_code == 404
    assert send(other, "/moi", **PLAN).status_code == 422
    assert date(2026, 11, 21).isoformat() not in other.get(HERE).text


def test_giving_a_plan_up_says_that_it_is_shown_nowhere_and_its_hamlets_are_deleted(
    manager: FlaskClient,
) -> None:
    send(manager, "/moi", **PLAN)

    asked = words(manager.get(f"{HERE}/1/bo").text)
    send(manager, "/1/bo")

    assert "Kế hoạch không còn hiện ở đâu; các xóm, tổ bị xóa" in asked
    assert manager.get(f"{HERE}/1").status_code == 404
    [row] = record.rows("survey_round")
    assert (row["name"], row["population"], row["dropped_on"]) == (PLAN["name"], 2000, date(2026, 11, 21))
    assert record.rows("round_stratum") == []


def test_the_list_of_codes_offers_to_replace_a_rounds_code_only_while_its_days_last(
    manager: FlaskClient, clock: Clock
) -> None:
    begun(manager)
    point = max(row["id"] for row in record.rows("touchpoint"))
    pages = ["/admin/noi-phuc-vu/2/ma", f"/admin/noi-phuc-vu/2/ma/{point}"]
    replacing = f"/admin/noi-phuc-vu/2/ma/{point}/thay"
    assert [replacing in manager.get(page).text for page in pages] == [True, True]

    clock.set("2026-12-01T09:00:00+07:00")
    sign_in(manager, "manager")

    assert [replacing in manager.get(page).text for page in pages] == [False, False]
    assert [replacing.replace("thay", "thu-hoi") in manager.get(page).text for page in pages] == [True, True]
