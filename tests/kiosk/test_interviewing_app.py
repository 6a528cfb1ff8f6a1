"""Interviews on phones in a browser: asked, reviewed and saved without network, sent once, counted by hamlet."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from core.db import write_session
from core.models import RoundProgress
from tests.faults import tablet_storm
from tests.support import interviewing, ledger, pairing
from tests.support.browser import Screens, axe, screenshot
from tests.support.counter_app import (
    Counter,
    Gate,
    counts,
    forgive_network,
    open_enrolment,
    run,
    send,
    type_pin,
    wait_for_counts,
    wait_for_worker,
)
from tests.support.disk import settle, watch
from tests.support.link import Mode
from tests.support.worlds import World

PHONE = {"width": 360, "height": 640}
SEALED = "Đã lưu trên máy"


@pytest.fixture(scope="module")
def round_id(counter: Counter) -> int:
    """A round that runs from 16 to 30 November; today is the 20th."""
    with write_session() as session:
        return interviewing.begun(session)


@pytest.fixture
def forgiving(screens: Screens) -> Iterator[Screens]:
    """Screens on a network that the test breaks."""
    yield screens
    forgive_network(screens)


def opened(
    counter: Counter, screens: Screens, url: str, round_id: int, *, first: str = "Đang phỏng vấn ở đâu?"
) -> Page:
    """Return the page of a phone that has scanned its code, is paired and has come to its first screen."""
    phrase = _phrase(round_id)
    page = screens.open("phone")
    page.set_viewport_size(PHONE)
    page.clock.install(time=counter.clock.moment)
    watch(page)
    page.goto(f"{url}/kiosk/#phong-van={phrase.replace(' ', '-')}")
    page.get_by_role("button", name="Ghép máy").click()
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.get_by_role("heading", name=first)).to_be_visible()
    return page


def _phrase(round_id: int) -> str:
    """Return the phrase of a new phone that waits for it."""
    phrase = f"{pairing.PHRASE} {secrets.token_hex(4)}"
    with write_session() as session:
        interviewing.waiting(session, round_id, phrase=phrase)
    return phrase


def go_to(page: Page, hamlet: str) -> None:
    """Choose the hamlet, at the first start or later."""
    change = page.get_by_role("button", name="Đổi xóm, tổ")
    heading = page.get_by_role("heading", name="Đang phỏng vấn ở đâu?")
    expect(change.or_(heading)).to_be_visible()
    if change.is_visible():
        change.click()
    page.get_by_role("button", name=hamlet).click()
    expect(page.locator(".band b")).to_have_text(hamlet)


def begin(page: Page) -> None:
    """Read out what is read out, and come to the first question."""
    page.get_by_role("button", name="Bắt đầu phỏng vấn").click()
    expect(page.get_by_text("Câu trả lời không ghi tên, số điện thoại hay địa chỉ.")).to_be_visible()
    page.get_by_role("button", name="Đồng ý, bắt đầu hỏi").click()


def ask(page: Page, level: str = "Hài lòng") -> None:
    """Interview somebody who answers the first question and leaves the others out."""
    begin(page)
    page.get_by_role("button", name=level, exact=True).first.click()
    go_on(page, "Tiếp tục")
    while not page.get_by_role("heading", name="Xem lại câu trả lời").is_visible():
        go_on(page, "Bỏ qua")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("heading", name=SEALED)).to_be_visible()


def go_on(page: Page, button: str) -> None:
    """Leave a part by its button; the next one stands there once it is on the disk."""
    heading = page.locator("h1").inner_text()
    page.locator(".bar").get_by_role("button", name=button).click()
    expect(page.locator("h1")).not_to_have_text(heading)


def leave(page: Page) -> None:
    page.get_by_role("button", name="Màn hình đầu").click()
    expect(page.get_by_role("button", name="Bắt đầu phỏng vấn")).to_be_visible()


def test_an_interview_on_a_small_phone_screen_by_screen(
    counter: Counter, screens: Screens, round_id: int
) -> None:
    page = opened(counter, screens, counter.server.url, round_id)
    found = [*_looked_at(page, "where")]
    go_to(page, "Xóm Đồng")
    found += _looked_at(page, "home")
    page.get_by_role("button", name="Bắt đầu phỏng vấn").click()
    found += _looked_at(page, "promise")
    page.get_by_role("button", name="Đồng ý, bắt đầu hỏi").click()
    found += _looked_at(page, "level")
    page.get_by_role("button", name="Không hài lòng", exact=True).first.click()
    for number in range(12):
        if page.get_by_role("heading", name="Xem lại câu trả lời").is_visible():
            break
        heading = page.locator("h1").inner_text()
        page.locator(".bar button").last.click()
        expect(page.locator("h1")).not_to_have_text(heading)
        found += _looked_at(page, f"group-{number}")
    page.get_by_role("button", name="Dừng", exact=True).click()
    found += _looked_at(page, "stop")
    page.get_by_role("button", name="Hỏi tiếp").click()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("heading", name=SEALED)).to_be_visible()
    found += _looked_at(page, "saved")

    assert found == []


def test_two_of_three_phones_are_offline_for_a_day_and_each_interview_counts_once(
    counter: Counter, forgiving: Screens, round_id: int
) -> None:
    """Three interviewers, six interviews: by hand three in Xóm 1, two in Xóm Đồng, one in Tổ dân phố 3."""
    before, stored = interviewing.progress(round_id), len(ledger.revisions())
    asked = (("Xóm 1", "Xóm 1"), ("Xóm Đồng", "Xóm Đồng"), ("Tổ dân phố 3", "Xóm 1"))
    with ExitStack() as stack:
        links = [stack.enter_context(Gate(counter.server.port)) for _ in asked]
        pages = [opened(counter, forgiving, link.url, round_id) for link in links]
        for page in pages:
            wait_for_worker(page)
        for link in links[1:]:
            link.mode = Mode.CUT
        for page, places in zip(pages, asked, strict=True):
            for place in places:
                go_to(page, place)
                ask(page)
                leave(page)
        assert [counts(page)["queue"] for page in pages[1:]] == [2, 2]
        expect(pages[2].locator(".foot")).to_have_text("2 chưa gửi · không có mạng")
        # Nothing but numbers, and what was sealed, outlives an interview; a start without network finds it.
        pages[2].reload()
        # One in each of two hamlets, on this phone: today and in all.
        expect(pages[2].locator(".counts dd").nth(0)).to_have_text("2")
        expect(pages[2].locator(".counts dd").nth(1)).to_have_text("2")
        send(pages[0])
        counter.clock.advance(days=1)
        for page, link in zip(pages, links, strict=True):
            settle(page)
            page.clock.fast_forward("24:00:00")
            link.mode = Mode.OPEN
            assert send(page)
            assert counts(page)["queue"] == 0
        # What they said to wait when they came home is taken back at once: they may be put away now.
        assert interviewing.reported(round_id)[-3:] == [0, 0, 0]
        # The first of them sends everything a second time, at once with itself: its answers were lost.
        assert tablet_storm.replay(links[1], links[1].batches[-1], times=3).keys() == {"duplicate"}
        for page in pages:
            send(page)
            expect(page.locator(".foot")).to_have_text("Đã gửi hết · có mạng")

        after = interviewing.progress(round_id)
        gained = {number: n - before.get(number, 0) for number, n in after.items()}
        assert gained == {1: 3, 2: 2, 3: 1}
        assert len(ledger.revisions()) - stored == 6
        assert {str(row["day"]) for row in ledger.revisions()} == {"2026-11-20"}
        expect(pages[0].locator(".counts dd").nth(2)).to_have_text(f"{after[1]}/150")
        expect(pages[0].locator(".counts dd").nth(3)).to_have_text(f"{sum(after.values())}/334")
        # Today is another day; in all it stays two.
        expect(pages[0].locator(".counts dd").nth(0)).to_have_text("0")
        expect(pages[0].locator(".counts dd").nth(1)).to_have_text("2")
    counter.clock.advance(days=-1)


def test_an_interview_cut_off_by_a_reload_can_be_neither_read_nor_lost(
    counter: Counter, screens: Screens, round_id: int
) -> None:
    page = opened(counter, screens, counter.server.url, round_id)
    go_to(page, "Xóm Đồng")
    before = interviewing.progress(round_id).get(2, 0)
    begin(page)
    page.get_by_role("button", name="Hài lòng", exact=True).first.click()
    go_on(page, "Tiếp tục")
    expect(page.locator("h1")).to_contain_text("Phần 2")
    assert counts(page) == {"queue": 0, "shelf": 0, "nextNumber": 1}

    page.reload()
    expect(page.get_by_text("Còn một phiếu đang hỏi dở ở Xóm Đồng")).to_be_visible()
    assert _looked_at(page, "half") == []
    assert page.get_by_role("button", name="Bắt đầu phỏng vấn").count() == 0
    page.get_by_role("button", name="Xóa phiếu này").click()
    expect(page.get_by_role("button", name="Bắt đầu phỏng vấn")).to_be_visible()
    send(page)
    assert (interviewing.progress(round_id).get(2, 0), counts(page)["nextNumber"]) == (before, 1)

    begin(page)
    page.get_by_role("button", name="Hài lòng", exact=True).first.click()
    go_on(page, "Tiếp tục")
    # The next part stands there once the first is on the disk.
    expect(page.locator("h1")).to_contain_text("Phần 2")
    page.reload()
    page.get_by_role("button", name="Tính phần đã hỏi").click()
    expect(page.locator(".counts dd").nth(1)).to_have_text("1")
    send(page)
    assert (interviewing.progress(round_id)[2], counts(page)["nextNumber"]) == (before + 1, 2)


def test_answers_left_on_the_screen_are_gone_after_a_quarter_of_an_hour(
    counter: Counter, screens: Screens, round_id: int
) -> None:
    page = opened(counter, screens, counter.server.url, round_id)
    go_to(page, "Xóm 1")
    begin(page)
    page.get_by_role("button", name="Hài lòng", exact=True).first.click()
    go_on(page, "Tiếp tục")
    settle(page)
    page.clock.fast_forward("14:00")
    expect(page.locator("h1")).to_contain_text("Phần 2")

    settle(page)
    page.clock.fast_forward("16:00")

    expect(page.get_by_text("Còn một phiếu đang hỏi dở ở Xóm 1")).to_be_visible()
    # No trace in what the browser keeps: only the office can open it.
    kept = run(page, "return app.store.read(['outbox'], (at) => app.store.answer(at('outbox').getAll()));")
    assert [sorted(item) for item in kept] == [
        ["device", "envelope", "epoch", "hamlet", "mark", "number", "previous", "round", "signature", "state"]
    ]


def test_a_round_that_is_not_divided_asks_for_no_hamlet(counter: Counter, screens: Screens) -> None:
    with write_session() as session:
        interviewing.begun(session, number=5, hamlets={})
    page = opened(counter, screens, counter.server.url, 5, first="Khảo sát năm 2026, đợt 5")

    ask(page)
    leave(page)
    send(page)

    expect(page.locator(".counts dd").nth(2)).to_have_text("1/334")
    assert interviewing.progress(5) == {0: 1}
    assert page.get_by_role("button", name="Đổi xóm, tổ").count() == 0


def test_what_is_beyond_a_hamlets_share_fills_nothing_of_the_round(
    counter: Counter, screens: Screens
) -> None:
    with write_session() as session:
        interviewing.begun(session, number=6, hamlets={1: ("Xóm 1", 900, 2), 2: ("Xóm Đồng", 1100, 332)})
        own = {"round_id": 6, "unit_id": World.centre, "channel": "interview"}
        session.add(RoundProgress(stratum=1, n=7, **own))
    page = opened(counter, screens, counter.server.url, 6)

    go_to(page, "Xóm 1")
    ask(page)
    leave(page)
    send(page)

    # Eight in Xóm 1, whose share is two; nobody yet in the other hamlet.
    expect(page.locator(".counts dd").nth(2)).to_have_text("8/2")
    expect(page.locator(".counts dd").nth(3)).to_have_text("2/334")


def test_nobody_is_asked_any_more_once_the_last_day_is_over(counter: Counter, screens: Screens) -> None:
    with write_session() as session:
        interviewing.begun(session, number=7, hamlets={}, ends=date(2026, 11, 20))
    page = opened(counter, screens, counter.server.url, 7, first="Khảo sát năm 2026, đợt 7")
    ask(page)

    counter.clock.advance(days=1)
    settle(page)
    page.clock.fast_forward("24:00:00")
    page.get_by_role("button", name="Người tiếp theo").click()

    expect(page.get_by_text("Đợt khảo sát kết thúc ngày 20/11/2026.")).to_be_visible()
    assert page.get_by_role("button", name="Bắt đầu phỏng vấn").count() == 0
    counter.clock.advance(days=-1)


def test_a_phone_paired_before_scans_the_code_of_another_office_and_loses_nothing(
    counter: Counter, forgiving: Screens, round_id: int
) -> None:
    with write_session() as session:
        interviewing.begun(session, number=8, unit_id=World.commune, hamlets={})
    phrase = _phrase(8)
    with Gate(counter.server.port) as link:
        page = opened(counter, forgiving, link.url, round_id)
        go_to(page, "Xóm Đồng")
        before = interviewing.progress(round_id).get(2, 0)
        wait_for_worker(page)
        link.mode = Mode.CUT
        ask(page)
        leave(page)

        page.goto(f"{link.url}/kiosk/#phong-van={phrase.replace(' ', '-')}")
        expect(page.get_by_text("Máy này đã được ghép.")).to_be_visible()
        assert axe(page) == []
        # Touching it away leaves everything as it was; a start with the code in its address asks again.
        page.get_by_role("button", name="Đóng").click()
        expect(page).to_have_url(f"{link.url}/kiosk/")
        page.goto(f"{link.url}/kiosk/#phong-van={phrase.replace(' ', '-')}")
        page.reload()
        type_pin(page, pairing.PIN)
        expect(
            page.get_by_text("Số ý kiến đang chờ trên máy, được giữ nguyên và gửi sau khi ghép: 1")
        ).to_be_visible()
        link.mode = Mode.OPEN
        page.get_by_role("button", name="Ghép máy", exact=True).click()
        page.get_by_role("button", name="Bắt đầu", exact=True).click()
        expect(page.get_by_role("heading", name="Khảo sát năm 2026, đợt 8")).to_be_visible()
        assert send(page)

    assert counts(page) == {"queue": 0, "shelf": 0, "nextNumber": 1}
    assert interviewing.progress(round_id)[2] == before + 1


def test_a_phone_that_was_replaced_sends_what_it_holds_before_it_rests(
    counter: Counter, forgiving: Screens, round_id: int
) -> None:
    with Gate(counter.server.port) as link:
        page = opened(counter, forgiving, link.url, round_id)
        go_to(page, "Tổ dân phố 3")
        before = interviewing.progress(round_id).get(3, 0)
        wait_for_worker(page)
        link.mode = Mode.CUT
        ask(page)
        leave(page)
        pairing.end_number(run(page, "return app.device.current().id;"), "retired")
        link.mode = Mode.OPEN

        page.get_by_role("button", name="Gửi ngay").click()

        expect(
            page.get_by_role("heading", name="Điện thoại này hiện không nhận phiếu phỏng vấn")
        ).to_be_visible()
        wait_for_counts(page, queue=0, shelf=0)
    assert interviewing.progress(round_id)[3] == before + 1


def test_questions_that_hang_on_one_another_and_what_was_not_taken(
    counter: Counter, screens: Screens
) -> None:
    """The app's own modules, without a phone: c hangs on b and b on a; then the footer with refused interviews."""
    page = screens.open("phone")
    open_enrolment(page, counter.server.url)
    expect(page.get_by_role("heading", name="Ghép máy này", exact=True)).to_be_visible()

    assert page.evaluate(_CHAIN) == [["a", "b", "c"], ["a"], ["a"], True, False]
    assert page.evaluate(_FOOT) == [
        "Đã gửi hết · có mạng",
        "3 chưa gửi · không có mạng",
        "2 phiếu chưa được nhận, xin báo cơ quan · có mạng",
        "3 chưa gửi · 2 phiếu chưa được nhận, xin báo cơ quan · có mạng",
    ]


