"""The questionnaire editor: copied, changed by several people, previewed without a trace, published, retired."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from admin.questionnaires import sentences
from core.db import db, write_session
from core.domain.access import SYSTEM, Role
from core.domain.questionnaire import Kind
from core.models import AuditEntry, InboxRevision, QuestionnaireDraft, QuestionnaireVersion, Touchpoint
from core.queries import questionnaire_drafts, questionnaires
from tests.domain.test_questionnaire_faults import CASES
from tests.support import worlds
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

HOME = f"/admin/bo-cau-hoi/{World.centre}"
DRAFT = f"{HOME}/nhap/quick"
PREVIEW = f"/xem-thu/{World.centre}/quick"


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """The manager of the centre, who has just copied the quick questionnaire."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.MANAGER)
        worlds.account(session, Role.MANAGER, login="other")
    client = sign_in(app.test_client(), "manager")
    send(client, f"{HOME}/sao-chep/{World.quick}", as_what="next")
    return client


def send(client: FlaskClient, address: str, expected: int = 303, /, **values: object) -> str:
    """Post a form of the desk with its token and the draft's state as it is drawn now; return the answer's page."""
    shown = client.get(address if client.get(address).status_code == 200 else DRAFT).text
    seen = re.search(r'name="seen" value="(\d+)"', shown)
    filled = {"csrf_token": token_of(shown), **({"seen": seen[1]} if seen else {}), **values}
    answer = client.post(address, data=filled)
    assert answer.status_code == expected, answer.text
    return answer.text


def written() -> questionnaire_drafts.WrittenDraft:
    """The draft as it is stored."""
    db.session.rollback()
    row = db.session.get_one(QuestionnaireDraft, (World.centre, "quick"))
    return questionnaire_drafts.WrittenDraft(
        row.unit_id, questionnaire_drafts.from_json(row.content), row.base_id, row.number, row.changed_on, ""
    )


def codes() -> list[str]:
    return [question.code for question in written().draft.questions]


def asked() -> int | None:
    db.session.rollback()
    return questionnaires.latest(SYSTEM, "quick", World.centre)


YES_NO = {
    "vi": "Có chỗ ngồi chờ không?",
    "en": "Was there a seat?",
    "scope": "office",
    "factor": "",
    "o_code": ["1", "0", ""],
    "o_vi": ["Có", "Không", ""],
    "o_en": ["Yes", "No", ""],
    "when": ["overall:1", "overall:2"],
}


def test_every_page_of_a_draft_is_shown_in_both_languages(manager: FlaskClient) -> None:
    pages = (
        "",
        "/chung",
        "/nhom",
        "/them",
        "/cau/reasons",
        "/cau/overall",
        "/cau/reasons/bo",
        "/xem-thu",
        "/phat-hanh",
        "/bo",
    )
    patterns = ("muc", "co-khong", "mot", "nhieu", "ly-do", "so", "chu")
    for address in (HOME, *(f"{DRAFT}{page}" for page in (*pages, *(f"/them/{one}" for one in patterns)))):
        for language in ("vi", "en"):
            answer = manager.get(f"{address}?lang={language}")
            assert answer.status_code == 200, address


def test_a_question_is_added_with_its_condition_and_a_code_made_of_its_words(manager: FlaskClient) -> None:
    send(manager, f"{DRAFT}/them/co-khong", **YES_NO)

    added = written().draft.questions[-1]
    assert (added.code, added.kind) == ("co_cho_ngoi_cho_khong", Kind.CHOICE)
    assert added.texts == {"vi": "Có chỗ ngồi chờ không?", "en": "Was there a seat?"}
    assert [(option.code, option.texts["en"]) for option in added.options] == [("1", "Yes"), ("0", "No")]
    assert added.condition is not None
    assert (added.condition.question, added.condition.any_of) == ("overall", ("1", "2"))


def test_reasons_by_level_wait_for_the_lower_levels_from_the_start(manager: FlaskClient) -> None:
    shown = manager.get(f"{DRAFT}/them/ly-do").text

    ticked = re.findall(r'name="when" value="([^"]+)" checked', shown)
    assert sorted(ticked) == ["overall:1", "overall:2", "overall:3"]


