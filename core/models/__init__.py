"""Tables, one file per aggregate; the order of names below is the order a reader meets them."""

from core.models.account import Account, StaffSession
from core.models.audit import AuditEntry
from core.models.job import DailyRun, OutboxItem
from core.models.place import Counter, CounterField, DutyEntry, Officer, Touchpoint, Unit, UnitPredecessor
from core.models.rollup import CELL_DAY, CELL_LIVE, CELL_MONTH, COUNT_COLUMNS, SLOT_COLUMNS
from core.models.service_field import FieldGroup, ServiceField, Target
from core.models.submission import Comment, InboxRevision, Submission
from core.models.survey import OptionRow, QuestionnaireVersion, QuestionRow

__all__ = [
    "CELL_DAY",
    "CELL_LIVE",
    "CELL_MONTH",
    "COUNT_COLUMNS",
    "SLOT_COLUMNS",
    "Account",
    "AuditEntry",
    "Comment",
    "Counter",
    "CounterField",
    "DailyRun",
    "DutyEntry",
    "FieldGroup",
    "InboxRevision",
    "Officer",
    "OptionRow",
    "OutboxItem",
    "QuestionRow",
    "QuestionnaireVersion",
    "ServiceField",
    "StaffSession",
    "Submission",
    "Target",
    "Touchpoint",
    "Unit",
    "UnitPredecessor",
]
