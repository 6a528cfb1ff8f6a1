"""Reviewing comments by rules: what a redaction may change, what is suggested, what makes a batch."""

import random
from datetime import date

import pytest

from core.domain.comment_batches import Stretch, fields_shown, stretches
from core.domain.comment_hints import alarming, names_in
from core.domain.comment_review import COVER, ReviewRefused, check_redaction, cover
from core.domain.comment_topics import Topic, suggest

TEXT = "Chị Lan ở quầy 3 bảo tôi quay lại ba lần, không ghi phiếu."
NAMES = ("Nguyễn Thị Lan", "Trần Văn Đức")


@pytest.mark.parametrize(
    "redacted",
    [
        TEXT,
        "[đã che] ở quầy 3 bảo tôi quay lại ba lần, không ghi phiếu.",
        "[đã che] ở [đã che] bảo tôi quay lại ba lần, không ghi [đã che]",
        "[đã che]",
        "Chị Lan ở quầy 3 bảo tôi  quay\r\nlại ba lần, không ghi phiếu.",
        "Chị [đã che][đã che] ở quầy 3 bảo tôi quay lại ba lần, không ghi phiếu.",
    ],
)
def test_passages_may_be_covered(redacted: str):
    check_redaction(TEXT, redacted)


@pytest.mark.parametrize(
    "redacted",
    [
        "",
        "Chị Lan ở quầy 3 bảo tôi quay lại ba lần, ghi phiếu.",
        "Chị Lan ở quầy 3 bảo tôi quay lại hai lần, không ghi phiếu.",
        f"{TEXT} Cảm ơn.",
        f"{TEXT}[đã che]",
        f"[đã che]{TEXT}",
        "[đã che] ở quầy 3 rất tốt [đã che]",
        "không ghi phiếu. [đã che] Chị Lan",
        "Chị Lan [đã che] ở quầy 3 bảo tôi quay lại ba lần, không ghi phiếu.",
        "[đã che tên] ở quầy 3 bảo tôi quay lại ba lần, không ghi phiếu.",
    ],
)
def test_words_cannot_be_added_changed_moved_or_dropped(redacted: str):
    with pytest.raises(ReviewRefused, match="words_changed"):
        check_redaction(TEXT, redacted)


def test_a_mark_from_before_storing_may_stay_or_be_covered():
    original = "Gọi tôi [đã che số điện thoại] nhé"

    check_redaction(original, original)
    check_redaction(original, "Gọi tôi [đã che] nhé")
    check_redaction(original, "[đã che] [đã che số điện thoại] nhé")


def test_any_covering_of_a_text_full_of_repetitions_is_taken_and_any_other_word_refused():
    for _ in range(300):
        words = [random.choice("ab") for _ in range(9)]
        covered = [word if random.random() < 0.6 else COVER for word in words]
        check_redaction(" ".join(words), " ".join(covered))
        covered[random.randrange(9)] = "c"
        with pytest.raises(ReviewRefused):
            check_redaction(" ".join(words), " ".join(covered))


def test_names_of_officers_are_found_without_marks_whole_or_as_people_are_addressed():
    def covered(text: str) -> str:
        return cover(text, names_in(text, NAMES))

    assert covered("Gặp nguyen thi lan ở quầy 3") == "Gặp [đã che] ở quầy 3"
    assert covered("Anh ĐỨC nói cọc lốc") == "Anh [đã che] nói cọc lốc"
    assert covered("Văn Đức và chị Lan") == "[đã che] và chị [đã che]"
    assert covered("Lan can hỏng, đức tính tốt") == "Lan can hỏng, đức tính tốt"
    assert covered("Cán bộ Trần Văn Đức, Trần Văn Đức") == "Cán bộ [đã che], [đã che]"


def test_an_accusation_is_noticed_and_dissatisfaction_is_none():
    assert alarming("Phải đưa PHONG BÌ mới xong") == ("phong bi",)
    assert alarming("voi vinh nguoi dan, hành dân") == ("voi vinh", "hanh dan")
    assert alarming("Chờ lâu, thái độ chưa tốt") == ()


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Chờ lâu quá", (Topic.WAITING,)),
        ("cho lau qua", (Topic.WAITING,)),
        ("Cán bộ nhiệt tình, cảm ơn", (Topic.PRAISE,)),
        ("Không hài lòng", ()),
        ("Chưa nhiệt tình hướng dẫn", (Topic.GUIDANCE,)),
        ("Bị mắng ở quầy", (Topic.MANNERS,)),
        ("Mạng yếu không nộp được", (Topic.ONLINE,)),
        ("Thu phí cao, đi lại nhiều lần", (Topic.RETURNING, Topic.FEES)),
        ("Nhà vệ sinh bẩn", (Topic.PREMISES,)),
        ("Ok", ()),
    ],
)
def test_topics_are_suggested_by_words(text: str, topics: tuple[Topic, ...]):
    assert suggest(text) == topics


SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
LATER = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ({OCTOBER: 4}, []),
        ({OCTOBER: 5}, [(OCTOBER,)]),
        ({OCTOBER: 9, NOVEMBER: 5}, [(OCTOBER,), (NOVEMBER,)]),
        # Months with few wait for one another; a month with enough does not wait for them.
        ({SEPTEMBER: 2, OCTOBER: 7, NOVEMBER: 2}, [(OCTOBER,)]),
        ({SEPTEMBER: 2, OCTOBER: 7, NOVEMBER: 3}, [(SEPTEMBER, NOVEMBER), (OCTOBER,)]),
        # The running month is not over.
        ({date(2026, 12, 1): 8}, []),
        ({NOVEMBER: 4, date(2026, 12, 1): 8}, []),
    ],
)
def test_five_of_a_closed_month_make_a_batch_and_fewer_wait_for_other_months(
    marked: dict[date, int], found: list[tuple[date, ...]]
):
    assert stretches(marked, LATER) == tuple(Stretch(months) for months in found)


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({1: 10}, {1}),
        ({1: 9}, set()),
        ({1: 10, 2: 12}, {1, 2}),
        # Seven answers to the others would be recognised by the missing name: the smallest of the shown joins them.
        ({1: 10, 2: 12, 3: 7}, {2}),
        ({1: 10, 2: 12, 0: 7}, {2}),
        ({1: 10, 2: 12, 3: 7, 4: 3}, {1, 2}),
    ],
)
def test_a_field_stands_beside_a_text_only_among_ten_and_so_do_those_left_out(
    answers: dict[int, int], shown: set[int]
):
    assert fields_shown(answers) == shown
