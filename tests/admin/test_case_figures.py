"""Figures, overdue cases, the Council's questions and the session file at the desk; and who learns what from them."""

import csv
import io
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db import db, write_session
from core.domain.access import Role
from core.domain.complaints.course import Action
from core.models import AuditEntry, Complaint, ComplaintAccount, CouncilQuestion
from core.services.complaints import publishing
from tests.support import casework, planted_cases, worlds
from tests.support.clock import Clock
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

FIGURES, LATE, QUESTIONS = "/admin/phan-anh/so-lieu", "/admin/phan-anh/qua-han", "/admin/hoi-dong/"
ROLES = (Role.FRONT, Role.MANAGER, Role.LEADER, Role.COUNCIL, Role.OBSERVER, Role.FRONT_LEAD, Role.PROVINCE)
#: Words of a letter that nobody without a part in cases reads anywhere.
SECRET = "Bút máy màu hồng ngọc"


@pytest.fixture
def people(app: Flask, clock: Clock) -> dict[Role, FlaskClient]:
    """Everybody who reads figures, signed in on 10 November; the planted month and one letter with words."""
    clock.set("2026-11-10T09:00:00+07:00")
    with write_session() as session:
        worlds.office(session)
        for role in ROLES:
            worlds.account(session, role)
        planted_cases.october(session, leader=3)
    return {role: sign_in(app.test_client(), str(role)) for role in ROLES}


def read(client: FlaskClient, address: str) -> str:
    return unescape(client.get(address).text)


