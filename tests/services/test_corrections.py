"""Signed corrections of past duty entries: who may, what moves, what stays, and that every count still adds up."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db, write_session
from core.domain.access import AccessDenied, Role, Scope
from core.domain.ladder import Cadence
from core.domain.overview import OfficerLine
from core.domain.periods import Kind, containing, custom
from core.domain.submission import Channel, Tier
from core.models import ADJUSTMENT_DAY, AuditEntry, DutyCorrection, DutyDecision
from core.queries import correction_effects, published, results
from core.queries import corrections as query
from core.services import audit, corrections, ladder, rollups, settling, submissions
from core.services.places import roster
from core.services.places.changing import PlaceRefused, UnknownPlace
from tests.services import record
from tests.services.office_files import rows
from tests.services.recount_names import figure
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.recount import recount
from tests.support.worlds import World

MANAGER = Scope(1, Role.MANAGER, frozenset({World.centre}))
FRONT = Scope(2, Role.FRONT, frozenset({World.centre}))
LEADER = Scope(3, Role.LEADER, frozenset({World.centre}))
QUARTER = containing(Kind.QUARTER, date(2026, 11, 21))
REASON = "Hai người đổi quầy"


@pytest.fixture
def world(app: Flask) -> World:
    """The example office; on Saturday the 21st An sits at counter 3 until 11:30, then Bình."""
    with write_session() as session:
        return worlds.office(session)


def give(world: World, level: int, number: int, *, duty: int | None = None, tier: Tier = Tier.B) -> None:
    """Let citizens rate the officer on duty at counter 3 with a level."""
    for _ in range(number):
        submissions.accept(
            worlds.draft(
                world,
                answers={"overall": (str(level),), "officer": (str(level),)},
                field_id=world.land,
                channel=Channel.TABLET,
                tier=tier,
                duty_entry_id=duty or world.duty_of_an,
            )
        )


def settle(clock: Clock, moment: str = "2026-11-23T01:00:00+07:00") -> None:
    """Let the night of a day come: the shift is more than a day ago, its answers are settled."""
    clock.set(moment)
    settling.settle()
    fresh()


def propose(world: World, officer: int | None, duty: int | None = None) -> int:
    fresh()
    return corrections.propose(
        MANAGER, world.centre, duty or world.duty_of_an, officer_id=officer, reason=REASON, actor="quan-ly"
    )


def accept(number: int) -> int:
    fresh()
    answers = corrections.accept(FRONT, number, reason="Đúng", actor="mat-tran")
    fresh()
    return answers


def fresh() -> None:
    db.session.rollback()


def refusal(act: object) -> str:
    with pytest.raises(PlaceRefused) as refused:
        act()  # type: ignore[operator]
    return refused.value.code


def verified(lines: tuple[OfficerLine, ...]) -> dict[str, int]:
    """Return how many verified answers each officer has."""
    return {line.name: line.verified_n for line in lines}


def without_and_with() -> tuple[dict[str, int], dict[str, int]]:
    fresh()
    before = results.officers(FRONT, QUARTER, is_corrected=False)
    return verified(before.described), verified(results.officers(FRONT, QUARTER).described)


NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Ngọc Chi")


def people(an: int, binh: int, chi: int = 0) -> dict[str, int]:
    return dict(zip(NAMES, (an, binh, chi), strict=True))


def test_an_accepted_correction_moves_the_shifts_answers_and_both_figures_stand(
    world: World, clock: Clock
) -> None:
    give(world, 2, 12)
    give(world, 5, 11, duty=world.duty_of_binh)
    settle(clock)

    number = propose(world, world.binh)
    assert without_and_with() == (people(12, 11), people(12, 11))
    assert accept(number) == 12

    assert without_and_with() == (people(12, 11), people(0, 23))
    found = query.one(FRONT, number)
    assert found
    shown = correction_effects.consequences(FRONT, found)
    assert [(one.before.name, one.before.verified_n, one.after.verified_n) for one in shown.effects] == [
        ("Nguyễn Văn An", 12, 0),
        ("Trần Thị Bình", 11, 23),
    ]
    an, binh = shown.effects
    assert an.before.verified
    assert an.before.verified.figure
    assert float(an.before.verified.figure.value) == 0.0
    assert binh.after.verified
    assert binh.after.verified.figure
    assert round(float(binh.after.verified.figure.value), 4) == 0.4783
    assert shown.answers == 12


def test_a_proposal_shows_what_it_would_do_and_changes_nothing(world: World, clock: Clock) -> None:
    give(world, 2, 12)
    settle(clock)
    cells = record.rows("cell_day")

    found = query.one(FRONT, propose(world, world.chi))
    assert found
    shown = correction_effects.consequences(FRONT, found)

    assert [(one.before.name, one.before.verified_n, one.after.verified_n) for one in shown.effects] == [
        ("Nguyễn Văn An", 12, 0),
        ("Lê Ngọc Chi", 0, 12),
    ]
    assert (shown.answers, shown.is_too_early) == (12, False)
    assert rows(ADJUSTMENT_DAY.c.correction_id) == []
    assert record.rows("cell_day") == cells
    assert query.open_count(FRONT) == 1
    assert query.open_count(MANAGER) == 0


def test_cells_record_office_and_fields_stay_and_every_check_holds(world: World, clock: Clock) -> None:
    give(world, 2, 12)
    give(world, 4, 5, tier=Tier.C)
    settle(clock)
    cells, overview = record.rows("cell_day"), results.overview(FRONT, QUARTER)

    accept(propose(world, world.binh))

    assert record.rows("cell_day") == cells
    after = results.overview(FRONT, QUARTER)
    assert (after.headline, after.fields) == (overview.headline, overview.fields)
    assert rollups.check() == []
    rollups.rebuild()
    assert rollups.check() == []


def test_an_adjustment_that_is_not_what_the_record_says_is_found(world: World, clock: Clock) -> None:
    give(world, 2, 12)
    settle(clock)
    accept(propose(world, world.binh))
    forged = {name: value for name, value in record.rows("adjustment_day")[0].items() if value is not None}
    with write_session() as session:
        session.execute(ADJUSTMENT_DAY.insert(), {**forged, "officer_id": world.chi})

    assert [(one.table, one.key.officer_id) for one in rollups.check()] == [("adjustment_day", world.chi)]


def test_the_recount_without_our_code_counts_as_the_officers_page(
    world: World, clock: Clock, database_url: str
) -> None:
    give(world, 2, 12)
    give(world, 5, 11, duty=world.duty_of_binh)
    settle(clock)
    accept(propose(world, world.binh))
    whole = custom(date(2026, 11, 1), date(2026, 11, 30))
    shown = {line.name: line.verified for line in results.officers(FRONT, whole).described if line.verified}

    counted = recount(database_url, whole.first, whole.last)

    recounted = {
        key[1]: found for key, found in counted.figures.items() if key[0] == "officer" and key[3] == "B"
    }
    assert [(name, found.people, found.share) for name, found in recounted.items()] == [
        ("Trần Thị Bình (B, trung-tam)", 23, "47,83")
    ]
    assert list(shown) == ["Trần Thị Bình"]
    assert figure(shown["Trần Thị Bình"]).share == "47,83"


def test_answers_go_to_nobody_and_on_to_somebody_else(world: World, clock: Clock) -> None:
    give(world, 2, 12)
    settle(clock)

    accept(propose(world, None))
    nobody = without_and_with()[1]
    assert refusal(lambda: propose(world, None)) == "same_officer"
    accept(propose(world, world.chi))
    chi = without_and_with()[1]
    accept(propose(world, world.an))

    assert (nobody, chi) == (people(0, 0), people(0, 0, 12))
    assert without_and_with()[1] == people(12, 0)
    assert rollups.check() == []
    assert [one.answers for one in (found.decision for found in query.listed(FRONT).items) if one] == [12] * 3


def test_a_rejected_proposal_changes_nothing_and_another_may_follow(world: World, clock: Clock) -> None:
    give(world, 2, 12)
    settle(clock)
    first = propose(world, world.chi)

    assert refusal(lambda: propose(world, world.binh)) == "proposed_already"
    corrections.reject(FRONT, first, reason="Sai", actor="mat-tran")
    assert (
        refusal(lambda: corrections.reject(FRONT, first, reason="Sai", actor="mat-tran")) == "decided_already"
    )
    assert (
        refusal(lambda: corrections.accept(FRONT, first, reason="Sai", actor="mat-tran")) == "decided_already"
    )
    propose(world, world.binh)

    assert without_and_with() == (people(12, 0), people(12, 0))
    assert [row[1] for row in rows(AuditEntry.number, AuditEntry.action)] == [
        "correction.propose",
        "correction.reject",
        "correction.propose",
    ]
    assert audit.verify().first_break is None


def test_only_what_is_over_is_corrected_and_only_once_it_is_settled(world: World, clock: Clock) -> None:
    give(world, 2, 3)
    assert refusal(lambda: propose(world, world.binh)) == "not_over"

    clock.set("2026-11-21T11:31:00+07:00")
    number = propose(world, world.binh)
    assert refusal(lambda: accept(number)) == "too_early"
    clock.set("2026-11-22T12:00:00+07:00")
    assert refusal(lambda: accept(number)) == "too_early"
    settle(clock)

    assert accept(number) == 3


def test_a_shift_somebody_took_over_is_corrected_by_itself(world: World, clock: Clock) -> None:
    give(world, 2, 10)
    roster.substitute(MANAGER, 2, world.duty_of_an, officer_id=world.binh, at=None, actor="quan-ly")
    second = max(row[0] for row in record.plain("duty_entry"))
    give(world, 5, 10, duty=second)
    settle(clock)

    accept(propose(world, world.chi))

    assert without_and_with() == (people(10, 10), people(0, 10, 10))


def test_nobody_decides_what_they_proposed_nor_without_the_role_nor_elsewhere(
    world: World, clock: Clock
) -> None:
    settle(clock)
    number = propose(world, world.binh)
    turned = Scope(1, Role.FRONT, frozenset({World.centre}))
    elsewhere = Scope(2, Role.FRONT, frozenset({World.neighbour}))

    assert (
        refusal(lambda: corrections.accept(turned, number, reason="Đúng", actor="mat-tran")) == "own_proposal"
    )
    assert (
        refusal(lambda: corrections.reject(FRONT, number, reason="Đúng", actor="quan-ly")) == "own_proposal"
    )
    with pytest.raises(AccessDenied):
        corrections.accept(MANAGER, number, reason="Đúng", actor="quan-ly")
    with pytest.raises(AccessDenied):
        propose_as_front(world)
    with pytest.raises(UnknownPlace):
        corrections.accept(elsewhere, number, reason="Đúng", actor="mat-tran")
    assert query.one(elsewhere, number) is None
    assert query.listed(elsewhere).total == 0
    assert rows(DutyDecision.correction_id) == []


def propose_as_front(world: World) -> int:
    return corrections.propose(
        FRONT, world.centre, world.duty_of_an, officer_id=world.binh, reason=REASON, actor="mat-tran"
    )


def test_a_shift_that_never_was_and_another_units_officer_cannot_be_proposed(
    world: World, clock: Clock
) -> None:
    settle(clock)

    for officer, duty in ((world.an, World.replaced_duty), (world.binh, 999), (999, World.duty_of_an)):
        with pytest.raises(UnknownPlace):
            propose(world, officer, duty)
    assert rows(DutyCorrection.id) == []


def published_officers() -> dict[str, int]:
    found = published.officers(LEADER, custom(date(2026, 11, 16), date(2026, 12, 31))).officers
    return verified(found.described)


def close(clock: Clock, moment: str) -> None:
    settle(clock, moment)
    ladder.close()
    fresh()


def test_a_correction_before_the_step_is_published_counts_in_it(world: World, clock: Clock) -> None:
    give(world, 2, 12)
    give(world, 5, 12, duty=world.duty_of_binh)
    settle(clock)

    accept(propose(world, world.binh))
    close(clock, "2026-11-24T01:00:00+07:00")

    assert published_officers() == people(0, 24)
    assert rows(ADJUSTMENT_DAY.c.is_ahead) == [(True,), (True,)]


def test_a_correction_after_the_step_leaves_it_and_every_later_one_as_they_are(
    world: World, clock: Clock
) -> None:
    give(world, 2, 12)
    give(world, 5, 12, duty=world.duty_of_binh)
    close(clock, "2026-11-23T01:00:00+07:00")
    steps = record.plain("rung_step")

    accept(propose(world, world.binh))
    accept(propose(world, world.chi))
    close(clock, "2026-11-30T01:00:00+07:00")

    assert record.plain("rung_step") == steps
    assert published_officers() == people(12, 12)
    assert without_and_with() == (people(12, 12), people(0, 12, 12))
    assert {row[0] for row in rows(ADJUSTMENT_DAY.c.is_ahead)} == {False}


def test_answers_that_wait_for_their_step_follow_the_correction(world: World, clock: Clock) -> None:
    give(world, 2, 9)
    close(clock, "2026-11-23T01:00:00+07:00")
    assert published_officers() == people(0, 0)

    accept(propose(world, world.binh))
    give(world, 5, 1, duty=world.duty_of_binh)
    give(world, 4, 9)
    close(clock, "2026-11-30T01:00:00+07:00")

    # Bình has 9 + 1; An's nine new ones are too few by themselves.
    assert published_officers() == people(0, 10)
    assert published.closed_through(LEADER, Cadence.WEEK) == date(2026, 11, 29)


def test_closing_the_week_begins_anew_when_a_correction_is_decided_meanwhile(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(world, 2, 12)
    settle(clock)
    number = propose(world, world.binh)
    compute = ladder._steps

    def decide_meanwhile(*arguments: Any) -> Any:
        found = compute(*arguments)
        if not rows(DutyDecision.correction_id):
            accept(number)
        return found

    monkeypatch.setattr(ladder, "_steps", decide_meanwhile)
    close(clock, "2026-11-24T01:00:00+07:00")

    assert published_officers() == people(0, 12)


def test_what_is_written_is_never_changed(world: World, clock: Clock) -> None:
    give(world, 2, 1)
    settle(clock)
    accept(propose(world, world.binh))

    signed = dict(
        db.session.execute(
            select(DutyCorrection.proposed_by, DutyDecision.decided_by).join(
                DutyDecision, DutyDecision.correction_id == DutyCorrection.id
            )
        ).all()
    )

    assert signed == {"quan-ly": "mat-tran"}
    counts = {(row["officer_id"], row["n"], row["n_officer"]) for row in record.rows("adjustment_day")}
    assert counts == {(World.an, -1, -1), (World.binh, 1, 1)}
