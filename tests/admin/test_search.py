"""The search of the desk without script: what each role finds, where it leads, and what is never found."""

import re
import unicodedata
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db import write_session
from core.domain.access import Role
from core.models import Officer, ServiceField, Unit
from tests.support import worlds
from tests.support.databases import Databases
from tests.support.places import BEGINNING
from tests.support.sign_in import sign_in
from tests.support.worlds import World


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: tests/queries/test_finding.py asks both kinds of database."""
    return sqlite_databases


@pytest.fixture
def world(app: Flask) -> World:
    with write_session() as session:
        world = worlds.office(session)
        for role in Role:
            worlds.account(session, role, unit_id=world.commune)
        worlds.account(session, Role.OFFICER, unit_id=world.neighbour, login="ben.canh")
        session.add(
            ServiceField(
                id=71,
                unit_id=world.centre,
                code="thu-tuc",
                name="Thủ tục đất đai",
                short_name="Thủ tục đất",
                sort=9,
                is_other=False,
                is_active=True,
            )
        )
        session.add(Officer(id=72, unit_id=world.neighbour, code="Z", name="Nguyễn Văn Bên", is_active=True))
    return world


def found(client: FlaskClient, words: str) -> dict[str, list[tuple[str, str]]]:
    """Return what the page lists: by heading, each link's words and address."""
    page = client.get("/admin/tim", query_string={"tim": words})
    assert page.status_code == 200
    listed: dict[str, list[tuple[str, str]]] = {}
    for card in page.text.split('<section class="card" aria-labelledby="hits-')[1:]:
        heading = plain(card.split("</h2>")[0].split(">")[-1])
        links = re.findall(r'<li><a href="([^"]+)">(.*?)</a>', card.split("</section>")[0])
        listed[heading] = [(plain(words), unescape(address)) for address, words in links]
    return listed


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


TYPED = [
    "thu tuc dat dai",
    "thủ tục đất đai",
    "THỦ TỤC ĐẤT ĐAI",
    unicodedata.normalize("NFD", "Thủ tục đất đai"),
    "thu tu dat da",
    "dat thu",
    "Đ thủ",
]


@pytest.mark.parametrize("typed", TYPED)
def test_a_field_is_found_with_and_without_marks_in_both_forms_and_by_beginnings(
    world: World, client: FlaskClient, typed: str
) -> None:
    sign_in(client, "manager")

    assert found(client, typed)["Lĩnh vực"] == [
        ("Thủ tục đất đai", f"/admin/noi-phuc-vu/{world.centre}/linh-vuc/71")
    ]


def test_the_letters_that_fit_are_marked_and_the_typed_words_stay(world: World, client: FlaskClient) -> None:
    sign_in(client, "manager")

    page = client.get("/admin/tim", query_string={"tim": unicodedata.normalize("NFD", "đất")}).text

    assert "<mark>Đất</mark> đai" in page
    assert 'name="tim" value="đất"' in page
    assert "<q>đất</q>" in page


#: role → headings of what it finds with each of these words.
FINDS = {
    "manager": {"an": {"Cán bộ"}, "quay": {"Quầy", "Mã QR"}, "xa mau": {"Đơn vị"}, "ben": set()},
    "leader": {"an": {"Cán bộ"}, "quay": set(), "xa mau": {"Đơn vị"}},
    "front": {"an": {"Cán bộ"}, "quay 3": {"Mã QR"}, "dat": {"Lĩnh vực"}},
    "council": {"an": {"Cán bộ"}, "3f7": set()},
    "observer": {"an": {"Cán bộ"}, "3f7": set()},
    "province": {"an": {"Cán bộ"}, "dat dai": {"Lĩnh vực"}},
    "officer": {"an": set(), "dat": set(), "quay": set(), "xa mau": set(), "front": set()},
    "sysadmin": {"an": set(), "dat": set(), "front": {"Tài khoản"}, "xa mau": {"Đơn vị"}},
}
THINGS = {"Đơn vị", "Quầy", "Lĩnh vực", "Cán bộ", "Mã QR", "Tài khoản"}


@pytest.mark.parametrize("role", FINDS)
def test_each_role_finds_its_own_kinds_of_things(world: World, client: FlaskClient, role: str) -> None:
    sign_in(client, role)

    assert {words: found(client, words).keys() & THINGS for words in FINDS[role]} == FINDS[role]


@pytest.mark.parametrize("role", list(Role))
def test_nothing_of_another_unit_is_found(world: World, client: FlaskClient, role: Role) -> None:
    sign_in(client, str(role))

    for words in ("ben", "nguyen van ben", "xa ben", world.elsewhere, "ben canh"):
        page = client.get("/admin/tim", query_string={"tim": words}).text
        shown = re.sub(r"<q>.*?</q>", "", page.split("<main")[1])
        assert "Bên" not in shown
        assert world.elsewhere not in shown


