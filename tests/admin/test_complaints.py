"""Cases at the desk: whose turn it is, what each role is offered, and the whole story told by forms."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import db, write_session
from core.domain.access import Role
from core.domain.complaints.course import Action
from core.domain.complaints.kinds import Kind
from core.jobs import loop
from core.models import AuditEntry, ComplaintStep
from tests.support import casework, worlds
from tests.support.casework import ANSWER
from tests.support.clock import Clock
from tests.support.databases import Databases
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

INBOX = "/admin/phan-anh/"
ROLES = (Role.FRONT, Role.FRONT_LEAD, Role.MANAGER, Role.LEADER, Role.PROVINCE)


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: what hides a case is tested on both kinds of database elsewhere."""
    return sqlite_databases


@pytest.fixture
def people(app: Flask) -> dict[Role, FlaskClient]:
    """Everybody who has a part in cases, signed in."""
    with write_session() as session:
        worlds.office(session)
        for role in ROLES:
            worlds.account(session, role)
    return {role: sign_in(app.test_client(), str(role)) for role in ROLES}


def page(client: FlaskClient, slug: str = "") -> str:
    return unescape(client.get(f"{INBOX}{casework.newest().hex()}/{slug}".rstrip("/")).text)


def send(client: FlaskClient, slug: str, query: str = "", **values: object) -> str:
    """Fill the form of an act in and return the page that comes of it."""
    address = f"{INBOX}{casework.newest().hex()}/{slug}{query}"
    form = {f"{slug}-{name}": value for name, value in values.items()}
    form["csrf_token"] = token_of(client.get(address).text)
    return unescape(client.post(address, data=form, follow_redirects=True).text)


def tabs(text: str) -> dict[str, int]:
    """Return the numbers on the tabs."""
    nav = text.split('aria-label="Danh sách"')[1].split("</nav>")[0]
    return {name: int(number) for name, number in re.findall(r">([^<>·]+) · (\d+)<", nav)}


def acts(text: str) -> list[str]:
    """Return the names of the acts a page links, in their order."""
    return re.findall(r'<li><a href="[^"]+#[a-z-]+">([^<]+)</a></li>', text)


def column(text: str, name: str) -> str:
    return text.split(f'<section class="side {name}"')[1].split("</section>")[0]


def test_the_whole_story_as_forms(people: dict[Role, FlaskClient]):
    receipt = casework.letter()
    front, manager, leader = people[Role.FRONT], people[Role.MANAGER], people[Role.LEADER]

    passed_on = send(front, "phan-loai", "?loai=petition", field=World.environment)
    assert "Phân loại; chuyển cơ quan giải quyết" in passed_on
    send(manager, "giao-viec", holder="a3")
    submitted = send(manager, "tra-loi", text=ANSWER)
    assert "người gửi chưa thấy" in submitted
    send(leader, "duyet")
    released = send(front, "gui")
    assert ANSWER in column(released, "citizen")
    casework.say(receipt, Action.CONTEST, text="Máy vẫn hỏng")
    send(manager, "tra-loi", text="Đã thay máy mới ngày 20/11.")
    send(leader, "duyet")
    send(front, "gui")
    casework.say(receipt, Action.CONTEST, text="Vẫn chờ lâu")
    concluded = send(people[Role.FRONT_LEAD], "ket-luan", text="Mặt trận đã kiểm tra tại quầy ngày 21/11.")

    assert "Mặt trận đã kết luận" in concluded
    assert tabs(front.get(INBOX).text)["Đã xong"] == 1


TURNS = {
    "new": {Role.FRONT, Role.FRONT_LEAD},
    "handling": {Role.MANAGER},
    "approving": {Role.LEADER},
    "checking": {Role.FRONT, Role.FRONT_LEAD},
    "answered": set(),
    "appealed": {Role.FRONT, Role.FRONT_LEAD},
    "closed": set(),
}


