"""Results as every role but the Front reads them: its first question answered, from published steps only."""

import csv
import io
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from core.db import db, write, write_session
from core.domain.access import Role
from core.models import Account, Unit
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.counted import satisfied
from tests.support.databases import Databases
from tests.support.published import closed, each_day, given, settled
from tests.support.sign_in import sign_in
from tests.support.worlds import World

#: The clock stands at Saturday, 21/11/2026; the last closed week ended on Sunday the 15th.
FRIDAY = date(2026, 11, 20)
READERS = [Role.MANAGER, Role.LEADER, Role.COUNCIL, Role.OBSERVER, Role.PROVINCE]


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: tests/queries/test_published.py reads the same figures from both kinds of database."""
    return sqlite_databases


@pytest.fixture
def world(app: Flask) -> World:
    """The office with a target of 85 %, under a province, with an account per role."""
    with write_session() as session:
        world = worlds.office(session)
        worlds.target(session, 8500)
        session.add(
            Unit(
                id=9,
                unit_id=9,
                code="tinh",
                kind="province",
                name="Tỉnh Mẫu",
                help_phone="",
                valid_from=worlds.BEGINNING,
            )
        )
        session.flush()
        session.execute(update(Unit).where(Unit.id.in_((world.commune, world.neighbour))).values(parent_id=9))
        for role in Role:
            worlds.account(session, role, unit_id=9 if role is Role.PROVINCE else world.commune)
        session.execute(update(Account).where(Account.role == "officer").values(officer_id=world.an))
    return world


@pytest.fixture
def answered(world: World) -> World:
    """Every day since 1 October ten people: nine satisfied with civil status, six with land; four more by tablet."""
    for day in each_day(date(2026, 10, 1), 51):
        settled(
            given(day, satisfied(9, of=10)),
            given(day, satisfied(6, of=10), field=world.land),
            given(day, satisfied(4, of=4), field=world.land, channel="tablet", tier="B"),
            given(day, satisfied(1, of=1), field=world.environment),
        )
    closed(FRIDAY)
    return world


def words(client: FlaskClient, address: str = "/admin/") -> str:
    """Return the words of a page as they are read."""
    page = re.sub(r"<head>.*?</head>", " ", client.get(address).text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def table(client: FlaskClient, address: str) -> list[dict[str, str]]:
    """Return the records of a file below its head."""
    records = list(csv.reader(io.StringIO(client.get(address).get_data().decode("utf-8-sig"))))
    head = next(number for number, record in enumerate(records) if record[0] == "Phần")
    return [dict(zip(records[head], record, strict=True)) for record in records[head + 1 :]]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.LEADER])
def test_manager_and_leader_see_where_the_running_month_stands(
    answered: World, client: FlaskClient, role: Role
) -> None:
    page = words(sign_in(client, str(role)))

    assert "Ta đứng đâu so với chỉ tiêu, tháng 11/2026 đến nay" in page
    assert "công bố theo ngày, mỗi lần thêm ít nhất 5 lượt mới" in page
    assert "Số liệu từ 31/10/2026 đến 20/11/2026" in page
    assert "Hộ tịch · chưa xác minh 90,0%" in page
    assert "Đất đai 100,0%" in page


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.OBSERVER])
def test_council_and_observers_see_the_last_closed_month_against_the_plan(
    answered: World, client: FlaskClient, role: Role
) -> None:
    page = words(sign_in(client, str(role)))

    assert "Kết quả tháng 10/2026" in page
    assert "công bố theo tuần, mỗi lần thêm ít nhất 10 lượt mới" in page
    assert "Số liệu từ 01/10/2026 đến 25/10/2026" in page
    assert "Chỉ tiêu ≥ 85%" in page
    assert "Tháng này đến nay" not in page


def test_the_province_sees_its_communes_side_by_side_in_alphabetical_order(
    answered: World, client: FlaskClient
) -> None:
    page = words(sign_in(client, "province"))

    assert "Các xã, phường đứng đâu so với chỉ tiêu, tháng 11/2026 đến nay" in page
    assert page.index("Xã Bên") < page.index("Xã Mẫu", page.index("theo bảng chữ cái"))
    assert "Xã Bên – – – Chưa đủ lượt để công bố" in page


def test_the_province_opens_a_commune_and_no_other_provinces(answered: World, client: FlaskClient) -> None:
    sign_in(client, "province")

    assert "Hộ tịch · chưa xác minh 90,0%" in words(client, "/admin/?don-vi=xa-mau")
    assert client.get("/admin/?don-vi=nowhere").status_code == 404


def test_the_rolled_up_figure_is_the_communes(answered: World, client: FlaskClient) -> None:
    settled(given(FRIDAY, satisfied(10, of=10), unit=World.neighbour, field=World.neighbours_field))
    closed(date(2026, 11, 21))
    sign_in(client, "province")

    lines = table(client, "/admin/ket-qua.csv")

    communes = {line["Tên"]: line["Số người (n)"] for line in lines if line["Phần"] == "Xã, phường"}
    verified, unverified = (line["Số người (n)"] for line in lines if line["Phần"] == "Toàn cơ quan")
    assert communes == {"Xã Bên": "10", "Xã Mẫu": "80"}
    assert (verified, unverified) == ("80", "430")


def test_a_system_administrator_sees_no_results(answered: World, client: FlaskClient) -> None:
    page = words(sign_in(client, "sysadmin"))

    assert "Vai trò này không xem kết quả" in page
    assert "90,0" not in page


@pytest.mark.parametrize("role", READERS)
def test_where_no_step_stands_the_page_says_so(world: World, client: FlaskClient, role: Role) -> None:
    settled(given(FRIDAY, satisfied(4, of=4)))
    closed(FRIDAY)

    page = words(sign_in(client, str(role)))

    assert "Chưa có kỳ công bố" in page


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("?ky=week", "Kết quả tuần 46/2026 (09/11–15/11/2026)"),
        ("?ky=week&moc=2026-W45", "Kết quả tuần 45/2026 (02/11–08/11/2026)"),
        ("?ky=month", "Kết quả tháng 10/2026"),
        ("?ky=quarter", "Kết quả quý III/2026"),
        ("?ky=half_year", "Kết quả 6 tháng đầu năm 2026"),
        ("?ky=year", "Kết quả năm 2025"),
    ],
)
@pytest.mark.parametrize("role", ["leader", "council"])
def test_closed_calendar_periods_can_be_chosen(
    answered: World, client: FlaskClient, role: str, query: str, title: str
) -> None:
    sign_in(client, role)

    answer = client.get(f"/admin/{query}")

    assert answer.status_code == 200
    assert f"<h1>{title}</h1>" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "?ky=week&moc=2026-W47",
        "?ky=month&moc=2026-11",
        "?ky=year&moc=2026",
        "?tu=2026-11-01&den=2026-11-10",
        "?ky=custom",
        "?ky=decade",
        "?moc=x",
    ],
)
@pytest.mark.parametrize("role", ["leader", "council", "province"])
def test_no_other_period_can_be_chosen(answered: World, client: FlaskClient, role: str, query: str) -> None:
    sign_in(client, role)

    answer = client.get(f"/admin/{query}")

    assert answer.status_code == 400
    assert "Chỉ chọn được kỳ đã kết thúc." in answer.text
    assert client.get(f"/admin/ket-qua.csv{query}").status_code == 404


def test_a_closed_period_of_the_plan_can_be_chosen(answered: World, client: FlaskClient) -> None:
    with write() as connection:
        connection.exec_driver_sql("UPDATE target SET valid_from = '2026-10-05', valid_to = '2026-11-08'")
    db.session.rollback()
    sign_in(client, "council")

    page = client.get("/admin/").text

    assert 'href="/admin/?tu=2026-10-05&amp;den=2026-11-08"' in page
    answer = client.get("/admin/?tu=2026-10-05&den=2026-11-08")
    assert answer.status_code == 200
    # The environment's one answer a day needed ten days for a step: what is published began before the plan did.
    assert "Số liệu từ 01/10/2026 đến 08/11/2026" in answer.text


def test_fields_with_too_few_answers_are_named_and_have_no_figure(
    answered: World, client: FlaskClient
) -> None:
    page = words(sign_in(client, "council"), "/admin/?ky=week")

    assert "Chưa đủ lượt để công bố:" in page
    assert "Môi trường 100,0%" not in page


def test_the_whole_is_the_sum_of_its_fields(answered: World, client: FlaskClient) -> None:
    sign_in(client, "leader")

    lines = table(client, "/admin/ket-qua.csv")

    def people(part: str, answers: str) -> int:
        found = (line for line in lines if line["Phần"] == part and line["Lượt"] == answers)
        return sum(int(line["Số người (n)"] or 0) for line in found)

    for answers in ("Chưa xác minh lượt giao dịch", "Lượt đã xác minh và máy tính bảng"):
        assert people("Toàn cơ quan", answers) == people("Lĩnh vực", answers) > 0


def test_an_officer_sees_own_figures_and_nobody_elses(world: World, client: FlaskClient) -> None:
    for day in each_day(date(2026, 11, 2), 14):
        settled(
            *(
                given(
                    day,
                    satisfied(8, of=10),
                    officer=satisfied(8 - number, of=10),
                    officer_id=officer,
                    channel="tablet",
                    tier="B",
                )
                for number, officer in enumerate((world.an, world.binh, world.chi))
            )
        )
    closed(FRIDAY)

    page = words(sign_in(client, "officer"), "/admin/?ky=week")

    assert "Kết quả của tôi, tuần 46/2026" in page
    assert "80,0%" in page
    for foreign in ("70,0%", "60,0%", "Trần Thị Bình", "Lê Ngọc Chi"):
        assert foreign not in page
    file = table(client, "/admin/ket-qua-cua-toi.csv?ky=week")
    assert {line["Tên"] for line in file} == {"Nguyễn Văn An"}
    assert {line["Mức chung của lĩnh vực (%)"] for line in file} == {""}
    assert client.get("/admin/can-bo").status_code == 403


def test_an_account_without_an_officer_sees_nothing(world: World, client: FlaskClient) -> None:
    settled(
        given(date(2026, 11, 10), satisfied(20, of=20), officer=satisfied(20, of=20), officer_id=world.an)
    )
    closed(FRIDAY)
    with write() as connection:
        connection.execute(update(Account).values(officer_id=None))

    assert "Chưa có kỳ công bố" in words(sign_in(client, "officer"))


def test_before_the_night_is_settled_nothing_moves(
    answered: World, client: FlaskClient, clock: Clock
) -> None:
    sign_in(client, "leader")
    before = words(client)
    settled(given(date(2026, 11, 21), satisfied(0, of=300)))

    assert words(client) == before
