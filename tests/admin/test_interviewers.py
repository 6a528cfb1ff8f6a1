"""The desk's pages about interviewers' phones, and that nowhere a phone is taken for a tablet at a counter."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.clock import now
from core.db import write_session
from core.domain.access import Role, Scope
from core.models import AuditEntry, Tablet, TabletContact, TabletHole
from core.queries.kiosk import care, offices, phone_care, tablets
from core.queries.kiosk.phone_care import RoundCare
from core.services import rounds
from core.services.kiosk import interviewers
from core.services.kiosk import tablets as service
from core.services.places.changing import PlaceRefused, UnknownPlace
from tests.services import record
from tests.support import interviewing, pairing, worlds
from tests.support.clock import Clock
from tests.support.interviewing import Phone
from tests.support.sign_in import sign_in, token_of
from tests.support.tablet import over_flask
from tests.support.worlds import World

HERE = "/admin/dot-khao-sat/1/dien-thoai"
#: A Monday at work: what is silent is said.
WORKDAY = "2026-11-23T09:00:00+07:00"


@pytest.fixture
def office(app: Flask, clock: Clock) -> Flask:
    """The example office with a round of its centre, another of its neighbour, a manager and somebody of the Front."""
    clock.set(WORKDAY)
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.MANAGER)
        worlds.account(session, Role.FRONT)
        interviewing.begun(session)
        interviewing.begun(session, number=2, unit_id=World.neighbour)
    return app


@pytest.fixture
def manager(office: Flask) -> FlaskClient:
    """A signed-in manager of the example centre."""
    return sign_in(office.test_client(), "manager")


def scope(role: Role = Role.MANAGER) -> Scope:
    return Scope(account_id=1, role=role, unit_ids=frozenset({World.centre}))


def words(page: str) -> str:
    """Return the words of a page as they are read."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def send(client: FlaskClient, address: str, **values: object) -> Any:
    """Post a form with its CSRF token and follow where it leads."""
    token = token_of(client.get("/admin/toi/").text)
    return client.post(address, data={**values, "csrf_token": token}, follow_redirects=True)


def add(client: FlaskClient, **changes: object) -> Any:
    """Send the form of a new phone."""
    said = {"name": "Chị Hoa", "pin": "2468", "pin_again": "2468"}
    return send(client, f"{HERE}/them", **{**said, **changes})


def phrase_on(page: str) -> str:
    """Return the phrase a page shows, empty where it shows none."""
    found = re.search(r'<p class="phrase">([^<]+)</p>', page)
    return found[1] if found else ""


def actions() -> list[str]:
    return [
        row["action"] for row in sorted(record.rows(AuditEntry.__tablename__), key=lambda row: row["number"])
    ]


def paired(app: Flask, client: FlaskClient, **changes: object) -> Phone:
    """Add a phone at the desk and type its phrase on it."""
    phone = Phone(over_flask(app.test_client()))
    answer = phone.enrol(phrase_on(add(client, **changes).text))
    assert answer.status == 201, answer.body
    return phone


