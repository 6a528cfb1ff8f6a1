"""Whole journeys in a real browser: with and without script, Back, double taps, a slow network."""

import socket
from urllib.parse import urlsplit

import pytest

from tests.support import ledger
from tests.support.browser import Screens
from tests.survey.pages import Door, choose, follow, open_details, scan, send, tap


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("screen", ["small-phone", "phone"])
def test_scan_tap_details_thanks(door: Door, screens: Screens, screen: str, script: bool):
    page = screens.open(screen, java_script_enabled=script)
    before = len(ledger.revisions())

    scan(page, door, door.world.many)
    choose(page, "Xây dựng")
    tap(page, 2)
    choose(page, "Hài lòng")
    choose(page, "Thời gian chờ và giải quyết")
    choose(page, "3 lần trở lên")
    page.get_by_label("Ý kiến của Ông/Bà").fill("Chờ lâu")
    send(page)

    assert page.get_by_role("heading", level=1).inner_text() == "Cảm ơn Ông/Bà. Đã nhận ý kiến."
    assert page.context.cookies() == []
    assert len(ledger.revisions()) == before + 2
    newest = [row for row in ledger.revisions() if ledger.comment(row) == "Chờ lâu"][-1]
    assert (newest["field_id"], newest["answers"][0], newest["answers"][18]) == (
        door.world.building,
        "2",
        "2",
    )


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_back_returns_the_same_page_and_another_face_the_same_answer(
    door: Door, screens: Screens, script: bool
):
    page = screens.open("phone", java_script_enabled=script)
    before = {row["id"] for row in ledger.revisions()}

    scan(page, door, door.world.single)
    tap(page, 4)
    page.go_back()
    tap(page, 1)

    fresh = [row for row in ledger.revisions() if row["id"] not in before]
    assert [(row["revision"], row["answers"][0]) for row in fresh] == [(1, "4"), (2, "1")]
    assert len({row["id"] for row in fresh}) == 1


def test_back_from_the_details_keeps_what_was_typed(door: Door, screens: Screens):
    page = screens.open("phone")
    open_details(page, door, 3)
    page.get_by_label("Ý kiến của Ông/Bà").fill("Chưa gửi")
    follow(page, page.get_by_role("link", name="Quyền riêng tư"))

    page.go_back()

    assert page.get_by_label("Ý kiến của Ông/Bà").input_value() == "Chưa gửi"


def test_a_double_tap_of_an_impatient_finger_is_one_answer(door: Door, screens: Screens):
    page = screens.open("phone")
    before = len(ledger.revisions())
    scan(page, door, door.world.single)

    page.locator('button[value="4"]').dblclick()
    page.get_by_role("heading", name="Ông/Bà muốn góp ý thêm điều gì?").wait_for()

    assert len(ledger.revisions()) == before + 1


def test_a_reload_of_the_details_stores_nothing_new(door: Door, screens: Screens):
    page = screens.open("phone")
    open_details(page, door, 4)
    before = len(ledger.revisions())

    page.reload()

    assert len(ledger.revisions()) == before


def test_the_first_page_is_one_request(door: Door, screens: Screens):
    page = screens.open("phone")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))

    scan(page, door, door.world.many)
    page.wait_for_load_state("networkidle")

    assert asked == [f"{door.url}/q/{door.world.many}"]


#: One round trip of a new connection carries ten packets of some 1,460 bytes (RFC 6928); half of it is the aim.
FIRST_PAGE_BYTES = 8_000


def bytes_of(door: Door, code: str) -> int:
    """Return how many bytes come back for a scan, headers included."""
    address = urlsplit(door.url)
    with socket.create_connection((address.hostname, address.port)) as line:
        line.sendall(
            f"GET /q/{code} HTTP/1.1\r\nHost: {address.netloc}\r\nAccept: text/html\r\n"
            "Accept-Language: vi\r\nAccept-Encoding: gzip, deflate, br\r\nConnection: close\r\n\r\n".encode()
        )
        received = 0
        while chunk := line.recv(65_536):
            received += len(chunk)
    return received


@pytest.mark.parametrize("code", ["single", "many", "entrance", "criteria"])
def test_the_first_page_is_small_enough_for_one_round_trip(door: Door, code: str):
    assert 1_000 < bytes_of(door, getattr(door.world, code)) <= FIRST_PAGE_BYTES
