"""Planning a round in a real browser: the sample follows what is typed, on every screen and without a mouse."""

from flask import Flask

from core.db import write_session
from core.domain.access import Role
from tests.support import worlds
from tests.support.browser import Screens, axe
from tests.support.server import Server
from tests.support.sign_in import sign_in_page

HERE = "/admin/dot-khao-sat"


def test_the_sample_and_the_shares_follow_what_is_typed(app: Flask, served: Server, screens: Screens) -> None:
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.MANAGER)
    page = screens.open("small-phone")
    sign_in_page(page, served.url, "manager")
    page.goto(f"{served.url}{HERE}/moi")

    page.get_by_label("Số người thuộc đối tượng khảo sát").fill("2.000")
    only_people = page.locator('[data-part="sample"]').inner_text()
    page.get_by_label("Các xóm, tổ dân phố và số người").fill("Xóm 1; 1.200\nTổ 3-4\nXóm 2; 700")
    # «Tổ 3-4» has no number yet: a dash within a name is no separator.
    differ = page.locator('[data-part="differ"]').inner_text()
    page.get_by_label("Các xóm, tổ dân phố và số người").press_sequentially("\nXóm 3; 100")
    rows = page.locator('[data-part="shares"] tbody tr').all_inner_texts()

    assert only_people == "334"
    assert differ == "Các xóm, tổ cộng lại 1.900 người, không phải 2.000."
    # 334 · 0.6 = 200.4; · 0.35 = 116.9; · 0.05 = 16.7: 200 + 116 + 16, and the two largest remainders.
    assert [row.split("\t") for row in rows] == [
        ["Xóm 1", "1.200", "200"],
        ["Xóm 2", "700", "117"],
        ["Xóm 3", "100", "17"],
    ]
    assert page.locator('[data-part="differ"]').is_hidden()
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide
    assert axe(page) == []
