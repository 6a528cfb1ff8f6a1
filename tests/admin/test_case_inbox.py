"""The inbox as a workplace: filters that stand in the address, kept views, tags, and one act on several cases."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db import write_session
from core.domain.access import Role
from core.domain.complaints.course import Action
from tests.support import casework, worlds
from tests.support.clock import Clock
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

INBOX = "/admin/phan-anh/"
MANY = f"{INBOX}nhieu-viec"
KEPT = f"{INBOX}bo-loc/"
ROLES = (Role.FRONT, Role.MANAGER, Role.LEADER)
FRONT, MANAGER, LEADER = (casework.somebody(role, number) for number, role in enumerate(ROLES, start=1))


@pytest.fixture
def letters(app: Flask, clock: Clock) -> dict[str, bytes]:
    """Three letters: one late with the office about land, one new and named, one just passed on and tagged."""
    with write_session() as session:
        worlds.office(session)
        for role in ROLES:
            worlds.account(session, role)
    found: dict[str, bytes] = {}

    def file(first: str, **changes: object) -> bytes:
        before = casework.numbers()
        casework.letter(what=f"{first} chờ đến lượt rất lâu", where="", wish="", **changes)
        [found[first]] = casework.numbers() - before
        return found[first]

    clock.set("2026-10-05T09:00:00+07:00")
    casework.move(FRONT, Action.TRIAGE, case=file("Hạnh"), field_id=World.land)
    clock.set("2026-11-20T09:00:00+07:00")
    file("Khoa", name="Bà Tám", has_consented=True)
    casework.move(FRONT, Action.TRIAGE, case=file("Lộc"), field_id=World.civil)
    casework.move(FRONT, Action.TAG, case=found["Lộc"], tags=("chờ lâu",))
    clock.set("2026-11-21T09:00:00+07:00")
    return found


@pytest.fixture
def front(app: Flask, letters: dict[str, bytes]) -> FlaskClient:
    """Somebody of the Front, signed in."""
    return sign_in(app.test_client(), "front")


def names(text: str) -> set[str]:
    return set(re.findall(r">(Hạnh|Khoa|Lộc) chờ", unescape(text)))


FILTERS = {
    "tinh-trang=new": {"Khoa"},
    "loai=petition": {"Hạnh", "Lộc"},
    f"linh-vuc={World.land}": {"Hạnh"},
    "kenh=web&xem=open": {"Hạnh", "Khoa", "Lộc"},
    "kenh=paper": set(),
    "nhan=chờ lâu": {"Lộc"},
    "nguoi-gui=co": {"Khoa"},
    "nguoi-gui=khong": {"Hạnh", "Lộc"},
    "nhan-tu=20/11/2026": {"Khoa", "Lộc"},
    "nhan-den=05/10/2026": {"Hạnh"},
    # Fifteen working days from 20/11, Tuesday 24/11 off: 14/12.
    "han-tu=12/12/2026&han-den=14/12/2026": {"Lộc"},
    "tre=1": {"Hạnh"},
    "tim=cho luot&loai=petition&tre=1": {"Hạnh"},
    "xem=new&nguoi-gui=khong": set(),
    # What nobody offers looks for nothing.
    "tinh-trang=lost&linh-vuc=9999&xem=open": {"Hạnh", "Khoa", "Lộc"},
}


@pytest.mark.parametrize("query", FILTERS)
def test_the_address_says_which_cases_are_shown(front: FlaskClient, query: str):
    assert names(front.get(f"{INBOX}?{query}").text) == FILTERS[query]


def test_a_day_that_cannot_be_read_is_explained(front: FlaskClient):
    text = unescape(front.get(f"{INBOX}?nhan-tu=hôm qua").text)

    assert "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 01/10/2026." in text
    assert "hôm qua" in text


def post(client: FlaskClient, address: str, **values: object) -> str:
    data = {"csrf_token": token_of(client.get(f"{INBOX}?xem=open").text), **values}
    return unescape(client.post(address, data=data, follow_redirects=True).text)


def test_a_filter_is_kept_under_a_name_renamed_and_forgotten(front: FlaskClient, app: Flask):
    kept = post(front, f"{KEPT}luu", loc="tre=1&linh-vuc=&nhan=chờ lâu", ten="Đất đai quá hạn")
    assert "?nhan=ch%E1%BB%9D+l%C3%A2u&tre=1" in kept
    assert ">Đất đai quá hạn<" in kept
    other = sign_in(app.test_client(), "manager")
    assert "Đất đai quá hạn" not in other.get(INBOX).text

    renamed = post(front, f"{KEPT}doi-ten", cu="Đất đai quá hạn", ten="Quá hạn")
    assert ">Quá hạn<" in renamed
    post(front, f"{KEPT}xoa", cu="Quá hạn")
    assert ">Quá hạn<" not in unescape(front.get(KEPT).text)


def test_nobody_keeps_more_than_twenty(front: FlaskClient):
    for number in range(20):
        post(front, f"{KEPT}luu", loc="tre=1", ten=f"Bộ lọc {number}")

    assert "Ông/Bà đã lưu 20 bộ lọc" in post(front, f"{KEPT}luu", loc="tre=1", ten="Một nữa")
    assert "Xin đặt tên" in post(front, f"{KEPT}luu", loc="tre=1", ten=" ")


def test_what_happens_to_several_is_shown_before_it_is_done(front: FlaskClient, letters: dict[str, bytes]):
    chosen = [number.hex() for number in letters.values()]

    asked = post(front, MANY, viec=chosen, lam="phan-loai")
    assert "Đã chọn 3 việc" in asked
    shown = post(front, MANY, viec=chosen, lam="phan-loai", buoc="xem", **{"phan-loai-kind": "petition"})
    assert "Sẽ làm với 1 việc" in shown
    assert "Bỏ qua 2 việc" in shown
    assert names(front.get(f"{INBOX}?tinh-trang=new").text) == {"Khoa"}
    seen = re.findall(r'name="viec" value="([^"]+)"', shown)
    done = post(front, MANY, viec=seen, lam="phan-loai", buoc="lam", **{"phan-loai-kind": "petition"})

    assert "Đã xong 1 việc" in done
    assert names(front.get(f"{INBOX}?tinh-trang=new").text) == set()


def test_what_changed_meanwhile_is_left_out_and_the_others_are_done(
    front: FlaskClient, letters: dict[str, bytes]
):
    chosen = [letters["Hạnh"].hex(), letters["Lộc"].hex()]
    note = {"ghi-chu-text": "Xem tại chỗ sáng thứ Hai"}
    shown = post(front, MANY, viec=chosen, lam="ghi-chu", buoc="xem", **note)
    casework.move(MANAGER, Action.NOTE, case=letters["Hạnh"], text="Đang làm")

    seen = re.findall(r'name="viec" value="([^"]+)"', shown)
    done = post(front, MANY, viec=seen, lam="ghi-chu", buoc="lam", **note)

    assert "Đã xong 1 việc" in done
    assert "Trong lúc đó" in done
    assert "Xem tại chỗ" in unescape(front.get(f"{INBOX}{letters['Lộc'].hex()}").text)
    assert "Xem tại chỗ" not in unescape(front.get(f"{INBOX}{letters['Hạnh'].hex()}").text)


def test_several_are_merged_into_one_tagged_and_given_to_somebody(
    front: FlaskClient, app: Flask, letters: dict[str, bytes]
):
    chosen = [letters["Khoa"].hex(), letters["Lộc"].hex()]
    into = {"gop-viec-other": letters["Lộc"].hex()}
    shown = post(front, MANY, viec=chosen, lam="gop-viec", buoc="xem", **into)
    assert "Sẽ làm với 1 việc" in shown
    post(front, MANY, viec=chosen, lam="gop-viec", buoc="lam", **into)
    post(
        front,
        MANY,
        viec=[letters["Hạnh"].hex()],
        lam="nhan",
        buoc="lam",
        **{"nhan-new": "Đất đai", "nhan-known": ""},
    )
    manager = sign_in(app.test_client(), "manager")
    post(
        manager, MANY, viec=[letters["Hạnh"].hex()], lam="giao-viec", buoc="lam", **{"giao-viec-holder": "a3"}
    )

    beside = unescape(front.get(f"{INBOX}{letters['Lộc'].hex()}").text)
    assert "Trả lời chung với việc này" in beside
    assert "Khoa chờ đến lượt" in beside
    assert names(front.get(f"{INBOX}?nhan=đất đai").text) == {"Hạnh"}
    assert "Người dùng leader" in unescape(manager.get(f"{INBOX}?xem=open&linh-vuc={World.land}").text)


@pytest.mark.parametrize("values", [{}, {"viec": "00" * 16}, {"viec": "00" * 16, "lam": "duyet"}])
def test_without_a_case_or_an_act_nothing_is_done(front: FlaskClient, values: dict[str, str]):
    said = post(front, MANY, **values)

    assert "Xin đánh dấu ít nhất một việc" in said


def test_the_office_makes_no_tags_and_triages_nothing_in_numbers(app: Flask, letters: dict[str, bytes]):
    manager = sign_in(app.test_client(), "manager")

    offered = re.findall(
        r'<option value="([a-z-]+)">', manager.get(f"{INBOX}?xem=open").text.split('id="lam"')[1]
    )
    post(manager, f"{INBOX}{letters['Lộc'].hex()}/nhan", **{"nhan-known": "chờ lâu", "nhan-new": "nhãn lạ"})

    assert offered[:3] == ["giao-viec", "nhan", "ghi-chu"]
    assert "nhãn lạ" not in unescape(manager.get(f"{INBOX}{letters['Lộc'].hex()}").text)


def test_a_case_is_merged_and_parted_by_forms(front: FlaskClient, letters: dict[str, bytes]):
    address = f"{INBOX}{letters['Khoa'].hex()}"
    register = re.search(r"PA-\d{5}", front.get(f"{INBOX}{letters['Lộc'].hex()}").text)
    assert register

    wrong = post(front, f"{address}/gop-viec", **{"gop-viec-other": "-", "gop-viec-register": "PA-00000"})
    merged = post(
        front, f"{address}/gop-viec", **{"gop-viec-other": "-", "gop-viec-register": register[0].lower()}
    )
    assert "Không có việc nào như vậy" in wrong
    assert "Đã xong: Gộp với việc khác" in merged
    assert "Trả lời chung với" in merged
    parted = post(front, f"{address}/tach-viec")

    assert "Đã xong: Tách khỏi việc đã gộp" in parted
    assert "Trả lời chung với" not in parted


def test_people_are_named_later_and_the_link_between_cases_is_taken_away(
    front: FlaskClient, app: Flask, letters: dict[str, bytes]
):
    address = f"{INBOX}{letters['Lộc'].hex()}"
    register = re.search(r"PA-\d{5}", front.get(f"{INBOX}{letters['Hạnh'].hex()}").text)
    assert register

    linked = post(front, f"{address}/lien-ket", **{"lien-ket-other": "-", "lien-ket-register": register[0]})
    assert "Liên quan đến" in linked
    parted = post(front, f"{address}/lien-ket", **{"lien-ket-other": letters["Hạnh"].hex()})
    assert "Liên quan đến" not in parted
    named = post(front, f"{address}/nguoi-lien-quan", **{"nguoi-lien-quan-officers": [World.an]})

    assert "Đã xong: Ghi người có liên quan" in named
    assert f'value="{World.an}" checked' in unescape(front.get(f"{address}/nguoi-lien-quan").text)
    assert sign_in(app.test_client(), "manager").get(address).status_code == 404
