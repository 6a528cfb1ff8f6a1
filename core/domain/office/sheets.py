"""The shape of an office workbook: its sheets, their columns, and what a cell may hold.

Titles and headings are part of the file format, so they are the same in every language. The reader
(core/services/office_workbook) and the writer (core/reports/office_template.py) both follow this table.
"""

from collections.abc import Mapping

from core.domain.office.model import TouchpointKind, UnitKind
from core.domain.office.schema import CellKind, Column, Sheet
from core.domain.target_sets import Subject

GUIDE_TITLE = "Hướng dẫn"
#: A row whose first cell begins with this is a remark and not read.
REMARK = "#"
YES, NO = "có", "không"

UNIT_KIND_WORDS: Mapping[str, str] = {
    "tỉnh": UnitKind.PROVINCE,
    "thành phố": UnitKind.PROVINCE,
    "xã": UnitKind.COMMUNE,
    "phường": UnitKind.COMMUNE,
    "đặc khu": UnitKind.COMMUNE,
    "phòng": UnitKind.DEPARTMENT,
    "trung tâm": UnitKind.CENTRE,
}
SUBJECT_WORDS: Mapping[str, str] = {
    "chung": Subject.OVERALL,
    "nhóm": Subject.GROUP,
    "lĩnh vực": Subject.FIELD,
}
TOUCHPOINT_WORDS: Mapping[str, str] = {
    "quầy": TouchpointKind.COUNTER,
    "lối vào": TouchpointKind.ENTRANCE,
    "công chức": TouchpointKind.OFFICER,
    "lĩnh vực": TouchpointKind.FIELD,
    "phiếu": TouchpointKind.SLIP,
    "liên kết": TouchpointKind.LINK,
}
QUESTIONNAIRE_WORDS: Mapping[str, str] = {"nhanh": "quick", "19 tiêu chí": "ministry"}

#: Which unit a row belongs to; may stay empty where the workbook has one centre only.
_UNIT = Column(key="unit", heading="Mã đơn vị", kind=CellKind.CODE, example="tt-hcc")

UNITS = Sheet(
    title="Đơn vị",
    is_required=True,
    columns=(
        Column(key="code", heading="Mã đơn vị", kind=CellKind.CODE, is_required=True, example="tt-hcc"),
        Column(
            key="name",
            heading="Tên đơn vị",
            kind=CellKind.TEXT,
            is_required=True,
            longest=200,
            example="Trung tâm Phục vụ hành chính công",
        ),
        Column(
            key="kind",
            heading="Loại đơn vị",
            kind=CellKind.CHOICE,
            is_required=True,
            choices=UNIT_KIND_WORDS,
            example="trung tâm",
        ),
        Column(key="parent", heading="Mã đơn vị cấp trên", kind=CellKind.CODE, example="xa-mau"),
        Column(key="phone", heading="Điện thoại hỗ trợ", kind=CellKind.PHONE, example="0000 000 000"),
        Column(
            key="valid_from",
            heading="Hoạt động từ ngày",
            kind=CellKind.DAY,
            is_required=True,
            example="01/7/2025",
        ),
        Column(key="valid_to", heading="Hoạt động đến ngày", kind=CellKind.DAY),
        Column(key="predecessors", heading="Mã các đơn vị trước sáp nhập", kind=CellKind.CODES),
    ),
)

GROUPS = Sheet(
    title="Nhóm lĩnh vực",
    columns=(
        _UNIT,
        Column(
            key="code",
            heading="Mã nhóm",
            kind=CellKind.CODE,
            is_required=True,
            example="dat-dai-xay-dung-dau-tu",
        ),
        Column(
            key="name",
            heading="Tên nhóm",
            kind=CellKind.TEXT,
            is_required=True,
            longest=120,
            example="Đất đai – Xây dựng – Đầu tư",
        ),
    ),
)

FIELDS = Sheet(
    title="Lĩnh vực",
    is_required=True,
    columns=(
        _UNIT,
        Column(key="code", heading="Mã lĩnh vực", kind=CellKind.CODE, is_required=True, example="dau-tu"),
        Column(
            key="name",
            heading="Tên lĩnh vực",
            kind=CellKind.TEXT,
            is_required=True,
            longest=120,
            example="Đầu tư, kinh doanh",
        ),
        Column(key="short_name", heading="Tên ngắn", kind=CellKind.TEXT, example="Đầu tư"),
        Column(key="group", heading="Mã nhóm", kind=CellKind.CODE, example="dat-dai-xay-dung-dau-tu"),
        Column(key="is_other", heading="Là lĩnh vực khác", kind=CellKind.YES_NO, example=NO),
    ),
)

