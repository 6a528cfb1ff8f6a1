"""docs/recount.sql, run by `sqlite3` and `psql` without the product, equals overview and CSV and counts by hand."""

import csv
import io
import math
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from core.db import db, write_session
from core.domain.access import Role, Scope
from core.domain.basis import Basis
from core.domain.builtin import BUILTIN
from core.domain.field_lines import LineKind
from core.domain.overview import Overview
from core.domain.periods import custom
from core.domain.scoring import Method
from core.domain.standings import Standing, TierGroup
from core.domain.submission import Channel, Tier
from core.queries import results
from core.services import settling, submissions
from tests.services import record
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.proofreader import ProofreadingClient
from tests.support.recount import Figure, Levels, Recount, recount
from tests.support.worlds import PASSWORD, World

MINISTRY = BUILTIN[1]
FIRST, LAST = date(2026, 10, 1), date(2026, 11, 30)


@pytest.fixture
def world(app: Flask) -> World:
    """The office."""
    with write_session() as session:
        return worlds.office(session)


def many_answers(world: World, clock: Clock, *, number: int) -> None:
    """Let citizens answer both questionnaires through every way in and tier, some of them settled, some changed."""
    dice = random.Random(90)
    for turn in range(number):
        if turn == number // 2:
            clock.advance(days=1)
            settling.settle()
        plain = worlds.draft(
            world,
            channel=dice.choice(list(Channel)),
            tier=dice.choice(list(Tier)),
            day=date(2026, dice.choice([9, 10, 11]), dice.randint(1, 20)),
            field_id=dice.choice([None, world.land, world.building, world.environment]),
            is_officer_disclaimed=dice.random() < 0.1,
        )
        if turn % 3 == 0:
            asked = [question for question in MINISTRY.questions if dice.random() < 0.9]
            answers = {question.code: (dice.choice("0123445"),) for question in asked}
            submissions.accept(
                replace(
                    plain,
                    touchpoint_id=world.criteria_point,
                    version_id=world.ministry,
                    duty_entry_id=world.duty_of_chi,
                    answers=answers,
                )
            )
            continue
        submissions.accept(replace(plain, answers={"overall": (dice.choice("12345"),)}))
        if turn % 2:
            revised = {"overall": (dice.choice("12345"),), "officer": (dice.choice("345"),)}
            submissions.accept(replace(plain, answers=revised, seen_revision=1))


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


def test_it_equals_every_figure_of_the_overview(world: World, database_url: str, clock: Clock):
    many_answers(world, clock, number=240)

    found = recount(database_url, FIRST, LAST)
    shown = dict(standings(live_overview(world)))

    assert {key: found.figures[key] for key in shown} == {key: figure(shown[key]) for key in shown}
    assert {what for what, *_ in shown} == {"office", "group", "field", "officer", "channel"}
    assert len(shown) == 30


def test_it_equals_the_levels_behind_every_figure_of_the_overview(
    world: World, database_url: str, clock: Clock
):
    many_answers(world, clock, number=240)

    found = recount(database_url, FIRST, LAST)
    shown = dict(standings(live_overview(world)))

    assert {key: levels.counts for key, levels in found.levels.items() if key[:4] in shown} == {
        (*key, code): tally.counts
        for key, standing in shown.items()
        for code, tally in standing.criteria
        if tally.n
    }


def test_it_has_no_figure_that_the_overview_lacks(world: World, database_url: str, clock: Clock):
    many_answers(world, clock, number=240)

    found = recount(database_url, FIRST, LAST)
    shown = dict(standings(live_overview(world)))

    # The overview leads with one questionnaire, puts A and B together below the office, and hides few answers.
    lacking = found.figures.keys() - shown.keys()
    expected = [
        key for key in lacking if key[2] == "quick v1" and key[3] in ("A+B", "C") and key[0] != "officer"
    ]
    assert expected == []


def test_it_equals_the_csv(world: World, client: ProofreadingClient, database_url: str, clock: Clock):
    many_answers(world, clock, number=240)
    with write_session() as session:
        worlds.account(session, Role.FRONT)
    sign_in(client)

    answer = client.get(f"/admin/tong-quan.csv?tu={FIRST}&den={LAST}")

    printed = csv_records(answer.get_data(as_text=True))
    found = recount(database_url, FIRST, LAST)
    lines = {(*key, criterion): values for key, criterion, values in printed}
    assert lines == {line: csv_like(found, line[:4], line[4]) for line in lines}
    assert len(lines) > 60


def test_a_stored_answer_that_was_changed_no_longer_equals_the_overview(
    world: World, database_url: str, clock: Clock
):
    many_answers(world, clock, number=60)
    trigger = "guard_inbox_update" + ("" if database_url.startswith("sqlite") else " ON inbox")
    with db.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text("UPDATE inbox SET answers = '5' || substr(answers, 2) WHERE version_id = 1"))

    found = recount(database_url, FIRST, LAST)
    shown = dict(standings(live_overview(world)))

    assert {key: found.figures[key] for key in shown} != {key: figure(shown[key]) for key in shown}


