"""An office as its workbook describes it: who belongs to it, what it serves, who is on duty when."""

from core.domain.office.completion import complete
from core.domain.office.model import (
    ENTRANCE_LABEL,
    OTHER_FIELD_CODE,
    Duty,
    Office,
    OfficeCounter,
    OfficeField,
    OfficeGroup,
    OfficeOfficer,
    OfficeTarget,
    OfficeTouchpoint,
    OfficeUnit,
    Shift,
    TouchpointKind,
    UnitKind,
)
from core.domain.office.plan import Kind, Names, Plan, Tally

__all__ = [
    "ENTRANCE_LABEL",
    "OTHER_FIELD_CODE",
    "Duty",
    "Kind",
    "Names",
    "Office",
    "OfficeCounter",
    "OfficeField",
    "OfficeGroup",
    "OfficeOfficer",
    "OfficeTarget",
    "OfficeTouchpoint",
    "OfficeUnit",
    "Plan",
    "Shift",
    "Tally",
    "TouchpointKind",
    "UnitKind",
    "complete",
]
