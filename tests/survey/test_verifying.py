"""Is this code genuine? What is ours is told from what differs in one letter, and an ended code names the next."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import write_session
from core.domain.access import CITIZEN, Role, Scope
from core.domain.office import codes
from core.models import Touchpoint
from core.queries import entries
from core.services.places import touchpoints
from survey import slowing
from survey.typed_codes import read
from tests.support import interviewing
from tests.support.stranger import Stranger
from tests.support.worlds import World

MANAGER = Scope(1, Role.MANAGER, frozenset({World.centre}))


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guess as fast as the machine can; what the pause is for is tried in test_following."""
    monkeypatch.setattr(slowing, "PAUSE_SECONDS", 0.0)


@pytest.fixture
def crowd() -> Iterator[None]:
    """As many people pause over wrong codes as may at once."""
    taken = 0
    while slowing._PLACES.acquire(blocking=False):
        taken += 1
    yield
    for _place in range(taken):
        slowing._PLACES.release()


def test_a_genuine_code_says_for_which_counter_office_and_field_since_when(world: World, stranger: Stranger):
    answer = stranger.open(f"/xac-minh/{world.many}")

    assert answer.status_code == 200
    for words in (
        "Mã thật, đang dùng",
        "<b>Quầy 3</b>",
        "Đất đai, Xây dựng, Đầu tư, Môi trường",
        "Trung tâm Phục vụ hành chính công, Xã Mẫu",
        "01/7/2025",
        f"localhost/q/{world.many}",
    ):
        assert words in answer.text


def test_a_code_altered_in_one_letter_is_told_from_the_genuine_one(world: World, stranger: Stranger):
    statuses = {code: stranger.open(f"/xac-minh/{code}").status_code for code in codes.neighbours(world.many)}

    assert set(statuses.values()) == {404}
    assert len(statuses) == 96
    altered = stranger.open("/xac-minh/3F7K4P").text
    assert "Không có mã này" in altered
    assert "Xin báo cho cán bộ tại quầy hoặc Mặt trận Tổ quốc" in altered
    assert "/phan-anh" in altered


@pytest.mark.parametrize(
    ("code", "place"), [("officer", "Lê Ngọc Chi"), ("field", "Đất đai"), ("slip", "Phiếu hẹn")]
)
def test_other_kinds_are_named_by_what_they_stand_for(
    world: World, stranger: Stranger, code: str, place: str
):
    assert f"<b>{place}</b>" in stranger.open(f"/xac-minh/{getattr(world, code)}").text


def test_a_replaced_code_names_its_successor_on_both_pages(world: World, stranger: Stranger):
    rated, checked = (stranger.open(f"/{door}/{world.replaced}") for door in ("q", "xac-minh"))

    assert (rated.status_code, checked.status_code) == (410, 410)
    for answer in (rated, checked):
        assert f"Mã này đã được thay bằng {world.single}." in answer.text
    assert f'href="/q/{world.single}"' in rated.text
    assert f'href="/xac-minh/{world.single}"' in checked.text


def test_a_fields_new_code_is_named_by_its_field(world: World, stranger: Stranger):
    new = touchpoints.replace(MANAGER, world.centre, _id_of(world.field), actor="anh")

    assert f"Kiểm tra mã {new}, Đất đai" in stranger.open(f"/xac-minh/{world.field}").text


def test_a_code_replaced_twice_names_the_one_in_use(world: World, stranger: Stranger):
    second = touchpoints.replace(MANAGER, world.centre, world.many_point, actor="anh", why="Rách")
    third = touchpoints.replace(MANAGER, world.centre, _id_of(second), actor="anh", why="Rách nữa")

    page = stranger.open(f"/q/{world.many}").text

    assert f"Mã này đã được thay bằng {third}." in page
    assert second not in page


def test_a_revoked_code_names_the_one_that_was_named_in_its_place(world: World, stranger: Stranger):
    touchpoints.revoke(
        MANAGER,
        world.centre,
        world.many_point,
        actor="anh",
        why="Bỏ quầy 3",
        successor_id=world.entrance_point,
    )

    page = stranger.open(f"/q/{world.many}").text

    assert f"Mã này đã được thay bằng {world.entrance}." in page
    assert f"Đánh giá bằng mã {world.entrance}, Cửa ra" in page


