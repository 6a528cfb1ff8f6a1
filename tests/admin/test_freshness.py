"""Four weeks at an office, everything fetched every day by every role: what moves when, and what an attacker learns.

Answers come through the service every door calls; each night settles and closes as the worker does.
"""

import csv
import io
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from core.config import Config
from core.db import db, write_session
from core.domain.access import Role
from core.domain.submission import Channel, Tier
from core.jobs import loop
from core.models import Account, Unit
from core.services import submissions
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from tests.support.requests import begin_with_nothing
from tests.support.sign_in import sign_in
from tests.support.worlds import World
from wsgi import create_app

pytestmark = pytest.mark.thorough

MONDAY = date(2026, 11, 2)
DAYS = 28
BY_DAY = ("manager", "leader", "province")
BY_WEEK = ("council", "observer")
#: Whoever may not read a file gets nothing of it.
FILES = ("/admin/ket-qua.csv", "/admin/can-bo.csv", "/admin/ket-qua-cua-toi.csv")
#: A province asks for the officers of one commune.
COMMUNE = {"province": "don-vi=xa-mau"}

#: Part, name, field, channel, answers, first and last day of the period → people, and the days it speaks about.
Figures = dict[tuple[str, ...], tuple[int, str, str]]


@dataclass
class Seen:
    """What one role read on each morning, and whether it read the same in the evening."""

    mornings: list[tuple[date, Figures]] = field(default_factory=list)
    moved_by_day: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def seen(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Seen]:
    """Live through four weeks, once for all tests; SQLite only: tests/services/test_ladder.py climbs on both kinds."""
    return lived(sqlite_databases, tmp_path_factory.mktemp("clock"), DAYS)


def lived(databases: Databases, folder: Path, days: int) -> Mapping[str, Seen]:
    """Let an office live for so many days and the morning after; return what each role read."""
    clock = Clock(folder / "clock", f"{MONDAY.isoformat()}T08:00:00+07:00")
    readers = {role: Seen() for role in (*BY_DAY, *BY_WEEK, "officer")}
    dice = random.Random(20261121)
    with databases.fresh() as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANGNGHE_CLOCK", str(clock.file))
        app = create_app(Config.from_env(settings_for(url, LANGNGHE_CLOCK=str(clock.file))))
        app.testing = True
        begin_with_nothing(app)
        with app.app_context():
            world = build()
            for number in range(days + 1):
                live_a_day(app, clock, world, dice, readers, MONDAY + timedelta(days=number))
            db.session.remove()
            db.engine.dispose()
    return readers


def build() -> World:
    """Set up the office under a province, with an account for each role."""
    with write_session() as session:
        world = worlds.office(session)
        province = {"id": 9, "unit_id": 9, "code": "tinh", "kind": "province", "name": "Tỉnh Mẫu"}
        session.add(Unit(**province, help_phone="", valid_from=worlds.BEGINNING))
        session.flush()
        session.execute(update(Unit).where(Unit.id == world.commune).values(parent_id=9))
        for role in Role:
            worlds.account(session, role, unit_id=9 if role is Role.PROVINCE else world.commune)
        session.execute(update(Account).where(Account.role == "officer").values(officer_id=world.an))
    return world


def live_a_day(
    app: Flask, clock: Clock, world: World, dice: random.Random, readers: Mapping[str, Seen], morning: date
) -> None:
    """Do the night's work, let everybody read, let people answer, and let everybody read again."""
    clock.set(f"{morning.isoformat()}T08:00:00+07:00")
    loop.step()
    clients = {role: sign_in(app.test_client(), role) for role in readers}
    for role, reader in readers.items():
        reader.mornings.append((morning, read(clients[role], role)))
    clock.set(f"{morning.isoformat()}T08:05:00+07:00")
    answer(world, dice)
    for role, reader in readers.items():
        if read(clients[role], role) != reader.mornings[-1][1]:
            reader.moved_by_day.append(f"{role} on {morning}")


def answer(world: World, dice: random.Random) -> None:
    """Let a day's people answer: many about land, now and then somebody about investment."""
    for place, chance in (
        (world.land, 14),
        (world.building, 5),
        (world.environment, 2),
        (world.investment, 1),
    ):
        for _ in range(dice.randrange(chance + 1)):
            is_tablet = dice.random() < 0.5
            submissions.accept(
                worlds.draft(
                    world,
                    field_id=place,
                    tier=Tier.B if is_tablet else Tier.C,
                    channel=Channel.TABLET if is_tablet else Channel.QR,
                    duty_entry_id=dice.choice((world.duty_of_an, world.duty_of_binh)),
                    answers={"overall": (dice.choice("12345"),), "officer": (dice.choice("2345"),)},
                )
            )
    db.session.rollback()


