"""Xã Tuệ Tĩnh (Hải Phòng), 2026–2030: from 2028 on 95% overall, 90% for land, construction and investment."""

from datetime import date

from core.domain.target_sets.model import LAND_GROUP_CODE, PlanTarget, Subject, TargetSet, UnmeasuredGoal

_ARTICLE = "Kế hoạch kèm theo, Mục I.2"
_FIRST_DAY, _LAST_DAY = date(2028, 1, 1), date(2030, 12, 31)

#: Percentages that are not about satisfaction at the counter: (article, Vietnamese, English).
_OTHER_GOALS = (
    (
        _ARTICLE,
        "2026 - 2027: 100% nền tảng số phục vụ Chính phủ số được hoàn thành và sử dụng thống nhất.",
        "2026–2027: 100% of the shared digital platforms are finished and in use.",
    ),
    (
        _ARTICLE,
        "2026 - 2027: 100% thủ tục hành chính đủ điều kiện được cung cấp dịch vụ công trực tuyến toàn trình.",
        "2026–2027: 100% of eligible procedures are offered fully online.",
    ),
    (
        _ARTICLE,
        "2026 - 2027: tỷ lệ cấp kết quả giải quyết thủ tục hành chính điện tử đạt 100%.",
        "2026–2027: 100% of results are issued electronically.",
    ),
    (
        _ARTICLE,
        "2026 - 2027: 95% người dân, doanh nghiệp đánh giá hài lòng khi sử dụng dịch vụ công trực tuyến.",
        "2026–2027: 95% of citizens and businesses are satisfied with online services.",
    ),
    (
        _ARTICLE,
        "2028 - 2030: tỷ lệ khai thác, sử dụng lại thông tin, dữ liệu đã số hóa đạt 90%.",
        "2028–2030: 90% of digitised information is used again.",
    ),
    (
        _ARTICLE,
        "2028 - 2030: tỷ lệ thanh toán trực tuyến trên Cổng Dịch vụ công quốc gia đạt 80%.",
        "2028–2030: 80% of payments are made online through the national portal.",
    ),
    (
        _ARTICLE,
        "2028 - 2030: 100% cơ quan, đơn vị cung cấp dữ liệu mở đúng chuẩn.",
        "2028–2030: 100% of offices provide open data to standard.",
    ),
    (
        _ARTICLE,
        "2028 - 2030: mức độ hài lòng đối với sự phục vụ của cơ quan hành chính nhà nước (Chỉ số SIPAS) đạt tối "
        "thiểu 95%; chỉ số này đo bằng điều tra hộ gia đình.",
        "2028–2030: the SIPAS index (a household survey) reaches at least 95%.",
    ),
    (
        _ARTICLE,
        "2028 - 2030: mức độ hài lòng về cung cấp dịch vụ công, nhất là y tế, giáo dục công lập, đạt tối thiểu 90%.",
        "2028–2030: satisfaction with public services, above all health and education, reaches at least 90%.",
    ),
    (
        "Kế hoạch kèm theo, Mục II.2.a",
        "Cắt giảm, đơn giản hóa 100% điều kiện đầu tư kinh doanh không cần thiết; cắt giảm 50% thời gian giải quyết và "
        "50% chi phí tuân thủ thủ tục hành chính so với năm 2025.",
        "100% of needless business conditions are cut; handling time and cost of compliance fall by 50% from 2025.",
    ),
    (
        "Kế hoạch kèm theo, Mục II.2.a",
        "100% thủ tục hành chính đủ điều kiện được thực hiện trực tuyến toàn trình.",
        "100% of eligible procedures are done fully online.",
    ),
    (
        "Kế hoạch kèm theo, Mục II.2.b",
        "100% thông tin, giấy tờ trong thủ tục liên quan đến sản xuất, kinh doanh chỉ cung cấp một lần.",
        "100% of papers for business procedures are handed in only once.",
    ),
)

TUE_TINH = TargetSet(
    code="tue-tinh-2026",
    title="Kế hoạch cải cách hành chính nhà nước trọng tâm giai đoạn 2026 – 2030 của xã Tuệ Tĩnh",
    document="Quyết định số 364/QĐ-UBND ngày 24/4/2026 của Chủ tịch Ủy ban nhân dân xã Tuệ Tĩnh",
    place="xã Tuệ Tĩnh, thành phố Hải Phòng",
    targets=(
        PlanTarget(
            subject=Subject.OVERALL,
            threshold=9500,
            first_day=_FIRST_DAY,
            last_day=_LAST_DAY,
            article=_ARTICLE,
            quote="Mức độ hài lòng trong tiếp nhận, giải quyết thủ tục hành chính của người dân, doanh nghiệp đạt tối "
            "thiểu 95%",
        ),
        PlanTarget(
            subject=Subject.GROUP,
            subject_code=LAND_GROUP_CODE,
            threshold=9000,
            first_day=_FIRST_DAY,
            last_day=_LAST_DAY,
            article=_ARTICLE,
            quote="trong đó, mức độ hài lòng về giải quyết các thủ tục hành chính lĩnh vực đất đai, xây dựng, đầu tư "
            "đạt tối thiểu 90%.",
        ),
    ),
    remarks={
        "vi": "Chỉ tiêu về giải quyết thủ tục hành chính áp dụng cho giai đoạn 2028 - 2030. Giai đoạn 2026 - 2027 kế "
        "hoạch chỉ đặt chỉ tiêu cho dịch vụ công trực tuyến, không đặt chỉ tiêu cho việc giải quyết tại quầy.",
        "en": "The targets for procedures are set for 2028–2030. For 2026–2027 the plan sets a target for online "
        "services only and none for what is handled at the counter.",
    },
    notes=tuple(UnmeasuredGoal(article=article, vi=vi, en=en) for article, vi, en in _OTHER_GOALS),
)
