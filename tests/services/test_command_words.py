"""What commands of the server say: Vietnamese as the rest of the office, English where the settings ask for it."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import update

from core.db import write
from core.models import CELL_LIVE
from core.services import submissions
from tests.support import worlds
from tests.support.worlds import World

LAN = ("account", "create", "lan", "--role", "front", "--unit")


def said(app: Flask, *words: str) -> tuple[int, str]:
    """Run a command; return its exit code and everything it printed."""
    done = app.test_cli_runner().invoke(args=words)
    return done.exit_code, done.output


def test_an_account_that_cannot_be_made_is_refused_with_a_way_on(app: Flask, world: World):
    made, _password = said(app, *LAN, "xa-mau")

    assert made == 0
    assert said(app, *LAN, "xa-mau") == (1, "Error: Đã có tài khoản «lan». Xin chọn tên khác.\n")
    assert said(app, *LAN, "khong-co") == (
        1,
        "Error: Không có đơn vị nào mang mã «khong-co». Đơn vị được lập bằng `flask office begin`, trong trình duyệt "
        "hoặc bằng `flask office import`.\n",
    )


def test_counters_that_differ_are_counted_and_written_anew(app: Flask, world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 5))
    with write() as connection:
        connection.execute(update(CELL_LIVE).values(s00=7))

    assert said(app, "rollup", "check")[1].endswith(
        "Error: 1 con số cộng khác với sổ. Lệnh `flask rollup rebuild` cộng lại từ sổ.\n"
    )
    assert said(app, "rollup", "rebuild") == (0, "Đã cộng lại tất cả từ sổ.\n")
    assert said(app, "rollup", "check") == (0, "Mọi con số cộng đều khớp với sổ.\n")


def test_an_office_that_speaks_english_is_told_in_english(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(app.config, "LANGNGHE", replace(app.config["LANGNGHE"], locale="en"))

    assert said(app, "rollup", "check") == (0, "All counters equal the record.\n")
