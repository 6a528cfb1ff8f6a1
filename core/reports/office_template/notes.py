"""What the template says about each column, in the language of whoever asks for it."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext

from core.domain.office.schema import CellKind, Column, Sheet
from core.domain.office.sheets import (
    COUNTERS,
    FIELDS,
    GROUPS,
    OFFICERS,
    ROSTER,
    TARGETS,
    TOUCHPOINTS,
    UNITS,
)

_CODE = lazy_gettext(
    "A short name that never changes: letters without marks, digits, dots, hyphens; capitals make no difference."
)

_BY_KIND: Mapping[CellKind, LazyString] = {
    CellKind.CODE: _CODE,
    CellKind.CODES: lazy_gettext("One or more codes, with commas between them."),
    CellKind.TEXT: lazy_gettext("Any text."),
    CellKind.PHONE: lazy_gettext("The phone number citizens may call for help."),
    CellKind.DAY: lazy_gettext("A day, as 21/11/2026."),
    CellKind.TIME: lazy_gettext("A time of day, as 07:30."),
    CellKind.PERCENT: lazy_gettext("Percent, with at most two decimals: 95 or 92,5."),
    CellKind.WEEKDAYS: lazy_gettext("T2-T6 is Monday to Friday; single days as T2, T4, T7, CN."),
    CellKind.YES_NO: lazy_gettext("“có” or “không”; empty means “không”."),
    CellKind.CHOICE: lazy_gettext("One of the words in the list."),
}

_BY_COLUMN: Mapping[tuple[str, str], LazyString] = {
    (UNITS.title, "kind"): lazy_gettext(
        "Province, commune, department or centre. Counters usually belong to a centre."
    ),
    (UNITS.title, "parent"): lazy_gettext("The code of the unit above; a department or centre needs one."),
    (UNITS.title, "valid_to"): lazy_gettext("The last day the unit exists; empty while it does."),
    (UNITS.title, "predecessors"): lazy_gettext(
        "The codes of the units that went into this one; list them on this sheet too."
    ),
    (GROUPS.title, "code"): lazy_gettext(
        "The plans' group of land, construction and investment has the code dat-dai-xay-dung-dau-tu."
    ),
    (FIELDS.title, "short_name"): lazy_gettext(
        "The word on the citizen's button; empty means the name itself."
    ),
    (FIELDS.title, "group"): lazy_gettext("The group a plan names the field in, if any."),
    (FIELDS.title, "is_other"): lazy_gettext(
        "“có” for the one field that stands for other matters; it is made when none is marked."
    ),
    (COUNTERS.title, "fields"): lazy_gettext(
        "The codes of the fields served here, in the order citizens see them, with commas between them."
    ),
    (OFFICERS.title, "name"): lazy_gettext("The name citizens see while this officer is on duty."),
    (ROSTER.title, "first_day"): lazy_gettext("The first day these hours hold, as 21/11/2026."),
    (ROSTER.title, "last_day"): lazy_gettext(
        "The last day these hours hold; the same day for a single shift."
    ),
    (ROSTER.title, "ends"): lazy_gettext("A lunch break makes two rows: one until it, one after it."),
    (TOUCHPOINTS.title, "kind"): lazy_gettext(
        "Only for additional codes: every counter and one entrance get theirs without a row here."
    ),
    (TOUCHPOINTS.title, "subject"): lazy_gettext("Only for a counter, an officer or a field: its code."),
    (TOUCHPOINTS.title, "label"): lazy_gettext(
        "What the poster says; needed for an entrance, a slip or a link."
    ),
    (TOUCHPOINTS.title, "questionnaire"): lazy_gettext(
        "“nhanh” is the quick questionnaire, “19 tiêu chí” the ministry's; empty means quick."
    ),
    (TARGETS.title, "set"): lazy_gettext(
        "The code of a plan listed on the first sheet; then leave the other cells of the row empty."
    ),
    (TARGETS.title, "subject"): lazy_gettext("The whole office, a group or a field."),
    (TARGETS.title, "last_day"): lazy_gettext("Empty where the document names no end."),
    (TARGETS.title, "document"): lazy_gettext("Number and date of the document that sets the target."),
}

_UNIT = lazy_gettext("The unit the row belongs to; may stay empty where the workbook has one centre only.")


def note(sheet: Sheet, column: Column) -> str:
    """Return one or two sentences about what belongs into the column."""
    if column.key == "unit":
        return str(_UNIT)
    return str(_BY_COLUMN.get((sheet.title, column.key), _BY_KIND[column.kind]))
