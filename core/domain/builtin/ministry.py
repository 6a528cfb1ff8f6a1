"""The ministry's five factors and 19 criteria of public administrative service.

Wording: items 15–33 of the survey form of the Ministry of Home Affairs (Bộ Nội vụ), method of QĐ 1001/QĐ-BNV,
11/12/2023, which covers 2023–2026; the numbers are part of the code so that a successor can be a new version.
"""

from core.domain.publishing import QuestionDescription, publish
from core.domain.questionnaire import Factor, Kind, QuestionScope
from core.domain.scoring import Method

_FACTORS = (
    Factor("access", {"vi": "Tiếp cận dịch vụ", "en": "Access to the service"}),
    Factor("procedure", {"vi": "Thủ tục hành chính", "en": "Administrative procedure"}),
    Factor(
        "officer",
        {"vi": "Công chức trực tiếp giải quyết công việc", "en": "The officer who handled the matter"},
    ),
    Factor("result", {"vi": "Kết quả dịch vụ", "en": "Result of the service"}),
    Factor(
        "feedback",
        {
            "vi": "Tiếp nhận, xử lý phản ánh, kiến nghị",
            "en": "Receiving and handling complaints and petitions",
        },
    ),
)

_OFFICE, _FIELD, _OFFICER = QuestionScope.OFFICE, QuestionScope.FIELD, QuestionScope.OFFICER

_PLACE = "Trụ sở cơ quan tiếp nhận hồ sơ, trả kết quả giải quyết thủ tục hành chính"
_RESULT = "Kết quả giải quyết thủ tục hành chính"

_CRITERIA: tuple[tuple[int, str, QuestionScope, str, str], ...] = (
    (
        15,
        "access",
        _OFFICE,
        "Cơ quan cung cấp thông tin về việc giải quyết thủ tục hành chính theo nhiều hình thức, dễ tiếp cận, "
        "dễ hiểu đối với mọi người dân.",
        "The office gives information on procedures in many ways, easy for everyone to reach and understand.",
    ),
    (
        16,
        "access",
        _OFFICE,
        f"{_PLACE} có biển hiệu, hướng dẫn rõ ràng, dễ thấy.",
        "The premises have clear, visible signs.",
    ),
    (17, "access", _OFFICE, f"{_PLACE} sạch sẽ, văn minh.", "The premises are clean and decent."),
    (
        18,
        "access",
        _OFFICE,
        "Trang thiết bị phục vụ người dân đầy đủ, chất lượng tốt, giúp người dân giải quyết công việc dễ dàng hơn.",
        "Equipment for citizens is sufficient and good, and makes the matter easier.",
    ),
    (
        19,
        "procedure",
        _FIELD,
        "Quy định thủ tục hành chính được niêm yết công khai tại trụ sở cơ quan tiếp nhận hồ sơ, trả kết quả "
        "giải quyết thủ tục hành chính dễ thấy, dễ hiểu.",
        "The rules of the procedure are posted at the premises, easy to see and understand.",
    ),
    (
        20,
        "procedure",
        _FIELD,
        "Thành phần hồ sơ người dân phải nộp là đúng quy định.",
        "The papers asked for were those the rules ask for.",
    ),
    (
        21,
        "procedure",
        _FIELD,
        "Mức phí/lệ phí người dân phải nộp là đúng quy định.",
        "The fee was what the rules set.",
    ),
    (
        22,
        "procedure",
        _FIELD,
        "Thời hạn giải quyết thủ tục hành chính cho người dân là đúng quy định.",
        "The time taken was what the rules set.",
    ),
    (
        23,
        "officer",
        _OFFICER,
        "Công chức có thái độ giao tiếp lịch sự, tôn trọng đối với người dân.",
        "The officer was polite and respectful.",
    ),
    (
        24,
        "officer",
        _OFFICER,
        "Công chức cung cấp thông tin, trả lời kịp thời, đầy đủ các câu hỏi, ý kiến của người dân.",
        "The officer informed and answered promptly and fully.",
    ),
    (
        25,
        "officer",
        _OFFICER,
        "Công chức hướng dẫn hồ sơ dễ hiểu, đảm bảo người dân có thể hoàn thiện hồ sơ sau một lần hướng dẫn.",
        "The officer explained the papers so that one explanation was enough.",
    ),
    (
        26,
        "officer",
        _OFFICER,
        "Công chức tuân thủ đúng quy định trong giải quyết công việc cho người dân.",
        "The officer kept to the rules.",
    ),
    (
        27,
        "officer",
        _OFFICER,
        "Công chức tận tình đối với người dân trong quá trình giải quyết công việc.",
        "The officer was dedicated throughout.",
    ),
    (28, "result", _FIELD, f"{_RESULT} được trả đúng hẹn.", "The result came on the promised day."),
    (
        29,
        "result",
        _FIELD,
        f"{_RESULT} có thông tin đầy đủ, chính xác.",
        "The result was complete and accurate.",
    ),
    (30, "result", _FIELD, f"{_RESULT} đảm bảo tính công bằng.", "The result was fair."),
    (
        31,
        "feedback",
        _OFFICE,
        "Cơ quan có bố trí hình thức tiếp nhận phản ánh, kiến nghị, giúp người dân phản ánh, kiến nghị dễ dàng.",
        "The office offers ways to complain or petition that are easy to use.",
    ),
    (
        32,
        "feedback",
        _OFFICE,
        "Cơ quan tiếp nhận, xử lý phản ánh, kiến nghị của người dân đúng quy định.",
        "The office receives and handles complaints and petitions by the rules.",
    ),
    (
        33,
        "feedback",
        _OFFICE,
        "Cơ quan thông báo kết quả xử lý phản ánh kiến nghị cho người dân kịp thời.",
        "The office tells people promptly what came of their complaint or petition.",
    ),
)

MINISTRY = publish(
    code="ministry",
    number=1,
    texts={"vi": "Bộ 19 tiêu chí của Bộ Nội vụ", "en": "The ministry's 19 criteria"},
    method=Method.TOP2_CRITERIA_MEAN,
    factors=_FACTORS,
    source="QĐ 1001/QĐ-BNV, 11/12/2023",
    descriptions=tuple(
        QuestionDescription(
            code=f"bnv{number}",
            kind=Kind.LEVEL,
            scope=scope,
            vi=vi,
            en=en,
            factor=factor,
            is_scored=True,
            offers_not_applicable=True,
        )
        for number, factor, scope, vi, en in _CRITERIA
    ),
)