def test_a_phone_is_added_its_phrase_shown_once_and_typed_on_it(office: Flask, manager: FlaskClient):
    assert "Chưa có điện thoại phỏng vấn nào" in words(manager.get(HERE).text)

    page = add(manager).text

    phrase = phrase_on(page)
    assert len(phrase.split()) == 4
    assert "data:image" in page
    [row] = [row for row in record.rows(Tablet.__tablename__) if row["round_id"] == 1]
    assert (row["mode"], row["counter_id"], row["name"], row["state"]) == (
        "interview",
        None,
        "Chị Hoa",
        "waiting",
    )
    assert phrase_on(manager.get(f"{HERE}/{row['id']}/cum-tu", follow_redirects=True).text) == ""
    phone = Phone(over_flask(office.test_client()))
    assert phone.enrol(phrase).status == 201
    assert phone.bundle["tablet"]["name"] == "Chị Hoa"
    assert actions()[-2:] == ["interviewer.add", "tablet.enrol"]
    said = words(manager.get(HERE).text)
    assert "Chị Hoa" in said
    assert "Đang dùng" in said


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Ghi tên người phỏng vấn hoặc một tên gọi"),
        ({"pin": "12"}, "4 đến 8 chữ số"),
        ({"pin_again": "1357"}, "Hai mã PIN khác nhau"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made(
    manager: FlaskClient, changes: dict[str, str], sentence: str
):
    answer = add(manager, **changes)

    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert record.rows(Tablet.__tablename__) == []


def test_two_phones_at_work_have_different_names(office: Flask, manager: FlaskClient):
    paired(office, manager)

    answer = add(manager)

    assert answer.status_code == 422
    assert "Đã có «Chị Hoa»" in words(answer.text)


def test_next_years_round_may_call_its_phones_as_last_years_did(office: Flask, manager: FlaskClient):
    last_year = paired(office, manager)
    interviewing.close(1)
    with write_session() as session:
        interviewing.begun(session, number=3)

    this_year = interviewers.add(scope(), 3, "Chị Hoa", pin="2468", actor="manager")

    assert this_year.tablet_id != last_year.id
    with pytest.raises(PlaceRefused, match="name_taken"):
        interviewers.add(scope(), 3, "Chị Hoa", pin="2468", actor="manager")
    # What last year's still holds is believed.
    assert record.rows("tablet")[0]["state"] == "active"


def test_the_round_of_another_unit_is_not_there(manager: FlaskClient):
    for address in ("/admin/dot-khao-sat/2/dien-thoai", "/admin/dot-khao-sat/9/dien-thoai"):
        assert manager.get(address).status_code == 404
        assert send(manager, f"{address}/them", name="A", pin="2468", pin_again="2468").status_code == 404
    with pytest.raises(UnknownPlace):
        interviewers.add(scope(), 2, "A", pin="2468", actor="manager")
    with pytest.raises(UnknownPlace):
        interviewers.add(scope(), 9, "A", pin="2468", actor="manager")


def test_a_tablet_or_a_phone_of_another_round_is_no_phone_of_this_one(office: Flask, manager: FlaskClient):
    with write_session() as session:
        tablet = pairing.waiting(session)
        other = interviewing.waiting(session, 2, phrase="sen sen sen sen")

    for number in (tablet, other):
        assert manager.get(f"{HERE}/{number}/thu-hoi").status_code == 404
        with pytest.raises(UnknownPlace):
            interviewers.revoke(scope(), 1, number, reason="x", actor="manager")


def test_a_closed_round_takes_no_phone(office: Flask, manager: FlaskClient):
    phone = paired(office, manager)
    interviewing.close(1)

    assert "Đợt này đã đóng" in words(add(manager).text)
    with pytest.raises(PlaceRefused, match="round_closed"):
        interviewers.replace(scope(), 1, phone.id, actor="manager")


def test_a_lost_phone_is_replaced_and_what_it_still_brings_counts(office: Flask, manager: FlaskClient):
    old = paired(office, manager)
    item = old.ask(1)
    assert "giữ nguyên tên và mã PIN" in words(manager.get(f"{HERE}/{old.id}/thay").text)
    new = Phone(over_flask(office.test_client()))
    assert new.enrol(phrase_on(send(manager, f"{HERE}/{old.id}/thay").text)).status == 201

    assert new.bundle["tablet"]["name"] == "Chị Hoa"
    states = {row["id"]: row["state"] for row in record.rows(Tablet.__tablename__)}
    assert states == {old.id: "retired", new.id: "active"}
    assert new.outcomes(item) == ["accepted"]
    assert interviewing.progress(1) == {1: 1}


def test_a_revoked_phone_is_not_believed_and_the_front_decides(office: Flask, manager: FlaskClient):
    phone, other = paired(office, manager), paired(office, manager, name="Anh Nam")
    item = phone.ask(2)

    page = send(manager, f"{HERE}/{phone.id}/thu-hoi", reason="Mất ở chợ")

    assert "Đã thu hồi" in words(page.text)
    assert phone.send([item]).status == 401
    assert other.outcomes(item) == ["held"]
    front = sign_in(office.test_client(), "front")
    kept = words(front.get(f"/admin/may-tinh-bang/{World.centre}/de-rieng").text)
    assert "Chị Hoa Khảo sát năm 2026, đợt 1" in kept
    decide = f"/admin/may-tinh-bang/{World.centre}/may/{phone.id}/de-rieng/revoked"
    assert "Đợt khảo sát" in words(front.get(decide).text)
    send(front, decide, reason="Đã tìm thấy máy", decision="admit")
    assert interviewing.progress(1) == {2: 1}


def test_interviews_from_outside_the_round_are_named_so(office: Flask, manager: FlaskClient, clock: Clock):
    phone = paired(office, manager)
    clock.set("2026-12-01T09:00:00+07:00")
    assert phone.outcomes(phone.ask(1)) == ["held"]

    front = sign_in(office.test_client(), "front")
    kept = words(front.get(f"/admin/may-tinh-bang/{World.centre}/de-rieng").text)

    assert "ngoài thời gian của đợt khảo sát" in kept


def test_no_phone_stands_among_the_tablets_and_what_it_lacks_is_said_under_its_round(
    office: Flask, manager: FlaskClient
):
    phone = paired(office, manager)
    with write_session() as session:
        silent = {"at": now() - timedelta(days=2), "beat": 1, "queue": 7, "shelf": 1, "next_number": 9}
        rest = {"app_version": "1", "clock_ahead": 0}
        session.add(TabletContact(tablet_id=phone.id, unit_id=World.centre, **silent, **rest))
        holes = {"first_number": 2, "last_number": 4, "noticed_on": now().date()}
        session.add(TabletHole(tablet_id=phone.id, unit_id=World.centre, **holes))
    readers = scope()

    assert (tablets.standing(readers, World.centre).total, tablets.ended(readers, World.centre).total) == (
        0,
        0,
    )
    assert tablets.one(readers, World.centre, phone.id) is None
    assert manager.get(f"/admin/may-tinh-bang/{World.centre}/may/{phone.id}").status_code == 404
    assert send(manager, f"/admin/may-tinh-bang/{World.centre}/may/{phone.id}/thu-hoi").status_code == 404
    [line] = offices.listed(readers).items
    assert (line.active, line.waiting, line.silent, line.missing, line.shelf) == (0, 0, 0, 0, 0)
    assert not care.needed(readers)
    assert phone_care.needed(readers) == (RoundCare(1, "Khảo sát năm 2026, đợt 1", missing=1, shelf=1),)
    assert phone_care.needed(scope(Role.LEADER)) == ()
    page = manager.get("/admin/", follow_redirects=True).text
    assert (
        "Điện thoại phỏng vấn của «Khảo sát năm 2026, đợt 1» : 1 máy thiếu số thứ tự; 1 máy có phiếu không được nhận."
        in words(page)
    )
    assert f'href="{HERE}"' in page
    assert "Máy tính bảng đánh giá" not in words(page)
    said = words(manager.get(HERE).text)
    assert "3 số thứ tự không về tới" in said
    assert "1 phiếu không được nhận" in said


def test_missing_numbers_of_a_phone_are_explained_and_need_no_eye_any_more(
    office: Flask, manager: FlaskClient
):
    phone = paired(office, manager)
    with write_session() as session:
        holes = {"first_number": 2, "last_number": 4, "noticed_on": now().date()}
        session.add(TabletHole(tablet_id=phone.id, unit_id=World.centre, **holes))
    address = f"{HERE}/{phone.id}/thieu-so/2"
    assert "Thiếu các số 2–4 · Chị Hoa" in words(manager.get(HERE).text)
    assert f'href="{address}"' in manager.get(HERE).text
    assert send(manager, address, explanation=" ").status_code == 422

    page = send(manager, address, explanation="Máy rơi xuống nước")

    assert "Máy rơi xuống nước" in words(page.text)
    assert "3 số thứ tự không về tới" not in words(page.text)
    assert phone_care.needed(scope()) == ()
    assert actions()[-1] == "interviewer.explain"
    for other in (f"{HERE}/{phone.id}/thieu-so/3", f"/admin/dot-khao-sat/2/dien-thoai/{phone.id}/thieu-so/2"):
        assert send(manager, other, explanation="x").status_code == 404
    for round_id, first in ((1, 3), (2, 2)):
        with pytest.raises(UnknownPlace):
            interviewers.explain(scope(), round_id, phone.id, first, explanation="x", actor="manager")


def test_services_for_tablets_leave_phones_alone(office: Flask, manager: FlaskClient):
    phone = paired(office, manager)

    with pytest.raises(UnknownPlace):
        service.revoke(scope(), World.centre, phone.id, reason="x", actor="manager")
    with pytest.raises(UnknownPlace):
        service.replace(scope(), World.centre, phone.id, actor="manager")


def test_a_round_that_waits_takes_no_phone(office: Flask):
    with write_session() as session:
        interviewing.waits(session, number=3)

    with pytest.raises(PlaceRefused, match="round_waits"):
        interviewers.add(scope(), 3, "A", pin="2468", actor="manager")


def test_the_phones_of_a_plan_that_was_given_up_are_not_found(office: Flask, manager: FlaskClient):
    with write_session() as session:
        interviewing.waits(session, number=3)
    pages = [f"/admin/dot-khao-sat/3/dien-thoai{tail}" for tail in ("", "/them")]
    assert [manager.get(page).status_code for page in pages] == [200, 200]

    rounds.drop(scope(), World.centre, 3, actor="manager")

    assert [manager.get(page).status_code for page in pages] == [404, 404]
    with pytest.raises(UnknownPlace):
        interviewers.add(scope(), 3, "A", pin="2468", actor="manager")
