"""The overview: which answers lead, which target holds, who is shown, and what is never added up."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from core.domain.basis import GroupKey, bases, scores
from core.domain.builtin import MINISTRY, QUICK
from core.domain.course import course, stretch
from core.domain.field_lines import FieldLine, LineKind
from core.domain.overview import Overview, derive
from core.domain.periods import parse
from core.domain.rollup import Counts
from core.domain.scoring import Method, Verdict
from core.domain.standings import Standing, Target, TierGroup
from core.domain.subjects import Field, Office, Officer
from core.domain.target_sets.model import Subject
from tests.support.counted import Levels, counted, satisfied

QUICK_ID, MINISTRY_ID, QUICK_2_ID = 1, 2, 3
#: A second version that only asks something more beside the levels.
QUICK_2 = replace(QUICK, number=2)
VERSIONS = {QUICK_ID: QUICK, MINISTRY_ID: MINISTRY, QUICK_2_ID: QUICK_2}
OCTOBER = parse("month", "2026-10")
PLAN = Target(
    unit_id=1,
    subject=Subject.OVERALL,
    threshold=Fraction(85, 100),
    document="Kế hoạch 01/KH-UBND",
    article="Mục II",
    valid_from=date(2026, 1, 1),
)
LAND, BUILDING, CIVIL = (
    Field(id=number, name=name, group_id=group, unit_line=(1,))
    for number, name, group in ((1, "Đất đai", 9), (2, "Xây dựng", 9), (3, "Hộ tịch", None))
)
OFFICE = Office(fields=(CIVIL, LAND, BUILDING), groups={9: "Đất đai – Xây dựng"}, targets=(PLAN,))


def key(
    *, field: int = 3, officer: int = 0, channel: str = "qr", tier: str = "C", version: int = QUICK_ID
) -> GroupKey:
    return GroupKey(field, officer, channel, tier, version)


def overview(sums: dict[GroupKey, Counts], office: Office = OFFICE) -> Overview:
    return derive(OCTOBER, office, versions=VERSIONS, sums=sums)


def line(found: Overview, name: str) -> FieldLine:
    return next(line for line in found.fields if line.name == name)


# Which answers lead.


def test_verified_answers_lead_from_thirty_people_on_with_open_ones_beside_them() -> None:
    found = overview(
        {
            key(tier="A"): counted(satisfied(12, of=14)),
            key(tier="B"): counted(satisfied(15, of=16)),
            key(tier="C"): counted(satisfied(100, of=500)),
        }
    )

    assert found.leading is TierGroup.VERIFIED
    assert (found.headline.n, found.headline.figure.value) == (30, Fraction(27, 30))
    assert (found.beside.n, found.beside.figure.value) == (500, Fraction(100, 500))


def test_under_thirty_verified_people_open_answers_lead_and_the_verified_stand_beside_them() -> None:
    found = overview(
        {key(tier="B"): counted(satisfied(29, of=29)), key(tier="C"): counted(satisfied(3, of=4))}
    )

    assert found.leading is TierGroup.OPEN
    assert (found.headline.n, found.beside.n) == (4, 29)


def test_a_few_verified_answers_lead_when_there_are_no_others() -> None:
    found = overview({key(tier="B"): counted(satisfied(3, of=4))})

    assert found.leading is TierGroup.VERIFIED
    assert found.headline.verdict is Verdict.NOT_ENOUGH_DATA


def test_a_period_without_answers_has_no_figure_and_names_every_active_field() -> None:
    found = overview({})

    assert found.headline.figure is None
    assert found.headline.verdict is Verdict.NOT_ENOUGH_DATA
    assert [field.name for field in found.silent_fields] == ["Hộ tịch", "Đất đai", "Xây dựng"]


# What a figure is worth.


@pytest.mark.parametrize(
    ("satisfied_people", "people", "expected"),
    [
        (90, 100, Verdict.MET_UNCERTAIN),
        (80, 100, Verdict.NOT_MET_UNCERTAIN),
        (900, 1000, Verdict.MET),
        (800, 1000, Verdict.NOT_MET),
        (29, 29, Verdict.NOT_ENOUGH_DATA),
    ],
)
def test_a_target_of_85_per_cent(satisfied_people: int, people: int, expected: Verdict) -> None:
    found = overview({key(): counted(satisfied(satisfied_people, of=people))})

    assert found.headline.verdict is expected
    assert line(found, "Hộ tịch").pair.open.verdict is expected


def test_the_same_answers_by_share_and_by_mean_score() -> None:
    levels: Levels = (422, 406, 1322, 5772, 11647)

    standing = overview({key(): counted(levels)}).headline

    assert standing.levels.counts == levels
    assert standing.figure.value == Fraction(17419, 19569)
    assert round(float(standing.mean_score.value), 4) == 0.8554
    assert standing.mean_score.method is Method.MEAN_SCORE


# Targets.


def test_a_field_takes_its_own_target_before_its_groups_before_the_overall_one() -> None:
    of_group = replace(PLAN, subject=Subject.GROUP, subject_id=9, threshold=Fraction(80, 100))
    of_field = replace(PLAN, subject=Subject.FIELD, subject_id=1, threshold=Fraction(70, 100))
    office = replace(OFFICE, targets=(PLAN, of_group, of_field))

    found = overview(
        {key(field=field): counted(satisfied(9, of=10)) for field in (1, 2, 3)},
        office,
    )

    assert [(line.name, line.pair.open.target.threshold) for line in found.fields] == [
        ("Hộ tịch", Fraction(85, 100)),
        ("Đất đai – Xây dựng", Fraction(80, 100)),
        ("Đất đai", Fraction(70, 100)),
        ("Xây dựng", Fraction(80, 100)),
    ]


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "holds"),
    [
        (date(2026, 10, 31), None, True),
        (date(2026, 11, 1), None, False),
        (date(2026, 1, 1), date(2026, 10, 31), True),
        (date(2026, 1, 1), date(2026, 10, 30), False),
    ],
)
def test_the_target_in_force_on_the_last_day_of_the_period_holds(
    valid_from: date, valid_to: date | None, holds: bool
) -> None:
    plan = replace(PLAN, valid_from=valid_from, valid_to=valid_to)

    found = overview({key(): counted(satisfied(9, of=10))}, replace(OFFICE, targets=(plan,)))

    assert (found.headline.target == plan) is holds
    assert (found.headline.verdict is None) is not holds


def test_the_strictest_of_several_targets_holds() -> None:
    stricter = replace(PLAN, threshold=Fraction(95, 100), document="Nghị quyết 2")

    found = overview({key(): counted(satisfied(9, of=10))}, replace(OFFICE, targets=(stricter, PLAN)))

    assert found.headline.target == stricter
    assert line(found, "Hộ tịch").pair.open.target == stricter


def test_the_target_of_another_unit_binds_no_field() -> None:
    elsewhere = replace(PLAN, unit_id=7)

    found = overview({key(): counted(satisfied(9, of=10))}, replace(OFFICE, targets=(elsewhere,)))

    assert line(found, "Hộ tịch").pair.open.target is None


# Fields.


def test_a_group_adds_up_its_fields_and_stands_before_them() -> None:
    found = overview(
        {
            key(field=1): counted(satisfied(10, of=20)),
            key(field=2): counted(satisfied(30, of=30)),
            key(field=3): counted(satisfied(7, of=10)),
        }
    )

    assert [(line.kind, line.name, line.pair.open.n) for line in found.fields] == [
        (LineKind.FIELD, "Hộ tịch", 10),
        (LineKind.GROUP, "Đất đai – Xây dựng", 50),
        (LineKind.MEMBER, "Đất đai", 20),
        (LineKind.MEMBER, "Xây dựng", 30),
    ]
    assert line(found, "Đất đai – Xây dựng").pair.open.figure.value == Fraction(40, 50)


def test_answers_without_a_field_count_for_the_office_and_get_no_verdict() -> None:
    found = overview({key(field=0): counted(satisfied(40, of=50))})

    assert found.headline.n == 50
    assert [(line.kind, line.name) for line in found.fields] == [(LineKind.UNKNOWN, "")]
    assert found.fields[0].pair.open.verdict is None


def test_a_closed_field_appears_while_it_has_answers_and_never_among_the_silent_ones() -> None:
    office = replace(OFFICE, fields=(replace(CIVIL, is_active=False), replace(LAND, is_active=False)))

    found = overview({key(field=3): counted(satisfied(1, of=1))}, office)

    assert [line.name for line in found.fields] == ["Hộ tịch"]
    assert found.silent_fields == ()


def test_the_premises_count_for_the_office_but_not_for_a_field() -> None:
    found = overview({key(version=MINISTRY_ID): counted(satisfied(1, of=1), questionnaire=MINISTRY)})

    assert len(found.headline.criteria) == 19
    assert len(line(found, "Hộ tịch").pair.open.criteria) == 12


# Questionnaires.


def test_the_questionnaire_most_people_answered_gives_the_figures_and_the_other_stands_alone() -> None:
    found = overview(
        {
            key(): counted(satisfied(40, of=50)),
            key(version=MINISTRY_ID): counted(satisfied(60, of=60), questionnaire=MINISTRY),
        }
    )

    assert found.basis.questionnaire is MINISTRY
    assert (found.headline.n, found.headline.figure.value) == (60, 1)
    assert [(other.basis.questionnaire.code, other.pair.open.n) for other in found.others] == [("quick", 50)]


def test_versions_that_ask_the_same_are_added_up() -> None:
    found = overview(
        {key(): counted(satisfied(4, of=5)), key(version=QUICK_2_ID): counted(satisfied(2, of=5))}
    )

    assert (found.headline.n, found.headline.figure.value) == (10, Fraction(6, 10))
    assert found.others == ()


def test_a_version_counted_by_another_method_stands_alone() -> None:
    versions = {1: QUICK, 2: replace(QUICK, number=2, method=Method.MEAN_SCORE)}

    assert [basis.version_ids for basis in bases(versions)] == [(1,), (2,)]


# Officers.

AN, BINH, DUC = Officer(1, "Nguyễn Văn An"), Officer(2, "Lê Thị Bình"), Officer(3, "Cao Văn Đức")


def test_under_ten_answers_an_officers_figure_does_not_exist() -> None:
    office = replace(OFFICE, officers=(AN, BINH))
    found = overview(
        {
            key(officer=1, tier="B"): counted(satisfied(9, of=9), officer=satisfied(9, of=9)),
            key(officer=2, tier="B"): counted(satisfied(9, of=10), officer=satisfied(9, of=10)),
        },
        office,
    )

    nine, ten = found.officers

    assert (nine.verified_n, nine.verified) == (9, None)
    assert ten.verified.figure.value == Fraction(9, 10)


def test_an_officers_open_answers_are_never_added_to_the_verified_ones() -> None:
    found = overview(
        {
            key(officer=1, tier="A"): counted(satisfied(6, of=6), officer=satisfied(6, of=6)),
            key(officer=1, tier="C"): counted(satisfied(6, of=6), officer=satisfied(6, of=6)),
        },
        replace(OFFICE, officers=(AN,)),
    )

    assert found.officers[0].verified is None
    assert found.officers[0].open is None


def test_only_what_was_asked_about_the_officer_counts_for_the_officer() -> None:
    found = overview(
        {key(officer=1): counted(satisfied(0, of=20), officer=satisfied(12, of=12))},
        replace(OFFICE, officers=(AN,)),
    )

    assert (found.officers[0].open.n, found.officers[0].open.figure.value) == (12, 1)


def test_officers_stand_in_alphabetical_order_by_given_name() -> None:
    office = replace(OFFICE, officers=(DUC, BINH, AN, Officer(4, "Ân"), Officer(5, "Bỉnh")))

    found = overview({}, office)

    assert [officer.name for officer in found.officers] == [
        "Nguyễn Văn An",
        "Ân",
        "Lê Thị Bình",
        "Bỉnh",
        "Cao Văn Đức",
    ]


def test_a_former_officer_is_listed_only_with_answers() -> None:
    office = replace(OFFICE, officers=(replace(AN, is_active=False), replace(BINH, is_active=False)))

    found = overview({key(officer=1): counted(satisfied(1, of=1), officer=satisfied(1, of=1))}, office)

    assert [officer.name for officer in found.officers] == ["Nguyễn Văn An"]


# Channels and tiers.


def test_each_channel_shows_verified_and_open_answers_apart() -> None:
    found = overview(
        {
            key(channel="qr", tier="A"): counted(satisfied(3, of=4)),
            key(channel="qr", tier="C"): counted(satisfied(1, of=5)),
            key(channel="tablet", tier="B"): counted(satisfied(6, of=6)),
        }
    )

    assert [(line.channel, line.standing.tiers, line.standing.n) for line in found.channels] == [
        ("qr", TierGroup.VERIFIED, 4),
        ("qr", TierGroup.OPEN, 5),
        ("tablet", TierGroup.VERIFIED, 6),
    ]
    assert [(line.tier, line.standing.n) for line in found.tiers] == [("A", 4), ("B", 6), ("C", 5)]


# The course.


def standings(by_month: dict[date, Levels]) -> tuple[list[str], list[Standing]]:
    periods = stretch(OCTOBER)
    found = course(
        periods,
        basis=bases({QUICK_ID: QUICK})[0],
        tiers=TierGroup.OPEN,
        by_day={day: scores(QUICK, counted(levels)) for day, levels in by_month.items()},
        target=PLAN,
    )
    return [str(step.period) for step in found.outside], [step.standing for step in found.steps]


def test_a_course_shows_twelve_periods_that_end_with_the_chosen_one() -> None:
    assert [str(period) for period in stretch(OCTOBER)][::11] == ["2025-11", "2026-10"]
    assert [str(period) for period in stretch(parse("week", "2026-W02"))][::11] == ["2025-W43", "2026-W02"]
    assert [str(period) for period in stretch(parse("quarter", "2026-Q1"))][::11] == ["2023-Q2", "2026-Q1"]


def test_a_free_span_is_seen_by_months() -> None:
    span = parse("custom", "2026-09-10..2026-10-05")

    assert [str(period) for period in stretch(span)][-2:] == ["2026-09", "2026-10"]


def test_a_really_bad_month_is_named_and_an_empty_one_is_not() -> None:
    usual = {date(2026, month, 1): satisfied(270, of=300) for month in (1, 2, 3, 4, 5, 7, 8, 10)}

    outside, found = standings({**usual, date(2026, 6, 1): satisfied(210, of=300)})

    assert outside == ["2026-06"]
    assert [standing.n for standing in found] == [0, 0, 300, 300, 300, 300, 300, 300, 300, 300, 0, 300]


def test_days_of_a_month_are_added_to_its_month() -> None:
    _, found = standings({date(2026, 10, 1): satisfied(5, of=10), date(2026, 10, 21): satisfied(4, of=4)})

    assert (found[-1].n, found[-1].figure.value) == (14, Fraction(9, 14))
