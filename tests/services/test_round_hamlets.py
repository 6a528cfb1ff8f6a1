"""Of hamlets a round's reports say how many answered, once: no two of them, and no live count, tell what one said."""

import pytest
from flask import Flask

from core.db import db, write_session
from core.domain.access import CITIZEN, Role, Scope
from core.domain.submission import Channel
from core.queries import round_progress, round_results, rounds
from core.queries.kiosk import interviewing as of_phones
from core.queries.rounds import RoundLine
from tests.services import record
from tests.support import interviewing, worlds
from tests.support.clock import Clock
from tests.support.surveying import answered, began, night
from tests.support.worlds import World

LEADER, MANAGER, FRONT = (
    Scope(number, role, frozenset({World.centre}))
    for number, role in enumerate((Role.LEADER, Role.MANAGER, Role.FRONT), 2)
)
PAPER = {"channel": Channel.PAPER}


@pytest.fixture
def world(app: Flask) -> World:
    """The office with a round that goes on, of three hamlets."""
    with write_session() as session:
        world = worlds.office(session)
    began()
    return world


def line() -> RoundLine:
    """Read the round anew."""
    db.session.rollback()
    found = rounds.one(LEADER, 1)
    assert found
    return found


def hamlets(scope: Scope) -> list[int] | None:
    """Return the answers of each hamlet as somebody may read them."""
    found = round_progress.how_far(scope, line()).progress
    return [done.answers for _, done in found.hamlets] if found else None


def reported(number: int) -> tuple[int, list[int] | None]:
    """Return a report's answers, and those of each hamlet it says; None where it says none."""
    found = round_results.report(LEADER, line(), number)
    assert found
    by_hamlet = found.progress and [done.answers for _, done in found.progress.hamlets]
    return found.results.answers, by_hamlet


def test_late_paper_of_one_hamlet_makes_a_report_that_does_not_say_whose_it_is(
    world: World, clock: Clock
) -> None:
    answered(world, 12, **PAPER)
    answered(world, 8, **PAPER, stratum=2)
    assert [hamlets(scope) for scope in (LEADER, MANAGER, FRONT)] == [[12, 8, 0]] * 3
    interviewing.close(1)
    night(clock)
    # Five sheets of hamlet 3, which nobody had answered in.
    answered(world, 5, **PAPER, stratum=3, answers={"overall": ("1",)})
    late = [hamlets(scope) for scope in (LEADER, MANAGER)]
    night(clock)

    assert (reported(1), reported(2)) == ((20, [12, 8, 0]), (25, [12, 8, 0]))
    assert late == [[12, 8, 0]] * 2
    assert [hamlets(scope) for scope in (LEADER, MANAGER)] == [[12, 8, 0]] * 2
    assert of_phones.progress(CITIZEN, 1) == {1: 12, 2: 8}
    # The second report has no row that names a hamlet.
    assert {(row["number"], row["stratum"]) for row in record.rows("round_report_progress")} == {
        (1, 1),
        (1, 2),
    }
    # The Front reads live figures, and these with them.
    assert hamlets(FRONT) == [12, 8, 5]
    live = round_results.report(FRONT, line(), is_live=True)
    assert live
    assert live.progress
    assert live.progress.whole.answers == 25


def test_a_round_reported_before_hamlets_were_recorded_never_says_what_came_since(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(world, 6)
    interviewing.close(1)
    with monkeypatch.context() as before:
        before.setattr(round_progress, "counted", lambda *_: {})
        night(clock)
    answered(world, 5, stratum=2)
    night(clock)

    assert (reported(1), reported(2)) == ((6, None), (11, None))
    assert [hamlets(scope) for scope in (LEADER, FRONT)] == [None, [6, 5, 0]]
    assert of_phones.progress(CITIZEN, 1) == {}
