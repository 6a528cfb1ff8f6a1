"""The built-in questionnaires: every word, scope and counter slot that offices will rely on for years."""

import unicodedata

import pytest

from core.domain.builtin import BUILTIN, MINISTRY, QUICK
from core.domain.questionnaire import Kind, Question, Questionnaire, QuestionScope

#: Items 15–33 of the ministry's form, written out (docs/promises.md S2).
CRITERIA = {
    15: "Cơ quan cung cấp thông tin về việc giải quyết thủ tục hành chính theo nhiều hình thức, dễ tiếp cận, "
    "dễ hiểu đối với mọi người dân.",
    16: "Trụ sở cơ quan tiếp nhận hồ sơ, trả kết quả giải quyết thủ tục hành chính có biển hiệu, hướng dẫn rõ ràng, "
    "dễ thấy.",
    17: "Trụ sở cơ quan tiếp nhận hồ sơ, trả kết quả giải quyết thủ tục hành chính sạch sẽ, văn minh.",
    18: "Trang thiết bị phục vụ người dân đầy đủ, chất lượng tốt, giúp người dân giải quyết công việc dễ dàng hơn.",
    19: "Quy định thủ tục hành chính được niêm yết công khai tại trụ sở cơ quan tiếp nhận hồ sơ, trả kết quả giải "
    "quyết thủ tục hành chính dễ thấy, dễ hiểu.",
    20: "Thành phần hồ sơ người dân phải nộp là đúng quy định.",
    21: "Mức phí/lệ phí người dân phải nộp là đúng quy định.",
    22: "Thời hạn giải quyết thủ tục hành chính cho người dân là đúng quy định.",
    23: "Công chức có thái độ giao tiếp lịch sự, tôn trọng đối với người dân.",
    24: "Công chức cung cấp thông tin, trả lời kịp thời, đầy đủ các câu hỏi, ý kiến của người dân.",
    25: "Công chức hướng dẫn hồ sơ dễ hiểu, đảm bảo người dân có thể hoàn thiện hồ sơ sau một lần hướng dẫn.",
    26: "Công chức tuân thủ đúng quy định trong giải quyết công việc cho người dân.",
    27: "Công chức tận tình đối với người dân trong quá trình giải quyết công việc.",
    28: "Kết quả giải quyết thủ tục hành chính được trả đúng hẹn.",
    29: "Kết quả giải quyết thủ tục hành chính có thông tin đầy đủ, chính xác.",
    30: "Kết quả giải quyết thủ tục hành chính đảm bảo tính công bằng.",
    31: "Cơ quan có bố trí hình thức tiếp nhận phản ánh, kiến nghị, giúp người dân phản ánh, kiến nghị dễ dàng.",
    32: "Cơ quan tiếp nhận, xử lý phản ánh, kiến nghị của người dân đúng quy định.",
    33: "Cơ quan thông báo kết quả xử lý phản ánh kiến nghị cho người dân kịp thời.",
}
FACTORS = {
    "Tiếp cận dịch vụ": (15, 16, 17, 18),
    "Thủ tục hành chính": (19, 20, 21, 22),
    "Công chức trực tiếp giải quyết công việc": (23, 24, 25, 26, 27),
    "Kết quả dịch vụ": (28, 29, 30),
    "Tiếp nhận, xử lý phản ánh, kiến nghị": (31, 32, 33),
}
LEVELS = ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"]

BOTH = pytest.mark.parametrize("questionnaire", BUILTIN, ids=lambda questionnaire: questionnaire.code)


def vietnamese(question: Question) -> list[str]:
    return [option.texts["vi"] for option in question.options]


def test_the_ministrys_criteria_are_word_for_word_those_of_its_form():
    asked = {int(question.code.removeprefix("bnv")): question.texts["vi"] for question in MINISTRY.questions}

    assert asked == CRITERIA


def test_the_ministrys_five_factors_have_4_4_5_3_and_3_criteria_in_the_forms_order():
    names = {factor.code: factor.texts["vi"] for factor in MINISTRY.factors}
    grouped: dict[str, tuple[int, ...]] = dict.fromkeys(names.values(), ())
    for question in MINISTRY.questions:
        grouped[names[question.factor]] += (int(question.code.removeprefix("bnv")),)

    assert grouped == FACTORS
    assert [len(criteria) for criteria in grouped.values()] == [4, 4, 5, 3, 3]


def test_only_the_factor_about_the_officer_ever_counts_for_a_person():
    about_a_person = [
        question.code for question in MINISTRY.questions if question.scope is QuestionScope.OFFICER
    ]

    assert about_a_person == ["bnv23", "bnv24", "bnv25", "bnv26", "bnv27"]


def test_the_premises_and_the_handling_of_complaints_count_for_the_office_and_not_for_a_field():
    scopes = {question.code: question.scope for question in MINISTRY.questions}
    office = [code for code, scope in scopes.items() if scope is QuestionScope.OFFICE]
    field = [code for code, scope in scopes.items() if scope is QuestionScope.FIELD]

    assert office == ["bnv15", "bnv16", "bnv17", "bnv18", "bnv31", "bnv32", "bnv33"]
    assert field == ["bnv19", "bnv20", "bnv21", "bnv22", "bnv28", "bnv29", "bnv30"]


