"""Navigation and help: each role's menu, the page in hand marked in it, and a word of help on every main page."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from admin.guide.glossary import WORDS
from admin.guide.pages import PAGES
from admin.guide.topics import TOPICS
from core.db import write_session
from core.domain.access import Role
from tests.support import worlds
from tests.support.databases import ROOT, Databases
from tests.support.sign_in import sign_in
from tests.support.worlds import World

MENUS = {
    "officer": "Tổng quan · Cách tính | Lịch làm việc | Trợ giúp · Tài khoản của tôi",
    "manager": "Tổng quan · Phản ánh, kiến nghị · Cách tính | Quầy và cán bộ · Mã QR và áp phích "
    "· Máy tính bảng · Lịch làm việc | Trợ giúp · Tài khoản của tôi",
    "leader": "Tổng quan · Cán bộ · Phản ánh, kiến nghị · Cách tính | Máy tính bảng · Lịch làm việc "
    "| Trợ giúp · Tài khoản của tôi",
    "front": "Tổng quan · Cán bộ · Sửa lịch trực · Phản ánh, kiến nghị · Cách tính "
    "| Mã QR và áp phích · Máy tính bảng · Lịch làm việc | Nhật ký | Trợ giúp · Tài khoản của tôi",
    "council": "Tổng quan · Cán bộ · Số liệu phản ánh · Việc quá hạn · Câu hỏi HĐND · Góp ý đã công bố "
    "· Cách tính | Lịch làm việc | Trợ giúp · Tài khoản của tôi",
    "observer": "Tổng quan · Cán bộ · Số liệu phản ánh · Việc quá hạn · Góp ý đã công bố · Cách tính "
    "| Lịch làm việc | Nhật ký | Trợ giúp · Tài khoản của tôi",
    "sysadmin": "Tổng quan · Cách tính | Đơn vị · Máy tính bảng · Lịch làm việc | Tài khoản · Nhật ký "
    "| Trợ giúp · Tài khoản của tôi",
}


#: What stands beside the cases, for whoever works on them.
BESIDE = {
    "manager": "Phản ánh, kiến nghị · Số liệu phản ánh · Câu hỏi HĐND · Góp ý đã công bố",
    "leader": "Phản ánh, kiến nghị · Số liệu phản ánh · Câu hỏi HĐND · Góp ý đã công bố",
    "front": "Phản ánh, kiến nghị · Yêu cầu xóa, sửa · Số liệu phản ánh · Câu hỏi HĐND · Góp ý từ khảo sát",
    "province": "Phản ánh, kiến nghị · Yêu cầu xóa, sửa · Số liệu phản ánh",
}
#: What stands beside the codes, for whoever makes them.
BESIDE_CODES = {
    "manager": "Mã QR và áp phích · Bộ câu hỏi · Phiếu giấy",
    "front": "Mã QR và áp phích · Phiếu giấy",
}


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: nothing here asks the database for more than a page."""
    return sqlite_databases


@pytest.fixture
def world(app: Flask) -> World:
    with write_session() as session:
        world = worlds.office(session)
        for role in Role:
            worlds.account(session, role)
    return world


def menu(page: str) -> str:
    """Return the menu as words: lines of a group between dots, groups between bars."""
    nav = page.split('<nav class="doors"')[1].split("</nav>")[0]
    parts = nav.split('<div class="part">')[1:]
    return unescape(" | ".join(" · ".join(re.findall(r"<a [^>]*>([^<]+)</a>", part)) for part in parts))


def current(page: str) -> list[str]:
    """Return what the menu marks as the page in hand."""
    nav = page.split('<nav class="doors"')[1].split("</nav>")[0]
    return re.findall(r'aria-current="page">([^<]+)<', nav)


@pytest.mark.parametrize("role", MENUS)
def test_each_role_has_its_menu_in_groups(world: World, client: FlaskClient, role: str) -> None:
    sign_in(client, role)

    assert menu(client.get("/admin/tro-giup").text) == MENUS[role]


@pytest.mark.parametrize("role", BESIDE)
def test_what_belongs_to_the_cases_stands_beside_them(world: World, client: FlaskClient, role: str) -> None:
    sign_in(client, role)

    for address, name in (
        ("/admin/phan-anh/", "Phản ánh, kiến nghị"),
        ("/admin/phan-anh/so-lieu", "Số liệu phản ánh"),
    ):
        page = client.get(address).text
        nav = page.split('<nav class="beside"')[1].split("</nav>")[0]
        assert " · ".join(re.findall(r"<a [^>]*>([^<]+)</a>", nav)) == BESIDE[role]
        assert re.findall(r'aria-current="page">([^<]+)<', nav) == [name]
        assert current(page) == ["Phản ánh, kiến nghị"]
    assert '<nav class="beside"' not in client.get("/admin/cach-tinh").text


