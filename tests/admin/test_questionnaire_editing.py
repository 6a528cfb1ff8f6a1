"""What the editor keeps whole, refuses in our words, and hands back to who typed it."""

import re
from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient

from core.db import write_session
from core.domain.publishing import OPTION_CODES
from core.domain.questionnaire import Factor, Kind, QuestionScope
from core.domain.questionnaire_draft import DraftOption, DraftQuestion, as_json
from core.models import QuestionnaireDraft
from tests.admin import test_questionnaires as desk
from tests.admin.test_questionnaires import DRAFT, HOME, YES_NO, codes, send, written
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

manager = desk.manager


def test_what_no_page_offers_or_does_not_fit_is_refused_in_our_words(manager: FlaskClient) -> None:
    for wrong, said in (
        ({"scope": "nobody"}, "Hãy chọn một trong các mục có sẵn."),
        ({"factor": "gone"}, "Hãy chọn một trong các mục có sẵn."),
        ({"factor": "+", "factor_vi": ""}, "Viết tên nhóm mới, hoặc chọn nhóm khác."),
        ({"factor": "+", "factor_vi": "x" * 201}, "Nhiều nhất 200 ký tự."),
        ({"o_vi": ["Có", "x" * 501, ""]}, "tối đa 500 ký tự"),
        ({"o_code": [""] * 37, "o_vi": ["a"] * 37, "o_en": [""] * 37}, "nhiều nhất 36 phương án"),
    ):
        page = send(manager, f"{DRAFT}/them/co-khong", 422, **{**YES_NO, **wrong})
        assert said in page
        assert "Not a valid" not in page
    assert len(codes()) == 9


def test_a_question_with_every_answer_an_import_may_bring_is_saved_whole(manager: FlaskClient) -> None:
    many = tuple(DraftOption(code, {"vi": f"{code} {'x' * 498}"}) for code in OPTION_CODES)
    long = DraftQuestion("nhieu", Kind.MULTI, QuestionScope.FIELD, {"vi": "y" * 500}, options=many)
    draft = written().draft
    with write_session() as session:
        row = session.get_one(QuestionnaireDraft, (World.centre, "quick"))
        row.content = as_json(replace(draft, questions=(*draft.questions, long)))
    shown = manager.get(f"{DRAFT}/cau/nhieu").text
    rows = {name: re.findall(rf'name="{name}" value="([^"]*)"', shown) for name in ("o_code", "o_vi", "o_en")}

    send(manager, f"{DRAFT}/cau/nhieu", vi="y" * 500, en="Many", scope="field", factor="", **rows)

    assert written().draft.question("nhieu") == replace(long, texts={"vi": "y" * 500, "en": "Many"})


def test_a_groups_name_is_put_right(manager: FlaskClient) -> None:
    group = {"factor": "+", "factor_vi": "Tiện ngi", "factor_en": ""}
    send(manager, f"{DRAFT}/them/co-khong", **{**YES_NO, **group})
    assert "Mỗi nhóm cần một tên" in send(
        manager, f"{DRAFT}/nhom", 422, g_code=["nhom_1"], g_vi=[" "], g_en=[""]
    )

    send(manager, f"{DRAFT}/nhom", g_code=["nhom_1"], g_vi=["Tiện nghi"], g_en=["Comfort"])

    draft = written().draft
    assert draft.factors == (Factor("nhom_1", {"vi": "Tiện nghi", "en": "Comfort"}),)
    assert draft.questions[-1].factor == "nhom_1"


def test_the_ministrys_groups_are_not_offered_for_renaming(manager: FlaskClient) -> None:
    send(manager, f"{HOME}/sao-chep/{World.ministry}", as_what="next")

    assert "g_code" not in manager.get(f"{HOME}/nhap/ministry/nhom").text


def test_what_was_typed_stays_when_a_colleague_removed_the_question_or_the_draft(
    app: Flask, manager: FlaskClient
) -> None:
    early = manager.get(f"{DRAFT}/cau/trips").text
    typed = {
        **{"csrf_token": token_of(early), "seen": str(written().number), "scope": "field", "factor": ""},
        **{"vi": "Đến mấy bận?", "en": "", "o_code": ["0"], "o_vi": ["Một <b>bận"], "o_en": [""]},
    }
    other = sign_in(app.test_client(), "other")
    send(other, f"{DRAFT}/cau/trips/bo")

    removed = manager.post(f"{DRAFT}/cau/trips", data=typed)
    send(other, f"{DRAFT}/phat-hanh")
    published = manager.post(f"{DRAFT}/cau/trips", data=typed)
    title = manager.post(f"{DRAFT}/chung", data={**typed, "vi": "Tên mới"})
    added = manager.post(f"{DRAFT}/them/mot", data=typed)

    for answer in (removed, published, added):
        assert answer.status_code == 409
        assert "Đến mấy bận?" in answer.text
        assert "Một &lt;b&gt;bận" in answer.text
    assert f'href="{DRAFT}"' in removed.text
    assert f'href="{DRAFT}"' not in published.text
    assert f'href="{HOME}"' in published.text
    assert (title.status_code, "Tên mới" in title.text) == (409, True)
    assert manager.get(f"{DRAFT}/cau/trips").status_code == 404
    assert (
        manager.post(f"/admin/bo-cau-hoi/{World.neighbour}/nhap/quick/chung", data=typed).status_code == 404
    )


def test_the_table_of_drafts_says_how_many_questions_each_has(manager: FlaskClient) -> None:
    assert '<th scope="col">Số câu</th>' in manager.get(HOME).text
