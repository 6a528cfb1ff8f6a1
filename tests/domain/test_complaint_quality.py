"""The rules tell an answer from a phrase: at most two of forty wrong."""

import pytest

from core.domain.complaints.quality import LONGEST_SENTENCE, Finding, judge
from tests.domain.complaint_answers import EMPTY, REAL


def test_at_most_two_of_forty_are_judged_wrongly():
    assert (len(EMPTY), len(REAL)) == (20, 20)
    wrong = [text for text in EMPTY if not judge(text).is_empty]
    wrong += [text for text in REAL if judge(text).is_empty]

    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize("text", ["", "   ", "!!!", "Cảm ơn."])
def test_next_to_nothing_is_empty(text: str):
    assert judge(text).findings == (Finding.EMPTY,)


def test_a_citation_is_no_content():
    assert judge("Theo Nghị định 20/2008/NĐ-CP, Điều 9, chúng tôi đã tiếp nhận.").is_empty


def test_what_carries_the_answer_is_named():
    judged = judge("Cảm ơn Ông/Bà. Máy lấy số đã sửa xong ngày 09/11. Trân trọng.")

    assert judged.substance == ("Máy lấy số đã sửa xong ngày 09/11",)


def test_a_long_sentence_is_said_so():
    long = "Trung tâm đã sửa máy lấy số " + "và đã báo cho mọi người " * 7
    assert len(long.split()) > LONGEST_SENTENCE

    assert judge(long).findings == (Finding.LONG_SENTENCE,)
