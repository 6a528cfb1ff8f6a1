"""A counter's changing code on the phone: it proves one visit, and whatever comes of it, there is a page."""

from urllib.parse import urljoin

import pytest
from flask import Flask

from core.db import write_session
from tests.support import code_screen, ledger
from tests.support.both_databases import databases  # noqa: F401 (a fixture)
from tests.support.citizen import Citizen, Page, over_flask
from tests.support.clock import Clock
from tests.support.code_screen import CodeScreen
from tests.support.worlds import World

USED = (
    "Mã này đã dùng một lần. Ông/Bà vẫn có thể đánh giá; ý kiến được ghi ở mục chưa xác minh lượt giao dịch."
)


@pytest.fixture
def screen(world: World) -> CodeScreen:
    """A tablet at counter 3 that shows codes."""
    with write_session() as session:
        return code_screen.put_up(session)


@pytest.fixture
def neighbour(app: Flask) -> Citizen:
    """Somebody else with a phone."""
    return Citizen(over_flask(app.test_client()))


def scan(citizen: Citizen, code: str, text: str) -> Page:
    """Point the phone at a screen."""
    return citizen.open(f"/q/{code}?m={text}")


def tiers() -> list[str]:
    """Return the tier of each stored revision."""
    return [row["tier"] for row in ledger.revisions()]


def in_other_language(citizen: Citizen) -> Page:
    """Follow the link to the page's other language."""
    link = next(element for element in citizen.page.root.iter("a") if element.get("hreflang"))
    return citizen.open(urljoin(citizen.page.address, link.get("href") or ""))


def test_a_fresh_code_makes_an_answer_of_tier_a_and_says_nothing(
    world: World, screen: CodeScreen, citizen: Citizen
):
    scanned = scan(citizen, world.many, screen.text())
    tapped = citizen.tap(4)
    citizen.details(comment="Nhanh")
    citizen.thanks()

    assert tiers() == ["A", "A"]
    assert [USED in page.text for page in (scanned, tapped, citizen.page)] == [False, False, False]
    assert (scanned.status, scanned.headers["Cache-Control"]) == (200, "private, no-cache")


def test_the_page_repeats_the_code_nowhere(world: World, screen: CodeScreen, citizen: Citizen):
    assert screen.text() not in scan(citizen, world.many, screen.text()).html


@pytest.mark.parametrize(("seconds", "tier"), [(0, "A"), (119, "A"), (120, "C"), (24 * 3600, "C")])
def test_a_photo_of_the_screen_is_worth_something_for_ninety_seconds(
    world: World, screen: CodeScreen, citizen: Citizen, clock: Clock, seconds: int, tier: str
):
    text = screen.text()
    clock.advance(seconds=seconds)

    page = scan(citizen, world.many, text)
    citizen.tap(4)

    assert (USED in page.text, tiers()) == (tier == "C", [tier])


@pytest.mark.parametrize(("minutes", "tier"), [(14.9, "A"), (15.1, "C"), (60, "C")])
def test_the_open_page_keeps_its_code_for_a_quarter_of_an_hour(
    world: World, screen: CodeScreen, citizen: Citizen, clock: Clock, minutes: float, tier: str
):
    scan(citizen, world.many, screen.text())
    clock.advance(minutes=minutes)

    page = citizen.tap(4)

    assert (USED in page.text, tiers()) == (tier == "C", [tier])


def test_who_taps_second_is_told_on_the_next_page_and_counts_as_an_open_code(
    world: World, screen: CodeScreen, citizen: Citizen, neighbour: Citizen
):
    pages = [scan(phone, world.many, screen.text()) for phone in (citizen, neighbour)]
    assert [USED in page.text for page in pages] == [False, False]

    told = [USED in phone.tap(4).text for phone in (citizen, neighbour)]

    assert told == [False, True]
    assert sorted(tiers()) == ["A", "C"]
    assert USED not in neighbour.details().text


def test_who_scans_a_used_code_is_told_at_once(
    world: World, screen: CodeScreen, citizen: Citizen, neighbour: Citizen
):
    scan(citizen, world.many, screen.text())
    citizen.tap(4)

    page = scan(neighbour, world.many, screen.text())

    assert USED in page.text
    assert USED not in neighbour.tap(2).text
    assert sorted(tiers()) == ["A", "C"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        "a" * 16,
        "A" * 16,
        "A" * 1500,
        "%00",
        "%FF%FE",
        "<script>",
        "../..",
        "Mã+cũ",
        "1&m=2",
        "%F0%9F%92%A9",
    ],
)
def test_rubbish_in_the_code_is_an_open_code_and_never_an_error(
    world: World, screen: CodeScreen, citizen: Citizen, text: str
):
    page = scan(citizen, world.many, text)
    citizen.tap(4)

    assert (page.status, USED in page.text, tiers()) == (200, True, ["C"])


def test_a_code_in_small_letters_is_none_of_ours(world: World, screen: CodeScreen, citizen: Citizen):
    page = scan(citizen, world.many, screen.text().lower())
    citizen.tap(4)

    assert (USED in page.text, tiers()) == (True, ["C"])


