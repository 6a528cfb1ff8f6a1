"""Journeys of a phone without script: scan, tap, details, thanks."""

import pytest

from core.services import rollups
from tests.support import ledger
from tests.support.both_databases import databases  # noqa: F401 (a fixture)
from tests.support.citizen import Citizen
from tests.support.worlds import World

QUESTION = "Ông/Bà hài lòng thế nào với lần phục vụ vừa rồi?"
DETAILS = "Ông/Bà muốn góp ý thêm điều gì?"
THANKS = "Cảm ơn Ông/Bà. Đã nhận ý kiến."


def stored() -> list[tuple[int, str]]:
    """What the inbox holds, as (revision, level)."""
    return [(row["revision"], row["answers"][0]) for row in ledger.revisions()]


def test_a_scan_shows_the_counter_the_officer_and_five_faces_with_words_good_above_bad(
    world: World, citizen: Citizen
):
    page = citizen.scan(world.single)

    assert page.status == 200
    assert page.heading == QUESTION
    assert "Quầy 1 · Hộ tịch" in page.text
    assert "Công chức tiếp: Lê Ngọc Chi" in page.text
    assert page.form.buttons == [("level", level) for level in "54321"]


def test_looking_at_a_page_stores_nothing(world: World, citizen: Citizen):
    before = ledger.row_counts()

    citizen.scan(world.many)
    citizen.scan(world.criteria)

    assert ledger.row_counts() == before


def test_nothing_is_chosen_beforehand(world: World, citizen: Citizen):
    citizen.scan(world.many)
    first = citizen.page.form.filled
    citizen.tap(3)
    second = citizen.page.form.filled
    citizen.scan(world.criteria)
    third = citizen.page.form.filled

    chosen = [pair for pair in (*first, *second, *third) if pair[0].startswith(("level", "field", "q_"))]
    assert chosen == []


def test_one_tap_is_stored_and_the_next_page_says_so(world: World, citizen: Citizen):
    citizen.scan(world.single)

    page = citizen.tap(3)

    assert stored() == [(1, "3")]
    assert page.heading == DETAILS
    assert "Đã ghi nhận" in page.text
    assert "Bình thường" in page.text


def test_codes_are_read_in_small_letters_too(world: World, citizen: Citizen):
    citizen.scan(world.single.lower())

    citizen.tap(4)

    assert stored() == [(1, "4")]


def test_a_tap_tells_the_field_of_a_counter_that_has_one(world: World, citizen: Citizen):
    citizen.scan(world.single)

    citizen.tap(4)

    assert ledger.revisions()[0]["field_id"] == world.civil


@pytest.mark.parametrize(
    ("code", "channel", "officer"),
    [
        ("many", "qr", World.an),
        ("single", "qr", World.chi),
        ("idle", "qr", 0),
        ("entrance", "qr", 0),
        ("officer", "qr", World.chi),
        ("field", "qr", 0),
        ("slip", "qr", 0),
        ("link", "link", 0),
    ],
)
def test_every_kind_of_code_takes_an_answer(
    world: World, citizen: Citizen, code: str, channel: str, officer: int
):
    citizen.scan(getattr(world, code))

    citizen.tap(5)
    citizen.skip()

    citizen.thanks()
    row = ledger.revisions()[0]
    assert (row["channel"], row["officer_id"], row["tier"]) == (channel, officer, "C")


def test_tapped_details_given_and_thanked(world: World, citizen: Citizen):
    citizen.scan(world.many)
    citizen.tap(2, field=world.land)

    page = citizen.details(
        officer="4", reasons=("1", "3"), trips="2", on_time="2", acting_for="1", comment="Chờ lâu quá"
    )

    citizen.thanks()
    assert page.heading == THANKS
    row = ledger.revisions()[-1]
    assert row["answers"] == "24........01010000" + "22" + ".." + "1"
    assert row["field_id"] == world.land
    assert ledger.comment(row) == "Chờ lâu quá"
    assert rollups.check() == []


def test_details_may_be_skipped(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(5)

    page = citizen.skip()

    assert page.heading == THANKS
    assert stored() == [(1, "5")]


def test_good_levels_are_asked_for_praise_and_others_for_reasons(world: World, citizen: Citizen):
    citizen.scan(world.single)
    good = citizen.tap(5).form.offered
    citizen.back()
    bad = citizen.tap(2).form.offered

    assert ("q_praise" in good, "q_reasons" in good) == (True, False)
    assert ("q_praise" in bad, "q_reasons" in bad) == (False, True)


def test_without_an_officer_on_duty_nobody_is_asked_about_one(world: World, citizen: Citizen):
    citizen.scan(world.idle)

    offered = citizen.tap(3).form.offered

    assert "q_officer" not in offered
    assert "other_officer" not in offered


def test_not_about_this_person_takes_the_officer_out(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(1)

    citizen.details(other_officer="1", reasons="0")

    row = ledger.revisions()[-1]
    assert (row["officer_id"], row["duty_entry_id"]) == (0, 0)


def test_a_disclaimer_is_remembered_when_the_page_is_shown_again(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(1)
    citizen.details(other_officer="1", reasons="0")
    citizen.change_level()

    page = citizen.tap(2)

    assert {("other_officer", "1"), ("q_reasons", "0")} <= set(page.form.filled)


def test_what_was_covered_is_said_on_the_thank_you_page(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(1)

    page = citizen.details(comment="Gọi tôi 0912 345 678, căn cước 001203004567, a@b.vn")

    assert "Số điện thoại trong ý kiến đã được che trước khi lưu." in page.text
    assert "Số căn cước trong ý kiến đã được che trước khi lưu." in page.text
    assert "Địa chỉ thư điện tử trong ý kiến đã được che trước khi lưu." in page.text


def test_a_comment_that_is_too_long_comes_back_with_everything_that_was_given(world: World, citizen: Citizen):
    citizen.scan(world.many)
    citizen.tap(2)
    written = "ế" * 2001

    page = citizen.details(officer="4", reasons=("1", "3"), field=str(world.land), comment=written)

    assert page.status == 422
    assert "Còn 1 chỗ cần sửa" in page.text
    assert "Ý kiến dài hơn mức cho phép 1 ký tự." in page.text
    assert {
        ("comment", written), ("q_officer", "4"), ("q_reasons", "1"), ("q_reasons", "3"), ("field", "11"),
    } <= set(page.form.filled)  # fmt: skip
    assert stored() == [(1, "2")]


def test_a_shortened_comment_is_then_taken(world: World, citizen: Citizen):
    citizen.scan(world.many)
    citizen.tap(2)
    citizen.details(officer="4", comment="ế" * 2001)

    citizen.details(comment="ế" * 2000)

    citizen.thanks()
    assert ledger.revisions()[-1]["answers"].startswith("24")


def test_the_receipt_is_shown_on_request_only(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(5)
    citizen.skip()
    before = citizen.page.text

    page = citizen.send({})

    assert "Mã biên nhận" not in before.replace("Xem mã biên nhận", "")
    assert page.status == 200
    assert "Mã biên nhận" in page.text
    assert page.headers["Cache-Control"] == "no-store"