#: Answers a, b and c with their first options, then a with its second one, then takes that back.
_CHAIN = """async () => {
  const base = `/kiosk/static/${document.documentElement.dataset.version}/interview`;
  const { createPaper } = await import(`${base}/paper.js`);
  const on = (question) => question && { question, any_of: ["1"] };
  const questions = [["a", null], ["b", "a"], ["c", "b"]].map(([code, before]) => (
    { code, kind: "choice", factor: "", texts: { vi: code }, options: [], condition: on(before) }));
  const bundle = { questionnaire: { version: 1, questions }, round: { id: 1 }, touchpoint: 1 };
  const paper = createPaper(bundle, { number: 1 });
  const asked = () => paper.asked.map(({ code }) => code);
  const said = [];
  for (const question of questions) paper.choose(question, "1");
  said.push(asked());
  paper.choose(questions[0], "2");
  said.push(asked(), paper.groups.flatMap(({ questions }) => questions.map(({ code }) => code)), paper.hasAnswers);
  paper.choose(questions[0], "2");
  return [...said, paper.hasAnswers];
}"""

#: What the footer says, by what waits, what was refused, and whether there is a network.
_FOOT = """async () => {
  const base = `/kiosk/static/${document.documentElement.dataset.version}/interview`;
  const { createFrame } = await import(`${base}/frame.js`);
  const root = document.body.appendChild(document.createElement("div"));
  const frame = createFrame(root);
  const states = [[0, 0, true], [3, 0, false], [0, 2, true], [3, 2, true]];
  return states.map(([queue, shelf, online]) => {
    frame.tell({ queue, shelf, online });
    return root.querySelector(".foot").textContent;
  });
}"""