def test_every_criterion_offers_the_five_levels_and_not_applicable():
    offered = {tuple(vietnamese(question)) for question in MINISTRY.questions}

    assert offered == {(*LEVELS, "Không áp dụng")}


def test_the_ministrys_version_names_its_decision():
    assert MINISTRY.source == "QĐ 1001/QĐ-BNV, 11/12/2023"


def test_the_quick_one_begins_with_one_question_for_the_field_and_asks_about_the_officer_next():
    overall, officer = QUICK.questions[:2]

    assert QUICK.lead == "overall"
    assert overall.texts["vi"] == "Ông/Bà hài lòng thế nào với lần phục vụ vừa rồi?"
    assert (overall.scope, overall.kind, overall.is_scored) == (QuestionScope.FIELD, Kind.LEVEL, True)
    assert officer.texts["vi"] == "Cán bộ tiếp Ông/Bà phục vụ thế nào?"
    assert (officer.scope, officer.kind, officer.is_scored) == (QuestionScope.OFFICER, Kind.LEVEL, False)
    assert vietnamese(overall) == vietnamese(officer) == LEVELS


def test_the_quick_ones_reasons_are_the_offices_words_and_the_four_manners():
    assert vietnamese(QUICK.question("reasons")) == [
        "Thái độ, lời nói",
        "Thời gian chờ và giải quyết",
        "Hướng dẫn hồ sơ, giấy tờ",
        "Số lần phải đi lại",
        "Phí, lệ phí",
        "Nơi ngồi chờ, trang thiết bị",
        "Lời chào, xin lỗi, cảm ơn, xin phép (4 xin)",
        "Mỉm cười, nhẹ nhàng, thấu hiểu, giúp đỡ (4 luôn)",
    ]
    assert vietnamese(QUICK.question("praise"))[:6] == [
        "Niềm nở, lịch sự",
        "Nhanh, đúng hẹn",
        "Hướng dẫn dễ hiểu",
        "Một lần là xong",
        "Rõ ràng, công khai",
        "Sạch sẽ, tiện nghi",
    ]


@pytest.mark.parametrize(
    ("level", "asked"),
    [("1", "reasons"), ("2", "reasons"), ("3", "reasons"), ("4", "praise"), ("5", "praise")],
)
def test_a_good_level_is_asked_for_praise_and_any_other_for_reasons(level: str, asked: str):
    offered = [
        code for code in ("praise", "reasons") if QUICK.applies(QUICK.question(code), {"overall": (level,)})
    ]

    assert offered == [asked]


def test_the_four_facts_and_whom_one_came_for_have_the_words_of_the_house():
    facts = {question.texts["vi"]: vietnamese(question) for question in QUICK.questions[4:]}

    assert facts == {
        "Ông/Bà phải đến mấy lần?": ["1 lần", "2 lần", "3 lần trở lên"],
        "Kết quả có đúng hẹn không?": ["Sớm", "Đúng hẹn", "Trễ", "Chưa có"],
        "Có bị yêu cầu thêm giấy tờ ngoài hướng dẫn không?": ["Không", "Có"],
        "Có phải trả thêm khoản nào ngoài quy định không?": ["Không", "Có"],
        "Ông/Bà làm việc cho": ["Bản thân, gia đình", "Tổ chức, doanh nghiệp"],
    }


def test_the_quick_ones_places_and_slots_stay_where_they_were_published():
    """Stored answers and cells are read by these numbers for ever; a change needs a new version, never this list."""
    published = [
        (question.code, question.position, question.options[0].slot, len(question.options))
        for question in QUICK.questions
    ]

    assert published == [
        ("overall", 0, 0, 5),
        ("officer", 1, 5, 5),
        ("praise", 2, 10, 8),
        ("reasons", 10, 18, 8),
        ("trips", 18, 26, 3),
        ("on_time", 19, 29, 4),
        ("extra_papers", 20, 33, 2),
        ("extra_money", 21, 35, 2),
        ("acting_for", 22, 37, 2),
    ]
    assert (QUICK.width, QUICK.slots, QUICK.parts) == (23, 39, 1)


def test_the_ministrys_places_and_slots_stay_where_they_were_published():
    published = [
        (question.code, question.position, question.options[0].slot) for question in MINISTRY.questions
    ]

    assert published == [(f"bnv{15 + number}", number, 6 * number) for number in range(19)]
    assert (MINISTRY.width, MINISTRY.slots, MINISTRY.parts) == (19, 114, 3)


@BOTH
def test_no_two_answers_share_a_counter_slot(questionnaire: Questionnaire):
    slots = [option.slot for question in questionnaire.questions for option in question.options]

    assert sorted(slots) == list(range(len(slots)))


@BOTH
def test_every_text_exists_in_vietnamese_and_english_in_one_spelling_of_unicode(questionnaire: Questionnaire):
    carriers = [questionnaire, *questionnaire.factors, *questionnaire.questions]
    carriers += [option for question in questionnaire.questions for option in question.options]

    for carrier in carriers:
        assert set(carrier.texts) == {"vi", "en"}
        for text in carrier.texts.values():
            assert text == text.strip() != ""
            assert text == unicodedata.normalize("NFC", text)


@BOTH
def test_an_answer_fits_the_column_that_stores_it(questionnaire: Questionnaire):
    assert questionnaire.width <= 200
