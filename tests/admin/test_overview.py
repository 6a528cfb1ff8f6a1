"""The overview as the Front reads it: on the page, in the file, and nothing of it for anybody else."""

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
from core.domain.builtin import MINISTRY, QUICK
from core.domain.questionnaire import Questionnaire
from core.domain.rollup import CellKey
from core.models import CELL_LIVE, Officer, ServiceField
from core.reports.results_csv import safe
from core.services import cells, submissions
from tests.support import worlds
from tests.support.counted import Levels, counted, satisfied
from tests.support.databases import Databases
from tests.support.sign_in import sign_in
from tests.support.worlds import World

TODAY = date(2026, 11, 21)
NOVEMBER = "?ky=month&moc=2026-11"


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: tests/queries reads the same figures from both kinds of database."""
    return sqlite_databases


@pytest.fixture
def world(app: Flask) -> World:
    """The office with a target of 85 % and an account per role at the commune."""
    with write_session() as session:
        world = worlds.office(session)
        worlds.target(session, 8500)
        for role in Role:
            worlds.account(session, role, unit_id=world.commune)
    return world


@pytest.fixture
def front(world: World, client: FlaskClient) -> FlaskClient:
    """A browser in which somebody of the Front is signed in."""
    return sign_in(client, Role.FRONT)


def given(
    levels: Levels,
    *,
    officer: Levels = (0, 0, 0, 0, 0),
    questionnaire: Questionnaire = QUICK,
    field: int = World.civil,
    officer_id: int = 0,
    tier: str = "C",
    unit: int = World.centre,
) -> None:
    """Let many people answer today."""
    version = World.quick if questionnaire is QUICK else World.ministry
    key = CellKey(TODAY, unit, field, officer_id, 0, "qr", tier, 0, version)
    with write() as connection:
        cells.add(connection, CELL_LIVE, {key: counted(levels, officer=officer, questionnaire=questionnaire)})
    db.session.rollback()


def words(client: FlaskClient, address: str = f"/admin/{NOVEMBER}") -> str:
    """Return the words of a page as they are read, without those behind a summary."""
    page = re.sub(r"<details.*?</details>|<head>.*?</head>", " ", client.get(address).text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def row(client: FlaskClient, section: str, name: str) -> str:
    """Return the words of one line of a card's table."""
    page = client.get(f"/admin/{NOVEMBER}").text
    card = page.split(f'<h2 id="{section}">')[1].split("</section>")[0].split("<details")[0]
    line = next(line for line in card.split("<tr")[1:] if name in line).split("</tr>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", "<tr" + line).split())


def table(client: FlaskClient, address: str = f"/admin/tong-quan.csv{NOVEMBER}") -> list[dict[str, str]]:
    """Return the records of the file below its head."""
    records = list(csv.reader(io.StringIO(client.get(address).get_data().decode("utf-8-sig"))))
    head = next(number for number, record in enumerate(records) if record[0] in ("Phần", "Part"))
    return [dict(zip(records[head], record, strict=True)) for record in records[head + 1 :]]


def record(client: FlaskClient, **wanted: str) -> dict[str, str]:
    """Return the one record of the file with these cells."""
    found = [line for line in table(client) if wanted.items() <= line.items()]
    assert len(found) == 1, f"{wanted}: {len(found)} records"
    return found[0]


# The numbers everybody can check.


@pytest.mark.parametrize(
    ("levels", "share", "interval", "in_file"),
    [
        (satisfied(90, of=100), "90,0%", "82,6–94,5", ("90,00", "82,56", "94,48")),
        (satisfied(27, of=30), "90,0%", "74,4–96,5", ("90,00", "74,38", "96,54")),
        (satisfied(10, of=10), "100,0%", "72,2–100", ("100,00", "72,25", "100,00")),
    ],
)
def test_wilsons_intervals_stand_on_the_page_and_in_the_file(
    front: FlaskClient, levels: Levels, share: str, interval: str, in_file: tuple[str, str, str]
) -> None:
    given(levels)

    assert f"khoảng tin cậy {interval} ·" in words(front)
    assert f"{share} {interval}" in row(front, "fields", "Hộ tịch")
    line = record(front, **{"Phần": "Lĩnh vực", "Tên": "Hộ tịch"})
    assert (line["Tỷ lệ hài lòng (%)"], line["Khoảng từ (%)"], line["Khoảng đến (%)"]) == in_file


