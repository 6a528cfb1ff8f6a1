"""The officers' page: described from ten, compared from fifty, alphabetical, and not a trace of a rank."""

import csv
import io
import random
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from core.db import db, write, write_session
from core.domain.access import Role
from core.domain.submission import Channel, Tier
from core.models import Officer
from core.services import submissions
from tests.support import worlds
from tests.support.counted import satisfied
from tests.support.databases import Databases
from tests.support.published import closed, given, settled
from tests.support.sign_in import sign_in
from tests.support.worlds import World

TUESDAY = date(2026, 11, 10)
THROUGH = date(2026, 11, 20)
WEEK = "/admin/can-bo?ky=week"
READERS = [Role.LEADER, Role.COUNCIL, Role.OBSERVER]
NAMES = (
    "Đỗ Văn Ba",
    "Phạm Thị Âu",
    "Lê Văn An",
    "Trần Văn Dũng",
    "Bùi Thị Đào",
    "Võ Thị Yến",
    "Hồ Văn Ích",
    "Ngô Thị Én",
    "Lý Văn Khá",
    "Mai Thị Lan",
)


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: tests/queries/test_published.py reads the same figures from both kinds of database."""
    return sqlite_databases


@pytest.fixture
def world(app: Flask) -> World:
    with write_session() as session:
        world = worlds.office(session)
        for role in Role:
            worlds.account(session, role, unit_id=world.commune)
    return world


def rated(officer: int, good: int, n: int, *, field: int = World.civil, tier: str = "B") -> None:
    """Let so many people speak about an officer by the tablet, so many of them satisfied."""
    levels = satisfied(good, of=n)
    channel = "tablet" if tier == "B" else "qr"
    settled(
        given(TUESDAY, levels, officer=levels, field=field, officer_id=officer, channel=channel, tier=tier)
    )


def colleagues(count: int) -> list[int]:
    """Add officers; return their ids, which tell nothing of the alphabet."""
    ids = list(range(101, 101 + count))
    rows = [
        {
            "id": number,
            "unit_id": World.centre,
            "code": f"N{number}",
            "name": name,
            "title": "",
            "is_active": True,
        }
        for number, name in zip(ids, NAMES, strict=False)
    ]
    with write() as connection:
        connection.execute(insert(Officer), rows)
    return ids


def line(client: FlaskClient, name: str, *, section: str = "compared", address: str = WEEK) -> str:
    """Return the words of an officer's line in one of the page's tables; empty when there is none."""
    page = client.get(address).text
    card = page.split(f'<h2 id="{section}">')[1].split("</section>")[0]
    found = [row.split("</tr>")[0] for row in card.split("<tr")[1:] if name in row]
    return " ".join(re.sub(r"<[^>]+>", " ", "<tr" + found[0]).split()) if found else ""


def records(client: FlaskClient, address: str = "/admin/can-bo.csv?ky=week") -> list[dict[str, str]]:
    """Return the file's records below its head."""
    rows = list(csv.reader(io.StringIO(client.get(address).get_data().decode("utf-8-sig"))))
    head = next(number for number, row in enumerate(rows) if row[0] == "Phần")
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


@pytest.mark.parametrize("role", [*READERS, Role.FRONT])
def test_ten_equal_officers_with_two_hundred_answers_each_are_all_level(
    world: World, client: FlaskClient, role: Role
) -> None:
    dice = random.Random(20261121)
    for officer in colleagues(10):
        rated(officer, sum(dice.random() < 0.9 for _ in range(200)), 200)
    closed(THROUGH)
    sign_in(client, str(role))

    query = "?ky=week&moc=2026-W46"
    page = client.get(f"/admin/can-bo{query}").text
    compared = [row for row in records(client, f"/admin/can-bo.csv{query}") if row["Lĩnh vực"]]

    assert page.count("Ngang mức chung</span>") == 10
    assert [row["Kết luận"] for row in compared] == ["Ngang mức chung"] * 10
    assert [row["Số người (n)"] for row in compared] == ["200"] * 10


def test_an_officer_of_a_hard_field_with_its_average_is_level_although_raw_lowest(
    world: World, client: FlaskClient
) -> None:
    hard, easy = colleagues(6)[:3], colleagues_after(6, 3)
    for officer, good in zip(hard, (118, 122, 120), strict=True):
        rated(officer, good, 200, field=world.land)
    for officer, good in zip(easy, (194, 196, 195), strict=True):
        rated(officer, good, 200)
    closed(THROUGH)
    sign_in(client, "council")

    compared = [row for row in records(client) if row["Lĩnh vực"]]
    lowest = min(compared, key=lambda row: float(row["Tỷ lệ hài lòng (%)"].replace(",", ".")))

    assert (lowest["Tên"], lowest["Tỷ lệ hài lòng (%)"]) == (NAMES[0], "59,00")
    assert {row["Kết luận"] for row in compared} == {"Ngang mức chung"}


def colleagues_after(added: int, count: int) -> list[int]:
    """Return the last ids of those added."""
    return list(range(101 + added - count, 101 + added))