def bring_to(state: str) -> None:
    """Bring a new case so far."""
    receipt = casework.letter()
    front, manager, leader = (
        casework.somebody(role, number)
        for role, number in ((Role.FRONT, 1), (Role.MANAGER, 3), (Role.LEADER, 4))
    )

    def answered() -> None:
        casework.move(manager, Action.SUBMIT, text=ANSWER)
        casework.move(leader, Action.APPROVE)
        casework.move(front, Action.RELEASE)

    if state == "new":
        return
    casework.move(front, Action.TRIAGE)
    if state in ("approving", "checking"):
        casework.move(manager, Action.SUBMIT, text=ANSWER)
    if state == "checking":
        casework.move(leader, Action.APPROVE)
    if state in ("answered", "appealed", "closed"):
        answered()
    if state == "appealed":
        casework.say(receipt, Action.CONTEST, text="Chưa được")
        answered()
        casework.say(receipt, Action.CONTEST, text="Vẫn chưa được")
    if state == "closed":
        casework.say(receipt, Action.CONFIRM, rating=5)


@pytest.mark.parametrize("state", TURNS)
def test_the_first_tab_is_what_each_role_has_to_do(people: dict[Role, FlaskClient], state: str):
    bring_to(state)

    turns = {role for role, client in people.items() if tabs(client.get(INBOX).text)["Cần tôi làm"]}

    assert turns == TURNS[state]


def test_what_is_given_to_the_leader_is_the_leaders_and_no_longer_the_managers(
    people: dict[Role, FlaskClient],
):
    bring_to("handling")

    send(people[Role.MANAGER], "giao-viec", holder="a4")

    assert tabs(people[Role.MANAGER].get(INBOX).text)["Cần tôi làm"] == 0
    assert tabs(people[Role.LEADER].get(INBOX).text)["Cần tôi làm"] == 1


def test_where_an_officer_is_named_the_leader_writes_the_answer(people: dict[Role, FlaskClient]):
    casework.letter()

    send(people[Role.FRONT], "phan-loai", "?loai=petition", field=0, officers=[World.an])

    assert tabs(people[Role.MANAGER].get(INBOX).text)["Tất cả đang mở"] == 0
    assert tabs(people[Role.LEADER].get(INBOX).text)["Cần tôi làm"] == 1
    assert "Nguyễn Văn An" in column(page(people[Role.LEADER]), "staff")


def test_where_the_leader_is_named_the_province_goes_on(people: dict[Role, FlaskClient]):
    casework.letter()
    send(people[Role.FRONT], "phan-loai", "?loai=petition", field=0, accounts=[4])

    for role in (Role.MANAGER, Role.LEADER):
        assert people[role].get(f"{INBOX}{casework.newest().hex()}").status_code == 404
    province = people[Role.PROVINCE]
    send(province, "tra-loi", text=ANSWER)
    assert "do chính Ông/Bà viết" in send(province, "duyet")
    with write_session() as session:
        worlds.account(session, Role.PROVINCE, login="province-2")
    send(sign_in(province.application.test_client(), "province-2"), "duyet")
    assert tabs(people[Role.FRONT].get(INBOX).text)["Cần tôi làm"] == 1


OFFERED = {
    Role.FRONT: [
        "Hỏi thêm người gửi",
        "Ghi người có liên quan",
        "Gộp vào việc khác",
        "Việc liên quan",
        "Không thuộc việc của cơ quan",
        "Nhãn",
        "Ghi chú nội bộ",
        "Xin rút, vì quen biết",
    ],
    Role.MANAGER: ["Giao việc", "Hỏi thêm người gửi", "Nhãn", "Ghi chú nội bộ", "Xin rút, vì quen biết"],
    Role.LEADER: [
        "Trả lời",
        "Giao việc",
        "Gia hạn một lần",
        "Hỏi thêm người gửi",
        "Nhãn",
        "Ghi chú nội bộ",
        "Xin rút, vì quen biết",
    ],
}