@pytest.mark.parametrize("role", BESIDE_CODES)
def test_questions_and_paper_stand_beside_the_codes(world: World, client: FlaskClient, role: str) -> None:
    sign_in(client, role)

    page = client.get("/admin/nhap-phieu/", follow_redirects=True).text

    nav = page.split('<nav class="beside"')[1].split("</nav>")[0]
    assert " · ".join(re.findall(r"<a [^>]*>([^<]+)</a>", nav)) == BESIDE_CODES[role]
    assert current(page) == ["Mã QR và áp phích"]


HERE = {
    "/admin/": ("front", "Tổng quan"),
    "/admin/can-bo": ("front", "Cán bộ"),
    "/admin/phan-anh/": ("front", "Phản ánh, kiến nghị"),
    "/admin/cach-tinh": ("front", "Cách tính"),
    "/admin/ma-qr/": ("front", "Mã QR và áp phích"),
    "/admin/nhat-ky": ("front", "Nhật ký"),
    "/admin/tro-giup": ("front", "Trợ giúp"),
    "/admin/toi/": ("front", "Tài khoản của tôi"),
    "/admin/mat-khau": ("front", "Tài khoản của tôi"),
    f"/admin/noi-phuc-vu/{World.centre}/quay": ("manager", "Quầy và cán bộ"),
    "/admin/bang-tinh/": ("manager", "Quầy và cán bộ"),
    "/admin/tai-khoan/1": ("sysadmin", "Tài khoản"),
    "/admin/noi-phuc-vu/don-vi": ("sysadmin", "Đơn vị"),
}


@pytest.mark.parametrize("address", HERE)
def test_exactly_the_page_in_hand_is_marked(world: World, client: FlaskClient, address: str) -> None:
    role, name = HERE[address]
    sign_in(client, role)

    page = client.get(address).text

    assert (current(page) if '<nav class="doors"' in page else [name]) == [name]


def test_the_search_marks_no_page(world: World, client: FlaskClient) -> None:
    sign_in(client, "front")

    assert current(client.get("/admin/tim").text) == []


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_help_speaks_of_this_roles_pages_and_of_every_word(
    world: World, client: FlaskClient, role: Role, language: str
) -> None:
    sign_in(client, str(role))

    page = client.get(f"/admin/tro-giup?lang={language}").text

    assert page.count('<dt id="word-') == len(WORDS)
    assert ('id="accounts"' in page) is (role is Role.SYSADMIN)
    assert ('id="counters"' in page) is (role is Role.MANAGER)
    assert ('id="overview_province"' in page) is (role is Role.PROVINCE)
    assert ('id="overview_live"' in page) is (role in (Role.FRONT, Role.FRONT_LEAD))


EXPLAINED = {
    "/admin/": "front",
    "/admin/can-bo": "front",
    "/admin/phan-anh/": "front",
    "/admin/ma-qr/": "front",
    "/admin/nhat-ky": "front",
    "/admin/tim": "front",
    "/admin/toi/": "front",
    "/admin/tai-khoan/": "sysadmin",
    "/admin/noi-phuc-vu/don-vi": "sysadmin",
    "/admin/bang-tinh/": "manager",
    **{
        f"/admin/noi-phuc-vu/{World.centre}/{page}": "manager"
        for page in ("", "linh-vuc", "quay", "can-bo", "chi-tieu", "ma")
    },
}


@pytest.mark.parametrize("address", EXPLAINED)
def test_every_main_page_says_what_it_is_for(world: World, client: FlaskClient, address: str) -> None:
    sign_in(client, EXPLAINED[address])

    page = client.get(address).text

    assert page.count("Trang này để làm gì?") == 1
    anchor = re.search(r'href="/admin/tro-giup#(\w+)"', page)
    assert anchor
    assert f'id="{anchor[1]}"' in client.get("/admin/tro-giup").text


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.FRONT, Role.FRONT_LEAD)])
def test_every_first_page_leads_to_help_that_is_there(world: World, client: FlaskClient, role: Role) -> None:
    sign_in(client, str(role))

    anchor = re.search(r'href="/admin/tro-giup#(\w+)"', client.get("/admin/").text)

    assert anchor
    assert f'id="{anchor[1]}"' in client.get("/admin/tro-giup").text


def test_templates_name_only_help_that_exists():
    texts = [file.read_text(encoding="utf-8") for file in (ROOT / "admin" / "templates").rglob("*.html")]
    calls = [call for text in texts for call in re.findall(r"\{\{ explain\((.*?)\) \}\}", text)]
    named = {word for call in calls for word in re.findall(r'"(\w+)"', call)} - {"read_own_results"}

    assert len(named) > 10
    assert named - {topic.code for topic in TOPICS} == set()


def test_every_page_of_the_list_exists(app: Flask):
    assert {page.endpoint for page in PAGES} - {rule.endpoint for rule in app.url_map.iter_rules()} == set()
