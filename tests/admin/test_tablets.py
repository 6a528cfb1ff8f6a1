"""The desk's pages about tablets: pairing, how each one is, what is missing, what is kept aside, and for whom."""

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.clock import now
from core.db import write_session
from core.domain.access import Role, Scope
from core.domain.tablet import HEARTBEAT_EVERY
from core.models import AuditEntry, Counter, HeldItem, Tablet, TabletContact, TabletHole, TabletWeek
from core.services import corrections
from tests.services.office_files import rows
from tests.support import pairing, worlds
from tests.support.clock import Clock
from tests.support.sign_in import sign_in, token_of
from tests.support.tablet import over_flask
from tests.support.worlds import World

STATIC = Path(__file__).parents[2] / "kiosk" / "static"
HERE = f"/admin/may-tinh-bang/{World.centre}"
#: The builders' first tablet.
FIRST = 71
READERS = (Role.MANAGER, Role.SYSADMIN, Role.FRONT, Role.FRONT_LEAD, Role.LEADER)
#: A Monday at work: what is silent is said.
WORKDAY = "2026-11-23T09:00:00+07:00"


@pytest.fixture(autouse=True)
def workday(clock: Clock) -> None:
    """Every test begins on a working day."""
    clock.set(WORKDAY)


@pytest.fixture
def office(app: Flask) -> Flask:
    """The example office with an account of every role that has to do with tablets."""
    with write_session() as session:
        worlds.office(session)
        for role in READERS:
            worlds.account(session, role)
    return app


@pytest.fixture
def manager(office: Flask) -> FlaskClient:
    """A signed-in manager of the example centre."""
    return sign_in(office.test_client(), "manager")


@pytest.fixture
def front(office: Flask) -> FlaskClient:
    """Somebody of the Fatherland Front."""
    return sign_in(office.test_client(), "front")