def test_a_revoked_code_names_another_one_of_its_place_and_else_nobody(world: World, stranger: Stranger):
    beside = stranger.open(f"/q/{world.revoked}").text
    alone = stranger.open(f"/q/{world.expired}").text

    assert f"Nơi này hiện dùng mã {world.single}." in beside
    assert "hiện dùng mã" not in alone
    assert "Không có mã nào thay" in stranger.open(f"/xac-minh/{world.expired}").text


@pytest.mark.parametrize(
    "typed",
    [
        "3f7k4n",
        " 3F7-K4N ",
        "3F7 K4N",
        "3F7K4N.",
        "3F7.K4N",
        "3F7\u2011K4N",
        "3F7—K4N",
        "3F7\u200bK4N",
        "(3F7K4N)",
        "３Ｆ７Ｋ４Ｎ",
        "Mã 3F7K4N",
        "Mã: 3F7 K4N (Q.3)",
        "http://localhost/q/3F7K4N?m=abc",
        "http://localhost:80/q/3F7K4N",
        "localhost:80/q/3F7-K4N.",
        "localhost/xac-minh/3F7K4N/",
        "http://localhost/q/3F7K4N/gop-y?t=AbC-9_x",
        "http://localhost/q/3F7K4N/cam-on?t=AbC#x",
        "localhost/q/3F7K4N/noi-khac",
        "http://localhost/xac-minh/?ma=3F7K4N",
        "http://localhost/phan-anh?q=3F7K4N&lang=en",
        "localhost/\u200bq/\u200b3F7K4N",
        "localhost/q/\n3F7K4N",
        "Địa chỉ: localhost/q/3F7K4N Mã thật hay giả, xem tại: localhost/xac-minh/3F7K4N",
        "localhost 3F7K4N",
        "q/3F7K4N",
        "/q/3F7K4N",
        "xac-minh/?ma=3F7K4N",
    ],
)
def test_a_code_is_found_however_it_is_typed(world: World, stranger: Stranger, typed: str):
    answer = stranger.open("/xac-minh/", query_string={"ma": typed})

    assert (answer.status_code, answer.location) == (303, f"/xac-minh/{world.many}")


@pytest.mark.parametrize("code", ["3f7k4n", "3F7-K4N", "3F7 K4N", "3F7\u2011K4N.", "Mã 3F7K4N"])
def test_a_code_in_the_address_is_found_however_it_is_written(world: World, stranger: Stranger, code: str):
    assert "Mã thật, đang dùng" in stranger.open(f"/xac-minh/{code}").text


@pytest.mark.parametrize(
    "typed",
    [
        "https://langnghe.vn.evil.example/q/3F7K4N",
        "localhost@evil.example/q/3F7K4N",
        "localhost.evil.example",
        "https:///evil.com/q/3F7K4N",
        "//evil.com/q/3F7K4N",
        "///q/3F7K4N",
        "\\\\evil.com\\q\\3F7K4N",
        "https:evil.com/q/3F7K4N",
        "https://evil。com/q/3F7K4N",
        "https://evil．com/q/3F7K4N",
        "evil。com",
        "https://evil%2ecom/q/3F7K4N",
        "https://3232235777/q/3F7K4N",
        "https://q/3F7K4N",
        "https://xamau/q/3F7K4N",
        "xamau/q/3F7K4N",
        "https://localhost。evil。com/q/3F7K4N",
        "https://localhost:8080/q/3F7K4N",
        "https://localhost:80@evil.com/q/3F7K4N",
        "https://localhost\t.evil.com/q/3F7K4N",
        "localhost/ evil.com/q/3F7K4N",
        "evil.com/q/3F7K4N localhost/q/3F7K4N",
        "localhost/q/3F7K4N https://evil.com",
        "localhost/xac-minh/?ma=https://evil.com/q/3F7K4N",
        "localhost/xac-minh/?ma= https://evil.com/q/3F7K4N",
        "localhost/q/3F7K4N localhost/xac-minh/?ma=//evil.com",
        "3f7k.vn",
        "javascript:alert(1)//3F7K4N",
    ],
)
def test_an_address_that_is_not_ours_is_named_so_even_with_a_genuine_code(
    world: World, stranger: Stranger, typed: str
):
    answer = stranger.open("/xac-minh/", query_string={"ma": typed})

    assert answer.status_code == 404
    assert "Địa chỉ này không phải của chúng tôi" in answer.text