def test_the_published_row_by_both_methods(front: FlaskClient) -> None:
    given((422, 406, 1322, 5772, 11647))

    page = words(front)
    line = record(front, **{"Phần": "Toàn cơ quan", "Lượt": "Chưa xác minh lượt giao dịch"})

    assert "89,0 %" in page
    assert "Điểm trung bình 85,5 trên 100." in page
    assert "19.569 lượt" in page
    assert line["Tỷ lệ hài lòng (%)"] == "89,01"
    assert line["Điểm trung bình (0–100)"] == "85,54"
    levels = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
    assert [line[level] for level in levels] == ["422", "406", "1322", "5772", "11647"]


@pytest.mark.parametrize(
    ("satisfied_people", "people", "verdict"),
    [
        (90, 100, "Đạt, chưa chắc chắn"),
        (80, 100, "Chưa đạt, chưa chắc chắn"),
        (900, 1000, "Đạt"),
        (800, 1000, "Chưa đạt"),
        (29, 29, "Chưa đủ dữ liệu"),
    ],
)
def test_the_verdict_on_a_target_of_85_per_cent(
    front: FlaskClient, satisfied_people: int, people: int, verdict: str
) -> None:
    given(satisfied(satisfied_people, of=people))

    assert f"Chỉ tiêu ≥ 85% {verdict} " in words(front)
    assert row(front, "fields", "Hộ tịch").endswith(f" {verdict}")
    assert record(front, **{"Phần": "Lĩnh vực", "Tên": "Hộ tịch"})["Kết luận"] == verdict


def test_an_answer_is_seen_on_reload(front: FlaskClient, world: World) -> None:
    before = words(front)
    submissions.accept(worlds.draft(world, answers={"overall": ("4",)}, field_id=world.land))
    db.session.rollback()

    assert "Chưa có lượt đánh giá nào trong kỳ." in before
    assert "1 lượt" in words(front)
    assert "Đất đai – Xây dựng – Đầu tư" in words(front)


# What leads, and what is kept apart.


def test_open_answers_are_headed_as_not_verified_with_the_few_verified_beside_them(
    front: FlaskClient,
) -> None:
    given(satisfied(45, of=50))
    given(satisfied(10, of=20), tier="B")

    page = words(front)

    assert "Chưa xác minh lượt giao dịch 90,0 %" in page
    assert "Lượt đã xác minh và máy tính bảng: 50,0%, khoảng 29,9–70,1, 20 lượt." in page


def test_verified_answers_lead_from_thirty_on(front: FlaskClient) -> None:
    given(satisfied(45, of=50))
    given(satisfied(15, of=30), tier="B")

    assert "Lượt đã xác minh và máy tính bảng 50,0 %" in words(front)
    assert row(front, "headline", "QR mở") == "QR mở – chưa xác minh 90,0% 78,6–95,7 50"


def test_every_active_field_without_answers_is_named(front: FlaskClient) -> None:
    given(satisfied(1, of=1))

    assert "Chưa có lượt đánh giá: Đất đai · Xây dựng · Đầu tư · Môi trường · Lĩnh vực khác" in words(front)


def test_answers_without_a_field_are_shown_without_a_verdict(front: FlaskClient) -> None:
    given(satisfied(40, of=50), field=0)

    assert row(front, "fields", "Chưa rõ lĩnh vực").endswith("50 chỉ tính chung toàn cơ quan")


def test_officers_are_described_from_ten_answers_and_nobody_is_compared(front: FlaskClient) -> None:
    given(satisfied(9, of=9), officer=satisfied(9, of=9), officer_id=World.an, tier="B")
    given(satisfied(9, of=10), officer=satisfied(9, of=10), officer_id=World.binh, tier="B")
    given(satisfied(12, of=12), officer=satisfied(6, of=12), officer_id=World.binh)

    assert row(front, "officers", "An") == "Nguyễn Văn An Chưa đủ lượt đánh giá – dưới 10 9 – – 0"
    assert row(front, "officers", "Bình") == "Trần Thị Bình 90,0% 59,6–98,2 10 50,0% 25,4–74,6 12"
    assert "không xếp hạng ai" in words(front)
    hidden = record(
        front, **{"Tên": "Nguyễn Văn An", "Lượt": "Lượt đã xác minh và máy tính bảng", "Số người (n)": "9"}
    )
    assert (hidden["Hài lòng"], hidden["Tỷ lệ hài lòng (%)"]) == ("", "")


