"""What a question waits for: kept when it was removed, never handed to another answer without a word."""

import re

from flask.testing import FlaskClient

from core.domain.questionnaire import Condition
from tests.admin import test_questionnaires as desk
from tests.admin.test_questionnaires import DRAFT, send, written

manager = desk.manager

SEAT = {"vi": "Ngồi ở đâu?", "en": "", "scope": "office", "factor": ""}
RAIN = {"vi": "Có dột không?", "en": "", "scope": "office", "factor": ""}


def rows(**answers: str) -> dict[str, object]:
    """The rows of a question's answers: by code, `new` for one without."""
    codes = ["" if code == "new" else code.removeprefix("o") for code in answers]
    return {"o_code": codes, "o_vi": list(answers.values()), "o_en": [""] * len(codes)}


def two_questions(manager: FlaskClient) -> None:
    """Add a question of three answers, 0 to 2, and one that waits for its second."""
    three = {"o_code": ["", "", ""], "o_vi": ["Ghế", "Bậc thềm", "Xe"], "o_en": ["", "", ""]}
    send(manager, f"{DRAFT}/them/mot", **SEAT, **three)
    send(manager, f"{DRAFT}/them/co-khong", **RAIN, **rows(o1="Có", o0="Không"), when=["ngoi_o_dau:1"])


def waits_for(code: str = "co_dot_khong") -> Condition | None:
    found = written().draft.question(code)
    assert found is not None
    return found.condition


def stale(manager: FlaskClient) -> list[tuple[str, bool]]:
    """The ticks for what is not asked before it on the second question's page, and whether they are set."""
    page = manager.get(f"{DRAFT}/cau/co_dot_khong").text
    label = 'role="group" aria-label="Không được hỏi trước câu này"'
    found = re.search(f'<div class="ticks" {label}>(.*?)</div>', page, re.S)
    if found is None:
        return []
    return [(value, bool(checked)) for value, checked in re.findall(r'value="([^"]*)"( checked)?>', found[1])]


def test_a_removed_answer_somebody_waits_for_leaves_its_code_to_no_other(manager: FlaskClient) -> None:
    two_questions(manager)
    send(manager, f"{DRAFT}/cau/ngoi_o_dau", **SEAT, **rows(o0="Ghế", o2="Xe"))
    send(manager, f"{DRAFT}/cau/ngoi_o_dau", **SEAT, **rows(o0="Ghế", o2="Xe", new="Chiếu"))

    found = written().draft.question("ngoi_o_dau")
    assert found is not None
    assert [option.code for option in found.options] == ["0", "2", "3"]
    assert "Câu này chờ một phương án không còn nữa." in manager.get(DRAFT).text


def test_a_question_added_again_does_not_take_the_place_of_the_one_somebody_waits_for(
    manager: FlaskClient,
) -> None:
    two_questions(manager)
    send(manager, f"{DRAFT}/cau/ngoi_o_dau/bo")
    send(manager, f"{DRAFT}/them/co-khong", **SEAT, **rows(o1="Có", o0="Không"))

    assert [question.code for question in written().draft.questions][-2:] == ["co_dot_khong", "ngoi_o_dau_2"]
    assert waits_for() == Condition("ngoi_o_dau", ("1",))


def test_a_question_added_again_does_not_take_the_faces_of_the_removed_one(manager: FlaskClient) -> None:
    level = {"vi": "Chung?", "en": "", "scope": "field", "factor": ""}
    send(manager, f"{DRAFT}/them/muc", **level)
    send(manager, f"{DRAFT}/chung", vi="Nhanh", en="", lead="chung")
    send(manager, f"{DRAFT}/cau/chung/bo")
    send(manager, f"{DRAFT}/them/muc", **level)

    assert (written().draft.questions[-1].code, written().draft.lead) == ("chung_2", "chung")


def test_a_wait_for_what_is_gone_is_shown_kept_and_taken_away_by_hand(manager: FlaskClient) -> None:
    two_questions(manager)
    send(manager, f"{DRAFT}/cau/ngoi_o_dau", **SEAT, **rows(o0="Ghế", o2="Xe"))
    assert stale(manager) == [("ngoi_o_dau:1", True)]
    assert "“Ngồi ở đâu?”: một phương án không còn nữa (1)" in manager.get(f"{DRAFT}/cau/co_dot_khong").text

    again = {**RAIN, **rows(o1="Có", o0="Không")}
    send(manager, f"{DRAFT}/cau/co_dot_khong", **again, when=["ngoi_o_dau:1"])
    assert waits_for() == Condition("ngoi_o_dau", ("1",))
    unticked = send(manager, f"{DRAFT}/cau/co_dot_khong", 422, **{**again, "vi": ""})
    assert '<input type="checkbox" name="when" value="ngoi_o_dau:1"> ' in unticked

    send(manager, f"{DRAFT}/cau/co_dot_khong", **again)
    assert waits_for() is None
    assert stale(manager) == []


def test_a_wait_for_a_question_that_went_or_moved_below_is_shown_too(manager: FlaskClient) -> None:
    two_questions(manager)
    send(manager, f"{DRAFT}/thu-tu", cau="co_dot_khong", huong="len")
    assert stale(manager) == [("ngoi_o_dau:1", True)]
    shown = manager.get(f"{DRAFT}/cau/co_dot_khong").text
    assert "“Ngồi ở đâu?”: Bậc thềm – không còn được hỏi trước câu này" in shown
    assert "Câu này chờ điều không được hỏi trước nó. Dấu chọn được giữ cho đến khi Ông/Bà bỏ, hoặc" in shown
    send(manager, f"{DRAFT}/thu-tu", cau="co_dot_khong", huong="xuong")
    assert stale(manager) == []
    send(manager, f"{DRAFT}/thu-tu", cau="co_dot_khong", huong="len")

    send(manager, f"{DRAFT}/cau/ngoi_o_dau/bo")
    assert stale(manager) == [("ngoi_o_dau:1", True)]
    shown = manager.get(f"{DRAFT}/cau/co_dot_khong").text
    assert "Một phương án của một câu không còn nữa (ngoi_o_dau)" in shown


def test_a_question_saved_as_it_stands_waits_for_the_same_in_the_same_order(manager: FlaskClient) -> None:
    """The page lists the best level first, what is stored begins with the least."""
    found = written().draft.question("praise")
    assert found is not None
    answers = {
        "o_code": [option.code for option in found.options],
        "o_vi": [option.texts["vi"] for option in found.options],
        "o_en": [option.texts["en"] for option in found.options],
    }
    page = {**found.texts, "scope": str(found.scope), "factor": found.factor, **answers}
    send(manager, f"{DRAFT}/cau/praise", **page, when=["overall:5", "overall:4"])

    assert waits_for("praise") == Condition("overall", ("4", "5"))
    assert "Không có gì khác với bộ đang hỏi." in manager.get(f"{DRAFT}/phat-hanh").text