@pytest.mark.parametrize(
    "typed", ["đánh giá", "<b>x</b>", "A" * 300, "%00", "\x00", "3F7K4N3F7K4N3", "3F7K4N 4C6H9P"]
)
def test_what_cannot_be_a_code_is_no_code(world: World, stranger: Stranger, typed: str):
    answer = stranger.open("/xac-minh/", query_string={"ma": typed}, follow_redirects=True)

    assert answer.status_code in (400, 404, 422)
    assert "<b>x</b>" not in answer.text


def test_nothing_typed_is_asked_for_again(world: World, stranger: Stranger):
    assert stranger.open("/xac-minh/").status_code == 200
    assert stranger.open("/xac-minh/?ma=+").status_code == 422


def test_guesses_wait_for_a_place_and_a_genuine_code_never_does(
    world: World, stranger: Stranger, crowd: None
):
    guessed = stranger.open("/xac-minh/999999")

    assert (guessed.status_code, guessed.headers["Retry-After"]) == (429, "3")
    assert stranger.open(f"/xac-minh/{world.many}").status_code == 200


def test_an_address_under_a_path_is_ours_only_with_that_path():
    own = "https://xamau.example/lang-nghe"

    assert read("xamau.example/lang-nghe/q/3F7K4N", own).code == "3F7K4N"
    assert read("xamau.example/khac/q/3F7K4N", own).is_foreign
    assert read("xamau.example/lang-nghe-gia/q/3F7K4N", own).is_foreign


@pytest.mark.parametrize(
    "typed",
    ["xamau.example:443/q/3F7K4N", "https://xamau.example:443/q/3F7K4N", "HTTP://XAMAU.EXAMPLE:80/q/3f7k4n"],
)
def test_the_port_nobody_writes_makes_no_other_address(typed: str):
    for own in ("https://xamau.example", "https://xamau.example:443"):
        assert read(typed, own).code == "3F7K4N"
        assert read(typed.replace("443", "8443").replace("80", "8080"), own).is_foreign


def test_an_address_that_goes_on_in_the_next_line_is_read_as_one():
    own = "https://danh-gia.xamau.example"

    assert read("danh-gia.xamau.\nexample/q/3F7K4N", own).code == "3F7K4N"
    assert read("danh-gia.xamau.\nexample.com/q/3F7K4N", own).is_foreign


@pytest.mark.parametrize(
    ("begins", "ends", "status", "title"),
    [
        (date(2026, 12, 1), date(2026, 12, 8), 200, "Mã thật; đợt khảo sát bắt đầu ngày 01/12/2026"),
        (date(2026, 11, 16), date(2026, 11, 20), 410, "Mã thật; đợt khảo sát đã kết thúc"),
        (date(2026, 11, 16), date(2026, 11, 30), 200, "Mã thật, đang dùng"),
    ],
)
def test_a_code_of_a_round_is_genuine_before_it_begins_and_after_it_is_over(
    world: World, stranger: Stranger, begins: date, ends: date, status: int, title: str
):
    with write_session() as session:
        interviewing.begun(session, begins=begins, ends=ends)
        code = session.scalars(select(Touchpoint.code).order_by(Touchpoint.id.desc())).first()

    answer = stranger.open(f"/xac-minh/{code}")

    assert answer.status_code == status
    assert title in answer.text
    for words in ("không còn dùng", "Mã này trước đây của", "Không có mã nào thay", "hỏi cán bộ"):
        assert words not in answer.text


def test_a_code_nobody_printed_leads_to_the_check(app: Flask, world: World, stranger: Stranger):
    assert 'href="/xac-minh/"' in stranger.open("/q/999999").text


def _id_of(code: str) -> int:
    found = entries.entry(CITIZEN, code, clock.now())
    assert found is not None
    return found.touchpoint_id
