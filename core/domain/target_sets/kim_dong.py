"""A commune of Kim Động (Hưng Yên), 2024: 90% for 2024 and 2025, 95% for 2030."""

from datetime import date

from core.domain.target_sets.model import PlanTarget, Subject, TargetSet, UnmeasuredGoal

_ARTICLE = "Mục II.2"
_SERVICE_QUOTE = (
    "Phấn đấu mức độ hài lòng của người dân, tổ chức đối với sự phục vụ của cơ quan hành chính nhà nước đạt tối "
    "thiểu 90% vào năm 2025 và 95% vào năm 2030."
)


def _year(year: int, *, threshold: int, quote: str) -> PlanTarget:
    return PlanTarget(
        subject=Subject.OVERALL,
        threshold=threshold,
        first_day=date(year, 1, 1),
        last_day=date(year, 12, 31),
        article=_ARTICLE,
        quote=quote,
    )


#: Percentages of article II.2 that are not about satisfaction at the counter: (Vietnamese, English).
_OTHER_GOALS = (
    (
        "100% văn bản của HĐND, UBND được xây dựng, hoàn thiện đúng tiến độ, thời hạn, quy trình.",
        "100% of the council's and the committee's documents are finished on schedule and by the rules.",
    ),
    (
        "Tối thiểu 50% hồ sơ thủ tục hành chính được luân chuyển nội bộ bằng phương thức điện tử.",
        "At least 50% of cases travel inside the administration electronically.",
    ),
    (
        "30% thủ tục hành chính có nghĩa vụ tài chính được thanh toán trực tuyến, trong đó tỷ lệ giao dịch trực tuyến "
        "từ 10% trở lên.",
        "30% of procedures with a fee can be paid online, and at least 10% of the payments are.",
    ),
    (
        "100% thủ tục hành chính thực hiện theo cơ chế một cửa; tối thiểu 20% theo phương châm “4 tại chỗ”.",
        "100% of procedures go through the one-stop shop, at least 20% entirely on the spot.",
    ),
    (
        "50% thủ tục hành chính đủ điều kiện được cung cấp trực tuyến mức độ 4.",
        "50% of eligible procedures are offered online at level 4.",
    ),
    (
        "100% phản ánh, kiến nghị được tiếp nhận và xử lý, được giao xử lý và kiến nghị xử lý kịp thời.",
        "100% of complaints and petitions are received and handled in time.",
    ),
    (
        "80% người dân, doanh nghiệp không phải cung cấp lại thông tin, giấy tờ đã được chấp nhận trước đó.",
        "80% of citizens and businesses need not hand in again what was accepted before.",
    ),
    (
        "Mức độ hài lòng của người dân về cung cấp dịch vụ công đạt tối thiểu 85% vào năm 2025 và 90% vào năm 2030.",
        "Satisfaction with public services reaches at least 85% in 2025 and 90% in 2030.",
    ),
    (
        "Đến năm 2025, 90% cán bộ, công chức được bố trí theo tiêu chuẩn chức danh vị trí việc làm.",
        "By 2025, 90% of officers are placed according to the standard of their post.",
    ),
    (
        "Đến năm 2030, 100% cán bộ, công chức có trình độ đại học và được chuẩn hóa.",
        "By 2030, 100% of officers have a degree and the required training.",
    ),
    (
        "100% người dân, doanh nghiệp sử dụng dịch vụ công trực tuyến được cấp định danh và xác thực điện tử.",
        "100% of users of online services have an electronic identity.",
    ),
    (
        "100% văn bản, hồ sơ công việc trao đổi giữa các cơ quan nhà nước dưới dạng điện tử.",
        "100% of documents between offices travel electronically.",
    ),
    (
        "100% hồ sơ giải quyết qua Hệ thống thông tin một cửa điện tử xã, 50% hồ sơ giải quyết trực tuyến.",
        "100% of cases go through the commune's electronic one-stop system, 50% are settled online.",
    ),
    (
        "80% người dân, doanh nghiệp hài lòng khi sử dụng dịch vụ công trực tuyến.",
        "80% of citizens and businesses are satisfied with online services.",
    ),
    (
        "50% hoạt động kiểm tra được thực hiện qua môi trường số và hệ thống thông tin.",
        "50% of inspections are done through digital systems.",
    ),
)

KIM_DONG = TargetSet(
    code="kim-dong-2024",
    title="Nghị quyết về việc đẩy mạnh thực hiện các chỉ số cải cách nền hành chính trên địa bàn xã năm 2024",
    document="Nghị quyết của Đảng ủy xã về việc đẩy mạnh thực hiện các chỉ số cải cách nền hành chính trên địa bàn xã "
    "năm 2024 (bản nghị quyết không ghi số, ngày)",
    place="một xã của huyện Kim Động, tỉnh Hưng Yên (nghị quyết không ghi tên xã)",
    targets=(
        _year(
            2024,
            threshold=9000,
            quote="Mức độ hài lòng của người dân, doanh nghiệp về giải quyết thủ tục hành chính đạt tối thiểu 90%.",
        ),
        _year(2025, threshold=9000, quote=_SERVICE_QUOTE),
        _year(2030, threshold=9500, quote=_SERVICE_QUOTE),
    ),
    remarks={
        "vi": "Mức 90% về giải quyết thủ tục hành chính không kèm năm nên được hiểu là cho năm 2024 trong tên nghị "
        "quyết. Mức về sự phục vụ chỉ nêu cho năm 2025 và năm 2030; từ 2026 đến 2029 nghị quyết không đặt chỉ tiêu.",
        "en": "The 90% for procedures names no year and is read as the year 2024 of the title. The level for service "
        "is named for 2025 and 2030 only; for 2026 to 2029 the resolution sets no target.",
    },
    notes=tuple(UnmeasuredGoal(article=_ARTICLE, vi=vi, en=en) for vi, en in _OTHER_GOALS),
)
