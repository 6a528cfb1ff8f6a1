"""Manners of the door: no cookie, nothing kept, nothing loaded, every page in both languages."""

import pytest
from flask import Flask

from tests.support.citizen import Citizen, over_flask
from tests.support.worlds import World

QUESTION = "Ông/Bà hài lòng thế nào với lần phục vụ vừa rồi?"
THANKS = "Cảm ơn Ông/Bà. Đã nhận ý kiến."


def test_no_page_of_a_whole_journey_sets_a_cookie(world: World, citizen: Citizen):
    citizen.scan(world.many)
    citizen.tap(2)
    citizen.details(comment="Chờ lâu")
    citizen.send({})
    citizen.open("/quyen-rieng-tu")
    citizen.open(f"/q/{world.many}/noi-khac")

    assert [page.address for page in citizen.history if "Set-Cookie" in page.headers] == []
    assert len(citizen.history) == 6


def test_pages_may_be_kept_by_this_browser_only_and_thanks_by_none(world: World, citizen: Citizen):
    kept = [citizen.scan(world.single), citizen.tap(4), citizen.change_level()]
    citizen.tap(4)

    thanks = citizen.skip()

    assert [page.headers["Cache-Control"] for page in kept] == ["private, no-cache"] * 3
    assert thanks.headers["Cache-Control"] == "no-store"


def test_a_page_may_load_nothing_and_tells_nobody_where_it_was_opened(world: World, citizen: Citizen):
    page = citizen.scan(world.single)

    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_a_form_never_posts_to_the_address_of_its_page(world: World, citizen: Citizen):
    """A POST to the page's own address evicts its cached copy, and Back would draw a new id (docs/promises.md R6)."""
    first = citizen.scan(world.single)
    second = citizen.tap(4)

    assert first.form.action == f"/q/{world.single}?gui="
    assert second.form.action != second.address


def test_addresses_of_the_later_pages_show_nothing_but_a_token(world: World, citizen: Citizen):
    citizen.scan(world.single)
    details = citizen.tap(4)

    assert details.address.startswith(f"/q/{world.single}/gop-y?t=")
    assert len(details.address) < 200


def test_a_browser_in_english_reads_english(app: Flask, world: World):
    citizen = Citizen(over_flask(app.test_client()), headers={"Accept-Language": "en-GB,en;q=0.8"})

    page = citizen.scan(world.single)

    assert page.language == "en"
    assert page.heading == "How satisfied are you with the service you just received?"


@pytest.mark.parametrize("asked", ["", "fr-FR", "km,lo;q=0.5", "*", "vi-VN,vi;q=0.9,en;q=0.8", "\u20ac"])
def test_any_other_browser_reads_vietnamese(app: Flask, world: World, asked: str):
    citizen = Citizen(over_flask(app.test_client()), headers={"Accept-Language": asked})

    page = citizen.scan(world.single)

    assert (page.language, page.heading) == ("vi", QUESTION)


def test_a_language_chosen_by_link_stays_to_the_end(world: World, citizen: Citizen):
    citizen.scan(world.single)

    pages = [citizen.open(citizen.page.link("English")), citizen.tap(4), citizen.details(trips="0")]

    assert [page.language for page in pages] == ["en", "en", "en"]
    assert pages[-1].heading == "Thank you. Your opinion has been received."


def test_the_language_can_be_changed_on_every_page_without_losing_ones_place(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(4)
    details = citizen.open(citizen.page.link("English"))
    citizen.skip()
    thanks = citizen.open(citizen.page.link("Tiếng Việt"))

    assert details.heading == "Would you like to add anything?"
    assert thanks.heading == THANKS


def test_the_language_can_be_changed_on_a_page_that_shows_a_mistake(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(4)
    citizen.details(comment="x" * 2001)

    page = citizen.open(citizen.page.link("English"))

    assert page.heading == "Would you like to add anything?"


def test_a_language_that_does_not_exist_is_ignored(world: World, citizen: Citizen):
    page = citizen.open(f"/q/{world.single}?lang=xx")

    assert page.language == "vi"


def test_somebody_at_another_counter_finds_it_and_each_place_stands_once(world: World, citizen: Citizen):
    citizen.scan(world.many)

    page = citizen.open(citizen.page.link("Không phải quầy này?"))

    assert page.heading == "Quầy nào đã phục vụ Ông/Bà?"
    listed = ["".join(item.itertext()) for item in page.root.iter("li")]
    assert listed == ["Quầy 1", "Quầy 2", "Cửa ra"]
    assert page.link("Quầy 1") == f"/q/{world.single}"


def test_the_privacy_page_says_what_is_stored_who_sees_it_and_for_how_long(citizen: Citizen):
    page = citizen.open("/quyen-rieng-tu")

    assert page.heading == "Quyền riêng tư"
    assert "8 ngày" in page.text
    assert "Mặt trận Tổ quốc xã" in page.text
    assert "Với đợt khảo sát" in page.text
    assert "Xóm, tổ không được lưu cùng câu trả lời" in page.text
    assert "Điện thoại phỏng vấn giữ phiếu ở dạng niêm phong" in page.text
