"""QR codes and posters: what a phone's camera reads off the paper opens the right place."""

from io import BytesIO
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from core import clock
from core.db import write_session
from core.domain.access import Role
from core.models import Touchpoint
from tests.support import worlds
from tests.support.sign_in import sign_in


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """A signed-in manager of the example office."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.MANAGER)
    return sign_in(app.test_client(), "manager")


def pages_of(pdf: bytes) -> list[Image.Image]:
    """Return each page as a printer would put it on paper, at 150 dots per inch."""
    return [page.render(scale=150 / 72).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def read_code(image: Image.Image) -> str:
    """Return what the only code on the picture says."""
    (found,) = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return str(found.text)


@pytest.mark.parametrize("paper", ["a5", "a4"])
def test_every_code_of_the_poster_set_opens_its_own_place(manager: FlaskClient, paper: str) -> None:
    answer = manager.get(f"/admin/ma-qr/tat-ca.pdf?kho={paper}")
    addresses = [read_code(page) for page in pages_of(answer.data)]
    places = [manager.get(urlsplit(address).path) for address in addresses]

    assert answer.mimetype == "application/pdf"
    assert len(set(addresses)) == len(addresses) >= 8
    assert {place.status_code for place in places} <= {200, 410}
    by_address = dict(zip(addresses, places, strict=True))
    assert "Quầy 3" in by_address[f"http://localhost/q/{worlds.World.many}"].text
    assert "Quầy 1" in by_address[f"http://localhost/q/{worlds.World.single}"].text


def test_the_poster_of_one_counter_has_one_page_with_its_address(manager: FlaskClient) -> None:
    answer = manager.get(f"/admin/ma-qr/{worlds.World.many}.pdf")
    (page,) = pages_of(answer.data)

    assert read_code(page) == f"http://localhost/q/{worlds.World.many}"
    assert printed_today() == {worlds.World.many}


def test_the_png_says_the_same_as_the_poster(manager: FlaskClient) -> None:
    answer = manager.get(f"/admin/ma-qr/{worlds.World.single}.png")

    assert answer.mimetype == "image/png"
    assert read_code(Image.open(BytesIO(answer.data))) == f"http://localhost/q/{worlds.World.single}"


def test_the_svg_names_the_place_for_those_who_cannot_see_it(manager: FlaskClient) -> None:
    answer = manager.get(f"/admin/ma-qr/{worlds.World.single}.svg")

    assert answer.mimetype == "image/svg+xml"
    assert "<title>" in answer.text
    assert "Quầy 1" in answer.text


def test_ticked_codes_are_printed_together_in_the_asked_form_and_noted(manager: FlaskClient) -> None:
    ticked = f"ma={worlds.World.many}&ma={worlds.World.officer}&nao=chon"
    stickers = manager.get(f"/admin/ma-qr/in.pdf?loai=sticker&ban=2&{ticked}")
    (page,) = pages_of(stickers.data)
    read = [str(found.text) for found in zxingcpp.read_barcodes(page)]

    assert stickers.mimetype == "application/pdf"
    assert sorted(read) == sorted(
        [f"http://localhost/q/{worlds.World.many}", f"http://localhost/q/{worlds.World.officer}"] * 2
    )
    assert printed_today() == {worlds.World.many, worlds.World.officer}


def test_the_board_of_the_whole_office_carries_every_code_in_use(manager: FlaskClient) -> None:
    board = pages_of(manager.get("/admin/ma-qr/in.pdf?loai=board&nao=tat-ca").data)
    read = {str(found.text)[-6:] for page in board for found in zxingcpp.read_barcodes(page)}

    world = worlds.World
    own = {world.many, world.single, world.idle, world.entrance, world.officer, world.field, world.slip}
    # Not those that were replaced, revoked or are past their last day.
    assert read == own | {world.link, world.criteria}


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ("loai=poster-a3&nao=tat-ca", "Xin chọn loại cần in."),
        ("loai=sticker&nao=chon", "Xin đánh dấu ít nhất một mã"),
        ("loai=sticker&nao=tat-ca&ban=51", "từ 1 đến 50 bản"),
        ("loai=sticker&nao=tat-ca&ban=0", "từ 1 đến 50 bản"),
        ("loai=sticker&nao=tat-ca&ban=x9", "từ 1 đến 50 bản"),
        ("loai=sticker&nao=tat-ca&ban=", "từ 1 đến 50 bản"),
        ("loai=poster-a5&nao=tat-ca&ban=50", "hơn 300 trang"),
        ("loai=sticker&nao=chon&ma=999999", "đều không còn dùng"),
        ("loai=sticker&nao=chon&ma=D7F4J9", "đều không còn dùng"),
    ],
)
def test_what_cannot_be_printed_is_said_above_the_list(
    manager: FlaskClient, wish: str, sentence: str
) -> None:
    answer = manager.get(f"/admin/ma-qr/in.pdf?{wish}")

    assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert sentence in answer.text


def test_a_code_of_an_officer_a_field_and_a_slip_says_what_it_stands_for(manager: FlaskClient) -> None:
    page = manager.get("/admin/ma-qr/").text

    for place in ("Lê Ngọc Chi", "Đất đai", "Phiếu hẹn", "Dịch vụ công trực tuyến"):
        assert f'<th scope="row">{place}</th>' in page


def printed_today() -> set[str]:
    """Return the codes somebody printed today."""
    with write_session() as session:
        return set(session.scalars(select(Touchpoint.code).where(Touchpoint.printed_on == clock.today())))


def test_an_unknown_paper_or_code_is_not_found(manager: FlaskClient) -> None:
    statuses = [
        manager.get(address).status_code
        for address in (
            "/admin/ma-qr/tat-ca.pdf?kho=a3",
            f"/admin/ma-qr/{worlds.World.many}.pdf?kho=a3",
            "/admin/ma-qr/ZZZZZZ.svg",
            "/admin/ma-qr/ZZZZZZ.pdf",
        )
    ]

    assert statuses == [404] * 4
    assert printed_today() == set(), "what was not made is not noted as printed"


def test_the_list_links_every_form_of_every_code(manager: FlaskClient) -> None:
    page = manager.get("/admin/ma-qr/").text

    for ending in (".svg", ".png", ".pdf"):
        assert f"/admin/ma-qr/{worlds.World.many}{ending}" in page
    assert worlds.World.revoked not in page
    assert worlds.World.replaced not in page


def test_a_province_reads_its_codes_page_by_page(app: Flask) -> None:
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.MANAGER)
        session.add_all(
            Touchpoint(
                id=1000 + number,
                unit_id=worlds.World.centre,
                code=f"N{number:05}",
                kind="slip",
                label=f"Phiếu {number}",
                questionnaire_code="quick",
                issued_on=worlds.BEGINNING,
            )
            for number in range(400)
        )
    client = sign_in(app.test_client(), "manager")

    first, last = (client.get(f"/admin/ma-qr/?trang={number}").text for number in (1, 9))

    assert first.count("<tr>") == 51
    assert "Trang 9/9" in last
    assert "tat-ca.pdf" not in first
    assert client.get("/admin/ma-qr/tat-ca.pdf").status_code == 404
    assert client.get("/admin/ma-qr/N00399.svg").status_code == 200