def test_another_counters_screen_proves_no_visit_here(world: World, screen: CodeScreen, citizen: Citizen):
    page = scan(citizen, world.single, screen.text())
    citizen.tap(4)

    assert (USED in page.text, tiers()) == (True, ["C"])


@pytest.mark.parametrize("state", ["retired", "revoked"])
def test_a_screen_that_was_replaced_or_stolen_proves_nothing(
    world: World, screen: CodeScreen, citizen: Citizen, state: str
):
    screen.end(state)

    assert USED in scan(citizen, world.many, screen.text()).text


def test_each_of_two_screens_at_a_counter_proves_its_own_visit(
    world: World, screen: CodeScreen, citizen: Citizen, neighbour: Citizen
):
    with write_session() as session:
        second = code_screen.put_up(session)

    for phone, at in ((citizen, screen), (neighbour, second)):
        scan(phone, world.many, at.text())
        phone.tap(4)

    assert tiers() == ["A", "A"]


@pytest.mark.parametrize("code", ["replaced", "revoked"])
def test_a_poster_that_was_replaced_says_so_whatever_the_code(
    world: World, screen: CodeScreen, citizen: Citizen, code: str
):
    page = scan(citizen, getattr(world, code), screen.text())

    assert (page.status, page.heading.startswith("Mã này")) == (410, True)


def test_the_page_in_another_language_is_the_same_form_with_the_same_worth(
    world: World, screen: CodeScreen, citizen: Citizen, clock: Clock
):
    scan(citizen, world.many, screen.text())
    citizen.tap(4)
    citizen.back()
    clock.advance(minutes=5)

    assert in_other_language(citizen).root.get("lang") == "en"
    citizen.tap(2)

    assert [(row["revision"], row["tier"], row["answers"][0]) for row in ledger.revisions()] == [
        (1, "A", "4"),
        (2, "A", "2"),
    ]


def test_the_other_language_first_is_of_tier_a_too(
    world: World, screen: CodeScreen, citizen: Citizen, clock: Clock
):
    scan(citizen, world.many, screen.text())
    clock.advance(minutes=10)
    in_other_language(citizen)
    in_other_language(citizen)

    citizen.tap(4)

    assert tiers() == ["A"]


def test_the_other_language_lengthens_nothing(
    world: World, screen: CodeScreen, citizen: Citizen, clock: Clock
):
    scan(citizen, world.many, screen.text())
    clock.advance(minutes=16)

    page = in_other_language(citizen)
    citizen.tap(4)

    assert ("This code was used once already." in page.text, tiers()) == (True, ["C"])


def test_what_was_said_of_a_used_code_is_said_in_the_other_language_too(
    world: World, screen: CodeScreen, citizen: Citizen
):
    scan(citizen, world.many, "A" * 16)

    assert "This code was used once already." in in_other_language(citizen).text
    assert USED in in_other_language(citizen).text


@pytest.mark.parametrize("kept", ["", "x", "A" * 96, "%FF"])
def test_a_broken_link_to_another_language_is_a_page_too(world: World, citizen: Citizen, kept: str):
    page = citizen.open(f"/q/{world.many}?lang=en&phieu={kept}")

    assert (page.status, "This code was used once already." in page.text) == (200, True)


def test_the_kept_form_of_one_counter_is_none_of_another(world: World, screen: CodeScreen, citizen: Citizen):
    token = dict(scan(citizen, world.many, screen.text()).form.filled)["token"]

    citizen.open(f"/q/{world.single}?phieu={token}")
    citizen.tap(4)

    assert tiers() == ["C"]


def test_back_and_another_face_is_the_same_answer(world: World, screen: CodeScreen, citizen: Citizen):
    scan(citizen, world.many, screen.text())
    citizen.tap(4)
    citizen.back()

    page = citizen.tap(1)

    assert USED not in page.text
    assert [(row["revision"], row["tier"]) for row in ledger.revisions()] == [(1, "A"), (2, "A")]


def test_the_same_page_scanned_again_before_a_tap_is_as_good(
    world: World, screen: CodeScreen, citizen: Citizen
):
    scan(citizen, world.many, screen.text())
    page = scan(citizen, world.many, screen.text())
    citizen.tap(4)

    assert (USED in page.text, tiers()) == (False, ["A"])


def test_a_questionnaire_without_faces_is_spent_by_its_whole_form(
    world: World, citizen: Citizen, neighbour: Citizen
):
    with write_session() as session:
        screen = code_screen.put_up(session, counter=world.single_counter)
    pages = [scan(phone, world.criteria, screen.text()) for phone in (citizen, neighbour)]
    question = next(name for name in pages[0].form.offered if name.startswith("q_"))

    for phone in (citizen, neighbour):
        phone.send({question: ("5",)})

    assert (USED in citizen.thanks().text, USED in neighbour.thanks().text) == (False, True)
    assert sorted(tiers()) == ["A", "C"]


def test_an_ordinary_scan_is_what_it_was(world: World, screen: CodeScreen, citizen: Citizen):
    page = citizen.scan(world.many)
    citizen.tap(4)

    assert (USED in page.text, "phieu" in page.html, tiers()) == (False, False, ["C"])