@pytest.mark.parametrize("role", OFFERED)
def test_each_role_is_offered_exactly_its_moves(people: dict[Role, FlaskClient], role: Role):
    bring_to("handling")

    text = page(people[role])

    assert acts(text) == OFFERED[role]
    assert ('id="tra-loi"' in text) is (role is Role.MANAGER)


def test_before_it_is_found_out_nobody_of_the_office_can_open_it(people: dict[Role, FlaskClient]):
    casework.letter()
    address = f"{INBOX}{casework.newest().hex()}"

    for role in (Role.MANAGER, Role.LEADER, Role.PROVINCE):
        assert people[role].get(address).status_code == 404
        assert people[role].get(f"{address}/tra-loi").status_code == 404
    assert people[Role.FRONT].get(address).status_code == 200


def test_every_kind_says_what_follows_before_it_is_chosen(people: dict[Role, FlaskClient]):
    casework.letter()

    text = page(people[Role.FRONT])

    assert [f'value="{kind}"' in text for kind in Kind] == [True] * 6
    assert "không ai ở xã, kể cả Ông/Bà, còn mở, tìm hay đếm được việc này" in text
    assert "05 ngày làm việc" in text


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.PETITION])
def test_what_ends_here_needs_a_notice_without_brackets(people: dict[Role, FlaskClient], kind: Kind):
    receipt = casework.letter()
    front, query = people[Role.FRONT], f"?loai={kind}"

    empty = send(front, "phan-loai", query, text="")
    bracket = send(front, "phan-loai", query, text="Xin đến [cơ quan]")
    sent = send(front, "phan-loai", query, text="Xin Ông/Bà đến Ủy ban nhân dân xã.")

    assert "chưa có nội dung thì không gửi được" in empty
    assert "bỏ dấu ngoặc" in bracket
    assert ("không còn hiện với Ông/Bà" in sent) is (kind is Kind.DENUNCIATION)
    assert receipt


def test_an_accusation_is_gone_for_the_commune_and_kept_by_the_province(people: dict[Role, FlaskClient]):
    casework.letter()
    send(people[Role.FRONT], "phan-loai", "?loai=denunciation", text="Xin gửi đơn trực tiếp.")
    address = f"{INBOX}{casework.newest().hex()}"

    for role in (Role.FRONT, Role.FRONT_LEAD, Role.MANAGER, Role.LEADER):
        assert people[role].get(address).status_code == 404
        assert set(tabs(people[role].get(INBOX).text).values()) == {0}
    assert people[Role.PROVINCE].get(address).status_code == 200


def test_an_empty_answer_is_held_up_until_there_is_a_reason(people: dict[Role, FlaskClient]):
    bring_to("handling")
    manager = people[Role.MANAGER]
    empty = "Trung tâm tiếp thu ý kiến và sẽ nghiêm túc rút kinh nghiệm."

    held = send(manager, "tra-loi", text=empty)
    assert "Bản này chưa nói đã làm gì" in held
    assert "Gửi duyệt dù vậy" in held
    sent = send(manager, "tra-loi", text=empty, why="Chờ kết luận của đoàn kiểm tra")

    assert "Chờ kết luận của đoàn kiểm tra" in column(sent, "staff")
    assert "Chờ kết luận của đoàn kiểm tra" not in column(sent, "citizen")


def test_an_answer_that_nobody_can_check_needs_evidence_or_a_reason(people: dict[Role, FlaskClient]):
    bring_to("handling")
    manager = people[Role.MANAGER]
    answer = "Trung tâm đã sửa máy lấy số."

    held = send(manager, "tra-loi", text=answer)
    assert "chưa có gì để kiểm chứng" in held
    sent = send(manager, "tra-loi", text=answer, evidence="Biên bản số 12 ngày 20/11, xem tại quầy 1")

    assert "Bằng chứng, căn cứ: Biên bản số 12 ngày 20/11, xem tại quầy 1" in sent


