"""The phone asks apart, unticked, whether a comment may become a petition; the answer goes with the comment."""

from core.domain.comment_review import State
from tests.support import commenting
from tests.support.citizen import Citizen
from tests.support.clock import Clock
from tests.support.worlds import World

LABEL = "Mặt trận có thể chuyển góp ý này thành phản ánh để được giải quyết"


def allowed(clock: Clock) -> bool:
    """Settle and say what the Front reads."""
    commenting.settle(clock, "2026-11-23T03:00:00+07:00")
    [one] = commenting.waiting(state=State.OPEN)
    return one.may_become_case


def test_the_box_is_there_and_unticked(world: World, citizen: Citizen):
    citizen.scan(world.many)

    page = citizen.tap(2)

    assert LABEL in page.text
    assert "case_consent" not in dict(page.form.filled)


def test_a_comment_without_the_tick_stays_a_comment(world: World, citizen: Citizen, clock: Clock):
    citizen.scan(world.many)
    citizen.tap(2)
    citizen.send({"comment": ("Chờ lâu",)})

    assert not allowed(clock)


def test_the_tick_goes_with_the_comment_through_the_night(world: World, citizen: Citizen, clock: Clock):
    citizen.scan(world.many)
    citizen.tap(2)
    citizen.send({"comment": ("Chờ lâu",), "case_consent": ("1",)})

    assert allowed(clock)


def test_who_comes_back_sees_the_tick_and_can_take_it_away(world: World, citizen: Citizen, clock: Clock):
    citizen.scan(world.many)
    citizen.tap(2)
    citizen.send({"comment": ("Chờ lâu",), "case_consent": ("1",)})
    citizen.change_level()
    page = citizen.tap(1)
    assert dict(page.form.filled)["case_consent"] == "1"

    citizen.send({"case_consent": ()})

    assert not allowed(clock)


def test_the_tick_survives_a_mistake_on_the_page(world: World, citizen: Citizen):
    citizen.scan(world.many)
    citizen.tap(2)

    page = citizen.send({"comment": ("Chờ lâu. " * 250,), "case_consent": ("1",)})

    assert page.status == 422
    assert dict(page.form.filled)["case_consent"] == "1"
