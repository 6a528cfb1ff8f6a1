"""Photos of officers at the desk: posted, shown, refused with a sentence, removed, in a client and a real browser."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import expect

from core.db import write_session
from core.domain.access import Role
from core.models import OfficerPhoto
from core.services.places import portraits
from tests.services.office_files import rows
from tests.support import pictures, worlds
from tests.support.browser import Screens, axe, screenshot
from tests.support.databases import Databases
from tests.support.server import Server
from tests.support.sign_in import sign_in, sign_in_page, token_of
from tests.support.worlds import World

HERE = f"/admin/noi-phuc-vu/{World.centre}/can-bo"
AN = f"{HERE}/{World.an}"


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: what is kept is tested on both kinds of database in tests/services."""
    return sqlite_databases


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """A signed-in manager of the example centre."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.MANAGER)
    return sign_in(app.test_client(), "manager")


def send(client: FlaskClient, content: bytes | None, address: str = AN):
    """Post a file as the page's form does and follow where it leads."""
    parts = {'name="csrf_token"': token_of(client.get(AN).text).encode()}
    if content is not None:
        parts['name="photo"; filename="anh.jpg"'] = content
    # Written by hand: the client's own writer leaves a large file open.
    lines = [
        f"--x\r\nContent-Disposition: form-data; {name}\r\n\r\n".encode() + parts[name] for name in parts
    ]
    return client.post(
        f"{address}/anh",
        data=b"\r\n".join([*lines, b"--x--\r\n"]),
        content_type="multipart/form-data; boundary=x",
        follow_redirects=True,
    )


def address_of_photo() -> str:
    ((_officer, mark),) = rows(OfficerPhoto.officer_id, OfficerPhoto.mark)
    return f"{AN}/anh.jpg?v={mark}"


def test_without_a_photo_the_initials_stand_there_and_consent_is_asked_for(manager: FlaskClient) -> None:
    page = manager.get(AN).text

    assert "NA</span>" in page
    assert "<img" not in page
    assert "Chỉ đăng ảnh khi công chức đồng ý." in page
    assert "Bỏ ảnh" not in page


def test_a_photo_is_posted_shown_and_removed(manager: FlaskClient) -> None:
    posted = send(manager, pictures.jpeg_of_a_phone())
    listed = manager.get(HERE).text
    shown = address_of_photo()
    token = token_of(posted.text)
    removed = manager.post(f"{AN}/anh/bo", data={"csrf_token": token}, follow_redirects=True)

    assert posted.request.path == AN
    assert "Đã đăng ảnh." in posted.text
    assert f'src="{shown}" alt="Ảnh của Nguyễn Văn An"' in posted.text
    assert "Thay ảnh" in posted.text
    assert f'src="{shown}" alt="" width="40" height="40"' in listed
    assert "NA</span>" not in listed
    assert "TB</span>" in listed
    assert "Đã bỏ ảnh. Chữ cái đầu của tên hiện thay ảnh." in removed.text
    assert "NA</span>" in manager.get(HERE).text
    assert manager.get(shown).status_code == 404


def test_the_picture_may_be_kept_by_the_browser_under_its_mark_only(manager: FlaskClient) -> None:
    send(manager, pictures.jpeg())
    shown = address_of_photo()

    picture = manager.get(shown)

    assert picture.status_code == 200
    assert picture.mimetype == "image/jpeg"
    assert pictures.opened(picture.data).size == (320, 320)
    assert picture.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    for wrong in (
        shown.partition("?")[0],
        f"{shown}0",
        f"{AN}/anh.jpg?v=",
        f"{HERE}/{World.binh}/anh.jpg?v=",
        shown.replace(f"/{World.centre}/", f"/{World.neighbour}/"),
    ):
        assert (wrong, manager.get(wrong).status_code) == (wrong, 404)


def test_a_manager_of_another_unit_never_sees_it(app: Flask, manager: FlaskClient) -> None:
    send(manager, pictures.jpeg())
    shown = address_of_photo()
    with write_session() as session:
        worlds.account(session, Role.MANAGER, unit_id=World.neighbour, login="ben")
    beside = sign_in(app.test_client(), "ben")

    assert beside.get(shown).status_code == 404
    assert beside.get(shown.replace(f"/{World.centre}/", f"/{World.neighbour}/")).status_code == 404
    assert app.test_client().get(shown).status_code in (303, 401, 403)


