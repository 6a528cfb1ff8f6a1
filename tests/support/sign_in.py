"""Signing in completely: the password, then a code of the app that every account of the builders has."""

import base64
import re

import pyotp
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import update

from core import clock
from core.db import write
from core.models import SecondFactor
from tests.support.worlds import APP_SECRET, PASSWORD


def sign_in(client: FlaskClient, login: str, *, password: str = PASSWORD) -> FlaskClient:
    """Sign a client in through both pages, as a person does; fail when either refuses."""
    answer = client.post("/admin/dang-nhap", data=filled(client, login=login, password=password))
    assert answer.status_code == 303, answer.text
    answer = client.post("/admin/xac-thuc", data=filled(client, "/admin/xac-thuc", code=app_code()))
    assert answer.status_code == 303, answer.text
    return client


def sign_in_page(page: Page, url: str, login: str, *, password: str = PASSWORD) -> Page:
    """Sign a browser in through both pages; it ends on the start page."""
    page.goto(f"{url}/admin/dang-nhap")
    page.get_by_label("Tên tài khoản").fill(login)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_label("Mã", exact=True).fill(app_code())
    page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url("**/admin/")
    return page


def app_code() -> str:
    """Return the code the app shows now. The clock stands still in tests, so what was used is forgotten first."""
    with write() as connection:
        connection.execute(update(SecondFactor).values(last_step=0))
    return app().at(clock.now())


def app() -> pyotp.TOTP:
    """Return the app of every account of the builders."""
    return pyotp.TOTP(base64.b32encode(APP_SECRET).decode())


def filled(client: FlaskClient, address: str = "/admin/dang-nhap", /, **values: str) -> dict[str, str]:
    """Return the values of a form with the CSRF token of the page that shows it."""
    return {**values, "csrf_token": token_of(client.get(address).text)}


def token_of(page: str) -> str:
    """Return the CSRF token of a page's first form."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found[1]
