"""Forms of Kobo and ODK at the desk: looked through, made a draft, refused with a sentence, and taken along."""

import io
import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook

from admin.xlsforms.sentences import SENTENCES
from core.db import db, write, write_session
from core.domain.access import Role
from core.domain.builtin import MINISTRY, QUICK
from core.domain.questionnaire import Questionnaire
from core.domain.questionnaire_draft import Draft, as_json, draft_of, from_json
from core.domain.xlsform.form import Why
from core.domain.xlsform.writing import form_of
from core.models import OfficeUpload, QuestionnaireDraft
from core.reports import xlsform_file
from core.services import questionnaires
from tests.services.office_files import rows
from tests.support import worlds
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

NOT_MADE = "Chưa tạo được tệp, vì tệp không ghi được điều này"
HERE = "/admin/bo-cau-hoi/xlsform/2"
FORMS = Path(__file__).parent.parent / "services" / "xlsforms"
#: What each of the XLSForm project's own test forms becomes: questions, and what stands under «not converted».
EXPECTED = {
    "choice_filter_test": (3, ["Trang “survey”, dòng 3, cột “choice_filter”: Các phương án không được lọc"]),
    "field-list": (
        1,
        [
            "Trang “survey”, dòng 2, cột “type”: Nhóm không được giữ",
            "Trang “survey”, dòng 3, cột “hint”: Nội dung ở cột “hint” được bỏ qua",
            "Trang “choices”, dòng 1, cột “label::chinese”: Ở đây không hỏi bằng ngôn ngữ",
        ],
    ),
    "group": (2, ["Trang “survey”, dòng 4, cột “type”: Ở đây không hỏi câu kiểu “phone number”"]),
    "or_other": (3, ["Trang “survey”, dòng 3, cột “choice_filter”: Các phương án không được lọc"]),
    "specify_other": (2, ["Trang “survey”, dòng 1, cột “label:English”: Chưa có lời tiếng Việt"]),
    "text_and_integer": (2, ["Trang “survey”, dòng 1, cột “label:english”: Chưa có lời tiếng Việt"]),
    "yes_or_no_question": (1, ["Trang “survey”, dòng 1, cột “label:english”: Chưa có lời tiếng Việt"]),
}


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """A signed-in manager of the example centre."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.MANAGER)
    return sign_in(app.test_client(), "manager")


def send(client: FlaskClient, content: bytes, name: str = "bieu-mau.xlsx"):
    """Send a file and follow where it leads."""
    values = {"csrf_token": token_of(client.get(HERE).text), "tep": (io.BytesIO(content), name)}
    return client.post(HERE, data=values, follow_redirects=True)


def press(client: FlaskClient, address: str, *, follows: bool = True, **values: str):
    """Press a button of the page about a form."""
    token = token_of(client.get(HERE).text)
    return client.post(address, data={**values, "csrf_token": token}, follow_redirects=follows)


def words(page: str) -> str:
    """Return the words of a page as they are read."""
    shown = re.sub(r"</?(?:samp|q|strong)>", "", page)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", shown).split()))


def written(*sheets: tuple[str, list[list[object]]]) -> bytes:
    """A workbook with these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, cells in sheets:
        page = book.create_sheet(title)
        for row in cells:
            page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def seen_of(client: FlaskClient, code: str) -> str:
    """Return the state of a draft as its page is drawn now."""
    return re.findall(r'name="seen" value="(\d+)"', client.get(f"/admin/bo-cau-hoi/2/nhap/{code}").text)[0]


def drafts() -> dict[str, Draft]:
    db.session.rollback()
    found = rows(QuestionnaireDraft.code, QuestionnaireDraft.unit_id, QuestionnaireDraft.content)
    return {code: from_json(content) for code, _unit, content in found}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_form_of_the_project_is_looked_through_and_made_a_draft(manager: FlaskClient, name: str):
    count, losses = EXPECTED[name]
    looked = send(manager, (FORMS / f"{name}.xlsx").read_bytes(), f"{name}.xlsx")
    stored_before = drafts()
    # Not followed: the editor shows a form's own words, which are not ours to proofread.
    made = press(manager, looked.request.path, follows=False, code="mot-mau")

    page = words(looked.text)
    assert looked.status_code == 200
    assert f"{count} câu hỏi Dòng" in page
    assert [loss for loss in losses if loss not in page] == []
    assert stored_before == {}
    assert made.location == "/admin/bo-cau-hoi/2/nhap/mot-mau"
    assert "Đã tạo bản nháp “mot-mau”" in words(manager.get(HERE).text)
    assert [len(draft.questions) for draft in drafts().values()] == [count]
    assert rows(OfficeUpload.token) == []


