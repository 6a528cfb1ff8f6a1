"""Changes of mind and repetitions: Back, another face, «Đổi», double clicks, reloads."""

from tests.support import ledger
from tests.support.both_databases import databases  # noqa: F401 (a fixture)
from tests.support.citizen import Citizen
from tests.support.worlds import World

DETAILS = "Ông/Bà muốn góp ý thêm điều gì?"


def stored() -> list[tuple[int, str]]:
    """What the inbox holds, as (revision, level)."""
    return [(row["revision"], row["answers"][0]) for row in ledger.revisions()]


def test_back_another_face_and_details_are_one_answer_at_the_new_level(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(4)
    citizen.back()

    citizen.tap(2)
    citizen.details(reasons="1")

    assert [row["answers"][0] for row in ledger.revisions()] == ["4", "2", "2"]
    assert len({row["id"] for row in ledger.revisions()}) == 1
    assert ledger.live()["n"] == 1
    assert {name for name in ledger.live() if name in ("s01", "s03")} == {"s01"}


def test_back_after_the_details_and_another_face_keeps_the_comment(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(3)
    citizen.details(reasons="1", comment="Chờ lâu")
    citizen.back()
    citizen.back()

    page = citizen.tap(5)

    assert "Ý kiến đã viết trước đó vẫn được giữ." in page.text
    assert ledger.comment(ledger.revisions()[-1]) == "Chờ lâu"


def test_the_earlier_comment_can_be_removed(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(3)
    citizen.details(comment="Chờ lâu")
    citizen.back()
    citizen.back()
    citizen.tap(2)

    citizen.details(drop_comment="1")

    assert ledger.comment(ledger.revisions()[-1]) is None


def test_the_change_link_leads_to_the_faces_and_back_with_what_was_said(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(4)
    citizen.details(officer="5", trips="0")

    citizen.change_level()
    page = citizen.tap(5)

    assert page.heading == DETAILS
    assert {("q_officer", "5"), ("q_trips", "0")} <= set(page.form.filled)
    assert stored()[-1] == (3, "5")


def test_a_change_of_mind_and_back_again_counts_the_last_tap(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(4)
    citizen.change_level()
    citizen.tap(2)
    citizen.change_level()

    page = citizen.tap(4)

    assert "Hài lòng" in page.text
    assert stored() == [(1, "4"), (2, "2"), (3, "4")]


def test_a_ninth_change_is_refused_with_a_sentence_and_the_eighth_counts(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(1)
    for level in (2, 3, 4, 5, 4, 3, 2):
        citizen.change_level()
        citizen.tap(level)
    citizen.change_level()

    page = citizen.tap(5)

    assert page.status == 409
    assert page.heading == "Đánh giá trước đó vẫn được tính."
    assert stored()[-1] == (8, "2")
