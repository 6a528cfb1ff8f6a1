"""Figures, published months, questions and the session file in a real browser: on a desk, on a phone and on paper."""

from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Page

from core.db import db, write_session
from core.domain.access import Role
from core.domain.complaints.questions import Figure
from core.domain.periods import Kind, containing
from core.queries.complaints import figures
from core.services.complaints import publishing, questions
from core.services.complaints.questions import Asked
from tests.support import casework, planted_cases, worlds
from tests.support.browser import Screens, axe, screenshot
from tests.support.clock import Clock
from tests.support.server import Server
from tests.support.sign_in import sign_in_page
from tests.support.worlds import World

pytestmark = pytest.mark.thorough

COUNCIL, LEADER = casework.somebody(Role.COUNCIL, 2), casework.somebody(Role.LEADER, 1)


@pytest.fixture
def october(app: Flask, clock: Clock) -> None:
    """The planted month, published, with a question about a figure and one about a late case."""
    clock.set("2026-12-08T09:00:00+07:00")
    with write_session() as session:
        worlds.office(session)
        for role in (Role.LEADER, Role.COUNCIL):
            worlds.account(session, role)
        planted_cases.october(session, leader=1)
    publishing.run()
    db.session.rollback()
    asked = Asked(
        unit_id=World.centre,
        reference="tháng 10/2026 · Trả lời đúng hạn, kể cả gia hạn: 14/20 = 70,0%",
        text="Vì sao gần một phần ba số phản ánh trả lời trễ? Cơ quan có biện pháp gì?",
        due_on=date(2026, 12, 22),
        month=containing(Kind.MONTH, date(2026, 10, 1)),
        figure=Figure.ON_TIME,
    )
    number = questions.ask(COUNCIL, asked, actor="council")
    questions.answer(
        LEADER, number, "Quầy đất đai thiếu người từ 05/10; đã bố trí thêm một công chức.", actor="x"
    )
    db.session.rollback()
    line = figures.overdue_list(COUNCIL)[0]
    late = Asked(
        World.centre, f"{line.register}, quá hạn", "Khi nào có trả lời?", asked.due_on, None, None, line.id
    )
    questions.ask(COUNCIL, late, actor="council")


def faults(page: Page, name: str) -> list[str]:
    """Keep a picture and return what is wrong with the page."""
    screenshot(page, f"case-figures/{name}")
    found = [f"{name}: {fault}" for fault in axe(page)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{name}: the page is wider than the screen")
    return found


def test_every_page_is_whole_and_can_be_read_by_everybody(october: None, served: Server, screens: Screens):
    found: list[str] = []
    for screen in ("desktop", "small-phone"):
        page = screens.open(screen)
        page.goto(f"{served.url}/cong-khai?don-vi=trung-tam")
        found += faults(page, f"{screen}-public")
        for role, pages in (
            ("leader", ("phan-anh/so-lieu?ky=month&moc=2026-10", "hoi-dong/")),
            (
                "council",
                (
                    "phan-anh/so-lieu",
                    "phan-anh/qua-han",
                    "hoi-dong/hoi",
                    "hoi-dong/ky-hop?ky=month&moc=2026-12",
                ),
            ),
        ):
            page = sign_in_page(screens.open(screen), served.url, role)
            found += faults(page, f"{screen}-{role}-start")
            for address in pages:
                page.goto(f"{served.url}/admin/{address}")
                found += faults(page, f"{screen}-{role}-{address.partition('?')[0].replace('/', '-')}")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 794, "height": 1123})
    found += faults(page, "paper-session")
    page.goto(f"{served.url}/cong-khai?don-vi=trung-tam")
    found += faults(page, "paper-public")

    assert found == []