def live_overview(world: World) -> Overview:
    """Return what the Front sees."""
    return results.overview(
        Scope(1, Role.FRONT, frozenset({world.commune, world.centre})), custom(FIRST, LAST)
    )


def standings(overview: Overview) -> Iterator[tuple[tuple[str, str, str, str], Standing]]:
    """Return the overview's figures under the names the recount uses."""
    assert overview.basis
    asked = name_of(overview.basis)
    pairs = [("office", "office", asked, overview.office)]
    for line in overview.fields:
        what = "group" if line.kind is LineKind.GROUP else "field"
        subject = (
            line.name if what == "group" else f"{line.name} (trung-tam)" if line.name else "no field named"
        )
        pairs.append((what, subject, asked, line.pair))
    pairs += [("office", "office", name_of(other.basis), other.pair) for other in overview.others]
    found = [
        ((what, subject, questionnaire, trust), standing)
        for what, subject, questionnaire, pair in pairs
        for trust, standing in (("A+B", pair.verified), ("C", pair.open))
    ]
    found += [(("office", "office", asked, str(line.tier)), line.standing) for line in overview.tiers]
    for officer in overview.officers:
        subject = f"{officer.name} ({CODES[officer.name]}, trung-tam)"
        for trust, described in (("A+B", officer.verified), ("C", officer.open)):
            if described:
                found.append((("officer", subject, asked, trust), described))
    for line in overview.channels:
        trust = "C" if line.standing.tiers is TierGroup.OPEN else "A+B"
        found.append((("channel", str(line.channel), asked, trust), line.standing))
    return ((key, standing) for key, standing in found if standing.n)


def name_of(basis: Basis) -> str:
    """Return how the recount names a questionnaire."""
    return f"{basis.questionnaire.code} v{basis.questionnaire.number}"


def figure(standing: Standing) -> Figure:
    """Return a standing as the recount prints it."""
    own, mean = standing.figure, standing.by_method(Method.MEAN_SCORE)
    assert own
    assert mean
    return Figure(standing.persons, own.answers, two_decimals(own.value), two_decimals(mean.value))


def two_decimals(share: Fraction) -> str:
    """Return per cent with two decimals, rounded half up."""
    hundredths = math.floor(share * 10_000 + Fraction(1, 2))
    return f"{hundredths // 100},{hundredths % 100:02}"


CODES = {"Nguyễn Văn An": "A", "Trần Thị Bình": "B", "Lê Ngọc Chi": "C"}
PARTS = {
    "Toàn cơ quan": "office",
    "Bộ câu hỏi khác": "office",
    "Nhóm lĩnh vực": "group",
    "Lĩnh vực": "field",
    "Cán bộ, công chức": "officer",
    "Cách gửi": "channel",
}
TRUST = {"Lượt đã xác minh và máy tính bảng": "A+B", "Chưa xác minh lượt giao dịch": "C"}
ASKED = {"Đánh giá nhanh": "quick v1", "Bộ 19 tiêu chí của Bộ Nội vụ": "ministry v1"}
CHANNELS = {
    "Mã QR": "qr",
    "Máy tính bảng": "tablet",
    "Phiếu giấy": "paper",
    "Phỏng vấn": "interview",
    "Đường dẫn": "link",
    "Hệ thống khác": "api",
}

Key = tuple[str, str, str, str]


def csv_records(content: str) -> list[tuple[Key, str, tuple[str, ...]]]:
    """Return (key, criterion, people, five counts, share) of every record of the CSV that holds counts."""
    found = []
    for record_ in csv.reader(io.StringIO(content.removeprefix("\ufeff"))):
        part, name, trust, asked, criterion, _method, people, *rest = record_
        if part in PARTS and rest[5]:
            found.append(
                (
                    (PARTS[part], subject_of(part, name), ASKED[asked], TRUST[trust]),
                    criterion,
                    (people, *rest[:6]),
                )
            )
    return found


def subject_of(part: str, name: str) -> str:
    """Return how the recount names what a record of the CSV is about."""
    if PARTS[part] == "office":
        return "office"
    if PARTS[part] == "officer":
        return f"{name} ({CODES[name]}, trung-tam)"
    if PARTS[part] == "field":
        return "no field named" if name == "Chưa rõ lĩnh vực" else f"{name} (trung-tam)"
    return CHANNELS.get(name, name)


def csv_like(found: Recount, key: Key, criterion: str) -> tuple[str, ...]:
    """Return the recount's numbers in the order of the CSV's columns."""
    if criterion:
        levels = found.levels[*key, criterion]
        return (str(levels.n), *(str(number) for number in levels.counts), levels.share)
    behind = [levels.counts for line, levels in found.levels.items() if line[:4] == key]
    sums = [str(sum(column)) for column in zip(*behind, strict=True)]
    return (str(found.figures[key].people), *sums, found.figures[key].share)


def sign_in(client: ProofreadingClient) -> None:
    """Sign in as the Front."""
    page = client.get("/admin/dang-nhap").get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    form = {"login": "front", "password": PASSWORD, "csrf_token": token}
    assert client.post("/admin/dang-nhap", data=form).status_code == 303