def test_what_was_written_too_late_is_shown_for_copying(people: dict[Role, FlaskClient]):
    bring_to("handling")
    manager = people[Role.MANAGER]
    address = f"{INBOX}{casework.newest().hex()}/tra-loi"
    form = {"csrf_token": token_of(manager.get(address).text), "tra-loi-text": "Máy đã sửa ngày 20/11."}
    casework.move(casework.somebody(Role.MANAGER, 3), Action.SUBMIT, text=ANSWER)

    answer = manager.post(address, data=form)

    assert answer.status_code == 409
    assert "Máy đã sửa ngày 20/11." in unescape(answer.text)
    assert "chưa được lưu" in unescape(answer.text)


def test_the_front_takes_a_denunciation_from_the_office_later(people: dict[Role, FlaskClient]):
    bring_to("handling")
    address = f"{INBOX}{casework.newest().hex()}"

    send(people[Role.FRONT], "chuyen-ra", kind="denunciation", text="Xin gửi đơn trực tiếp.")

    assert people[Role.MANAGER].get(address).status_code == 404
    assert people[Role.PROVINCE].get(address).status_code == 200


def test_a_returned_answer_stands_in_the_form_again_with_the_reason_beside_it(
    people: dict[Role, FlaskClient],
):
    bring_to("approving")

    send(people[Role.LEADER], "tra-lai", text="Nêu rõ ngày sửa máy")
    text = page(people[Role.MANAGER])

    assert ANSWER in text.split("<textarea")[1].split("</textarea>")[0]
    assert "Nêu rõ ngày sửa máy" in column(text, "staff")
    assert "Nêu rõ ngày sửa máy" not in column(text, "citizen")


def test_the_deadline_is_extended_once_within_its_limits(people: dict[Role, FlaskClient]):
    # Received on Saturday 21/11/2026; Tuesday 24/11 is a holiday: 15 working days end on Monday 14/12.
    bring_to("handling")
    leader = people[Role.LEADER]

    form = page(leader, "gia-han")
    assert "sau 14/12/2026 và không muộn hơn 28/12/2026" in form
    too_late = send(leader, "gia-han", due_on="29/12/2026", text="Chờ kết quả đo đạc")
    assert "không muộn hơn ngày 28/12/2026" in too_late
    extended = send(leader, "gia-han", due_on="21/12/2026", text="Chờ kết quả đo đạc")

    assert "Chờ kết quả đo đạc" in column(extended, "citizen")
    assert "Hạn trả lời: 21/12/2026" in extended
    assert "Gia hạn một lần" not in acts(extended)


def test_the_deadline_is_shown_with_its_arithmetic(people: dict[Role, FlaskClient]):
    bring_to("handling")

    staff = column(page(people[Role.MANAGER]), "staff")

    assert "Tính từ 21/11/2026: 15 ngày làm việc, đến hết 14/12/2026." in staff
    assert "Ngày nghỉ ở giữa: 24/11/2026" in staff


def test_only_the_front_reads_how_the_sender_can_be_reached(people: dict[Role, FlaskClient]):
    casework.letter(name="Bà Tám", phone="0912345678", has_consented=True)
    casework.move(casework.somebody(Role.FRONT, 1), Action.TRIAGE)

    assert "0912345678" in column(page(people[Role.FRONT]), "staff")
    for role in (Role.MANAGER, Role.LEADER):
        assert "0912345678" not in page(people[role])
        assert "Bà Tám" not in page(people[role])


def test_who_withdraws_does_not_meet_the_case_again(people: dict[Role, FlaskClient]):
    bring_to("handling")
    casework.move(casework.somebody(Role.MANAGER, 3), Action.ASSIGN, account_id=3)

    left = send(people[Role.MANAGER], "xin-rut", reason="Người gửi là họ hàng")

    assert "Ông/Bà đã rút" in left
    assert people[Role.MANAGER].get(f"{INBOX}{casework.newest().hex()}").status_code == 404
    assert tabs(people[Role.LEADER].get(INBOX).text)["Cần tôi làm"] == 1


