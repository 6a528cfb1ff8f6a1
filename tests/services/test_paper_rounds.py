"""Paper of survey rounds: sheets of the round's own days, whatever became of its code; none is left out at its end."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from core.clock import now
from core.db import db, write
from core.domain.paper import PaperRefused
from core.domain.survey_rounds import RoundRefused
from core.models import SurveyRound, Touchpoint
from core.queries.round_results import Held
from core.services import rounds
from core.services.paper import batches
from core.services.places import touchpoints
from core.services.places.changing import PlaceRefused
from tests.services import record
from tests.support.clock import Clock
from tests.support.paper import HOA, a_round, close, key, opened_of_round, sheet
from tests.support.worlds import World

#: A round that was over two days ago, and whose code was issued on its seventh day.
OVER = {"begins": date(2026, 11, 10), "ends": date(2026, 11, 19)}


@pytest.mark.parametrize("day", [date(2026, 11, 9), date(2026, 11, 20)])
def test_sheets_of_other_days_are_not_of_the_round(world: World, day: date):
    number = a_round(**OVER)

    with pytest.raises(PaperRefused, match="outside_round") as refused:
        opened_of_round(number, day=day)

    assert refused.value.facts == {"first": OVER["begins"], "last": OVER["ends"]}


@pytest.mark.parametrize("day", OVER.values())
def test_sheets_of_the_rounds_days_come_in_late_and_whatever_became_of_its_code(world: World, day: date):
    number = a_round(**OVER)
    with write() as connection:
        ended = {"revoked_at": now() - timedelta(days=8), "valid_to": date(2026, 11, 13)}
        connection.execute(update(Touchpoint).where(Touchpoint.kind == "round").values(**ended))
    batch = opened_of_round(number, day=day)
    key(batch, 1, sheet("4"))

    assert close(batch) == 0

    assert [(row["round_id"], row["day"]) for row in record.rows("inbox")] == [(number, day)]


def test_the_last_day_of_a_rounds_code_is_the_rounds_own(world: World):
    a_round()
    point = next(row["id"] for row in record.rows("touchpoint") if row["kind"] == "round")

    with pytest.raises(PlaceRefused, match="of_round"):
        touchpoints.hold_until(HOA, World.centre, point, date(2026, 11, 25), actor="hoa")


def test_a_round_with_an_open_batch_is_not_closed_by_hand(world: World):
    number = a_round()
    first, second = (opened_of_round(number, stratum=stratum) for stratum in (1, 2))
    key(first, 1, sheet("4"))

    with pytest.raises(RoundRefused, match="paper_open") as refused:
        rounds.close(HOA, World.centre, number, actor="hoa")
    assert refused.value.facts == {"batches": [first, second]}
    close(first)
    batches.drop(HOA, World.centre, second, reason="Nhầm xóm", actor="hoa")
    rounds.close(HOA, World.centre, number, actor="hoa")

    db.session.rollback()
    assert db.session.get_one(SurveyRound, number).closed_on == date(2026, 11, 21)
    with pytest.raises(PaperRefused, match="round_closed"):
        opened_of_round(number)


def test_a_batch_that_was_open_when_the_rounds_days_ended_is_still_closed(world: World, clock: Clock):
    number = a_round()
    batch = opened_of_round(number, stratum=3)
    clock.advance(days=20)
    key(batch, 1, sheet("2"))

    assert close(batch) == 0

    assert [(row["stratum"], row["n"]) for row in record.rows("round_progress")] == [(3, 1)]


def test_late_paper_is_taken_until_somebody_closes_the_round(world: World, clock: Clock):
    number = a_round()
    clock.advance(days=20)
    late = opened_of_round(number, stratum=3, day=date(2026, 11, 21))
    with pytest.raises(RoundRefused, match="paper_open"):
        rounds.close(HOA, World.centre, number, actor="hoa")
    batches.drop(HOA, World.centre, late, reason="Nhầm", actor="hoa")

    rounds.close(HOA, World.centre, number, actor="hoa")

    with pytest.raises(PaperRefused, match="round_closed"):
        opened_of_round(number, day=date(2026, 11, 21))
    with pytest.raises(RoundRefused, match="closed_already"):
        rounds.close(HOA, World.centre, number, actor="hoa")


def test_results_are_looked_for_from_the_day_a_round_was_begun_or_its_first_whichever_is_earlier():
    days = (date(2026, 12, 5), date(2026, 12, 20))

    planned = Held(1, 2, 3, *days, date(2026, 12, 10)).months
    early = Held(1, 2, 3, *days, date(2026, 10, 30)).months

    assert planned == (date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1))
    assert early == (date(2026, 9, 1), date(2026, 10, 1), *planned)
