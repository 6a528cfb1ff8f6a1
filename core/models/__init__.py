"""Tables, one file per aggregate; the order of names below is the order a reader meets them."""

from core.models.account import (
    Account,
    AccountIdentity,
    CardLine,
    Invitation,
    KeptForm,
    RecoveryCode,
    SecondFactor,
    StaffSession,
    UnknownName,
)
from core.models.audit import AuditEntry
from core.models.calendar import CalendarDay
from core.models.comment_review import (
    CommentLayer,
    CommentRelease,
    CommentReview,
    CommentTakeback,
    PublishedComment,
)
from core.models.complaint import (
    Complaint,
    ComplaintAccount,
    ComplaintEvent,
    ComplaintKey,
    ComplaintMail,
    ComplaintOfficer,
    ComplaintPhoto,
    ComplaintRecusal,
    ComplaintReminder,
    ComplaintStep,
    ComplaintText,
    ComplaintWord,
)
from core.models.correction import ADJUSTMENT_DAY, DutyCorrection, DutyDecision
from core.models.council import CouncilQuestion, PublishedCaseNumber
from core.models.erasure import Erasure, ErasureRequest, ErasureStep
from core.models.job import DailyRun, OutboxItem
from core.models.ladder import RUNG, RUNG_STEP
from core.models.merger import UnitMerger
from core.models.place import (
    Counter,
    CounterField,
    DutyEntry,
    OfficeHours,
    Officer,
    OfficerPhoto,
    Touchpoint,
    Unit,
    UnitPredecessor,
)
from core.models.rollup import CELL_DAY, CELL_LIVE, CELL_MONTH, COUNT_COLUMNS, SLOT_COLUMNS
from core.models.service_field import FieldGroup, PlanChoice, ServiceField, Target
from core.models.submission import Comment, InboxRevision, Submission
from core.models.survey import OptionRow, QuestionnaireVersion, QuestionRow
from core.models.tablet import (
    HeldItem,
    SpentSlot,
    Tablet,
    TabletContact,
    TabletHole,
    TabletNumber,
    TabletWeek,
)
from core.models.upload import OfficeUpload

__all__ = [
    "ADJUSTMENT_DAY",
    "CELL_DAY",
    "CELL_LIVE",
    "CELL_MONTH",
    "COUNT_COLUMNS",
    "RUNG",
    "RUNG_STEP",
    "SLOT_COLUMNS",
    "Account",
    "AccountIdentity",
    "AuditEntry",
    "CalendarDay",
    "CardLine",
    "Comment",
    "CommentLayer",
    "CommentRelease",
    "CommentReview",
    "CommentTakeback",
    "Complaint",
    "ComplaintAccount",
    "ComplaintEvent",
    "ComplaintKey",
    "ComplaintMail",
    "ComplaintOfficer",
    "ComplaintPhoto",
    "ComplaintRecusal",
    "ComplaintReminder",
    "ComplaintStep",
    "ComplaintText",
    "ComplaintWord",
    "CouncilQuestion",
    "Counter",
    "CounterField",
    "DailyRun",
    "DutyCorrection",
    "DutyDecision",
    "DutyEntry",
    "Erasure",
    "ErasureRequest",
    "ErasureStep",
    "FieldGroup",
    "InboxRevision",
    "Invitation",
    "KeptForm",
    "OfficeHours",
    "OfficeUpload",
    "Officer",
    "OfficerPhoto",
    "OptionRow",
    "OutboxItem",
    "PlanChoice",
    "PublishedCaseNumber",
    "PublishedComment",
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
    "UnitMerger",
    "UnitPredecessor",
    "UnknownName",
    "HeldItem",
    "SpentSlot",
    "Tablet",
    "TabletContact",
    "TabletHole",
    "TabletNumber",
    "TabletWeek",
]
