"""The page before publishing: everything that changes is told, and of figures and units below only what is so."""

from dataclasses import fields, replace

from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import func, select

from admin.questionnaires.change_words import of_whole
from core.db import db, write_session
from core.domain.builtin import MINISTRY
from core.domain.questionnaire import Factor, Kind, QuestionScope
from core.domain.questionnaire_changes import Frame
from core.domain.questionnaire_draft import Draft, DraftQuestion, as_json, draft_of
from core.domain.scoring import Method
from core.models import QuestionnaireDraft, QuestionnaireVersion, Unit
from core.services import questionnaires
from tests.admin import test_questionnaires as desk
from tests.admin.test_questionnaires import DRAFT, HOME, asked, send, written
from tests.support.places import BEGINNING
from tests.support.worlds import World

manager = desk.manager

FORMALLY = draft_of(MINISTRY)
GOES_ON, ANEW = "Tỷ lệ hài lòng nối tiếp", "Tỷ lệ hài lòng bắt đầu lại từ phiên bản này"


def page(client: FlaskClient, code: str = "quick") -> str:
    return client.get(f"{HOME}/nhap/{code}/phat-hanh").text


def rewrite(**facts: object) -> None:
    """Put something else into the draft as it is stored."""
    draft = replace(written().draft, **facts)  # type: ignore[arg-type]
    with write_session() as session:
        session.get_one(QuestionnaireDraft, (World.centre, "quick")).content = as_json(draft)


def test_of_a_first_version_no_figure_is_said_to_go_on_or_begin(manager: FlaskClient) -> None:
    send(manager, f"{HOME}/sao-chep/{World.ministry}", as_what="own", title="Khảo sát thôn")

    shown = page(manager, "khao-sat-thon")
    assert "đây là phiên bản đầu tiên" in shown
    assert (GOES_ON in shown, ANEW in shown) == (False, False)
    assert GOES_ON in page(manager)

    send(manager, f"{HOME}/nhap/khao-sat-thon/phat-hanh")
    send(manager, f"{HOME}/ngung/khao-sat-thon", why="Hết đợt")
    retired = db.session.scalar(select(func.max(QuestionnaireVersion.id)))
    send(manager, f"{HOME}/sao-chep/{retired}", as_what="next")
    assert GOES_ON in page(manager, "khao-sat-thon")
    send(manager, f"{HOME}/nhap/khao-sat-thon/cau/bnv17/bo")
    shown = page(manager, "khao-sat-thon")
    assert (GOES_ON in shown, ANEW in shown) == (False, True)


def test_title_first_page_poles_groups_bounds_and_scoring_are_told(manager: FlaskClient) -> None:
    number = DraftQuestion("phut", Kind.NUMBER, QuestionScope.FIELD, {"vi": "Mấy phút?"}, low=0, high=60)
    rewrite(questions=(*written().draft.questions, number), factors=(Factor("g", {"vi": "Tiện ngi"}),))
    send(manager, f"{DRAFT}/phat-hanh")
    send(manager, f"{HOME}/sao-chep/{asked()}", as_what="next")
    assert "Không có gì khác với bộ đang hỏi." in page(manager)

    now = {
        "phut": {"high": 90, "factor": "g"},
        "officer": {"is_scored": True, "offers_not_applicable": True},
        "overall": {"is_scored": False},
    }
    rewrite(
        texts={"vi": "Đánh giá mới"},
        lead=None,
        randomises_poles=True,
        factors=(Factor("g", {"vi": "Tiện nghi"}),),
        questions=tuple(replace(one, **now.get(one.code, {})) for one in written().draft.questions),  # type: ignore[arg-type]
    )

    shown = page(manager)
    assert "Không có gì khác" not in shown
    for sentence in (
        '<span lang="vi">Đánh giá mới</span><span class="above">trước đây: <span lang="vi">Đánh giá nhanh</span>',
        "Trang đầu: Hỏi tất cả các câu một lúc, không có khuôn mặt. Trước đây: Khuôn mặt cho câu: Ông/Bà hài lòng",
        "Từ nay thứ tự các mức đổi ngẫu nhiên.",
        'Nhóm tiêu chí: <span lang="vi">Tiện nghi</span><span class="above">trước đây: <span lang="vi">Tiện ngi',
        "Từ 0 đến 90. Trước đây: Từ 0 đến 60.",
        "Nhóm tiêu chí: Tiện nghi. Trước đây: Không có.",
        "Từ nay câu này tính vào tỷ lệ hài lòng.",
        "Câu này không còn tính vào tỷ lệ hài lòng.",
        "Từ nay câu này có mức “Không áp dụng”.",
    ):
        assert sentence in shown