def cells(text: str) -> dict[str, list[str]]:
    """Return the numbers of every line of the page's tables by its name."""
    rows = re.findall(r"<tr[^>]*><th scope=\"row\">(.*?)</th>(.*?)</tr>", text, re.DOTALL)
    return {
        re.sub("<[^>]+>.*", "", name, flags=re.DOTALL).strip(): [
            re.sub("<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL)
        ]
        for name, line in rows
    }


def publish(clock: Clock) -> None:
    clock.set("2026-12-08T09:00:00+07:00")
    assert publishing.run() == 1
    db.session.rollback()


def test_the_page_shows_every_share_with_both_its_numbers_and_what_is_left_out(
    people: dict[Role, FlaskClient],
):
    front = read(people[Role.FRONT], f"{FIGURES}?ky=month&moc=2026-10")
    found = cells(front)

    together, _bar, named, anonymous = found["Không kể gia hạn (đúng hạn ban đầu)"]
    assert (together, named, anonymous) == ("14/21 = 66,7%", "2/4 = 50,0%", "12/17 = 70,6%")
    assert found["Kể cả gia hạn (đúng hạn sau gia hạn)"][0] == "16/21 = 76,2%"
    assert found["Số ngày làm việc đến khi trả lời (trung vị)"][0] == "7"
    assert found["Số ngày làm việc đến khi trả lời (trung vị)"][2] == "15,5"
    assert found["Công dân xác nhận đã thỏa đáng"][0] == "10/19 = 52,6%"
    assert found["Phải giải quyết lại (chưa thỏa đáng ít nhất một lần)"][0] == "3/19 = 15,8%"
    assert "Không tính: việc còn trong hạn, việc đã rút" in front
    assert "lâu nhất 13 ngày làm việc, trung vị 10 ngày" in front
    empty = cells(read(people[Role.FRONT], f"{FIGURES}?ky=month&moc=2026-11"))
    assert empty["Không kể gia hạn (đúng hạn ban đầu)"][0] == "chưa có"
    assert people[Role.FRONT].get(f"{FIGURES}?ky=month&moc=x").status_code == 400


def test_each_start_page_says_what_concerns_its_reader(people: dict[Role, FlaskClient]):
    brief = {role: read(client, "/admin/") for role, client in people.items()}

    assert "đã nhận 0 · đúng hạn: chưa có · đang quá hạn 4" in brief[Role.FRONT]
    assert "đã nhận 0 · đúng hạn: chưa có · đang quá hạn 3" in brief[Role.LEADER]
    for role in (Role.COUNCIL, Role.OBSERVER):
        assert 'href="/admin/phan-anh/qua-han">Việc quá hạn</a>: 3' in brief[role]


def test_the_file_holds_the_same_numbers_and_taking_it_is_noted(people: dict[Role, FlaskClient]):
    answer = people[Role.FRONT].get(f"{FIGURES}.csv?ky=month&moc=2026-10")

    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    on_time = next(row for row in rows if len(row) > 1 and row[1].startswith("Không kể gia hạn"))
    assert on_time[2:] == ["2", "4", "12", "17", "14", "21"]
    noted = db.session.query(AuditEntry).filter_by(action="export.case_figures").one()
    assert noted.actor == "front"
    assert people[Role.COUNCIL].get(f"{FIGURES}.csv").status_code == 200


def test_who_looks_on_reads_numbers_and_days_and_not_a_word(people: dict[Role, FlaskClient], clock: Clock):
    casework.letter(what=f"{SECRET} bị lấy mất.")
    with write_session() as session:
        letter = (
            session.query(Complaint)
            .filter(Complaint.received_on > planted_cases.DUE)
            .order_by(Complaint.received_on.desc())[0]
        )
        letter.state, letter.kind, letter.clock = "handling", "petition", "answer"
        register = letter.register
    publish(clock)

    for role in (Role.COUNCIL, Role.OBSERVER):
        client = sign_in(people[role], str(role))
        late, months = read(client, LATE), read(client, FIGURES)
        assert register in late
        assert "Đất đai" in late
        assert cells(months)["Trả lời đúng hạn, không kể gia hạn"] == ["từ 50,0% đến 65,0% của 20"]
        assert cells(months)["Khen"] == ["dưới 5"]
        for page in (late, months, read(client, "/admin/"), client.get(f"{FIGURES}.csv").text):
            assert SECRET not in page
        assert client.get(f"/admin/phan-anh/{letter_id(register)}").status_code == 403
        assert client.get("/admin/phan-anh/").status_code == 403
    assert 'href="/admin/hoi-dong/hoi?viec=' in read(people[Role.COUNCIL], LATE)
    assert "/admin/hoi-dong/hoi" not in read(people[Role.OBSERVER], LATE)


def letter_id(register: str) -> str:
    return db.session.query(Complaint).filter_by(register=register).one().id.hex()


def asked(client: FlaskClient, query: str = "", **values: str) -> str:
    """Fill the form in as it stands, change some of it, and return the page that comes."""
    address = f"{QUESTIONS}hoi{query}"
    form = client.get(address).text
    filled = dict(re.findall(r'<input[^>]*name="(due_on)"[^>]*value="([^"]+)"', form))
    for name, options in re.findall(r'<select id="\w+" name="(\w+)">(.*?)</select>', form, re.DOTALL):
        filled[name] = re.findall(r'<option selected value="([^"]+)"', options)[0]
    filled |= {"text": "Vì sao trễ?", "csrf_token": token_of(form), **values}
    return unescape(client.post(address, data=filled, follow_redirects=True).text)


def test_a_question_goes_from_the_delegate_to_the_session_file(people: dict[Role, FlaskClient], clock: Clock):
    publish(clock)
    for role in (Role.COUNCIL, Role.MANAGER, Role.LEADER, Role.FRONT):
        sign_in(people[role], str(role))
    council, manager, leader = (people[role] for role in (Role.COUNCIL, Role.MANAGER, Role.LEADER))
    link = re.search(r'href="/admin/hoi-dong/hoi(\?[^"]*so-lieu=on_time)"', read(council, FIGURES))
    assert link is not None

    sent = asked(council, link[1])
    # Asked on 8/12: ten working days later is 22/12.
    assert "tháng 10/2026 · Trả lời đúng hạn, không kể gia hạn: từ 50,0% đến 65,0% của 20" in sent
    assert "Hạn trả lời 22/12/2026 · Còn 10 ngày làm việc" in sent
    [number] = [question.id for question in db.session.query(CouncilQuestion)]
    about_case = asked(council, f"?viec={letter_id(first_late(council))}", text="Ai chịu trách nhiệm?")
    assert "quá hạn" in about_case

    page = f"{QUESTIONS}{number}"
    manager.post(
        page, data={"text": "Do thiếu người.", "send": "1", "csrf_token": token_of(read(manager, page))}
    )
    assert "Do thiếu người." in read(leader, page)
    assert "Do thiếu người." not in read(council, page)
    clock.set("2026-12-23T09:00:00+07:00")
    for role in (Role.LEADER, Role.FRONT, Role.COUNCIL):
        assert "2 câu quá hạn" in read(sign_in(people[role], str(role)), "/admin/")
    leader.post(
        page, data={"text": "Đã bổ sung người.", "send": "1", "csrf_token": token_of(leader.get(page).text)}
    )

    for role in (Role.COUNCIL, Role.FRONT):
        file = read(people[role], f"{QUESTIONS}ky-hop?ky=month&moc=2026-12")
        assert "Vì sao trễ?" in file
        assert "Đã bổ sung người." in file
        assert "trễ, hạn là 22/12/2026" in file
        assert "Ai chịu trách nhiệm?" in file
        assert "từ 50,0% đến 65,0% của 20" in file
    assert "Vì sao trễ?" not in read(people[Role.COUNCIL], f"{QUESTIONS}ky-hop?ky=month&moc=2026-10")


def first_late(client: FlaskClient) -> str:
    found = re.search(r"<b>(PA-\d{5})</b>", read(client, LATE))
    assert found is not None
    return found[1]


def test_a_mistake_in_a_question_is_explained_and_what_was_written_stays(people: dict[Role, FlaskClient]):
    council = people[Role.COUNCIL]

    page = asked(council, due_on="11/11/2026", text="Vì sao chậm?")

    assert "Chọn một ngày làm việc từ 25/11/2026 đến 11/02/2027" in page
    assert "Vì sao chậm?" in page
    assert council.get(f"{QUESTIONS}hoi?viec={'0' * 32}").status_code == 404
    assert council.get(f"{QUESTIONS}12345").status_code == 404


#: Every page about figures, late cases and questions, and the public ones.
PAGES = (
    "/admin/",
    f"{FIGURES}?ky=month&moc=2026-10",
    f"{FIGURES}.csv?ky=month&moc=2026-10",
    LATE,
    QUESTIONS,
    f"{QUESTIONS}hoi",
    f"{QUESTIONS}ky-hop?ky=year&moc=2026",
    "/cong-khai",
    "/cong-khai.json",
    "/cong-khai.csv",
)


def everything(client: FlaskClient) -> list[str]:
    """Return all of it, without what is new in every form."""
    db.session.rollback()
    texts = [client.get(page).text for page in PAGES]
    return [re.sub(r'name="csrf_token"[^>]*value="[^"]+"|data-token="[^"]+"', "", text) for text in texts]


@pytest.mark.parametrize(
    ("reader", "account"),
    [(Role.LEADER, 3), (Role.MANAGER, 3), (Role.FRONT, 1), (Role.COUNCIL, 3), (Role.OBSERVER, 3)],
)
def test_a_case_that_names_somebody_changes_nothing_they_or_onlookers_can_fetch(
    people: dict[Role, FlaskClient], reader: Role, account: int
):
    client = people[reader]
    before = everything(client)

    with write_session() as session:
        late = planted_cases.running("answer", planted_cases.DUE)
        number = planted_cases.plant(session, 99, kind="petition", state="handling", **late)
        session.add(ComplaintAccount(complaint_id=number, account_id=account, unit_id=World.centre))

    assert everything(client) == before


def test_the_control_a_case_that_names_nobody_is_seen(people: dict[Role, FlaskClient]):
    before = {role: everything(people[role]) for role in (Role.LEADER, Role.COUNCIL)}

    with write_session() as session:
        late = planted_cases.running("answer", planted_cases.DUE)
        planted_cases.plant(session, 99, kind="petition", state="handling", **late)

    assert all(everything(people[role]) != seen for role, seen in before.items())


def test_whose_case_moves_by_hand_moves_the_figures(people: dict[Role, FlaskClient], clock: Clock):
    clock.set("2026-11-10T09:00:00+07:00")
    known = casework.numbers()
    casework.letter()
    [number] = casework.numbers() - known
    front, manager, leader = (
        casework.somebody(role, number)
        for number, role in enumerate((Role.FRONT, Role.MANAGER, Role.LEADER), start=1)
    )
    casework.move(front, Action.TRIAGE, case=number)
    casework.move(manager, Action.SUBMIT, case=number, text=casework.ANSWER)
    casework.move(leader, Action.APPROVE, case=number)
    casework.move(front, Action.RELEASE, case=number)

    found = cells(read(people[Role.LEADER], f"{FIGURES}?ky=month&moc=2026-11"))

    assert found["Không kể gia hạn (đúng hạn ban đầu)"][0] == "1/1 = 100,0%"
    assert found["Công dân còn thời hạn nêu ý kiến"][0] == "1/1 = 100,0%"
