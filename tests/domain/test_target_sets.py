"""Target sets: what the five plans ask, written down here a second time, by hand, from their text."""

from datetime import date

import pytest

from core.domain.target_sets import TARGET_SETS, PlanTarget, Subject, UnknownTargetSet, by_code

LAND = "dat-dai-xay-dung-dau-tu"


def asked(code):
    """What a plan asks: subject, group, threshold, first and last day."""
    return [
        (target.subject, target.subject_code, target.threshold, target.first_day, target.last_day)
        for target in by_code(code).targets
    ]


def test_nam_dan_asks_95_percent_overall_and_85_for_land_construction_and_investment():
    assert asked("nam-dan-2026") == [
        (Subject.OVERALL, None, 9500, date(2026, 3, 19), None),
        (Subject.GROUP, LAND, 8500, date(2026, 3, 19), None),
    ]


def test_tue_tinh_asks_95_and_90_percent_from_2028_to_2030_and_nothing_at_the_counter_before():
    assert asked("tue-tinh-2026") == [
        (Subject.OVERALL, None, 9500, date(2028, 1, 1), date(2030, 12, 31)),
        (Subject.GROUP, LAND, 9000, date(2028, 1, 1), date(2030, 12, 31)),
    ]
    assert not any(target.holds_on(date(2026, 11, 21)) for target in by_code("tue-tinh-2026").targets)


def test_kim_dong_asks_90_percent_in_2024_and_2025_and_95_in_2030():
    assert asked("kim-dong-2024") == [
        (Subject.OVERALL, None, 9000, date(2024, 1, 1), date(2024, 12, 31)),
        (Subject.OVERALL, None, 9000, date(2025, 1, 1), date(2025, 12, 31)),
        (Subject.OVERALL, None, 9500, date(2030, 1, 1), date(2030, 12, 31)),
    ]


@pytest.mark.parametrize("code", ["long-dien-a-2023", "kim-thanh-2024"])
def test_a_plan_without_targets_says_so_in_both_languages(code):
    plan = by_code(code)

    assert plan.is_silent
    assert "không đặt chỉ tiêu về mức độ hài lòng" in plan.remarks["vi"]
    assert "sets no satisfaction target" in plan.remarks["en"]


@pytest.mark.parametrize(
    ("code", "document"),
    [
        (
            "nam-dan-2026",
            "Kế hoạch của Ban Thường vụ Đảng ủy xã Nam Đàn thực hiện Chỉ thị số 15-CT/TU ngày 19/3/2026 "
            "(bản kế hoạch không ghi số, ngày)",
        ),
        ("long-dien-a-2023", "Kế hoạch số 136/KH-UBND ngày 28/02/2023 của Ủy ban nhân dân xã Long Điền A"),
        (
            "kim-dong-2024",
            "Nghị quyết của Đảng ủy xã về việc đẩy mạnh thực hiện các chỉ số cải cách nền hành chính trên địa bàn "
            "xã năm 2024 (bản nghị quyết không ghi số, ngày)",
        ),
        ("kim-thanh-2024", "Kế hoạch số 154 KH/HU ngày 14/8/2024 của Ban Thường vụ Huyện ủy Kim Thành"),
        (
            "tue-tinh-2026",
            "Quyết định số 364/QĐ-UBND ngày 24/4/2026 của Chủ tịch Ủy ban nhân dân xã Tuệ Tĩnh",
        ),
    ],
)
def test_a_set_names_its_document_as_the_document_names_itself(code, document):
    assert by_code(code).document == document


@pytest.mark.parametrize(
    ("code", "article"),
    [
        ("nam-dan-2026", "Mục III.5"),
        ("kim-dong-2024", "Mục II.2"),
        ("tue-tinh-2026", "Kế hoạch kèm theo, Mục I.2"),
    ],
)
def test_every_target_names_its_article(code, article):
    assert {target.article for target in by_code(code).targets} == {article}


@pytest.mark.parametrize(
    ("code", "article", "words"),
    [
        ("nam-dan-2026", "Mục III.4", "đúng hạn và trước hạn đạt từ 98%"),
        (
            "kim-dong-2024",
            "Mục II.2",
            "cung cấp dịch vụ công đạt tối thiểu 85% vào năm 2025 và 90% vào năm 2030",
        ),
        (
            "kim-dong-2024",
            "Mục II.2",
            "80% người dân, doanh nghiệp hài lòng khi sử dụng dịch vụ công trực tuyến",
        ),
        ("kim-thanh-2024", "Mục II.1.2", "ít nhất 20% chính quyền cấp xã đạt chuẩn mức độ 1"),
        ("tue-tinh-2026", "Kế hoạch kèm theo, Mục I.2", "(Chỉ số SIPAS) đạt tối thiểu 95%"),
        ("tue-tinh-2026", "Kế hoạch kèm theo, Mục I.2", "y tế, giáo dục công lập, đạt tối thiểu 90%"),
        ("tue-tinh-2026", "Kế hoạch kèm theo, Mục I.2", "95% người dân, doanh nghiệp đánh giá hài lòng"),
    ],
)
def test_a_goal_that_no_counter_can_measure_is_listed_with_its_article(code, article, words):
    assert any(note.article == article and words in note.vi for note in by_code(code).notes)


@pytest.mark.parametrize("plan", TARGET_SETS, ids=lambda plan: plan.code)
def test_no_set_asks_two_things_of_the_same_subject_on_the_same_day(plan):
    borders = {target.first_day for target in plan.targets}

    for day in borders:
        subjects = [(target.subject, target.subject_code) for target in plan.targets if target.holds_on(day)]
        assert len(subjects) == len(set(subjects)), day


@pytest.mark.parametrize("plan", TARGET_SETS, ids=lambda plan: plan.code)
def test_a_set_fits_its_columns_and_speaks_both_languages(plan):
    assert len(plan.code) <= 40
    assert len(plan.document) <= 300
    assert all(len(target.article) <= 120 for target in plan.targets)
    assert all(plan.remarks[language] for language in ("vi", "en"))
    assert all(note.article and note.vi and note.en for note in plan.notes)


def test_an_unknown_code_is_refused_by_name():
    with pytest.raises(UnknownTargetSet) as refused:
        by_code("xa-khac-2026")

    assert refused.value.facts == {"code": "xa-khac-2026"}


def test_capitals_in_a_code_make_no_difference():
    assert by_code("NAM-DAN-2026") is by_code("nam-dan-2026")


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": 0},
        {"threshold": 10001},
        {"subject_code": LAND},
        {"last_day": date(2025, 12, 31)},
    ],
)
def test_a_target_no_plan_could_mean_is_refused(wrong):
    sound = {
        "subject": Subject.OVERALL,
        "threshold": 9500,
        "first_day": date(2026, 1, 1),
        "last_day": None,
        "article": "Mục I",
        "quote": "",
    }

    with pytest.raises(ValueError):
        PlanTarget(**{**sound, **wrong})