def test_another_questionnaire_stands_for_itself(front: FlaskClient) -> None:
    given(satisfied(45, of=50))
    given(satisfied(20, of=40), questionnaire=MINISTRY)

    assert "90,0 % khoảng tin cậy 78,6–95,7 · 50 lượt" in words(front)
    assert row(front, "others", "19 tiêu chí").startswith(
        "Bộ 19 tiêu chí của Bộ Nội vụ · Chưa xác minh lượt giao dịch 50,0% 35,2–64,8 40"
    )
    criteria = [line for line in table(front) if line["Tiêu chí"].startswith("bnv")]
    assert [line["Hài lòng"] for line in criteria] == ["20"] * 19


# Who may read it.


@pytest.mark.parametrize("role", [Role.FRONT, Role.FRONT_LEAD])
def test_the_front_reads_live_figures(world: World, client: FlaskClient, role: Role) -> None:
    sign_in(client, role)

    assert "Tổng quan tháng 11/2026" in words(client)


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.FRONT, Role.FRONT_LEAD, Role.SYSADMIN)]
)
def test_everybody_else_waits_for_a_published_period(world: World, client: FlaskClient, role: Role) -> None:
    given(satisfied(45, of=50))
    sign_in(client, role)

    page = words(client, "/admin/")

    assert "Chưa có kỳ công bố" in page
    assert "90,0" not in page
    assert client.get("/admin/tong-quan.csv").status_code == 403


def test_a_stranger_is_asked_to_sign_in(world: World, client: FlaskClient) -> None:
    assert [client.get(f"/admin/{page}").status_code for page in ("", "tong-quan.csv", "cach-tinh")] == [
        303
    ] * 3


def test_the_front_of_one_commune_sees_nothing_of_another(front: FlaskClient) -> None:
    given(satisfied(0, of=500), unit=World.neighbour, field=World.neighbours_field)

    assert "Chưa có lượt đánh giá nào trong kỳ." in words(front)


# Choosing a period.


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "Tổng quan tháng 11/2026"),
        ("?ky=week", "Tổng quan tuần 47/2026 (16/11–22/11/2026)"),
        ("?ky=quarter&moc=2026-Q3", "Tổng quan quý III/2026"),
        ("?ky=half_year", "Tổng quan 6 tháng cuối năm 2026"),
        ("?ky=year&moc=2025", "Tổng quan năm 2025"),
        ("?tu=2026-10-01&den=2026-10-15", "Tổng quan từ 01/10/2026 đến 15/10/2026"),
        ("?tu=1/10/2026&den=15/10/2026", "Tổng quan từ 01/10/2026 đến 15/10/2026"),
        ("?ky=custom", "Tổng quan tháng 11/2026"),
    ],
)
def test_the_address_names_the_period(front: FlaskClient, query: str, title: str) -> None:
    answer = front.get(f"/admin/{query}")

    assert answer.status_code == 200
    assert f"<h1>{title}</h1>" in answer.text


@pytest.mark.parametrize(
    ("query", "sentence", "kept"),
    [
        ("?tu=31/02/2026&den=5/3/2026", "Từ ngày: Ghi ngày theo dạng ngày/tháng/năm", 'value="5/3/2026"'),
        ("?tu=1/10/2026", "Đến ngày: Ghi ngày theo dạng ngày/tháng/năm", 'value="1/10/2026"'),
        ("?tu=9/10/2026&den=1/10/2026", "Ngày cuối không được trước ngày đầu.", 'value="9/10/2026"'),
        ("?tu=1/1/2015&den=1/10/2026", "Một kỳ dài nhất 5 năm.", 'value="1/1/2015"'),
        ("?tu=1/1/1990&den=2/1/1990", "Xin chọn ngày trong khoảng", 'value="1/1/1990"'),
        ("?tu=%00%3Cscript%3E&den=%FF", "Ghi ngày theo dạng", 'value="&lt;script&gt;"'),
        ("?ky=month&moc=2026-13", "Không có kỳ này.", ""),
        ("?ky=decade", "Không có kỳ này.", ""),
    ],
)
def test_a_period_that_cannot_be_read_is_explained_and_what_was_typed_stays(
    front: FlaskClient, query: str, sentence: str, kept: str
) -> None:
    answer = front.get(f"/admin/{query}")

    assert answer.status_code == 400
    assert sentence in answer.text
    assert kept in answer.text
    assert front.get(f"/admin/tong-quan.csv{query}").status_code == 400