def test_a_removed_answers_code_is_never_given_to_another(manager: FlaskClient) -> None:
    rows = {"o_code": ["0", "2", ""], "o_vi": ["1 lần", "3 lần trở lên", "Không nhớ"], "o_en": ["", "", ""]}
    send(manager, f"{DRAFT}/cau/trips", vi="Mấy lần?", en="", scope="field", factor="", **rows)

    found = written().draft.question("trips")
    assert found is not None
    assert [option.code for option in found.options] == ["0", "2", "3"]


def test_buttons_beside_the_answers_move_them_and_save_nothing(manager: FlaskClient) -> None:
    common = {"vi": "Lời mới", "en": "", "scope": "field", "factor": ""}
    rows = {"o_code": ["0", "1", "2"], "o_vi": ["a", "b", "c"], "o_en": ["", "", ""]}
    before = written()

    down = send(manager, f"{DRAFT}/cau/trips", 200, do="down-0", **common, **rows)
    out = send(manager, f"{DRAFT}/cau/trips", 200, do="out-1", **common, **rows)

    shown = r'name="o_vi" value="([^"]*)"'
    assert re.findall(shown, down) == ["b", "a", "c", "", "", ""]
    assert re.findall(shown, out) == ["a", "c", "", "", ""]
    assert "Lời mới" in down
    assert written() == before


def test_what_cannot_be_read_is_said_and_stays_as_typed(manager: FlaskClient) -> None:
    common = {"vi": "Bao nhiêu phút?", "en": "", "scope": "field", "factor": ""}
    page = send(manager, f"{DRAFT}/them/so", 422, low="ba", high="9", **common)
    assert 'value="ba"' in page
    assert "Viết một số nguyên" in page
    page = send(manager, f"{DRAFT}/them/chu", 422, high="9", **{**common, "vi": ""})
    assert "Viết câu hỏi." in page
    two = {**YES_NO, "when": ["overall:1", "trips:1"]}
    assert "Chỉ đánh dấu các phương án của một câu." in send(manager, f"{DRAFT}/them/co-khong", 422, **two)
    assert len(codes()) == 9


def test_questions_move_and_leave(manager: FlaskClient) -> None:
    send(manager, f"{DRAFT}/thu-tu", cau="trips", huong="len")
    send(manager, f"{DRAFT}/cau/on_time/bo")

    assert codes()[:5] == ["overall", "officer", "praise", "trips", "reasons"]
    assert "on_time" not in codes()


def test_who_saves_too_late_is_told_and_keeps_what_they_typed(app: Flask, manager: FlaskClient) -> None:
    other = sign_in(app.test_client(), "other")
    early = manager.get(f"{DRAFT}/cau/trips").text
    send(other, f"{DRAFT}/chung", vi="Nhanh", en="Quick", lead="overall")
    typed = {
        "csrf_token": token_of(early),
        "seen": "1",
        "vi": "Ông/Bà đã đến mấy bận?",
        "en": "",
        "scope": "field",
        "factor": "",
        "o_code": ["0", "1"],
        "o_vi": ["Một", "Hai"],
        "o_en": ["", ""],
    }

    late = manager.post(f"{DRAFT}/cau/trips", data=typed)

    assert late.status_code == 422
    assert "Người dùng other đã sửa bản nháp này" in late.text
    assert "Ông/Bà đã đến mấy bận?" in late.text
    assert 'value="Hai"' in late.text
    kept = written().draft
    assert kept.texts["vi"] == "Nhanh"
    assert kept.question("trips") != late
    again = manager.post(f"{DRAFT}/cau/trips", data={**typed, "seen": str(written().number)})
    assert again.status_code == 303
    found = written().draft.question("trips")
    assert found is not None
    assert found.texts["vi"] == "Ông/Bà đã đến mấy bận?"