def test_a_form_of_nothing_but_a_calculation_is_refused(manager: FlaskClient):
    answer = send(manager, (FORMS / "bad_calc.xlsx").read_bytes())

    page = words(answer.text)
    assert answer.status_code == 422
    assert "Trang “survey”: Biểu mẫu không có câu hỏi nào dùng được ở đây." in page
    assert "Trang “survey”, dòng 2, cột “type”: Ở đây không hỏi câu kiểu “calculate”" in page
    assert drafts() == {}


SOUND = [["type", "name", "label"], ["text", "q", "Vì sao?"]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"type,name\ntext,q", "Tệp: "),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "Tệp: "),
        (written(("Sheet1", SOUND)), "Trang “survey”: Tệp không có trang “survey”"),
        (
            written(("survey", [["Loại", "name"], ["text", "q"]])),
            "Trang “survey”, dòng 1, cột “type”: Thiếu cột “type”",
        ),
        (
            written(("survey", [*SOUND, ["hỏi", "b", "B"]])),
            "Trang “survey”, dòng 3, cột “type”: XLSForm không có kiểu “hỏi”",
        ),
        (
            written(("survey", [*SOUND, ["select_one ds", "b", "B"]])),
            "Trang “survey”, dòng 3, cột “type”: Danh sách “ds” không có phương án nào",
        ),
        (
            written(("survey", [*SOUND, *SOUND[1:]])),
            "Trang “survey”, dòng 3, cột “name”: Tên “q” đã có ở dòng 2",
        ),
        (
            written(("survey", [[*SOUND[0], "relevant"], ["text", "q", "Gì?", "${ai} = 'x'"]])),
            "Trang “survey”, dòng 2, cột “relevant”: Điều kiện nhắc đến “ai”",
        ),
        (written(("survey", [*SOUND, ["text", "b", "=1+1"]])), "Trang “survey”, dòng 3, cột “label”: "),
        (
            written(("survey", [SOUND[0], *(["text", f"q{n}", "Gì?"] for n in range(10_000))])),
            "Trang “survey”, dòng 1002: Biểu mẫu có 10000 dòng; chỉ nhận tối đa 1000 dòng.",
        ),
    ],
    ids=[
        "CSV", "old or locked", "no survey", "no heading", "type", "list", "name", "condition", "formula", "rows",
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_is_refused_by_sheet_row_and_reason(
    manager: FlaskClient, content: bytes, sentence: str
):
    answer = send(manager, content)

    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert drafts() == {}


@pytest.mark.parametrize(
    "questionnaire",
    [QUICK, MINISTRY, replace(QUICK, code="y-te-thon-ban"), replace(QUICK, code="2026_x")],
    ids=["quick", "ministry", "one's own", "digits first"],
)
def test_a_version_taken_along_and_sent_back_is_the_same(manager: FlaskClient, questionnaire: Questionnaire):
    with write() as connection:
        number = questionnaires.publish(connection, questionnaire)
    file = manager.get(f"/admin/bo-cau-hoi/xlsform/ban/{number}.xlsx")
    looked = send(manager, file.data)
    shown = re.search(r'name="code" value="([^"]*)"', looked.text)
    assert shown is not None
    press(manager, looked.request.path, code=shown[1])
    again = manager.get(f"{HERE}/nhap/{questionnaire.code}.xlsx")

    assert file.headers["Content-Disposition"] == f'attachment; filename="{questionnaire.code}-1.xlsx"'
    assert "Toàn bộ biểu mẫu đã được chuyển." in words(looked.text)
    assert drafts() == {questionnaire.code: draft_of(questionnaire)}
    assert again.status_code == 200


def test_whatever_a_unit_asks_or_published_is_taken_along_from_its_list(manager: FlaskClient):
    with write() as connection:
        above = questionnaires.publish(connection, replace(QUICK, code="thon"), unit_id=World.commune)
        first, second = (
            questionnaires.publish(
                connection, replace(QUICK, code="rieng", number=number), unit_id=World.centre
            )
            for number in (1, 2)
        )
        questionnaires.choose(connection, World.centre, "rieng", second, account_id=1)

    listed = manager.get("/admin/bo-cau-hoi/2").text

    for page in (listed, manager.get(HERE).text):
        for number in (World.quick, World.ministry, above, first, second):
            assert f"/admin/bo-cau-hoi/xlsform/ban/{number}.xlsx" in page
    assert f'href="{HERE}"' in listed
    assert "Nhập từ tệp XLSForm" in listed
    assert manager.get(f"/admin/bo-cau-hoi/xlsform/ban/{second}.xlsx").status_code == 200


def test_a_made_draft_is_shown_in_the_editor_and_is_taken_along_from_there(manager: FlaskClient):
    made = press(manager, send(manager, written(("survey", SOUND))).request.path, code="mau")

    assert made.request.path == "/admin/bo-cau-hoi/2/nhap/mau"
    assert "Vì sao?" in made.text
    assert f"{HERE}/nhap/mau.xlsx" in manager.get("/admin/bo-cau-hoi/2").text


def test_a_draft_that_waits_for_a_removed_question_is_not_taken_along_but_put_right_first(
    manager: FlaskClient,
):
    survey = [
        ["type", "name", "label", "relevant"],
        ["select_one ds", "a", "Có ghế không?", ""],
        ["text", "b", "Vì sao?", "${a} = '1'"],
    ]
    choices = [["list_name", "name", "label"], ["ds", "1", "Có"], ["ds", "2", "Không"]]
    content = written(("survey", survey), ("choices", choices))
    press(manager, send(manager, content).request.path, code="mau")
    press(manager, "/admin/bo-cau-hoi/2/nhap/mau/cau/a/bo", seen=seen_of(manager, "mau"))
    refused = manager.get(f"{HERE}/nhap/mau.xlsx", follow_redirects=True)

    assert [question.code for question in drafts()["mau"].questions] == ["b"]
    assert refused.request.path == "/admin/bo-cau-hoi/2/nhap/mau"
    assert f"{NOT_MADE}. Câu “Vì sao?”: Câu này chờ một câu không còn nữa." in words(refused.text)


def test_a_draft_whose_faces_or_order_lost_a_question_is_not_taken_along_either(manager: FlaskClient):
    draft = draft_of(QUICK)
    praise = draft.question("praise")
    assert praise is not None
    first = (praise, *(question for question in draft.questions if question != praise))
    facts = {"unit_id": 2, "number": 1, "changed_on": date(2026, 3, 2), "changed_by": 1}
    with write_session() as session:
        for code, changed in (
            ("mat", replace(draft, lead="di_roi")),
            ("sau", replace(draft, questions=first)),
        ):
            content = as_json(replace(changed, code=code))
            session.add(QuestionnaireDraft(code=code, content=content, **facts))
    faces, later = (
        words(manager.get(f"{HERE}/nhap/{code}.xlsx", follow_redirects=True).text) for code in ("mat", "sau")
    )

    assert f"{NOT_MADE}: Câu dùng khuôn mặt không còn nữa. Hãy chọn câu khác ở mục" in faces
    assert f"{NOT_MADE}. Câu “{praise.texts['vi']}”: Câu này chờ một câu đứng sau nó." in later


def test_a_code_no_page_could_be_opened_by_is_refused(manager: FlaskClient):
    survey = [["type", "name", "label", "langnghe::code"], ["text", "q", "Vì sao?", "a/b"]]
    settings = [["form_title", "langnghe::code"], ["Một", "a/b?c"]]
    answer = send(manager, written(("survey", survey), ("settings", settings)))

    assert answer.status_code == 422
    page = words(answer.text)
    assert "Trang “survey”, dòng 2, cột “langnghe::code”: “a/b” không phải là mã" in page
    assert "Trang “settings”, dòng 2, cột “langnghe::code”: “a/b?c” không phải là mã" in page


def test_what_may_be_written_is_shown_beside_each_question(manager: FlaskClient):
    survey = [["type", "name", "label"], ["text", "q", "Vì sao?"], ["integer", "n", "Mấy người?"]]
    page = words(send(manager, written(("survey", survey))).text)

    assert "Tối đa 200 ký tự." in page
    assert "0–9999" in page
    assert "cột “type”: Chỉ hỏi số nguyên từ 0 đến 9999: giới hạn nay là từ 0 đến 9999." in page


def test_of_thousands_of_losses_the_first_are_listed_and_the_others_counted(manager: FlaskClient):
    rows_of_notes = [["note", f"n{number}", "Lời"] for number in range(500)]
    looked = send(manager, written(("survey", [*SOUND, *rows_of_notes])))
    broken = send(manager, written(("survey", [*SOUND, *([["hỏi", f"n{n}", "B"] for n in range(500)])])))

    assert looked.text.count("<li><strong>") == broken.text.count("<li><strong>") == 300
    assert [re.search(r"và (\d+) ", words(page.text))[1] for page in (looked, broken)] == ["200", "200"]  # type: ignore[index]


def test_a_code_that_is_taken_is_asked_for_anew(manager: FlaskClient):
    content = written(("survey", SOUND))
    press(manager, send(manager, content).request.path, code="mau")
    looked = send(manager, content)
    again = press(manager, looked.request.path, code="mau")
    other = press(manager, looked.request.path, code="Mẫu hai")

    assert again.status_code == 422
    assert "Đã có bản nháp mang mã này. Xin chọn mã khác." in words(again.text)
    assert "Đã tạo bản nháp “mau_hai”" in words(other.text)
    assert sorted(drafts()) == ["mau", "mau_hai"]


def test_a_file_thrown_away_or_missing_leaves_nothing(manager: FlaskClient):
    looked = send(manager, written(("survey", SOUND)))
    thrown = press(manager, f"{looked.request.path}/bo")
    late = press(manager, looked.request.path, code="mau")
    empty = send(manager, b"")

    assert "Đã bỏ tệp; không có gì thay đổi." in words(thrown.text)
    assert "Tệp không còn được giữ" in words(late.text)
    assert empty.status_code == 422
    assert drafts() == {}


def test_anothers_units_and_unknown_versions_do_not_exist(manager: FlaskClient):
    addresses = ["3", "3/nhap/quick.xlsx", "3/tep/0123456789abcdef", "ban/99.xlsx", "2/nhap/khong-co.xlsx"]

    answers = [manager.get(f"/admin/bo-cau-hoi/xlsform/{address}").status_code for address in addresses]

    assert answers == [404] * 5


def test_a_draft_of_any_words_is_shown_as_words(manager: FlaskClient):
    hostile = [["type", "name", "label", "hint"], ["text", "q", "<script>alert(1)</script>%(x)s %d", "%s"]]
    answer = send(manager, written(("survey", hostile)), "<b>%s</b>.xlsx")

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;%(x)s %d" in answer.text


HEADINGS = {
    "vi": ["XLSForm: Kobo và ODK", "Biểu mẫu này trở thành", "Không nhận được biểu mẫu này"],
    "en": ["XLSForm: Kobo and ODK", "What this form becomes", "This form cannot be taken"],
}


@pytest.mark.parametrize("language", HEADINGS)
def test_every_page_is_fit_to_be_shown(manager: FlaskClient, language: str):
    pages = [manager.get(f"{HERE}?lang={language}")]
    # A person's second file takes the place of the first, so each is looked at before the next is sent.
    for content in (xlsform_file.make(form_of(draft_of(QUICK))), b"PK"):
        pages.append(manager.get(f"{send(manager, content).request.path}?lang={language}"))

    assert [page.status_code for page in pages] == [200, 200, 422]
    assert [words(re.findall("<h1>(.*?)</h1>", page.text)[0]) for page in pages] == HEADINGS[language]


def test_every_reason_has_its_sentence():
    assert set(SENTENCES) == set(Why)