def test_one_can_go_back_and_forth_but_not_beyond_today(front: FlaskClient) -> None:
    now, before = front.get("/admin/").text, front.get("/admin/?ky=month&moc=2026-10").text

    assert 'href="/admin/?ky=month&amp;moc=2026-10"' in now
    assert "Sau <span" not in now
    assert 'href="/admin/?ky=month&amp;moc=2026-11">Sau <span' in before


# The file.


def test_the_file_says_what_its_figures_are_worth(front: FlaskClient) -> None:
    given(satisfied(45, of=50))

    answer = front.get(f"/admin/tong-quan.csv{NOVEMBER}")
    text = answer.get_data().decode("utf-8")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert text.startswith("\ufeffTỷ lệ hài lòng (khảo sát tại chỗ),")
    for sentence in (
        "Kỳ,tháng 11/2026,từ 01/11/2026 đến 30/11/2026,",
        '"tỷ lệ hài lòng và rất hài lòng, trung bình các tiêu chí"',
        '"Người trả lời tự nguyện, không phải mẫu ngẫu nhiên."',
        '"Wilson, 95%, n = số người trả lời"',
        "Kế hoạch mẫu,Mục 1",
    ):
        assert sentence in text
    assert "SIPAS" not in text


def test_every_record_of_the_file_is_as_long_as_the_others(front: FlaskClient) -> None:
    given(satisfied(45, of=50), officer_id=World.an)

    text = front.get(f"/admin/tong-quan.csv{NOVEMBER}").get_data().decode("utf-8-sig")

    assert {len(record) for record in csv.reader(io.StringIO(text, newline=""))} == {22}
    assert text.count("\n") == text.count("\r\n")


def test_a_name_cannot_become_a_formula(front: FlaskClient) -> None:
    with write() as connection:
        connection.execute(update(Officer).where(Officer.id == World.an).values(name="=SUM(A1:A9)"))
        connection.execute(
            update(ServiceField)
            .where(ServiceField.id == World.land)
            .values(name="+84 <script>alert(1)</script>")
        )
    db.session.rollback()

    page, names = front.get("/admin/").text, {line["Tên"] for line in table(front)}

    assert "'=SUM(A1:A9)" in names
    assert "'+84 <script>alert(1)</script>" in names
    assert "<script>" not in page


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r\n=1", "\tx", "＝1", "\u00a0=1"]
)
def test_a_text_that_a_spreadsheet_would_calculate_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Hộ tịch", "82,56", "Đất đai – Xây dựng", "(hài lòng)", "'=1"])
def test_a_harmless_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text


def test_an_english_file_has_english_words_and_decimal_points(front: FlaskClient) -> None:
    given(satisfied(45, of=50))

    line = table(front, f"/admin/tong-quan.csv{NOVEMBER}&lang=en")[1]

    assert (line["Part"], line["Satisfied share (%)"]) == ("Whole office", "90.00")


# The page.


def test_the_figures_behind_each_chart_are_on_the_page(front: FlaskClient) -> None:
    given((1, 2, 3, 4, 5))

    page = front.get(f"/admin/{NOVEMBER}").text

    behind = [part.split("</details>")[0] for part in page.split('<details class="data"')[1:]]
    assert len(behind) == 2
    cells_of_field = re.findall(r"<td[^>]*>([^<]*)</td>", behind[0].split("Hộ tịch</th>")[1])
    assert cells_of_field[1:7] == ["15", "1", "2", "3", "4", "5"]
    assert "tháng 11/2026" in behind[1]


def test_the_definitions_name_the_rules(front: FlaskClient) -> None:
    page = words(front, "/admin/cach-tinh")

    assert "Từ 30 người, A và B cộng lại là con số chính" in page
    assert "SIPAS" not in page


def test_navigation_shows_only_what_one_may_do(world: World, client: FlaskClient) -> None:
    page = sign_in(client, Role.COUNCIL).get("/admin/").text

    assert 'href="/admin/ma-qr/"' not in page
    assert 'action="/admin/dang-xuat"' in page


def test_a_charts_text_says_what_it_shows(front: FlaskClient) -> None:
    given(satisfied(90, of=100))

    page = front.get(f"/admin/{NOVEMBER}").text

    assert 'aria-label="90,0%, khoảng 82,6–94,5, chỉ tiêu 85,0%"' in page