@pytest.mark.parametrize(
    ("page", "values"),
    [("/thu-tu", {"cau": "trips", "huong": "len"}), ("/cau/trips/bo", {}), ("/bo", {}), ("/phat-hanh", {})],
)
def test_two_tabs_of_the_same_person_do_not_undo_each_other(
    manager: FlaskClient, page: str, values: dict[str, str]
) -> None:
    token = token_of(manager.get(DRAFT).text)
    send(manager, f"{DRAFT}/thu-tu", cau="reasons", huong="len")
    before = written()

    answer = manager.post(
        f"{DRAFT}{page}", data={"csrf_token": token, "seen": "1", **values}, follow_redirects=True
    )

    assert "Có người vừa sửa bản nháp này" in answer.text
    assert written() == before


def test_publishing_shows_what_changes_then_asks_it(manager: FlaskClient) -> None:
    send(manager, f"{DRAFT}/them/co-khong", **YES_NO)
    send(manager, f"{DRAFT}/cau/acting_for/bo")
    shown = manager.get(f"{DRAFT}/phat-hanh").text
    assert "So với phiên bản 1 đang hỏi." in shown
    assert shown.index("Câu thêm mới") < shown.index("Có chỗ ngồi chờ không?") < shown.index("Câu bỏ đi")
    assert "Ông/Bà làm việc cho" in shown

    send(manager, f"{DRAFT}/phat-hanh")

    version_id = asked()
    assert version_id not in (None, World.quick)
    assert db.session.get(QuestionnaireDraft, (World.centre, "quick")) is None
    page = manager.get(HOME).text
    assert "phiên bản 2" in page
    assert "phiên bản 1" in page
    seen = manager.get(f"/admin/bo-cau-hoi/ban/{version_id}").text
    assert "Was there a seat?" in seen
    assert "Có chỗ ngồi chờ không?" in seen
    old = manager.get(f"/admin/bo-cau-hoi/ban/{World.quick}").text
    assert "You came for" in old
    assert "Was there a seat?" not in old
    acts = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.number.desc()).limit(1)).all()
    assert acts == ["questionnaire.publish"]


def test_retiring_asks_again_what_stands_above(manager: FlaskClient) -> None:
    send(manager, f"{DRAFT}/phat-hanh")
    own = asked()
    refused = send(manager, f"{HOME}/ngung/quick", 422, why="")
    assert "Viết lý do" in refused
    assert asked() == own

    send(manager, f"{HOME}/ngung/quick", why="Hết đợt")

    assert asked() == World.quick
    assert "Đã ngừng dùng" in manager.get(HOME).text
    assert manager.get(f"{HOME}/ngung/quick").status_code == 404


def test_retiring_names_the_codes_that_must_go_first(manager: FlaskClient) -> None:
    send(manager, f"{HOME}/sao-chep/{World.ministry}", as_what="own", title="Khảo sát thôn")
    send(manager, f"{HOME}/nhap/khao-sat-thon/phat-hanh")
    with write_session() as session:
        session.get_one(Touchpoint, World.single_point).questionnaire_code = "khao-sat-thon"

    page = manager.get(f"{HOME}/ngung/khao-sat-thon").text

    assert f"cấp trên không có bộ nào để hỏi thay: {World.single}. Xin thay hoặc thu hồi" in page
    assert 'name="why"' not in page
    values = {"csrf_token": token_of(manager.get(HOME).text), "why": "Hết đợt"}
    refused = manager.post(f"{HOME}/ngung/khao-sat-thon", data=values, follow_redirects=True)
    assert f"hỏi thay: {World.single}." in refused.text
    assert f"{HOME}/ngung/khao-sat-thon" in manager.get(HOME).text


def test_a_draft_with_an_error_is_not_published_and_says_what_to_put_right(manager: FlaskClient) -> None:
    send(manager, f"{DRAFT}/cau/overall/bo")

    assert "Chưa phát hành được" in manager.get(f"{DRAFT}/phat-hanh").text
    shown = manager.get(DRAFT).text
    assert "Câu dùng khuôn mặt không còn nữa" in shown
    assert "Câu này chờ một câu không còn nữa" in shown
    send(manager, f"{DRAFT}/phat-hanh")
    assert asked() == World.quick