SMALL, BROKEN = pictures.jpeg(100, 100), pictures.jpeg()[:-300]
REFUSED = {
    "no file": (None, "Xin chọn tệp ảnh trước."),
    "an empty file": (b"", "Xin chọn tệp ảnh trước."),
    "a drawing": (b"<svg/>", "Tệp này không phải ảnh JPEG, PNG hoặc WebP."),
    "a damaged one": (BROKEN, "Tệp ảnh bị hỏng."),
    "a small one": (SMALL, "mỗi cạnh cần ít nhất 160 điểm ảnh"),
    "a heavy one": (bytes(portraits.MAX_BYTES + 1), "Ảnh lớn hơn 5\N{NO-BREAK SPACE}MB."),
    "a wide one": (
        pictures.written(pictures.picture(3_400, 3_000, "1"), "PNG"),
        "Ảnh có hơn 10 triệu điểm ảnh.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_refused_with_a_sentence_at_the_field(
    manager: FlaskClient, name: str
) -> None:
    content, sentence = REFUSED[name]
    answer = send(manager, content)

    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2, "once above the form, once at the field"
    assert 'aria-invalid="true"' in answer.text
    assert 'value="Nguyễn Văn An"' in answer.text
    assert rows(OfficerPhoto.officer_id) == []


def test_a_file_far_too_large_gets_the_page_that_says_so(manager: FlaskClient) -> None:
    answer = send(manager, bytes(portraits.MAX_BYTES + (1 << 20)))

    assert answer.status_code == 413
    assert "Tệp quá lớn" in answer.text


def test_nothing_is_posted_for_whom_there_is_not_or_without_our_form(manager: FlaskClient) -> None:
    nobody = send(manager, pictures.jpeg(), f"{HERE}/999")
    foreign = manager.post(f"{AN}/anh", data={"photo": (io.BytesIO(pictures.jpeg()), "a.jpg")})

    assert nobody.status_code == 404
    assert foreign.status_code == 400
    assert rows(OfficerPhoto.officer_id) == []


@pytest.mark.thorough
@pytest.mark.parametrize("screen", ["desktop", "small-phone"])
def test_a_photo_is_posted_in_a_browser_and_every_page_stays_whole(
    app: Flask, served: Server, screens: Screens, screen: str
) -> None:
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.MANAGER)
    page = sign_in_page(screens.open(screen), served.url, "manager")
    faults: list[str] = []

    def look(name: str) -> None:
        screenshot(page, f"photos-{screen}/{name}")
        faults.extend(f"{name}: {fault}" for fault in axe(page))
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{name}: the page is wider than the screen")

    page.goto(f"{served.url}{HERE}")
    page.get_by_role("link", name="Nguyễn Văn An", exact=True).click()
    look("chua-co")
    for file, content in (("sai.svg", b"<svg/>"), ("an.jpg", pictures.jpeg_of_a_phone())):
        chosen = {"name": file, "mimeType": "image/jpeg", "buffer": content}
        page.get_by_label("Ảnh (không bắt buộc)").set_input_files(chosen)
        page.get_by_role("button", name="Đăng ảnh").click()
        look(file.partition(".")[0])

    shown = page.get_by_role("img", name="Ảnh của Nguyễn Văn An")
    assert shown.evaluate("image => [image.complete, image.naturalWidth]") == [True, 320]
    page.get_by_role("link", name="Tất cả cán bộ").click()
    look("danh-sach")
    assert page.locator("img.portrait").evaluate("image => image.naturalWidth") == 320
    page.get_by_role("link", name="Nguyễn Văn An", exact=True).click()
    page.get_by_role("button", name="Bỏ ảnh").click()
    expect(page.get_by_text("Đã bỏ ảnh")).to_be_visible()
    assert page.locator("img.portrait").count() == 0
    assert faults == []
