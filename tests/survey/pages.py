"""Every page of the door in a real browser, and how a person comes to it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from playwright.sync_api import Locator, Page

from tests.support.clock import Clock
from tests.support.worlds import World


@dataclass(frozen=True)
class Door:
    """The served product with the office «Xã Mẫu», for all tests of this file."""

    url: str
    world: World
    clock: Clock


def scan(page: Page, door: Door, code: str) -> None:
    page.goto(f"{door.url}/q/{code}")


def follow(page: Page, control: Locator) -> None:
    """Touch a button or link and wait for the page it leads to."""
    with page.expect_navigation():
        control.click()


def tap(page: Page, level: int | str) -> None:
    follow(page, page.locator(f'button[name="level"][value="{level}"]'))


def send(page: Page) -> None:
    follow(page, page.get_by_role("button", name="Gửi ý kiến"))


def choose(page: Page, words: str) -> None:
    """Touch the label with these words, as a finger does."""
    page.locator("label", has_text=words).first.click()


def open_details(page: Page, door: Door, level: int) -> None:
    scan(page, door, door.world.many)
    tap(page, level)


def make_a_mistake(page: Page, door: Door) -> None:
    open_details(page, door, 2)
    choose(page, "Số lần phải đi lại")
    page.get_by_label("Ý kiến của Ông/Bà").fill("Chờ lâu. " * 250)
    send(page)


def _thanks(page: Page, door: Door) -> None:
    open_details(page, door, 3)
    page.get_by_label("Ý kiến của Ông/Bà").fill("Gọi 0912 345 678, căn cước 001203004567, a@b.vn")
    send(page)


def _receipt(page: Page, door: Door) -> None:
    _thanks(page, door)
    follow(page, page.get_by_role("button", name="Xem mã biên nhận"))


def _change(page: Page, door: Door) -> None:
    _thanks(page, door)
    follow(page, page.get_by_role("link", name="Đổi mức đánh giá"))


def _earlier_comment(page: Page, door: Door) -> None:
    _change(page, door)
    tap(page, 5)


def _faces_after_a_mistake(page: Page, door: Door) -> None:
    scan(page, door, door.world.many)
    page.locator('button[value="5"]').evaluate("button => { button.value = 'x' }")
    tap(page, "x")


def _empty_criteria(page: Page, door: Door) -> None:
    scan(page, door, door.world.criteria)
    send(page)


def _too_late(page: Page, door: Door) -> None:
    open_details(page, door, 3)
    page.get_by_label("Ý kiến của Ông/Bà").fill("Viết chậm quá")
    door.clock.advance(minutes=31)
    send(page)
    door.clock.advance(minutes=-31)


def _ninth(page: Page, door: Door) -> None:
    scan(page, door, door.world.single)
    for level in (1, 2, 3, 4, 5, 4, 3, 2):
        tap(page, level)
        follow(page, page.get_by_role("link", name="Đổi mức đánh giá"))
    tap(page, 5)


def _at(path: str) -> Callable[[Page, Door], None]:
    def go(page: Page, door: Door) -> None:
        page.goto(door.url + path.format(**asdict(door.world)))

    return go


PAGES: dict[str, Callable[[Page, Door], None]] = {
    "faces": _at("/q/{single}"),
    "faces-with-chips": _at("/q/{many}"),
    "faces-at-the-entrance": _at("/q/{entrance}"),
    "faces-with-long-names": _at("/q/{elsewhere}"),
    "faces-again": _change,
    "faces-after-a-mistake": _faces_after_a_mistake,
    "details-good": lambda page, door: open_details(page, door, 5),
    "details-bad": lambda page, door: open_details(page, door, 1),
    "details-with-a-mistake": make_a_mistake,
    "details-with-an-earlier-comment": _earlier_comment,
    "thanks": _thanks,
    "receipt": _receipt,
    "criteria": _at("/q/{criteria}"),
    "criteria-left-empty": _empty_criteria,
    "code-replaced": _at("/q/{replaced}"),
    "code-revoked": _at("/q/{revoked}"),
    "code-unknown": _at("/q/999999"),
    "unreadable": _at("/q/{many}/gop-y"),
    "too-late": _too_late,
    "ninth-change": _ninth,
    "elsewhere": _at("/q/{many}/noi-khac"),
    "privacy": _at("/quyen-rieng-tu"),
    "no-such-page": _at("/khong-co"),
}