def test_a_truly_worse_officer_is_found(world: World, client: FlaskClient) -> None:
    ids = colleagues(5)
    for officer in ids:
        rated(officer, 130 if officer == ids[0] else 185, 200)
    closed(THROUGH)
    sign_in(client, "leader")

    assert line(client, NAMES[0]).endswith("Thấp hơn mức chung")
    assert line(client, NAMES[1]).endswith("Ngang mức chung")


@pytest.mark.parametrize(
    ("n", "shown"),
    [
        (9, ""),
        (10, "Lê Văn An 80,0% 49,0–94,3 10 Chưa so sánh được"),
        (49, "Lê Văn An 81,6% 68,6–90,0 49 Chưa so sánh được"),
        (50, "Lê Văn An 80,0% 67,0–88,8 50 Ngang mức chung"),
    ],
)
def test_nine_answers_say_nothing_ten_describe_and_fifty_compare(
    world: World, client: FlaskClient, n: int, shown: str
) -> None:
    ids = colleagues(4)
    for officer in ids:
        rated(officer, 40 if officer != ids[2] else round(n * 0.81), 50 if officer != ids[2] else n)
    closed(THROUGH)
    sign_in(client, "council")

    assert line(client, "Lê Văn An") == shown
    if n == 9:
        assert line(client, "Lê Văn An", section="described").startswith(
            "Lê Văn An Chưa đủ lượt đánh giá – dưới 10 – – dưới 10 –"
        )
        assert "Lê Văn An" not in {row["Tên"] for row in records(client)}


def test_two_who_qualify_are_described_and_not_compared(world: World, client: FlaskClient) -> None:
    for officer in colleagues(2):
        rated(officer, 80, 100)
    closed(THROUGH)
    sign_in(client, "observer")

    assert line(client, NAMES[0]).endswith("100 Chưa so sánh được")
    assert "chưa có ba cán bộ đủ 50 lượt" in client.get(WEEK).text


def test_open_codes_are_described_in_their_own_column_and_never_compared(
    world: World, client: FlaskClient
) -> None:
    for officer in colleagues(3):
        rated(officer, 80, 100, tier="C")
    closed(THROUGH)
    sign_in(client, "council")

    assert "Chưa so sánh được ai." in client.get(WEEK).text
    assert line(client, NAMES[0], section="described") == f"{NAMES[0]} – dưới 10 – 80,0% 71,1–86,7 100"


def test_officers_stand_in_alphabetical_order_and_nothing_carries_a_rank(
    world: World, client: FlaskClient
) -> None:
    for number, officer in enumerate(colleagues(10)):
        rated(officer, 150 + 4 * number, 200)
    closed(THROUGH)
    sign_in(client, "council")

    page = client.get(WEEK).text
    card = page.split('<h2 id="compared">')[1].split("</section>")[0]
    names = re.findall(r'<th role="rowheader" scope="row">([^<]+)', card)
    in_file = [row["Tên"] for row in records(client) if row["Lĩnh vực"]]

    alphabetical = [NAMES[number] for number in (2, 1, 0, 3, 4, 7, 6, 8, 9, 5)]
    assert names == alphabetical
    assert in_file == alphabetical
    for trace in (
        "data-rank",
        "data-sort",
        "data-order",
        "aria-posinset",
        "<ol",
        "aria-sort",
        "thứ hạng",
        "#1",
    ):
        assert trace not in page
    assert not re.search(r"(?i)(hạng|thứ)\s*\d", re.sub(r"<[^>]+>", " ", page))


def test_the_front_reads_live_figures_of_today(world: World, client: FlaskClient) -> None:
    for _ in range(10):
        submissions.accept(
            worlds.draft(
                world,
                field_id=world.land,
                tier=Tier.B,
                channel=Channel.TABLET,
                answers={"overall": ("4",), "officer": ("5",)},
            )
        )
    db.session.rollback()
    sign_in(client, "front")

    assert line(client, "Nguyễn Văn An", address="/admin/can-bo").endswith("10 Chưa so sánh được")
    assert "trực tiếp" in client.get("/admin/can-bo.csv").text


@pytest.mark.parametrize("role", READERS)
def test_before_anything_is_published_the_page_says_when_it_will_be(
    world: World, client: FlaskClient, role: Role
) -> None:
    rated(World.an, 9, 9)
    closed(THROUGH)
    sign_in(client, str(role))

    assert "Chưa có kết quả công bố về cán bộ" in client.get("/admin/can-bo").text
    assert client.get("/admin/can-bo.csv").status_code == 404


def test_a_name_cannot_become_a_formula_or_markup(world: World, client: FlaskClient) -> None:
    with write() as connection:
        connection.exec_driver_sql("UPDATE officer SET name = '=1+1<b>' WHERE id = 31")
    rated(World.an, 40, 50)
    closed(THROUGH)
    sign_in(client, "council")

    assert {row["Tên"] for row in records(client)} == {"'=1+1<b>"}
    assert "=1+1&lt;b&gt;" in client.get(WEEK).text
