"""The Front's whole story in a real browser: from a phone, through being late, to a word that it is settled."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from core.db import write_session
from core.domain.access import Role
from core.services import settling
from core.services.complaints import passing
from tests.support import worlds
from tests.support.browser import Screens, axe, screenshot
from tests.support.clock import Clock
from tests.support.databases import Databases
from tests.support.server import Server
from tests.support.sign_in import sign_in_page

INBOX = "/admin/phan-anh/"
WORDS = "Tôi chờ từ 7 giờ 30 đến 10 giờ mới đến lượt, máy lấy số hỏng."
ANSWER = "Máy lấy số đã sửa xong ngày 20/11. Từ nay quầy 1 và quầy 4 cùng nhận chứng thực."
COMMENT = "Không có lối cho xe lăn, mẹ tôi phải đợi ngoài sân."
AGAIN = "Đã thay máy lấy số mới ngày 25/01, có người hướng dẫn ở cửa từ 7 giờ."
#: What the month of the letter comes to in the end: one letter, late, reopened, settled.
FIGURES = {
    "Không kể gia hạn (đúng hạn ban đầu)": "0/1 = 0,0%",
    "Công dân xác nhận đã thỏa đáng": "1/1 = 100,0%",
    "Phải giải quyết lại (chưa thỏa đáng ít nhất một lần)": "1/1 = 100,0%",
    "Tất cả các loại": "1",
}
FIGURES_OF_A_COMMENT = {
    "Không kể gia hạn (đúng hạn ban đầu)": "0/1 = 0,0%",
    "Công dân xác nhận đã thỏa đáng": "0/1 = 0,0%",
    "Mặt trận đã kết luận": "1/1 = 100,0%",
    "Phải giải quyết lại (chưa thỏa đáng ít nhất một lần)": "1/1 = 100,0%",
}
ROLES = (Role.FRONT, Role.MANAGER, Role.LEADER, Role.PROVINCE)


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: what moves a case is tested on both kinds of database elsewhere."""
    return sqlite_databases


