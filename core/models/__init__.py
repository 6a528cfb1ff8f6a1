"""Tables, one file per aggregate; the order of names below is the order a reader meets them."""

from core.models.account import (
    Account,
    CardLine,
    Invitation,
    KeptForm,
    RecoveryCode,
    SecondFactor,
    StaffSession,
    UnknownName,
)
from core.models.audit import AuditEntry
from core.models.job import DailyRun, OutboxItem
from core.models.ladder import RUNG, RUNG_STEP
from core.models.place import Counter, CounterField, DutyEntry, Officer, Touchpoint, Unit, UnitPredecessor
from core.models.rollup import CELL_DAY, CELL_LIVE, CELL_MONTH, COUNT_COLUMNS, SLOT_COLUMNS
from core.models.service_field import FieldGroup, PlanChoice, ServiceField, Target
from core.models.submission import Comment, InboxRevision, Submission
from core.models.survey import OptionRow, QuestionnaireVersion, QuestionRow
from core.models.upload import OfficeUpload

__all__ = [
    "CELL_DAY",
    "CELL_LIVE",
    "CELL_MONTH",
    "COUNT_COLUMNS",
    "RUNG",
    "RUNG_STEP",
    "SLOT_COLUMNS",
    "Account",
    "AuditEntry",
    "CardLine",
    "Comment",
    "Counter",
    "CounterField",
    "DailyRun",
    "DutyEntry",
    "FieldGroup",
    "InboxRevision",
    "Invitation",
    "KeptForm",
    "OfficeUpload",
    "Officer",
    "OptionRow",
    "OutboxItem",
    "PlanChoice",
    "QuestionRow",
    "QuestionnaireVersion",
    "RecoveryCode",
    "SecondFactor",
    "ServiceField",
    "StaffSession",
    "Submission",
    "Target",
    "Touchpoint",
    "Unit",
    "UnitPredecessor",
    "UnknownName",
]