@pytest.mark.parametrize("role", list(Role))
def test_every_link_leads_to_a_page_this_person_may_open(
    world: World, client: FlaskClient, role: Role
) -> None:
    sign_in(client, str(role))
    words = ["a", "d", "q", "t", "m", "n", "x", "c", "k", "l", "s", "3", "o"]

    links = {address for word in words for lines in found(client, word).values() for _, address in lines}
    answers = {address: client.get(address.partition("#")[0]).status_code for address in links}

    assert len(links) >= 5
    assert {address: status for address, status in answers.items() if status not in (200, 303)} == {}


def test_codes_are_found_by_themselves_their_label_and_their_counter(
    world: World, client: FlaskClient
) -> None:
    sign_in(client, "manager")
    address = f"/admin/noi-phuc-vu/{world.centre}/ma/{world.many_point}"

    assert found(client, world.many)["Mã QR"] == [(world.many, address)]
    assert found(client, "3f7k")["Mã QR"] == [(world.many, address)]
    assert (world.many, address) in found(client, "quay 3")["Mã QR"]
    assert found(client, "cua ra")["Mã QR"][0][0] == world.entrance


def test_what_has_ended_is_found_behind_and_called_so(world: World, client: FlaskClient) -> None:
    with write_session() as session:
        session.get_one(Officer, world.an).is_active = False
    sign_in(client, "manager")

    page = client.get("/admin/tim?tim=nguyen+van+an").text

    assert "đã kết thúc" in page


def test_a_renamed_thing_is_found_by_its_new_name_only(world: World, client: FlaskClient) -> None:
    with write_session() as session:
        session.get_one(Officer, world.an).name = "Đỗ Thị Ửng"
    sign_in(client, "manager")

    assert found(client, "do thi ung")["Cán bộ"][0][0] == "Đỗ Thị Ửng"
    assert "Cán bộ" not in found(client, "nguyen van an")


def test_more_than_eight_of_a_kind_are_cut_with_a_hint(world: World, client: FlaskClient) -> None:
    with write_session() as session:
        session.add_all(
            Officer(id=100 + n, unit_id=world.centre, code=f"V{n}", name=f"Vũ Thị {n:02}", is_active=True)
            for n in range(12)
        )
    sign_in(client, "manager")

    assert [name for name, _ in found(client, "vu")["Cán bộ"]] == [f"Vũ Thị {n:02}" for n in range(8)]
    assert "Còn nữa" in client.get("/admin/tim?tim=vu").text
    assert "Còn nữa" not in client.get("/admin/tim?tim=vu+thi+01").text


def test_a_province_is_led_to_the_commune(app: Flask, client: FlaskClient) -> None:
    with write_session() as session:
        world = worlds.office(session)
        session.add(
            Unit(id=9, unit_id=9, code="tinh", kind="province", name="Tỉnh Mẫu", valid_from=BEGINNING)
        )
        session.flush()
        session.get_one(Unit, world.commune).parent_id = 9
        worlds.account(session, Role.PROVINCE, unit_id=9)
    sign_in(client, "province")

    assert ("Xã Mẫu", "/admin/?don-vi=xa-mau") in found(client, "xa mau")["Đơn vị"]
    assert found(client, "chi")["Cán bộ"] == [("Lê Ngọc Chi", "/admin/can-bo?don-vi=xa-mau")]
    assert "Đơn vị" not in found(client, "xa ben")


def test_pages_and_help_are_found_by_other_words_too(world: World, client: FlaskClient) -> None:
    sign_in(client, "manager")

    assert ("Bảng tính", "/admin/bang-tinh/") in found(client, "excel")["Các trang"]
    assert ("Quầy", f"/admin/noi-phuc-vu/{world.centre}/quay") in found(client, "them quay")["Các trang"]
    assert ("Khoảng tin cậy", "/admin/tro-giup#word-interval") in found(client, "khoang tin")["Trợ giúp"]
    assert "Nhật ký" not in {name for name, _ in found(client, "nhat ky").get("Các trang", [])}


KINDS_OF_A_MANAGER = (
    "Tìm được: Đơn vị, Quầy, Lĩnh vực, Cán bộ, Mã QR, Đợt khảo sát, Bộ câu hỏi, các trang và phần trợ giúp."
)


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "%", "_", "\\", "\x00\x07", "x" * 5000])
def test_nothing_typed_or_nothing_found_says_what_to_try(
    world: World, client: FlaskClient, typed: str
) -> None:
    sign_in(client, "manager")

    page = client.get("/admin/tim", query_string={"tim": typed})

    assert page.status_code == 200
    assert KINDS_OF_A_MANAGER in page.text


def test_hostile_words_are_shown_as_words(world: World, client: FlaskClient) -> None:
    sign_in(client, "manager")

    page = client.get("/admin/tim", query_string={"tim": "<script>alert(1)</script> ' OR 1=1 --"}).text

    assert "<script>alert" not in page
    assert "Không có gì bắt đầu bằng" in page
