"""Paper forms: every question stands whole on A4 with its boxes and conditions, in letters old eyes can read."""

import io
from dataclasses import replace

import pypdf
import pypdfium2
import pytest
import zxingcpp

from core.domain.builtin import MINISTRY, QUICK
from core.domain.paper import PaperForm
from core.domain.publishing import version_of
from core.domain.questionnaire import Condition, Kind, QuestionScope
from core.domain.questionnaire_draft import DraftQuestion, draft_of
from core.reports import paper_form

LONG = "Trung tâm Phục vụ hành chính công đặc khu Vân Đồn và các xã đảo phụ cận tỉnh Quảng Ninh"


def form(questionnaire=QUICK, **changes):
    """Return the form of counter 3."""
    plain = {
        "office": "Xã Mẫu",
        "unit": "Trung tâm Phục vụ hành chính công",
        "place": "Quầy 3",
        "fields": ("Đất đai", "Xây dựng"),
        "mark": "7-K3",
        "url": "https://langnghe.xamau.example/q/3F7K4N",
        "short_address": "langnghe.xamau.example/q/3F7K4N",
        "code": "3F7K4N",
    }
    return PaperForm(questionnaire=questionnaire, **{**plain, **changes})


def own():
    """Return a version with a number and a text that not everybody is asked for."""
    draft = draft_of(QUICK)
    office = QuestionScope.OFFICE
    age = DraftQuestion("age", Kind.NUMBER, office, {"vi": "Ông/Bà bao nhiêu tuổi?"}, low=16, high=120)
    asked = Condition("trips", ("2",))
    why = DraftQuestion(
        "why", Kind.TEXT, office, {"vi": "Vì sao phải đến nhiều lần?"}, high=200, condition=asked
    )
    return version_of(replace(draft, questions=(*draft.questions, age, why)), 2)


def words(pdf: bytes) -> str:
    """Return the text of a PDF on one line, without the places where a line might break."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split())


def conforms_to_ua_1(pdf: bytes) -> bool:
    """Does the PDF say so of itself? The compiler lets it only where everything has its place and its words."""
    return b"pdfuaid:part>1<" in pypdf.PdfReader(io.BytesIO(pdf)).root_object["/Metadata"].get_data()


@pytest.mark.parametrize(
    ("questionnaire", "most"), [(QUICK, 2), (MINISTRY, 3), (own(), 2)], ids=["quick", "ministry", "own"]
)
def test_everything_that_is_asked_stands_on_a_few_pages_of_a4(questionnaire, most):
    pdf = paper_form.make(form(questionnaire))

    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) <= most
    assert [round(float(side) * 25.4 / 72) for side in pages[0].mediabox[2:]] == [210, 297]
    told = words(pdf)
    for question in questionnaire.questions:
        assert question.texts["vi"] in told
        for option in question.options:
            assert option.texts.get("vi", "") in told
    assert "Mã nơi phục vụ: 3F7K4N · Mẫu số: 7-K3" in told


def test_who_is_asked_a_question_is_said_in_words():
    told = words(paper_form.make(form(own())))

    assert "Chỉ trả lời nếu câu 1 là «Hài lòng» hoặc «Rất hài lòng»." in told
    assert "Chỉ trả lời nếu câu 5 là «3 lần trở lên»." in told
    assert "(từ 16 đến 120)" in told


def test_the_code_is_read_from_the_sheet_and_nothing_personal_is_asked():
    pdf = paper_form.make(form())

    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=150 / 72).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(page)] == ["https://langnghe.xamau.example/q/3F7K4N"]
    assert "Không ghi tên, số điện thoại hay số căn cước." in words(pdf)


def test_what_a_person_reads_is_twelve_points_or_more_and_inside_the_margins():
    pdf = paper_form.make(form(office=LONG, unit=LONG, place=LONG, fields=(LONG, LONG, "Đất đai" * 9)))
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0]
    text, small, outside = page.get_textpage(), set(), set()
    for index in range(text.count_chars()):
        letter = text.get_text_range(index, 1)
        left, bottom, right, _top = text.get_charbox(index, loose=True)
        if not letter.strip():
            continue
        if left < 40 or right > 556:
            outside.add(letter)
        # The foot and the keys inside the boxes are for the clerk.
        if bottom > 50 and not letter.isdigit() and pypdfium2.raw.FPDFText_GetFontSize(text, index) < 11.9:
            small.add(letter)

    assert small == set()
    assert outside == set()


def test_fields_beyond_the_last_key_stand_on_the_form_without_one():
    fields = tuple(f"Lĩnh vực thứ {number}." for number in range(1, 40))

    told = words(paper_form.make(form(fields=(*fields, "Việc khác"))))

    for field in (*fields, "Việc khác"):
        assert field in told


@pytest.mark.parametrize("questionnaire", [QUICK, MINISTRY, own()], ids=["quick", "ministry", "own"])
def test_a_form_can_be_read_aloud_whole(questionnaire):
    assert conforms_to_ua_1(paper_form.make(form(questionnaire)))


def test_a_letter_our_font_lacks_leaves_a_gap_and_not_no_form():
    pdf = paper_form.make(form(place="Quầy 3 語"))

    assert "Mã nơi phục vụ: 3F7K4N" in words(pdf)
    assert not conforms_to_ua_1(pdf)


def test_the_same_form_gives_the_same_bytes():
    assert paper_form.make(form()) == paper_form.make(form())
