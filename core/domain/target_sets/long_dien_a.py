"""Xã Long Điền A (An Giang), 2023: a plan that orders a yearly survey and sets no percentage at all."""

from core.domain.target_sets.model import TargetSet

LONG_DIEN_A = TargetSet(
    code="long-dien-a-2023",
    title="Kế hoạch nâng cao chất lượng hiệu quả công tác cải cách hành chính trên địa bàn xã Long Điền A",
    document="Kế hoạch số 136/KH-UBND ngày 28/02/2023 của Ủy ban nhân dân xã Long Điền A",
    place="xã Long Điền A, huyện Chợ Mới, tỉnh An Giang",
    targets=(),
    remarks={
        "vi": "Kế hoạch này không đặt chỉ tiêu về mức độ hài lòng; Mục II.4.a chỉ yêu cầu phối hợp khảo sát sự hài "
        "lòng và chấn chỉnh theo kết quả khảo sát hằng năm.",
        "en": "This plan sets no satisfaction target; article II.4.a only asks to help with a survey of satisfaction "
        "and to act on the yearly results.",
    },
)