def read(client: FlaskClient, role: str) -> Figures:
    """Return every figure of every file the role can get, by its first page, the last week and the last month."""
    figures: Figures = {}
    for file in FILES:
        for query in ("", "ky=week", "ky=month"):
            queries = [query]
            if file == "/admin/can-bo.csv" and role in COMMUNE:
                queries.append(COMMUNE[role])
            answered = client.get(f"{file}?{'&'.join(part for part in queries if part)}")
            if answered.status_code == 200:
                figures |= dict(_figures(file, answered.get_data().decode("utf-8-sig")))
    return figures


def _figures(file: str, text: str) -> Iterator[tuple[tuple[str, ...], tuple[int, str, str]]]:
    records = list(csv.reader(io.StringIO(text)))
    period = records[1][1]
    head = next(number for number, record in enumerate(records) if record[0] == "Phần")
    for record in records[head + 1 :]:
        line = dict(zip(records[head], record, strict=True))
        if line["Số người (n)"]:
            subject = (
                file,
                period,
                *(line[name] for name in ("Phần", "Tên", "Lĩnh vực", "Cách gửi", "Lượt")),
            )
            yield subject, (int(line["Số người (n)"]), line["Số liệu từ ngày"], line["Số liệu đến ngày"])


def about_officers(subject: tuple[str, ...]) -> bool:
    return subject[2].startswith("Cán bộ")


def day(text: str) -> date:
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


def test_what_is_published_moves_as_the_rules_of_freshness_say(seen: Mapping[str, Seen]) -> None:
    faults = []
    moves = {"day": 0, "week": 0}
    for role, reader in seen.items():
        faults += reader.moved_by_day
        for (_, before), (morning, after) in zip(reader.mornings, reader.mornings[1:], strict=False):
            for subject in before.keys() | after.keys():
                old, new = before.get(subject, (0, "", ""))[0], after.get(subject, (0, "", ""))[0]
                is_gone = subject not in after  # the page went on to a later period
                if old == new or is_gone:
                    continue
                weekly = role not in BY_DAY or about_officers(subject)
                moves["week" if weekly else "day"] += 1
                if new - old < (10 if weekly else 5):
                    faults.append(f"{role} {morning}: {subject} moved by {new - old}")
                if weekly and morning.weekday() != 0:
                    faults.append(f"{role} {morning}: {subject} moved within a week")

    assert faults == []
    assert moves["day"] > 50
    assert moves["week"] > 50


def test_council_observers_and_officers_never_see_figures_whose_days_differ_by_less_than_a_week(
    seen: Mapping[str, Seen],
) -> None:
    ends = {
        (role, day(last))
        for role in (*BY_WEEK, "officer")
        for _, figures in seen[role].mornings
        for _, _, last in figures.values()
    }

    assert {end.weekday() for _, end in ends} == {6}
    assert len({end for _, end in ends}) == 4


def test_a_closed_period_reads_the_same_for_ever(seen: Mapping[str, Seen]) -> None:
    changed = []
    for role in (*BY_WEEK, "officer"):
        known: dict[tuple[str, ...], tuple[int, str, str]] = {}
        for morning, figures in seen[role].mornings:
            changed += [
                f"{role} {morning}: {subject}"
                for subject, figure in figures.items()
                if known.setdefault(subject, figure) != figure
            ]

    assert changed == []


def test_subtracting_whatever_was_read_leaves_nobody_alone(seen: Mapping[str, Seen]) -> None:
    """An office minus its fields is nobody; nor does one field's course in time leave fewer people than a step."""
    faults = []
    for role, reader in seen.items():
        least = 5 if role in BY_DAY else 10
        for morning, figures in reader.mornings:
            for subject, (n, _, _) in figures.items():
                threshold = 10 if about_officers(subject) else least
                if 0 < n < threshold:
                    faults.append(f"{role} {morning}: {subject} shows {n}")
            faults += _office_without_fields(role, morning, figures)

    assert faults == []


def _office_without_fields(role: str, morning: date, figures: Figures) -> list[str]:
    whole: dict[tuple[str, str], int] = {}
    fields: dict[tuple[str, str], int] = {}
    for (file, period, part, _name, _field, _channel, answers), (n, _, _) in figures.items():
        if file == FILES[0] and part in ("Toàn cơ quan", "Lĩnh vực"):
            sums = whole if part == "Toàn cơ quan" else fields
            sums[period, answers] = sums.get((period, answers), 0) + n
    if role == "province":  # its page has communes in the place of fields
        return []
    return [f"{role} {morning}: {key}" for key in whole if whole[key] != fields.get(key)]


def test_the_instrument_notices_a_threshold_of_one(
    sqlite_databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.services.ladder.LEAST_NEW", {"day": 1, "week": 1})
    loose = lived(sqlite_databases, tmp_path, 8)

    with pytest.raises(AssertionError):
        test_what_is_published_moves_as_the_rules_of_freshness_say(loose)
    with pytest.raises(AssertionError):
        test_subtracting_whatever_was_read_leaves_nobody_alone(loose)
