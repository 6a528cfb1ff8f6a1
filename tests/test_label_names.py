"""Labels of closed sets: everything that can occur has a name, and targets and axes are written as documents do."""

from enum import StrEnum
from fractions import Fraction

import pytest
from flask import Flask
from flask_babel import force_locale

from core import labels
from core.domain.access import Role
from core.domain.periods import Kind, parse
from core.domain.scoring import Method, Verdict
from core.domain.standings import TierGroup
from core.domain.submission import Channel, Tier


@pytest.mark.parametrize(
    ("members", "names"),
    [
        (Verdict, labels.VERDICT_NAMES),
        (Kind, labels.KIND_NAMES),
        (Tier, labels.TIER_NAMES),
        (TierGroup, labels.TIER_GROUP_NAMES),
        (Channel, labels.CHANNEL_NAMES),
        (Method, labels.METHOD_NAMES),
        (Role, labels.ROLE_NAMES),
    ],
)
def test_everything_that_can_occur_has_a_name(members: type[StrEnum], names: dict[StrEnum, object]) -> None:
    assert set(names) == set(members)


def test_every_kind_of_calendar_period_has_a_course() -> None:
    assert set(labels.COURSE_TITLES) == set(Kind) - {Kind.CUSTOM}


@pytest.mark.parametrize(
    ("threshold", "written"),
    [(Fraction(95, 100), "95%"), (Fraction(975, 1000), "97,5%"), (Fraction(9725, 10000), "97,25%")],
)
def test_a_target_is_written_as_its_document_writes_it(app: Flask, threshold: Fraction, written: str) -> None:
    assert labels.threshold(threshold) == written


def test_points_carry_no_sign(app: Flask) -> None:
    share = Fraction(8554, 10000)

    assert (labels.points(share), labels.points(share, 2), labels.points(share, 2, locale="en")) == (
        "85,5",
        "85,54",
        "85.54",
    )


@pytest.mark.parametrize(
    ("kind", "text", "tick"),
    [
        ("week", "2026-W05", "T5"),
        ("month", "2026-10", "T10"),
        ("quarter", "2026-Q4", "Q4/26"),
        ("half_year", "2026-H1", "1/26"),
        ("year", "2026", "2026"),
    ],
)
def test_an_axis_writes_periods_short(app: Flask, kind: str, text: str, tick: str) -> None:
    assert labels.period_tick(parse(kind, text)) == tick


def test_a_text_of_data_is_given_in_the_language_of_the_page(app: Flask) -> None:
    texts = {"vi": "Đánh giá nhanh", "en": "Quick rating"}

    with force_locale("en"):
        english = labels.wording(texts)
    with force_locale("vi"):
        vietnamese = labels.wording(texts)
    with force_locale("en"):
        only = labels.wording({"vi": "Chỉ có tiếng Việt"})

    assert (english, vietnamese, only) == ("Quick rating", "Đánh giá nhanh", "Chỉ có tiếng Việt")


@pytest.fixture(params=["sqlite"])
def databases(request: pytest.FixtureRequest) -> object:
    """Words do not depend on the database."""
    return request.getfixturevalue(f"{request.param}_databases")
