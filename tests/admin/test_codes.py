"""QR codes and posters: what a phone's camera reads off the paper opens the right place."""

from io import BytesIO
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

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


def test_the_png_says_the_same_as_the_poster(manager: FlaskClient) -> None:
    answer = manager.get(f"/admin/ma-qr/{worlds.World.single}.png")

    assert answer.mimetype == "image/png"
    assert read_code(Image.open(BytesIO(answer.data))) == f"http://localhost/q/{worlds.World.single}"


def test_the_svg_names_the_place_for_those_who_cannot_see_it(manager: FlaskClient) -> None:
    answer = manager.get(f"/admin/ma-qr/{worlds.World.single}.svg")

    assert answer.mimetype == "image/svg+xml"
    assert "<title>" in answer.text
    assert "Quầy 1" in answer.text


def test_an_unknown_paper_or_code_is_not_found(manager: FlaskClient) -> None:
    statuses = [
        manager.get(address).status_code
        for address in (
            "/admin/ma-qr/tat-ca.pdf?kho=a3",
            "/admin/ma-qr/ZZZZZZ.svg",
            "/admin/ma-qr/ZZZZZZ.pdf",
        )
    ]

    assert statuses == [404, 404, 404]


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