def test_numbers_and_words_are_typed_and_what_is_wrong_is_said(
    counter: Counter, screens: Screens, round_id: int
) -> None:
    page = opened(counter, screens, counter.server.url, round_id)
    page.evaluate(_DRAW_WRITTEN)
    number, words = page.locator("input.number"), page.locator(".asked textarea")

    number.fill("12a")
    assert page.evaluate("drawn.leave()") is False
    expect(page.get_by_text("Ghi một số nguyên từ 0 đến 99, hoặc để trống.")).to_be_visible()
    number.fill("012")
    words.fill("  Đường hẹp  ")
    assert page.evaluate("drawn.leave()") is True
    assert page.evaluate("[paper.given('visits'), paper.given('why'), paper.written('why')]") == [
        ["12"],
        ["1"],
        "Đường hẹp",
    ]
    number.fill("")
    words.fill("x" * 21)
    assert page.evaluate("drawn.leave()") is False
    expect(page.get_by_text("Tối đa 20 ký tự.")).to_be_visible()
    assert page.evaluate("paper.given('visits')") == []


#: Draws a group of a number and a text with the app's own module.
_DRAW_WRITTEN = """async () => {
  const base = `/kiosk/static/${document.documentElement.dataset.version}/interview`;
  const { drawGroup } = await import(`${base}/questions.js`);
  const { createPaper } = await import(`${base}/paper.js`);
  const questions = [
    { code: "visits", kind: "number", factor: "", texts: { vi: "Đã đến mấy lần?" }, options: [], low: 0, high: 99 },
    { code: "why", kind: "text", factor: "", texts: { vi: "Vì sao?" }, options: [], low: null, high: 20 },
  ];
  const bundle = { questionnaire: { version: 1, questions }, round: { id: 1 }, touchpoint: 1 };
  window.paper = createPaper(bundle, { number: 1 });
  window.drawn = drawGroup(paper.groups[0], { paper, changed: () => {} });
  document.querySelector(".screen").replaceChildren(...drawn.parts);
}"""


def _looked_at(page: Page, name: str) -> list[str]:
    """Take a picture, and say what is wrong with the screen: accessibility, targets, what runs out of it."""
    screenshot(page, f"interview-{page.viewport_size['width']}-{name}")  # type: ignore[index]
    small = page.evaluate(
        "[...document.querySelectorAll('#app button')].filter((one) => one.getBoundingClientRect().height < 47)"
        ".map((one) => one.textContent)"
    )
    wide = page.locator(".screen").evaluate("(one) => one.scrollWidth > one.clientWidth")
    return [*axe(page), *(f"{name}: small: {one}" for one in small), *([f"{name}: too wide"] if wide else [])]