COUNTERS = Sheet(
    title="Quầy",
    is_required=True,
    columns=(
        _UNIT,
        Column(key="code", heading="Mã quầy", kind=CellKind.CODE, is_required=True, longest=20, example="q3"),
        Column(
            key="name",
            heading="Tên quầy",
            kind=CellKind.TEXT,
            is_required=True,
            longest=120,
            example="Quầy 3",
        ),
        Column(
            key="fields",
            heading="Mã các lĩnh vực",
            kind=CellKind.CODES,
            is_required=True,
            example="dat-dai, xay-dung, dau-tu",
        ),
    ),
)

OFFICERS = Sheet(
    title="Công chức",
    columns=(
        _UNIT,
        Column(key="code", heading="Mã công chức", kind=CellKind.CODE, is_required=True, example="cc-c"),
        Column(
            key="name",
            heading="Họ và tên",
            kind=CellKind.TEXT,
            is_required=True,
            longest=120,
            example="Công chức C.",
        ),
        Column(
            key="title",
            heading="Chức danh",
            kind=CellKind.TEXT,
            longest=120,
            example="Công chức Địa chính – Xây dựng",
        ),
    ),
)

ROSTER = Sheet(
    title="Lịch trực",
    columns=(
        _UNIT,
        Column(
            key="counter", heading="Mã quầy", kind=CellKind.CODE, is_required=True, longest=20, example="q3"
        ),
        Column(key="officer", heading="Mã công chức", kind=CellKind.CODE, is_required=True, example="cc-c"),
        Column(key="first_day", heading="Từ ngày", kind=CellKind.DAY, is_required=True, example="01/11/2026"),
        Column(key="last_day", heading="Đến ngày", kind=CellKind.DAY, is_required=True, example="31/12/2026"),
        Column(
            key="weekdays",
            heading="Các thứ trong tuần",
            kind=CellKind.WEEKDAYS,
            is_required=True,
            example="T2-T6",
        ),
        Column(key="starts", heading="Từ giờ", kind=CellKind.TIME, is_required=True, example="07:30"),
        Column(key="ends", heading="Đến giờ", kind=CellKind.TIME, is_required=True, example="11:30"),
    ),
)

TOUCHPOINTS = Sheet(
    title="Điểm quét",
    columns=(
        _UNIT,
        Column(
            key="kind",
            heading="Loại điểm",
            kind=CellKind.CHOICE,
            is_required=True,
            choices=TOUCHPOINT_WORDS,
            example="lối vào",
        ),
        Column(key="subject", heading="Mã quầy, công chức hoặc lĩnh vực", kind=CellKind.CODE),
        Column(key="label", heading="Nhãn", kind=CellKind.TEXT, longest=120, example="Cửa chính"),
        Column(
            key="questionnaire",
            heading="Bộ câu hỏi",
            kind=CellKind.CHOICE,
            choices=QUESTIONNAIRE_WORDS,
            example="nhanh",
        ),
    ),
)

TARGETS = Sheet(
    title="Chỉ tiêu",
    columns=(
        _UNIT,
        Column(key="set", heading="Bộ chỉ tiêu", kind=CellKind.CODE, example="nam-dan-2026"),
        Column(
            key="subject", heading="Đối tượng", kind=CellKind.CHOICE, choices=SUBJECT_WORDS, example="chung"
        ),
        Column(key="subject_code", heading="Mã nhóm hoặc lĩnh vực", kind=CellKind.CODE),
        Column(key="threshold", heading="Ngưỡng (%)", kind=CellKind.PERCENT, example="95"),
        Column(key="first_day", heading="Từ ngày", kind=CellKind.DAY, example="01/01/2026"),
        Column(key="last_day", heading="Đến ngày", kind=CellKind.DAY, example="31/12/2026"),
        Column(
            key="document",
            heading="Văn bản",
            kind=CellKind.TEXT,
            longest=300,
            example="Kế hoạch số 01/KH-UBND ngày 02/01/2026",
        ),
        Column(key="article", heading="Điều, khoản", kind=CellKind.TEXT, longest=120, example="Mục III.5"),
    ),
)

SHEETS = (UNITS, GROUPS, FIELDS, COUNTERS, OFFICERS, ROSTER, TOUCHPOINTS, TARGETS)
