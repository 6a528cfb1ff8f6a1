"""The quick questionnaire: one tap, then whatever the citizen likes to add."""

from core.domain.publishing import QuestionDescription, publish
from core.domain.questionnaire import Condition, Kind, QuestionScope
from core.domain.scoring import Method

_GOOD = Condition("overall", ("4", "5"))
_OTHER = Condition("overall", ("1", "2", "3"))

QUICK = publish(
    code="quick",
    number=1,
    texts={"vi": "Đánh giá nhanh", "en": "Quick rating"},
    method=Method.TOP2_CRITERIA_MEAN,
    lead="overall",
    descriptions=(
        QuestionDescription(
            code="overall",
            kind=Kind.LEVEL,
            scope=QuestionScope.FIELD,
            vi="Ông/Bà hài lòng thế nào với lần phục vụ vừa rồi?",
            en="How satisfied are you with the service you just received?",
            is_scored=True,
        ),
        QuestionDescription(
            code="officer",
            kind=Kind.LEVEL,
            scope=QuestionScope.OFFICER,
            vi="Cán bộ tiếp Ông/Bà phục vụ thế nào?",
            en="How did the officer serve you?",
        ),
        # The last two of each list are the manners «4 xin, 4 luôn» of plan 154-KH/HU, Kim Thành, 14/8/2024.
        QuestionDescription(
            code="praise",
            kind=Kind.MULTI,
            scope=QuestionScope.FIELD,
            vi="Về việc gì?",
            en="What about?",
            condition=_GOOD,
            options=(
                ("Niềm nở, lịch sự", "Warm and polite"),
                ("Nhanh, đúng hẹn", "Quick, on time"),
                ("Hướng dẫn dễ hiểu", "Clear guidance"),
                ("Một lần là xong", "Done in one visit"),
                ("Rõ ràng, công khai", "Clear, public fees"),
                ("Sạch sẽ, tiện nghi", "Clean and comfortable"),
                (
                    "Biết chào, xin lỗi, cảm ơn, xin phép (4 xin)",
                    "Greets, apologises, thanks, asks permission",
                ),
                (
                    "Luôn mỉm cười, nhẹ nhàng, thấu hiểu, giúp đỡ (4 luôn)",
                    "Always smiling, gentle, understanding, helpful",
                ),
            ),
        ),
        QuestionDescription(
            code="reasons",
            kind=Kind.MULTI,
            scope=QuestionScope.FIELD,
            vi="Về việc gì?",
            en="What about?",
            condition=_OTHER,
            options=(
                ("Thái độ, lời nói", "Attitude, words"),
                ("Thời gian chờ và giải quyết", "Waiting and handling time"),
                ("Hướng dẫn hồ sơ, giấy tờ", "Guidance on papers"),
                ("Số lần phải đi lại", "Number of trips"),
                ("Phí, lệ phí", "Fees"),
                ("Nơi ngồi chờ, trang thiết bị", "Waiting room, equipment"),
                (
                    "Lời chào, xin lỗi, cảm ơn, xin phép (4 xin)",
                    "Greeting, apology, thanks, asking permission",
                ),
                (
                    "Mỉm cười, nhẹ nhàng, thấu hiểu, giúp đỡ (4 luôn)",
                    "Smile, gentleness, understanding, help",
                ),
            ),
        ),
        QuestionDescription(
            code="trips",
            kind=Kind.CHOICE,
            scope=QuestionScope.FIELD,
            vi="Ông/Bà phải đến mấy lần?",
            en="How many times did you have to come?",
            options=(("1 lần", "Once"), ("2 lần", "Twice"), ("3 lần trở lên", "Three times or more")),
        ),
        QuestionDescription(
            code="on_time",
            kind=Kind.CHOICE,
            scope=QuestionScope.FIELD,
            vi="Kết quả có đúng hẹn không?",
            en="Was the result on time?",
            options=(("Sớm", "Early"), ("Đúng hẹn", "On time"), ("Trễ", "Late"), ("Chưa có", "Not yet")),
        ),
        QuestionDescription(
            code="extra_papers",
            kind=Kind.CHOICE,
            scope=QuestionScope.FIELD,
            vi="Có bị yêu cầu thêm giấy tờ ngoài hướng dẫn không?",
            en="Were papers asked for beyond the guidance?",
            options=(("Không", "No"), ("Có", "Yes")),
        ),
        QuestionDescription(
            code="extra_money",
            kind=Kind.CHOICE,
            scope=QuestionScope.FIELD,
            vi="Có phải trả thêm khoản nào ngoài quy định không?",
            en="Did you have to pay anything beyond the set fees?",
            options=(("Không", "No"), ("Có", "Yes")),
        ),
        QuestionDescription(
            code="acting_for",
            kind=Kind.CHOICE,
            scope=QuestionScope.OFFICE,
            vi="Ông/Bà làm việc cho",
            en="You came for",
            options=(
                ("Bản thân, gia đình", "Myself, my family"),
                ("Tổ chức, doanh nghiệp", "An organisation, a business"),
            ),
        ),
    ),
)