#: Each part of a draft beside its questions, its code and its title, as something else.
OTHERWISE: dict[str, object] = {
    "method": Method.MEAN_SCORE,
    "factors": FORMALLY.factors[1:],
    "lead": FORMALLY.questions[0].code,
    "source": "QĐ 7",
    "randomises_poles": True,
}


def test_every_part_of_the_whole_has_its_sentence(app: Flask) -> None:
    assert OTHERWISE.keys() == {part.name for part in fields(Draft)} - {"code", "texts", "questions"}
    with app.test_request_context():
        told = {
            part: len(list(of_whole(Frame(FORMALLY, replace(FORMALLY, **{part: other})))))  # type: ignore[arg-type]
            for part, other in OTHERWISE.items()
        }

    assert told == dict.fromkeys(OTHERWISE, 1)


def test_groups_that_come_go_and_change_places_and_another_method_are_told(app: Flask) -> None:
    one, two, three = (Factor(code, {"vi": f"Nhóm {code}"}) for code in ("a", "b", "c"))
    before = replace(FORMALLY, factors=(one, two), method=Method.POOLED)
    now = replace(before, factors=(three, two), method=Method.MEAN_SCORE)
    with app.test_request_context(), force_locale("vi"):
        told = list(of_whole(Frame(before, now)))
        turned = list(of_whole(Frame(before, replace(before, factors=(two, one)))))

    assert told == [
        "Phương pháp tính: điểm trung bình, năm mức là 0, 25, 50, 75, 100 điểm. Trước đây: tỷ lệ hài lòng và rất hài "
        "lòng, gộp mọi câu trả lời.",
        "Nhóm tiêu chí mới: Nhóm c.",
        "Nhóm tiêu chí đã bỏ: Nhóm a.",
    ]
    assert turned == ["Các nhóm tiêu chí đứng theo thứ tự khác."]


def test_units_below_with_a_version_of_their_own_are_named(
    manager: FlaskClient,
) -> None:
    assert "Trừ" not in page(manager)
    facts = {"parent_id": World.centre, "code": "thon-7", "kind": "department", "name": "Bộ phận Thôn 7"}
    with write_session() as session:
        session.add(Unit(id=77, unit_id=77, valid_from=BEGINNING, **facts))
        session.flush()
        questionnaires.choose(session.connection(), 77, "quick", World.quick, account_id=1)

    assert "Trừ 1 đơn vị đang hỏi theo phiên bản riêng: Bộ phận Thôn 7." in page(manager)
    assert "trừ đơn vị có phiên bản riêng" in manager.get(HOME).text


def test_a_title_is_saved_without_the_faces_of_a_removed_question_going_with_it(manager: FlaskClient) -> None:
    send(manager, f"{DRAFT}/cau/overall/bo")
    shown = manager.get(f"{DRAFT}/chung").text
    assert '<option selected value="overall">Khuôn mặt cho một câu không còn nữa</option>' in shown

    send(manager, f"{DRAFT}/chung", vi="Tên mới", en="", lead="overall")
    assert (written().draft.texts["vi"], written().draft.lead) == ("Tên mới", "overall")
    send(manager, f"{DRAFT}/chung", vi="Tên mới", en="", lead="")
    assert "không còn nữa" not in manager.get(f"{DRAFT}/chung").text
