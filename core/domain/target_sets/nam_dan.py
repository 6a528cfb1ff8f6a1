"""Xã Nam Đàn (Nghệ An), 2026: 95% overall, 85% for land, construction and investment."""

from datetime import date

from core.domain.target_sets.model import LAND_GROUP_CODE, PlanTarget, Subject, TargetSet, UnmeasuredGoal

#: The plan itself bears no date; the directive it carries out is the earliest day it can speak of.
_FIRST_DAY = date(2026, 3, 19)

NAM_DAN = TargetSet(
    code="nam-dan-2026",
    title="Kế hoạch thực hiện Chỉ thị số 15-CT/TU ngày 19/3/2026 của Ban Thường vụ Tỉnh ủy Nghệ An về tăng cường "
    "sự lãnh đạo của các cấp ủy đảng, nâng cao hiệu quả công tác cải cách hành chính trên địa bàn xã Nam Đàn",
    document="Kế hoạch của Ban Thường vụ Đảng ủy xã Nam Đàn thực hiện Chỉ thị số 15-CT/TU ngày 19/3/2026 "
    "(bản kế hoạch không ghi số, ngày)",
    place="xã Nam Đàn, tỉnh Nghệ An",
    targets=(
        PlanTarget(
            subject=Subject.OVERALL,
            threshold=9500,
            first_day=_FIRST_DAY,
            last_day=None,
            article="Mục III.5",
            quote="Phấn đấu mức độ hài lòng của người dân, tổ chức đối với việc giải quyết thủ tục hành chính đạt "
            "từ 95% trở lên.",
        ),
        PlanTarget(
            subject=Subject.GROUP,
            subject_code=LAND_GROUP_CODE,
            threshold=8500,
            first_day=_FIRST_DAY,
            last_day=None,
            article="Mục III.5",
            quote="Trong đó mức độ hài lòng lĩnh vực đất đai, xây dựng đầu tư đạt 85% trở lên.",
        ),
    ),
    remarks={
        "vi": "Kế hoạch không nêu thời kỳ của chỉ tiêu và không ghi ngày ban hành: chỉ tiêu được áp dụng từ ngày của "
        "Chỉ thị số 15-CT/TU (19/3/2026), không có ngày kết thúc.",
        "en": "The plan names no period for its targets and bears no date of its own: they are applied from the day "
        "of Directive 15-CT/TU (19/3/2026), without an end.",
    },
    notes=(
        UnmeasuredGoal(
            article="Mục III.1",
            vi="100% chi bộ, cơ quan, đơn vị, Mặt trận Tổ quốc và các tổ chức chính trị - xã hội xã được quán triệt "
            "Chỉ thị.",
            en="100% of party cells, offices, the Front and the mass organisations are briefed on the directive.",
        ),
        UnmeasuredGoal(
            article="Mục III.2",
            vi="100% cán bộ, công chức xã ký cam kết về kỷ luật, kỷ cương hành chính, đạo đức công vụ.",
            en="100% of officers sign the pledge on discipline and public ethics.",
        ),
        UnmeasuredGoal(
            article="Mục III.3",
            vi="100% thủ tục hành chính thuộc thẩm quyền của UBND xã được niêm yết, công khai.",
            en="100% of the commune's procedures are posted in public.",
        ),
        UnmeasuredGoal(
            article="Mục III.4",
            vi="Tỷ lệ hồ sơ giải quyết đúng hạn và trước hạn đạt từ 98% trở lên.",
            en="At least 98% of cases are settled on time or early.",
        ),
        UnmeasuredGoal(
            article="Mục III.6",
            vi="100% phản ánh, kiến nghị về thủ tục hành chính được tiếp nhận, xử lý hoặc kiến nghị xử lý.",
            en="100% of complaints and petitions about procedures are received and handled or passed on.",
        ),
        UnmeasuredGoal(
            article="Mục III.7",
            vi="100% cán bộ, công chức thường xuyên sử dụng văn bản điện tử, chữ ký số, phần mềm điều hành.",
            en="100% of officers regularly use electronic documents, digital signatures and the office software.",
        ),
    ),
)