def test_a_new_code_goes_along_to_what_waits_for_it(manager: FlaskClient) -> None:
    send(manager, f"{DRAFT}/cau/overall/ma-moi")

    draft = written().draft
    fresh = draft.questions[0].code
    assert fresh == "ong_ba_hai_long_the_nao_voi_lan_phuc_vu"
    assert draft.lead == fresh
    reasons = draft.question("reasons")
    assert reasons is not None
    assert reasons.condition is not None
    assert reasons.condition.question == fresh


def test_a_copy_of_ones_own_gets_its_own_code_and_title(manager: FlaskClient) -> None:
    send(manager, f"{HOME}/sao-chep/{World.ministry}", as_what="own", title="Khảo sát thôn")

    shown = manager.get(f"{HOME}/nhap/khao-sat-thon")
    assert shown.status_code == 200
    assert "Bản nháp: Khảo sát thôn" in shown.text
    again = send(manager, f"{HOME}/sao-chep/{World.quick}", 422, as_what="next")
    assert "Đã có bản nháp của bộ này" in again


def test_the_preview_is_the_surveys_own_page_and_stores_nothing(manager: FlaskClient) -> None:
    send(manager, f"{DRAFT}/them/co-khong", **YES_NO)
    entries = db.session.scalar(select(func.count()).select_from(AuditEntry))
    first = manager.get(f"{PREVIEW}?lang=en")
    assert "Preview – nothing is recorded" in first.text
    assert "Very dissatisfied" in first.text
    assert "frame-ancestors 'self'" in first.headers["Content-Security-Policy"]

    tapped = manager.post(f"{PREVIEW}?gui=", data={"level": "2", "token": ""})
    details = manager.get(tapped.headers["Location"])
    assert "Có chỗ ngồi chờ không?" in details.text
    good = manager.get(f"{PREVIEW}/gop-y?t=5").text
    assert "Có chỗ ngồi chờ không?" not in good
    told = manager.post(f"{PREVIEW}/gop-y", data={"token": "2", "q_trips": "1", "comment": "Xin chào"})
    thanks = manager.get(told.headers["Location"]).text
    assert "Xem thử – không ghi nhận" in thanks

    assert f'action="{PREVIEW}' in details.text
    assert "/q/" not in first.text + details.text + thanks
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(InboxRevision)) == 0
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == entries


def test_only_the_preview_may_stand_in_a_frame_and_only_its_page_has_frames(manager: FlaskClient) -> None:
    framing = manager.get(f"{DRAFT}/xem-thu").headers["Content-Security-Policy"]
    assert "frame-src 'self'" in framing
    assert "frame-ancestors 'none'" in framing
    for address in (DRAFT, HOME, "/admin/dang-nhap", f"/q/{World.single}"):
        policy = manager.get(address).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "frame-src" not in policy


def test_a_draft_that_cannot_be_shown_yet_says_so(manager: FlaskClient) -> None:
    send(manager, f"{DRAFT}/cau/overall/bo")

    answer = manager.get(PREVIEW)

    assert answer.status_code == 422
    assert "Chưa xem thử được bản nháp này" in answer.text


def test_a_draft_of_another_unit_is_not_there(app: Flask, manager: FlaskClient) -> None:
    with write_session() as session:
        worlds.account(session, Role.MANAGER, login="neighbour", unit_id=World.neighbour)
    neighbour = sign_in(app.test_client(), "neighbour")

    for address in (HOME, DRAFT, f"{DRAFT}/cau/trips", PREVIEW, f"{HOME.replace('2', '3')}/nhap/quick"):
        assert neighbour.get(address).status_code == 404, address
    assert manager.get(f"{DRAFT}/cau/nothing").status_code == 404
    assert manager.get(f"{HOME}/nhap/nothing").status_code == 404
    assert manager.get(f"{HOME}/sao-chep/99").status_code == 404
    assert db.session.scalar(select(func.count()).select_from(QuestionnaireVersion)) == 2


def test_every_fault_has_a_sentence() -> None:
    assert {code for _draft, code, _at, _error in CASES} <= sentences.named()
    assert sentences.named() <= {code for _draft, code, _at, _error in CASES}
