"""What no person types ends on a page of ours, on every address of the desk and on both databases."""

import pytest
from flask import Flask

from core.db import write_session
from core.domain.access import Role
from tests.support import worlds
from tests.support.access_page import read_matrix
from tests.support.sign_in import filled, sign_in

TOO_LARGE = ("2147483648", "9999999999", "9" * 25)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.FRONT, Role.SYSADMIN])
def test_a_number_larger_than_any_row_is_an_address_that_does_not_exist(app: Flask, role: Role) -> None:
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, role)
    client = sign_in(app.test_client(), str(role))
    last_number = {
        address.rpartition("/1")[0] + "/" if address.endswith("/1") else ""
        for _, (method, address, who) in read_matrix().items()
        if method == "GET" and str(role) in who
    } | {"/admin/nhat-ky/", "/admin/noi-phuc-vu/2/quay/", "/admin/noi-phuc-vu/2/can-bo/"}

    answers = {
        f"{address}{number}": client.get(f"{address}{number}").status_code
        for address in last_number - {""}
        for number in TOO_LARGE
    }

    assert {address: status for address, status in answers.items() if status != 404} == {}


@pytest.mark.parametrize(
    "address",
    [
        "/admin/?don-vi=a%00b",
        "/admin/can-bo?don-vi=a%00b",
        "/admin/nhat-ky?chu=a%00b",
        "/admin/tim?tim=a%00b",
        "/admin/noi-phuc-vu/2/ma?cho=officer:" + "9" * 25,
        "/admin/nhat-ky?den=9999-12-31",
        "/admin/nhat-ky?tu=0001-01-01",
    ],
)
@pytest.mark.parametrize("role", [Role.MANAGER, Role.FRONT])
def test_odd_words_in_an_address_never_break_a_page(app: Flask, role: Role, address: str) -> None:
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, role)
    client = sign_in(app.test_client(), str(role))

    assert client.get(address).status_code < 500


def test_a_nul_in_a_form_is_left_out_before_anybody_signs_in(app: Flask) -> None:
    client = app.test_client()

    answer = client.post("/admin/dang-nhap", data=filled(client, login="a\x00b", password="x"))

    assert answer.status_code == 401
    assert "\x00" not in answer.text


#: Files that say nothing about anybody: empty forms, questions, codes that hang on the wall, a photo citizens see.
HARMLESS = {
    "codes.png",
    "codes.poster",
    "codes.poster_set",
    "codes.printout",
    "codes.svg",
    "paper.printed",
    "places.photo",
    "sheets.example",
    "sheets.mistakes",
    "sheets.template",
    "xlsforms.draft",
    "xlsforms.version",
}


def test_every_file_with_figures_or_people_asks_for_a_fresh_second_factor(app: Flask) -> None:
    files = {
        endpoint
        for endpoint, (_method, address, who) in read_matrix().items()
        if address.startswith("/admin/") and "." in address.rpartition("/")[2] and "anyone" not in who
    }
    guarded = {name for name in files if getattr(app.view_functions[name], "needs_fresh_factor", False)}

    assert files - guarded == HARMLESS
