"""docs/recount.sql, run by `sqlite3` and `psql` without the product, equals what is counted by hand."""

from datetime import date
from itertools import count
from typing import Any

import pytest
from flask import Flask

from core.db import db, write_session
from core.domain.builtin import BUILTIN
from core.services import settling, submissions
from tests.services import record
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.recount import Figure, Levels, Recount, recount
from tests.support.worlds import World

MINISTRY = BUILTIN[1]
FIRST, LAST = date(2026, 10, 1), date(2026, 11, 30)


@pytest.fixture
def world(app: Flask) -> World:
    """The office."""
    with write_session() as session:
        return worlds.office(session)


def settled_rows(world: World, levels: dict[str, int], **facts: Any) -> None:
    """Put rows straight into the record, so many of each level."""
    ids = count(1)
    rows = [
        {
            "id": next(ids).to_bytes(16, "big"),
            "revision": 1,
            "comment_commitment": None,
            "unit_id": world.centre,
            "version_id": world.quick,
            "touchpoint_id": world.many_point,
            "counter_id": world.many_counter,
            "field_id": world.land,
            "duty_entry_id": 0,
            "officer_id": 0,
            "round_id": 0,
            "channel": "qr",
            "tier": "C",
            "quality": 0,
            "day": date(2026, 11, 1),
            "answers": level.ljust(24, "."),
            **facts,
        }
        for level, number in levels.items()
        for _ in range(number)
    ]
    with db.engine.begin() as connection:
        connection.execute(record.table("submission").insert(), rows)


def office_row(found: Recount, trust: str = "C") -> Figure:
    """Return the line of the whole office by the quick questionnaire."""
    return found.figures["office", "office", "quick v1", trust]


def test_the_published_counts_give_the_published_shares(world: World, database_url: str):
    settled_rows(world, {"1": 422, "2": 406, "3": 1322, "4": 5772, "5": 11647})

    found = recount(database_url, FIRST, LAST)

    assert office_row(found) == Figure(people=19569, answers=19569, share="89,01", mean="85,54")


@pytest.mark.parametrize(
    ("satisfied", "others", "share"),
    [(1, 31, "3,13"), (1, 79, "1,25"), (3, 157, "1,88"), (2, 1, "66,67"), (0, 7, "0,00"), (5, 0, "100,00")],
)
def test_shares_are_rounded_half_up_alike_on_both(
    world: World, database_url: str, satisfied: int, others: int, share: str
):
    settled_rows(world, {"5": satisfied, "2": others})

    assert office_row(recount(database_url, FIRST, LAST)).share == share


def test_only_the_highest_revision_counts_and_a_settled_one_once(
    world: World, database_url: str, clock: Clock
):
    for secret in (b"settled.........", b"waiting........."):
        for seen, level in enumerate("135"):
            answer = {"overall": (level,)}
            submissions.accept(worlds.draft(world, secret=secret, answers=answer, seen_revision=seen))
        clock.advance(days=1)
        settling.settle()
        clock.advance(hours=-23)

    found = recount(database_url, FIRST, LAST)

    assert found.levels["office", "office", "quick v1", "C", "overall"] == Levels(
        (0, 0, 0, 0, 2), 2, "100,00"
    )


def test_days_outside_and_offices_elsewhere_are_left_out(world: World, database_url: str):
    for day, office, level in (
        (date(2026, 9, 30), world.centre, "1"),
        (date(2026, 10, 1), world.centre, "4"),
        (date(2026, 11, 30), world.centre, "5"),
        (date(2026, 12, 1), world.centre, "1"),
        (date(2026, 10, 15), world.neighbour, "2"),
    ):
        settled_rows(world, {level: 1}, day=day, unit_id=office, id=f"{day}{level}".encode()[:16])

    of_commune = recount(database_url, FIRST, LAST, office="xa-mau")
    of_all = recount(database_url, FIRST, LAST)

    assert (office_row(of_commune).people, office_row(of_all).people) == (2, 3)
    assert office_row(of_commune).share == "100,00"


def test_blank_and_not_applicable_are_no_valid_answers(world: World, database_url: str):
    answers = {"bnv15": ("0",), "bnv16": ("5",), "bnv19": ("2",)}
    submissions.accept(
        worlds.draft(
            world,
            touchpoint_id=world.criteria_point,
            version_id=world.ministry,
            answers=answers,
            field_id=None,
        )
    )

    found = recount(database_url, FIRST, LAST)

    key = ("office", "office", "ministry v1", "C")
    assert found.figures[key] == Figure(people=1, answers=2, share="50,00", mean="62,50")
    assert {criterion for *_, criterion in found.levels} == {"bnv16", "bnv19"}
