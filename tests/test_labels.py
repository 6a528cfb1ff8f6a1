"""Labels: numbers, days, periods and verdicts as a Vietnamese and an English reader expect them."""

from datetime import date
from fractions import Fraction

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import given
from hypothesis import strategies as st

from core import labels
from core.domain.periods import parse
from core.domain.scoring import Verdict, wilson

VIETNAMESE = {
    "Met": "Đạt",
    "Met, not certain": "Đạt, chưa chắc chắn",
    "Not met": "Chưa đạt",
    "Not met, not certain": "Chưa đạt, chưa chắc chắn",
    "Not enough data": "Chưa đủ dữ liệu",
    "week %(week)s/%(year)s (%(first)s–%(last)s)": "tuần %(week)s/%(year)s (%(first)s–%(last)s)",
    "month %(month)s/%(year)s": "tháng %(month)s/%(year)s",
    "first quarter of %(year)s": "quý I/%(year)s",
    "second quarter of %(year)s": "quý II/%(year)s",
    "third quarter of %(year)s": "quý III/%(year)s",
    "fourth quarter of %(year)s": "quý IV/%(year)s",
    "first half of %(year)s": "6 tháng đầu năm %(year)s",
    "second half of %(year)s": "6 tháng cuối năm %(year)s",
    "year %(year)s": "năm %(year)s",
    "day %(day)s": "ngày %(day)s",
    "from %(first)s to %(last)s": "từ %(first)s đến %(last)s",
}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(826, 1000), "82,6%"),
        (Fraction(8265, 10000), "82,7%"),  # half up, not to even
        (Fraction(8255, 10000), "82,6%"),
        (0.8905, "89,1%"),  # as the decimal says, not as binary stores it
        (Fraction(89049, 100000), "89,0%"),
        (Fraction(2, 3), "66,7%"),
        (Fraction(0), "0,0%"),
        (1, "100,0%"),
        (Fraction(-1, 80), "-1,3%"),
        (Fraction(-1, 10000), "0,0%"),
        (Fraction(12345, 1000), "1.234,5%"),
    ],
)
def test_a_share_is_written_in_per_cent_rounded_half_up(value, written):
    assert labels.percent(value) == written


def test_reports_write_two_decimals():
    share = Fraction(5772 + 11647, 19569)

    assert labels.percent(share, 2) == "89,01%"
    assert labels.percent(share, 0) == "89%"


def test_english_writes_a_decimal_point_and_commas():
    assert labels.percent(Fraction(826, 1000), locale="en") == "82.6%"
    assert labels.interval(0.826, 0.945, locale="en") == "82.6–94.5"
    assert labels.count(1234567, locale="en") == "1,234,567"


@pytest.mark.parametrize(
    ("satisfied", "n", "written"),
    [(90, 100, "82,6–94,5"), (27, 30, "74,4–96,5"), (10, 10, "72,2–100"), (0, 10, "0–27,8")],
)
def test_an_interval_is_written_from_low_to_high(satisfied, n, written):
    found = wilson(Fraction(satisfied, n), n)

    assert labels.interval(found.low, found.high) == written


def test_an_interval_may_take_two_decimals():
    assert labels.interval(0.82563, 0.94477, 2) == "82,56–94,48"


@pytest.mark.parametrize(("n", "written"), [(0, "0"), (999, "999"), (1234, "1.234"), (1234567, "1.234.567")])
def test_a_count_marks_its_thousands(n, written):
    assert labels.count(n) == written


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 21), "21/11/2026"),
        (date(2026, 7, 2), "02/7/2026"),
        (date(2026, 1, 5), "05/01/2026"),
        (date(2026, 2, 10), "10/02/2026"),
        (date(2026, 3, 10), "10/3/2026"),
    ],
)
def test_a_day_is_written_as_in_official_documents(day, written):
    assert labels.day(day) == written


@pytest.mark.parametrize(
    ("kind", "text", "title"),
    [
        ("week", "2026-W47", "tuần 47/2026 (16/11–22/11/2026)"),
        ("week", "2026-W01", "tuần 1/2026 (29/12/2025–04/01/2026)"),
        ("month", "2026-10", "tháng 10/2026"),
        ("month", "2026-01", "tháng 01/2026"),
        ("quarter", "2026-Q1", "quý I/2026"),
        ("quarter", "2026-Q2", "quý II/2026"),
        ("quarter", "2026-Q3", "quý III/2026"),
        ("quarter", "2026-Q4", "quý IV/2026"),
        ("half_year", "2026-H1", "6 tháng đầu năm 2026"),
        ("half_year", "2026-H2", "6 tháng cuối năm 2026"),
        ("year", "2026", "năm 2026"),
        ("custom", "2026-10-05..2026-10-14", "từ 05/10/2026 đến 14/10/2026"),
        ("custom", "2026-10-05..2026-10-05", "ngày 05/10/2026"),
    ],
)
def test_a_period_has_the_title_people_use(office, kind, text, title):
    assert labels.period_title(parse(kind, text)) == title


def test_a_period_is_titled_in_the_language_asked_for(office):
    quarter = parse("quarter", "2026-Q4")

    assert labels.period_title(quarter, locale="en") == "fourth quarter of 2026"
    assert labels.period_title(quarter, locale="vi") == "quý IV/2026"


def test_numbers_follow_the_language_of_the_page(office):
    with force_locale("en"):
        assert labels.percent(Fraction(826, 1000)) == "82.6%"
    assert labels.percent(Fraction(826, 1000)) == "82,6%"


def test_every_verdict_has_its_name(office):
    assert {verdict: str(name) for verdict, name in labels.VERDICT_NAMES.items()} == {
        Verdict.MET: "Đạt",
        Verdict.MET_UNCERTAIN: "Đạt, chưa chắc chắn",
        Verdict.NOT_MET: "Chưa đạt",
        Verdict.NOT_MET_UNCERTAIN: "Chưa đạt, chưa chắc chắn",
        Verdict.NOT_ENOUGH_DATA: "Chưa đủ dữ liệu",
    }


def test_a_name_is_translated_when_shown_not_when_loaded(office):
    with force_locale("en"):
        assert str(labels.VERDICT_NAMES[Verdict.MET]) == "Met"


@given(st.fractions(0, 1), st.integers(0, 4))
def test_rounding_moves_a_share_by_at_most_half_a_step(share, digits):
    written = labels.percent(share, digits, locale="en").rstrip("%")

    assert abs(Fraction(written) - share * 100) <= Fraction(1, 2 * 10**digits)


@pytest.fixture
def office(tmp_path):
    """A bare app speaking Vietnamese from a catalogue of exactly the sentences above."""
    folder = tmp_path / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="vi")
    for english, vietnamese in VIETNAMESE.items():
        catalogue.add(english, vietnamese)
    with (folder / "messages.mo").open("wb") as compiled:
        write_mo(compiled, catalogue)
    app = Flask("office")
    Babel(app, default_locale="vi", default_translation_directories=str(tmp_path))
    with app.app_context():
        yield app