def words(page: str) -> str:
    """Return the words of a page as they are read."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def send(client: FlaskClient, address: str, **values: object):
    """Post a form with its CSRF token and follow where it leads."""
    token = token_of(client.get("/admin/toi/").text)
    return client.post(address, data={**values, "csrf_token": token}, follow_redirects=True)


def pair(client: FlaskClient, **changes: object):
    """Send the form of a new tablet."""
    said = {
        "counter_id": World.many_counter,
        "name": "Máy quầy 3",
        "mode": "survey",
        "reads_aloud": "y",
        "pin": "2468",
        "pin_again": "2468",
    }
    return send(client, f"{HERE}/ghep", **{**said, **changes})


def phrase_on(page: str) -> str:
    """Return the phrase a page shows, empty where it shows none."""
    found = re.search(r'<p class="phrase">([^<]+)</p>', page)
    return found[1] if found else ""


def active(**said: object) -> int:
    """Add a tablet at work that was heard of a minute ago; `said` changes its heartbeat."""
    with write_session() as session:
        number = pairing.waiting(session, phrase=f"mây tre {said!r}")
        tablet = session.get_one(Tablet, number)
        tablet.state, tablet.public_key = "active", bytes(65)
        tablet.phrase_hash = tablet.phrase_expires_at = None
        tablet.enrolled_at = now() - timedelta(days=7)
        told = {"at": now() - timedelta(minutes=1), "beat": 9, "queue": 0, "shelf": 0, "next_number": 60}
        rest = {"app_version": "1.4", "clock_ahead": 0, "battery": 80, "is_charging": True}
        session.add(TabletContact(tablet_id=number, unit_id=World.centre, **{**told, **rest, **said}))
    return number


def holed(number: int, first: int, last: int) -> None:
    """Let numbers of a tablet be missing."""
    with write_session() as session:
        session.add(
            TabletHole(
                tablet_id=number,
                first_number=first,
                last_number=last,
                unit_id=World.centre,
                noticed_on=date(2026, 11, 22),
            )
        )


def held(number: int, count: int, reason: str = "revoked") -> None:
    """Keep sealed answers of a tablet aside."""
    with write_session() as session:
        session.add_all(
            HeldItem(
                mark=bytes([place]) * 32,
                unit_id=World.centre,
                tablet_id=number,
                reason=reason,
                envelope=b"\x01sealed",
                held_on=date(2026, 11, 20),
            )
            for place in range(count)
        )


def test_an_office_without_tablets_reads_what_to_do_first(manager: FlaskClient) -> None:
    page = manager.get("/admin/may-tinh-bang/", follow_redirects=True).text

    assert "Chưa có máy tính bảng đánh giá nào" in page
    assert f'href="{HERE}/ghep"' in page


def test_a_tablet_is_paired_by_the_phrase_that_is_shown_once(manager: FlaskClient, office: Flask) -> None:
    page = pair(manager).text

    phrase = phrase_on(page)
    assert len(phrase.split()) == 4
    assert f"{office.config['LANGNGHE'].public_url}/kiosk/" in page
    assert "đến 09:15 hôm nay" in words(page)
    again = manager.get(f"{HERE}/may/1/cum-tu", follow_redirects=True).text
    assert phrase not in again
    assert "Máy đang chờ ghép" in again
    tablet = pairing.Tablet(over_flask(office.test_client()))
    assert tablet.enrol(phrase).status == 201
    assert "Đang dùng" in words(manager.get(f"{HERE}/").text)


def test_another_phrase_can_be_drawn(manager: FlaskClient) -> None:
    first = phrase_on(pair(manager).text)

    second = phrase_on(send(manager, f"{HERE}/may/1/cum-tu-moi").text)

    assert second
    assert second != first


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pin": "", "pin_again": ""}, "Ghi mã PIN từ 4 đến 8 chữ số."),
        ({"pin": "123", "pin_again": "123"}, "Ghi từ 4 đến 8 chữ số."),
        ({"pin": "12a4", "pin_again": "12a4"}, "Ghi từ 4 đến 8 chữ số."),
        ({"pin": "２４６８", "pin_again": "２４６８"}, "Ghi từ 4 đến 8 chữ số."),
        ({"pin_again": "2469"}, "Hai mã PIN khác nhau."),
    ],
)
def test_what_has_to_be_put_right_is_said(
    manager: FlaskClient, changes: dict[str, object], sentence: str
) -> None:
    answer = pair(manager, **changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(Tablet.id) == []


def test_a_name_is_taken_once(manager: FlaskClient) -> None:
    pair(manager)

    assert pair(manager).status_code == 422
    assert len(rows(Tablet.id)) == 1


def test_the_list_says_how_a_tablet_is(manager: FlaskClient) -> None:
    active(queue=1234, clock_ahead=-200, battery=15, is_charging=False, is_persistent=False)

    page = words(manager.get(f"{HERE}/").text)

    assert "Liên lạc gần nhất vừa xong" in page
    assert "Chờ gửi trên máy 1.234 ý kiến" in page
    assert "Đồng hồ chậm 3 phút" in page
    assert "Pin 15%" in page
    assert "trình duyệt có thể xóa" in page
    assert "Phiên bản 1.4" in page
    assert "Lịch trực của quầy đến 23/11/2026" in page
    assert "Mất liên lạc" not in page


@pytest.mark.parametrize(
    ("moment", "is_said"),
    [
        ("2026-11-23T09:19:00+07:00", False),
        ("2026-11-23T09:21:00+07:00", True),
        ("2026-11-23T12:30:00+07:00", False),
        ("2026-11-23T18:00:00+07:00", False),
        # Saturday, and the New Year's holiday.
        ("2026-11-28T09:30:00+07:00", False),
        ("2027-01-01T09:30:00+07:00", False),
    ],
)
def test_a_silent_tablet_is_told_of_in_opening_hours_only(
    office: Flask, clock: Clock, moment: str, is_said: bool
) -> None:
    active()
    clock.set(moment)
    manager = sign_in(office.test_client(), "manager")

    assert ("Mất liên lạc" in manager.get(f"{HERE}/").text) is is_said
    assert ("1 máy mất liên lạc" in manager.get("/admin/").text) is is_said


@pytest.mark.parametrize("role", [Role.MANAGER, Role.SYSADMIN, Role.FRONT, Role.FRONT_LEAD])
def test_the_start_page_tells_what_needs_an_eye(office: Flask, role: Role) -> None:
    number = active(at=now() - timedelta(hours=1), shelf=2)
    holed(number, 41, 43)
    held(number, 2)

    page = words(sign_in(office.test_client(), str(role)).get("/admin/").text)

    said = "1 máy mất liên lạc; 1 máy thiếu số thứ tự; 1 máy còn giữ ý kiến không gửi được"
    decides = role in (Role.FRONT, Role.FRONT_LEAD)
    assert said in page
    assert ("ý kiến của 1 máy chờ Ông/Bà quyết định" in page) is decides


def test_a_start_page_without_trouble_says_nothing_of_tablets(manager: FlaskClient) -> None:
    active()

    assert '<p class="said' not in manager.get("/admin/").text


def test_missing_numbers_are_named_and_explained(manager: FlaskClient) -> None:
    number = active()
    holed(number, 41, 43)
    holed(number, 50, 50)

    page = words(manager.get(f"{HERE}/may/{number}").text)
    assert "Thiếu các số 41–43" in page
    assert "Thiếu số 50" in page
    assert "Thiếu 4 số thứ tự chưa có giải trình" in page
    said = send(manager, f"{HERE}/may/{number}/thieu-so/41", explanation="Máy rơi vỡ ngày 20/11").text

    assert "Máy rơi vỡ ngày 20/11" in said
    assert "Thiếu 1 số thứ tự chưa có giải trình" in words(said)


def test_the_history_of_a_line_stays_together(manager: FlaskClient, office: Flask) -> None:
    old = active()
    with write_session() as session:
        session.add(
            TabletWeek(
                tablet_id=old,
                week=date(2026, 11, 16),
                unit_id=World.centre,
                count=40,
                last_number=43,
                head=bytes(32),
                breaks=2,
            )
        )
    phrase = phrase_on(send(manager, f"{HERE}/may/{old}/thay").text)
    tablet = pairing.Tablet(over_flask(office.test_client()))
    tablet.enrol(phrase)

    for number in (old, tablet.id):
        page = words(manager.get(f"{HERE}/may/{number}").text)
        assert "Đã thay" in page
        assert "Đang dùng" in page
        assert "16/11/2026 Máy 71 40 43 2" in page
        assert "Chuỗi số bị đứt ở 2 chỗ." in page
    assert "1 máy đã ngừng dùng" in manager.get(f"{HERE}/").text
    assert "Máy 71" in manager.get(f"{HERE}/da-thoi").text


def test_revoking_says_what_follows_and_asks_for_a_reason(manager: FlaskClient) -> None:
    number = active(queue=12)

    page = words(manager.get(f"{HERE}/may/{number}/thu-hoi").text)
    assert "trên máy có 12 ý kiến chờ gửi" in page
    assert "để riêng đến khi Mặt trận Tổ quốc quyết định" in page
    assert send(manager, f"{HERE}/may/{number}/thu-hoi").status_code == 422
    done = send(manager, f"{HERE}/may/{number}/thu-hoi", reason="Mất ở hội nghị").text

    assert "Đã thu hồi “Máy 71”." in done
    assert rows(Tablet.state) == [("revoked",)]


def test_the_app_speaks_as_often_as_the_desk_says() -> None:
    found = re.search(r"const HEARTBEAT = (\d+) \* 60 \* 1000;", (STATIC / "kiosk" / "sync.js").read_text())

    assert found
    assert timedelta(minutes=int(found[1])) == HEARTBEAT_EVERY


def test_settings_are_changed_from_afar(manager: FlaskClient) -> None:
    number = active()
    said = {
        "counter_id": World.single_counter,
        "name": "Máy quầy 1",
        "mode": "code",
        "pin": "",
        "pin_again": "",
    }

    page = send(manager, f"{HERE}/may/{number}/thiet-lap", **said).text

    assert "Máy sẽ đổi theo trong vòng 5 phút" in page
    assert rows(Tablet.counter_id, Tablet.name, Tablet.mode, Tablet.reads_aloud) == [
        (World.single_counter, "Máy quầy 1", "code", False)
    ]


def test_the_front_sees_how_many_are_kept_aside_and_decides_over_all_at_once(front: FlaskClient) -> None:
    number = active()
    held(number, 3)
    address = f"{HERE}/may/{number}/de-rieng/revoked"

    assert "3 ý kiến để riêng đang chờ Ông/Bà quyết định" in words(front.get(f"{HERE}/").text)
    assert "gửi sau khi máy bị thu hồi" in front.get(f"{HERE}/de-rieng").text
    assert "3 ý kiến để riêng của “Máy 71”" in front.get(address).text
    assert send(front, address, decision="leave-out").status_code == 422
    page = send(front, address, decision="leave-out", reason="Máy bị trộm, không rõ ai bấm").text

    assert "Không tính 3 ý kiến." in page
    assert {row[0] for row in rows(HeldItem.is_admitted)} == {False}
    assert front.get(address).status_code == 404
    _n, action, facts = rows(AuditEntry.number, AuditEntry.action, AuditEntry.facts)[-1]
    assert action == "tablet.leave_out"
    assert json.loads(facts) == {
        "tablet": number,
        "kind": "revoked",
        "answers": 3,
        "reason": "Máy bị trộm, không rõ ai bấm",
    }


def test_what_cannot_be_read_keeps_waiting_and_the_page_says_so(front: FlaskClient) -> None:
    number = active()
    held(number, 2)

    page = send(
        front, f"{HERE}/may/{number}/de-rieng/revoked", decision="admit", reason="Cơ quan xác nhận"
    ).text

    assert "Từ nay tính 0 trong 2 ý kiến." in page
    assert {row[0] for row in rows(HeldItem.is_admitted)} == {None}


def test_answers_of_a_revoked_tablet_count_when_the_front_says_so(
    manager: FlaskClient, front: FlaskClient, office: Flask
) -> None:
    tablet = pairing.pair(over_flask(office.test_client()))
    given = [tablet.give(), tablet.give()]
    send(manager, f"{HERE}/may/{tablet.id}/thu-hoi", reason="Nghi ngờ")
    file = json.dumps({"langnghe": "shelf/1", "items": [item.sent() for item in given]}).encode()
    page = bring(manager, file)
    assert "Để riêng cho Mặt trận 2" in words(page.text)

    page = send(
        front,
        f"{HERE}/may/{tablet.id}/de-rieng/revoked",
        decision="admit",
        reason="Máy vẫn ở quầy, chỉ nghi ngờ",
    ).text

    assert "Từ nay tính 2 ý kiến cho cơ quan" in page


def bring(client: FlaskClient, content: bytes):
    """Send the file of a shelf."""
    token = token_of(client.get("/admin/toi/").text)
    parts = {'name="csrf_token"': token.encode(), 'name="shelf"; filename="ke-lai.json"': content}
    # Written by hand: the client's own writer leaves a large file open.
    lines = [
        f"--x\r\nContent-Disposition: form-data; {name}\r\n\r\n".encode() + parts[name] for name in parts
    ]
    return client.post(
        f"{HERE}/nhap-tep",
        data=b"\r\n".join([*lines, b"--x--\r\n"]),
        content_type="multipart/form-data; boundary=x",
    )


def test_a_shelf_brought_in_twice_is_there_already(manager: FlaskClient, office: Flask) -> None:
    tablet = pairing.pair(over_flask(office.test_client()))
    given = [tablet.give(), tablet.give()]
    file = json.dumps({"langnghe": "shelf/1", "items": [item.sent() for item in given]}).encode()

    first, second = bring(manager, file), bring(manager, file)

    assert "Nay được tính 2" in words(first.text)
    assert "Mọi ý kiến trong tệp đều đã có. Không ý kiến nào bị tính hai lần." in second.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Xin chọn tệp"),
        (b"{}", "Đây không phải tệp xuất từ máy tính bảng"),
        (b"[1]", "Đây không phải tệp xuất từ máy tính bảng"),
        (b"\xff\x00", "Đây không phải tệp xuất từ máy tính bảng"),
        (b"x" * (2 * 1024 * 1024 + 1), "Tệp lớn hơn 2 MB"),
    ],
    ids=["nothing", "another JSON", "a list", "bytes", "too large"],
)
def test_a_file_that_is_no_shelf_is_refused_in_a_sentence(
    manager: FlaskClient, content: bytes, sentence: str
) -> None:
    answer = bring(manager, content)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_manager_never_decides_and_the_front_never_manages(
    manager: FlaskClient, front: FlaskClient
) -> None:
    number = active()
    held(number, 1)

    assert manager.get(f"{HERE}/de-rieng").status_code == 403
    assert front.get(f"{HERE}/ghep").status_code == 403
    page = manager.get(f"{HERE}/may/{number}").text
    assert "chờ Mặt trận Tổ quốc quyết định" in page
    assert "de-rieng" not in page
    assert "thu-hoi" not in front.get(f"{HERE}/may/{number}").text


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("role", READERS)
def test_every_page_is_fit_to_be_shown(office: Flask, role: Role, language: str) -> None:
    number = active(shelf=1, queue=3, at=now() - timedelta(days=3))
    holed(number, 41, 43)
    held(number, 2)
    client = sign_in(office.test_client(), str(role))
    addresses = ["/", "/da-thoi", f"/may/{number}"]
    if role in (Role.MANAGER, Role.SYSADMIN):
        addresses += ["/ghep", "/nhap-tep", f"/may/{number}/thay", f"/may/{number}/thu-hoi"]
        addresses += [f"/may/{number}/thiet-lap", f"/may/{number}/thieu-so/41"]
    if role in (Role.FRONT, Role.FRONT_LEAD):
        addresses += ["/de-rieng", f"/may/{number}/de-rieng/revoked"]

    for address in addresses:
        assert client.get(f"{HERE}{address}?lang={language}").status_code == 200, address


def test_nobody_reaches_a_tablet_through_another_unit(manager: FlaskClient) -> None:
    number = active()

    for address in (f"/3/may/{number}", f"/{World.commune}/may/{number}", "/2/may/99", "/3/"):
        assert manager.get(f"/admin/may-tinh-bang{address}").status_code == 404


def test_whoever_has_several_offices_chooses_one(office: Flask) -> None:
    with write_session() as session:
        worlds.account(session, Role.SYSADMIN, unit_id=World.commune, login="quan-tri")
    active(at=now() - timedelta(hours=1))
    client = sign_in(office.test_client(), "quan-tri")

    alone = client.get("/admin/may-tinh-bang/")
    with write_session() as session:
        session.add(Counter(id=29, unit_id=World.commune, code="1", name="Quầy xã", is_open=True))
    several = words(client.get("/admin/may-tinh-bang/").text)

    assert alone.status_code == 303
    assert alone.location.endswith(f"{HERE}/")
    assert "Trung tâm Phục vụ hành chính công Xã Mẫu 1 0 1 mất liên lạc" in several
    assert "Xã Mẫu 0 0" in several


@pytest.mark.parametrize(
    ("at", "queue", "sentence"),
    [
        ("2026-11-23T11:00:00+07:00", 0, "chưa liên lạc lại từ ca trực đó, có thể còn ý kiến gửi muộn"),
        ("2026-11-23T12:00:00+07:00", 4, "còn giữ 4 ý kiến khi liên lạc lần cuối (12:00 hôm qua)"),
        ("2026-11-23T12:00:00+07:00", 0, ""),
    ],
)
def test_whoever_decides_over_a_shift_reads_what_may_still_come(
    office: Flask, clock: Clock, at: str, queue: int, sentence: str
) -> None:
    active(at=datetime.fromisoformat(at), queue=queue)
    clock.set("2026-11-24T12:00:00+07:00")
    number = corrections.propose(
        Scope(1, Role.MANAGER, frozenset({World.centre})),
        World.centre,
        World.duty_of_an,
        officer_id=World.binh,
        reason="Đổi quầy",
        actor="manager",
    )

    page = words(sign_in(office.test_client(), "front").get(f"/admin/sua-lich-truc/{number}").text)

    assert ("Máy tính bảng “Máy 71” của quầy này" in page) is bool(sentence)
    assert sentence in page


def test_a_tablet_nobody_names_has_its_counters_name(manager: FlaskClient) -> None:
    pair(manager, name=" ")

    assert rows(Tablet.name) == [("Máy Quầy 3",)]