class Story:
    """The people of one case, each with a screen of their own, and what is wrong with what they see."""

    def __init__(self, url: str, screens: Screens, clock: Clock) -> None:
        self.url, self.screens, self.clock = url, screens, clock
        self.found: list[str] = []
        self.chapter = 0

    def citizen(self) -> Page:
        """Return a phone."""
        return self.screens.open("phone")

    def staff(self, role: Role, screen: str = "desktop") -> Page:
        """Return a screen on which somebody of the office has just signed in."""
        return sign_in_page(self.screens.open(screen), self.url, str(role))

    def look(self, page: Page, name: str) -> None:
        """Keep a picture of a page, and note what is wrong with it."""
        self.chapter += 1
        screenshot(page, f"story/{self.chapter:02}-{name}")
        self.found += [f"{name}: {fault}" for fault in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.found.append(f"{name}: the page is wider than the screen")

    def later(self, moment: str) -> None:
        """Let time pass; the worker does what time does."""
        self.clock.set(moment)
        passing.run()

    def does(self, role: Role, doing: Callable[[Page], None], name: str, screen: str = "desktop") -> None:
        """Let somebody of the office open the case from their inbox, do something, and look at what came of it."""
        page = self.staff(role, screen)
        page.goto(f"{self.url}{INBOX}?xem=open")
        page.locator("a.case").first.click()
        doing(page)
        self.look(page, name)
        page.context.close()


@pytest.fixture
def story(app: Flask, served: Server, screens: Screens, clock: Clock) -> Story:
    """An office without any case, on a Monday morning."""
    clock.set("2026-11-16T09:00:00+07:00")
    with write_session() as session:
        worlds.office(session)
        for role in ROLES:
            worlds.account(session, role)
    return Story(served.url, screens, clock)


def filed(story: Story, code: str) -> str:
    """Let a citizen write on a phone; return the receipt code."""
    page = story.citizen()
    page.goto(f"{story.url}/phan-anh?q={code}")
    page.get_by_label("Nội dung phản ánh").fill(WORDS)
    story.look(page, "citizen-writes")
    page.get_by_role("button", name="Xem lại trước khi gửi").click()
    page.get_by_role("button", name="Gửi phản ánh").click()
    receipt = page.locator(".code .big").inner_text()
    story.look(page, "citizen-has-a-code")
    page.context.close()
    return receipt


def followed(story: Story, receipt: str) -> Page:
    """Let the citizen look their case up."""
    page = story.citizen()
    page.goto(f"{story.url}/tra-cuu")
    page.get_by_label("Mã theo dõi", exact=True).fill(receipt)
    page.get_by_role("button", name="Xem tình trạng").click()
    return page


def finds_out(page: Page) -> None:
    """The Front says that it is a petition."""
    page.get_by_role("radio", name="Phản ánh, kiến nghị").check()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("button", name="Chuyển;").click()
    expect(page.get_by_text("Đã xong: Phân loại; chuyển cơ quan giải quyết.")).to_be_visible()


def takes_it(page: Page) -> None:
    """The manager gives the case to themself."""
    page.get_by_role("link", name="Giao việc").click()
    page.get_by_label("Ai đang giữ việc").select_option("a2")
    page.get_by_role("button", name="Giao;").click()
    expect(page.get_by_text("Đã xong: Giao việc.")).to_be_visible()


def answers(text: str) -> Callable[[Page], None]:
    """The manager writes the answer."""

    def doing(page: Page) -> None:
        page.get_by_label("Câu trả lời", exact=True).fill(text)
        page.get_by_role("button", name="Gửi duyệt;").click()
        expect(page.get_by_text("Đã xong: Trình bản trả lời.")).to_be_visible()

    return doing


def approves(page: Page) -> None:
    """The leader reads and approves it."""
    page.get_by_role("button", name="Duyệt;").click()
    expect(page.get_by_text("Đã xong: Lãnh đạo duyệt bản trả lời.")).to_be_visible()


def releases(page: Page) -> None:
    """The Front reads it once more and sends it."""
    page.get_by_role("button", name="Gửi; người gửi sẽ đọc bản trả lời này").click()
    expect(page.locator(".side.citizen blockquote, .side.citizen .said-words").last).to_be_visible()


def answered(story: Story, text: str, name: str) -> None:
    """Bring an answer through office, leader and Front."""
    story.does(Role.MANAGER, answers(text), f"{name}-written")
    story.does(Role.LEADER, approves, f"{name}-approved")
    story.does(Role.FRONT, releases, f"{name}-sent")


def test_from_a_phone_to_a_word_that_it_is_settled(story: Story) -> None:
    receipt = filed(story, worlds.World().many)
    story.later("2026-11-17T09:00:00+07:00")
    story.does(Role.FRONT, finds_out, "front-passes-it-on", "phone")
    story.does(Role.MANAGER, takes_it, "manager-takes-it")

    # Fifteen working days from 16/11, with Tuesday 24/11 off, end on 08/12; nothing happened.
    story.later("2026-12-10T09:00:00+07:00")
    front = story.staff(Role.FRONT)
    front.goto(f"{story.url}{INBOX}?xem=&tre=1")
    expect(front.get_by_text("Quá hạn 2 ngày làm việc")).to_be_visible()
    story.look(front, "front-sees-it-late")
    front.context.close()
    province = story.staff(Role.PROVINCE)
    province.goto(f"{story.url}{INBOX}?xem=open")
    expect(province.locator("a.case")).to_have_count(0)
    province.context.close()

    # As long again without an answer: the province's Front has it too.
    story.later("2027-01-15T09:00:00+07:00")
    province = story.staff(Role.PROVINCE)
    province.goto(f"{story.url}{INBOX}?xem=open")
    province.locator("a.case").click()
    expect(province.get_by_text("đã báo Mặt trận tỉnh")).to_be_visible()
    story.look(province, "province-has-it")
    province.context.close()
    phone = followed(story, receipt)
    expect(phone.get_by_text("Đã quá hạn").first).to_be_visible()
    story.look(phone, "citizen-sees-it-late")
    phone.context.close()

    answered(story, ANSWER, "answer")
    phone = followed(story, receipt)
    expect(phone.get_by_text(ANSWER)).to_be_visible()
    story.look(phone, "citizen-reads-the-answer")
    phone.get_by_label("Nếu chưa").fill("Máy vẫn hỏng, sáng nay tôi lại chờ.")
    phone.get_by_role("button", name="Chưa thỏa đáng").click()
    story.look(phone, "citizen-is-not-satisfied")
    phone.context.close()

    story.later("2027-01-26T09:00:00+07:00")
    answered(story, AGAIN, "second-answer")
    phone = followed(story, receipt)
    phone.get_by_role("button", name="Đã thỏa đáng").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đã giải quyết xong")
    story.look(phone, "citizen-is-satisfied")
    phone.context.close()

    front = story.staff(Role.FRONT)
    front.goto(f"{story.url}{INBOX}?xem=done")
    front.locator("a.case").click()
    expect(front.get_by_text("Người gửi xác nhận").or_(front.get_by_text("thỏa đáng")).first).to_be_visible()
    story.look(front, "front-sees-it-settled")
    front.goto(f"{story.url}{INBOX}so-lieu?ky=month&moc=2026-11")
    for name, number in FIGURES.items():
        row = front.get_by_role("row").filter(has=front.get_by_role("rowheader", name=name, exact=True))
        expect(row.get_by_role("cell").first).to_have_text(number)
    story.look(front, "front-reads-the-figures")
    assert story.found == []


@pytest.mark.thorough
def test_a_comment_becomes_a_case_and_the_front_has_the_word_for_its_writer(story: Story) -> None:
    commented(story, worlds.World().many)
    story.later("2026-11-17T09:00:00+07:00")
    settling.settle()
    front = story.staff(Role.FRONT)
    front.goto(f"{story.url}/admin/gop-y/")
    front.locator("a.case").click()
    story.look(front, "front-reads-a-comment")
    front.get_by_role("button", name="Chuyển thành phản ánh;").click()
    expect(front.get_by_text("Góp ý đã thành phản ánh")).to_be_visible()
    front.context.close()
    story.does(Role.FRONT, finds_out, "comment-passed-on")
    story.does(Role.MANAGER, takes_it, "comment-taken")

    # Fifteen working days from 17/11, with Tuesday 24/11 off, end on 09/12.
    story.later("2026-12-10T09:00:00+07:00")
    leader = story.staff(Role.LEADER)
    expect(leader.get_by_text("Quá hạn").first).to_be_visible()
    story.look(leader, "leader-is-told")
    leader.context.close()
    answered(story, ANSWER, "comment-answer")
    story.does(Role.FRONT, objects, "front-objects")
    story.later("2026-12-15T09:00:00+07:00")
    answered(story, AGAIN, "comment-second-answer")
    story.does(Role.FRONT, concludes, "front-concludes")

    front = story.staff(Role.FRONT)
    front.goto(f"{story.url}{INBOX}so-lieu?ky=month&moc=2026-11")
    for name, number in FIGURES_OF_A_COMMENT.items():
        row = front.get_by_role("row").filter(has=front.get_by_role("rowheader", name=name, exact=True))
        expect(row.get_by_role("cell").first).to_have_text(number)
    assert story.found == []


def commented(story: Story, code: str) -> None:
    """Let a citizen rate, write a comment, and allow that it becomes a case."""
    page = story.citizen()
    page.goto(f"{story.url}/q/{code}")
    page.locator('button[name="level"][value="2"]').click()
    page.get_by_label("Ý kiến của Ông/Bà").fill(COMMENT)
    page.get_by_label("Mặt trận có thể chuyển góp ý này thành phản ánh").check()
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cảm ơn Ông/Bà")
    page.context.close()


def objects(page: Page) -> None:
    """The Front finds the answer not good enough, in the place of a citizen nobody can ask."""
    page.get_by_label("Cần trả lời thêm điều gì").fill("Chưa nói bao giờ có lối cho xe lăn.")
    page.get_by_role("button", name="Gửi; cơ quan và người gửi sẽ đọc").click()
    expect(page.get_by_text("Đã xong: Mặt trận yêu cầu trả lời lại.")).to_be_visible()


def concludes(page: Page) -> None:
    """The Front finds it good enough."""
    page.get_by_label("Kết luận", exact=True).fill("Lối cho xe lăn đã có, Mặt trận đã đến xem.")
    page.get_by_role("button", name="Kết luận; người gửi sẽ đọc").click()
    expect(page.get_by_text("Đã xong: Kết luận của Mặt trận.")).to_be_visible()
