"""What everybody reads: a published month as page, JSON and CSV, alike, cacheable, and empty where there is none."""

import csv
import io
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db import db, write_session
from core.domain.access import Role
from core.services.complaints import publishing
from tests.support import planted_cases, worlds
from tests.support.clock import Clock
from tests.support.worlds import World

#: What the planted October is once it is published: counted by hand in tests/services/test_case_figures.py.
EXPECTED = {
    "received": (29, 29, None),
    "decided": (20, 20, None),
    "left_out": (1, 4, None),
    "praise": (1, 4, None),
    "on_time": (10, 13, 20),
    "on_time_with_extension": (14, 14, 20),
    "late": (6, 6, 20),
    "confirmed": (10, 10, 20),
    "contested": (1, 4, 20),
    "web": (14, 14, 20),
    "survey": (0, 0, 20),
}


@pytest.fixture
def october(world: World, clock: Clock) -> None:
    """The planted month, published on 8 December."""
    with write_session() as session:
        worlds.account(session, Role.LEADER)
        planted_cases.october(session, leader=1)
    clock.set("2026-12-08T09:00:00+07:00")
    publishing.run()
    db.session.rollback()


def test_page_json_and_csv_are_the_same(october: None, client: FlaskClient):
    page = client.get("/cong-khai?don-vi=trung-tam")
    text = unescape(page.text)
    [office] = client.get("/cong-khai.json").get_json()["offices"]
    [month] = office["months"]
    rows = list(csv.reader(io.StringIO(client.get("/cong-khai.csv").data.decode("utf-8-sig"))))

    assert (month["month"], month["published_on"]) == ("2026-10", "2026-12-08")
    found = {one["figure"]: (one["from"], one["to"], one["of"]) for one in month["figures"]}
    assert {name: found[name] for name in EXPECTED} == EXPECTED
    assert found["median_working_days"] == ("7", "7", None)
    by_code = {row[3]: tuple(row[5:8]) for row in rows if len(row) == 8 and row[1] == "2026-10"}
    assert by_code == {
        name: tuple("" if number is None else str(number) for number in numbers)
        for name, numbers in found.items()
    }
    for line in (
        "Trả lời đúng hạn, không kể gia hạn</th><td>từ 50,0% đến 65,0% của 20",
        "Trả lời đúng hạn, kể cả gia hạn</th><td>14/20 = 70,0%",
        "Công dân xác nhận: đã thỏa đáng</th><td>10/20 = 50,0%",
        "Khen</th><td>dưới 5",
        "Đã nhận, mọi loại</th><td>29",
        "7 ngày làm việc",
    ):
        assert line in text
    lines = re.findall(r'<tr[^>]*><th scope="row">', page.text)
    assert len(lines) == len(month["figures"]) - 1, "The median is a sentence; everything else is a line"


def test_it_can_be_kept_by_everybody_and_leaves_nothing_with_the_visitor(october: None, client: FlaskClient):
    for address in ("/cong-khai?don-vi=trung-tam", "/cong-khai.json", "/cong-khai.csv"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=3600"
        assert "Set-Cookie" not in answer.headers
    assert "<script" not in client.get("/cong-khai").text


def test_satisfaction_has_no_number_yet_and_says_so(october: None, client: FlaskClient):
    part = client.get("/cong-khai?don-vi=trung-tam").text.split('id="sat"')[1].split("</section>")[0]

    assert "chưa được công bố" in part
    assert not re.search(r"\d", part.split("</h2>")[1])
    assert client.get("/cong-khai.json").get_json()["satisfaction"] is None


def test_before_the_first_month_it_says_when_there_will_be_one(world: World, client: FlaskClient):
    text = unescape(client.get("/cong-khai?don-vi=trung-tam").text)

    assert "Chưa có tháng nào được công bố" in text
    assert client.get("/cong-khai.json").get_json()["offices"] == []


def test_several_offices_stand_in_a_choice_and_an_unknown_one_leads_there(october: None, client: FlaskClient):
    text = unescape(client.get("/cong-khai?don-vi=khong-co").text)

    assert 'href="/cong-khai?don-vi=trung-tam"' in text
    assert 'href="/cong-khai?don-vi=xa-ben"' in text
    assert client.get("/cong-khai.json?don-vi=xa-ben").get_json()["offices"] == []
    english = client.get("/cong-khai?don-vi=trung-tam&lang=en").text
    assert "Answered on time, without an extension" in english


def test_without_any_office_it_says_so(app: Flask, client: FlaskClient):
    assert "Chưa có cơ quan nào" in unescape(client.get("/cong-khai").text)
