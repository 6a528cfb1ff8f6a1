"""Huyện ủy Kim Thành (Hải Dương), 2024: shares of communes that reach a standard, none of citizens satisfied."""

from core.domain.target_sets.model import TargetSet, UnmeasuredGoal

KIM_THANH = TargetSet(
    code="kim-thanh-2024",
    title="Kế hoạch thực hiện Đề án số 05-ĐA/TU, ngày 13/6/2024 của Ban Thường vụ Tỉnh ủy về “Xây dựng chính quyền "
    "xã, phường, thị trấn thân thiện, vì Nhân dân phục vụ trên địa bàn tỉnh Hải Dương giai đoạn 2024-2030”",
    document="Kế hoạch số 154 KH/HU ngày 14/8/2024 của Ban Thường vụ Huyện ủy Kim Thành",
    place="huyện Kim Thành, tỉnh Hải Dương",
    targets=(),
    remarks={
        "vi": "Kế hoạch này không đặt chỉ tiêu về mức độ hài lòng; các tỷ lệ tại Mục II.1.2 là tỷ lệ xã, thị trấn đạt "
        "chuẩn “Chính quyền thân thiện, vì Nhân dân phục vụ”.",
        "en": "This plan sets no satisfaction target; the percentages of article II.1.2 are shares of communes that "
        "reach the standard “Friendly government, serving the people”.",
    },
    notes=(
        UnmeasuredGoal(
            article="Mục II.1.2",
            vi="Năm 2024: ít nhất 20% chính quyền cấp xã đạt chuẩn mức độ 1.",
            en="2024: at least 20% of the communes reach level 1 of the standard.",
        ),
        UnmeasuredGoal(
            article="Mục II.1.2",
            vi="Năm 2025: ít nhất 50% đạt chuẩn mức độ 1, trong đó ít nhất 20% trên mức độ 1.",
            en="2025: at least 50% reach level 1, at least 20% more than that.",
        ),
        UnmeasuredGoal(
            article="Mục II.1.2",
            vi="Năm 2026: ít nhất 90% đạt chuẩn mức độ 1, trong đó ít nhất 50% trên mức độ 1, ít nhất 1 đơn vị đạt "
            "mức độ 4.",
            en="2026: at least 90% reach level 1, at least 50% more than that, at least one commune level 4.",
        ),
        UnmeasuredGoal(
            article="Mục II.1.2",
            vi="Giai đoạn 2027-2030: duy trì ít nhất 90% đạt chuẩn mức độ 1, ít nhất 70% trên mức độ 1, ít nhất 5 đơn "
            "vị đạt mức độ 4.",
            en="2027–2030: at least 90% stay at level 1, at least 70% above it, at least five communes at level 4.",
        ),
    ),
)