def test_a_case_is_given_only_to_who_may_see_it(people: dict[Role, FlaskClient]):
    casework.letter()
    casework.move(casework.somebody(Role.FRONT, 1), Action.TRIAGE, officer_ids=(World.an,))

    form = page(people[Role.LEADER], "giao-viec")

    assert 'value="a4"' in form
    assert 'value="a3"' not in form
    assert 'value="a1"' not in form


def test_every_opening_is_noted_once_a_day_without_a_word_of_the_case(
    people: dict[Role, FlaskClient], clock: Clock
):
    bring_to("handling")
    for _time in range(2):
        page(people[Role.MANAGER])
    page(people[Role.FRONT])
    db.session.rollback()

    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "case.open")).all()

    assert [entry.actor for entry in noted] == ["manager", "front"]
    assert re.fullmatch(r'\{"case":"PA-\d{5}","reason":"case_turn"\}', noted[0].facts)
    assert '"reason":"case_along"' in noted[1].facts


def test_what_is_due_today_stands_first_then_what_is_overdue_by_age(
    people: dict[Role, FlaskClient], clock: Clock
):
    # Triage takes two working days: received on the 16th it ends on the 18th, and so on.
    for day in ("2026-11-16", "2026-11-12", "2026-11-18", "2026-11-19"):
        clock.set(f"{day}T09:00:00+07:00")
        casework.letter(what=f"Viết ngày {day[-2:]}, chờ rất lâu")
    clock.set("2026-11-20T09:00:00+07:00")
    client = sign_in(people[Role.FRONT].application.test_client(), "front")

    text = unescape(client.get(INBOX).text)

    assert re.findall(r"Viết ngày (\d\d)", text) == ["18", "12", "16", "19"]
    assert "Hôm nay" in text
    assert "Quá hạn 4 ngày làm việc" in text
    assert "Còn 1 ngày làm việc" in text


def test_words_are_found_whole_and_without_marks_and_a_number_too(people: dict[Role, FlaskClient]):
    casework.letter()
    casework.letter(what="Rác tại điểm tập kết thu gom chậm.", where="", wish="")
    front = people[Role.FRONT]

    def hits(words: str) -> int:
        return front.get(INBOX, query_string={"tim": words}).text.count('class="case"')

    assert hits("thu gom") == 1
    assert hits("THỨ TỰ") == 1
    assert hits("ga") == 0
    assert hits("!!!") == 0
    register = re.findall(r"PA-\d{5}", front.get(INBOX).text)[0]
    assert hits(register.lower()) == 1


def test_the_start_page_says_what_has_to_be_done_today(people: dict[Role, FlaskClient], clock: Clock):
    casework.letter()
    assert "cần làm hôm nay" not in people[Role.FRONT].get("/admin/").text

    clock.set("2026-11-25T09:00:00+07:00")
    client = sign_in(people[Role.FRONT].application.test_client(), "front")

    assert "1 cần làm hôm nay" in client.get("/admin/").text


def test_the_worker_lets_time_pass_once_an_hour(people: dict[Role, FlaskClient], clock: Clock):
    casework.letter()
    hour = loop.pass_cases(None)
    clock.set("2026-11-23T09:10:00+07:00")

    later = loop.pass_cases(hour)
    db.session.rollback()

    assert later != hour
    assert [step.step for step in db.session.scalars(select(ComplaintStep))] == ["half"]
    assert loop.pass_cases(later) == later


def test_the_command_says_what_it_did(app: Flask, people: dict[Role, FlaskClient], clock: Clock):
    casework.letter()
    clock.set("2026-11-23T09:10:00+07:00")

    said = app.test_cli_runner().invoke(args=["complaints", "pass"]).output

    assert said == "1 steps, 0 cases closed by themselves.\n"
