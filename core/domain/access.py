"""Who may do what: roles, permissions and the part of the administration a person may see. Default deny."""

from dataclasses import dataclass
from enum import StrEnum

from core.domain.errors import DomainError


class Role(StrEnum):
    """The nine roles (docs/promises.md R1)."""

    OFFICER = "officer"
    MANAGER = "manager"
    LEADER = "leader"
    FRONT = "front"
    FRONT_LEAD = "front_lead"
    COUNCIL = "council"
    OBSERVER = "observer"
    PROVINCE = "province"
    SYSADMIN = "sysadmin"


class Permission(StrEnum):
    """What a route may ask for. A route names exactly one."""

    #: Anyone, without an account.
    PUBLIC = "public"
    #: Any signed-in account: its own start page, password, language.
    SIGNED_IN = "signed_in"
    #: Live results of any period.
    READ_LIVE_RESULTS = "read_live_results"
    #: Published results of the units, by steps; sums of them for a province.
    READ_RESULTS = "read_results"
    #: Officers, described and compared.
    READ_OFFICERS = "read_officers"
    #: The signed-in officer's own published figures.
    READ_OWN_RESULTS = "read_own_results"
    #: The audit chain of the own unit and those below; a system administrator only what concerns accounts.
    READ_AUDIT = "read_audit"
    #: Accounts of the own unit and those below: made, invited, stopped, given another role.
    MANAGE_ACCOUNTS = "manage_accounts"
    #: QR codes and posters of the own office.
    PRINT_CODES = "print_codes"
    #: Units: which there are below one's own, and what stands above their pages.
    MANAGE_UNITS = "manage_units"
    #: Fields, counters, officers, codes, targets and the spreadsheet of the own office and those below.
    MANAGE_PLACES = "manage_places"
    #: Proposed corrections of past duty entries: accepted or rejected, never by who proposed them.
    DECIDE_CORRECTIONS = "decide_corrections"
    #: Days off and days worked by decision, in the work calendar of the own unit and those below.
    MANAGE_CALENDAR = "manage_calendar"
    #: Making one commune of several.
    MERGE_UNITS = "merge_units"
    #: Tablets of the own office and those below: paired, set up, replaced, revoked; their exported files taken in.
    MANAGE_TABLETS = "manage_tablets"
    #: How tablets are, and which of their numbers are missing; never an answer.
    READ_TABLETS = "read_tablets"
    #: Answers kept aside: whether they count. Never by whoever manages the tablets.
    DECIDE_HELD = "decide_held"
    #: Cases: those that this person may know of (core/queries/complaints/guard.py).
    READ_CASES = "read_cases"
    #: Finding out what a case is, and the Front's words about it.
    FOLLOW_CASES = "follow_cases"
    #: Working on a case that was given to the office.
    HANDLE_CASES = "handle_cases"
    #: Figures about cases: of those this person may know of, or, without a part in cases, of published months.
    READ_CASE_FIGURES = "read_case_figures"
    #: The list of overdue cases without a word of them; none that names anybody of the staff.
    READ_OVERDUE = "read_overdue"
    #: Questions of the People's Council, their answers, and the session file.
    READ_QUESTIONS = "read_questions"
    #: Asking the office about a figure or a late case.
    ASK_QUESTIONS = "ask_questions"
    #: Preparing the office's answer to a question.
    DRAFT_ANSWERS = "draft_answers"
    #: Sending the office's answer to a question.
    ANSWER_QUESTIONS = "answer_questions"
    #: Comments of the survey: read as they were stored, covered in part, set aside, published in batches.
    REVIEW_COMMENTS = "review_comments"
    #: Comments that were published.
    READ_COMMENTS = "read_comments"
    #: Questionnaires of the own unit: written, published, retired, taken in from a file.
    MANAGE_QUESTIONNAIRES = "manage_questionnaires"
    #: Survey rounds of the own office: planned, begun, closed; who interviews.
    MANAGE_ROUNDS = "manage_rounds"
    #: How far survey rounds have come, and their reports.
    READ_ROUNDS = "read_rounds"
    #: Answers on paper, typed in.
    ENTER_PAPER = "enter_paper"


_EVERYBODY = frozenset({Permission.PUBLIC, Permission.SIGNED_IN})
_LIVE = frozenset({Permission.READ_LIVE_RESULTS, Permission.READ_OFFICERS, Permission.DECIDE_CORRECTIONS})
_AUDITOR = frozenset({Permission.READ_AUDIT})
_TABLETS = frozenset({Permission.MANAGE_TABLETS, Permission.READ_TABLETS})
_WATCH = frozenset({Permission.READ_TABLETS, Permission.DECIDE_HELD})
_FOLLOWING = frozenset({Permission.READ_CASES, Permission.FOLLOW_CASES, Permission.READ_CASE_FIGURES})
_HANDLING = frozenset(
    {
        Permission.READ_CASES,
        Permission.HANDLE_CASES,
        Permission.READ_CASE_FIGURES,
        Permission.READ_QUESTIONS,
        Permission.DRAFT_ANSWERS,
    }
)
#: From outside: published months and what is late, without a part in any case.
_LOOKING_ON = frozenset({Permission.READ_CASE_FIGURES, Permission.READ_OVERDUE})
_COUNCIL = frozenset({Permission.READ_QUESTIONS, Permission.ASK_QUESTIONS})
_FRONT = frozenset({Permission.PRINT_CODES, Permission.READ_QUESTIONS})
_REVIEWING = frozenset({Permission.REVIEW_COMMENTS, Permission.READ_COMMENTS})
#: Rounds are carried out by the office or by the Front, and so is what people write on paper.
_ROUNDS = frozenset({Permission.MANAGE_ROUNDS, Permission.READ_ROUNDS, Permission.ENTER_PAPER})
_LISTENING = frozenset({Permission.READ_COMMENTS, Permission.READ_ROUNDS})
_OVERSIGHT = frozenset({Permission.READ_RESULTS, Permission.READ_OFFICERS})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _EVERYBODY | {Permission.READ_OWN_RESULTS},
    Role.MANAGER: _EVERYBODY
    | _TABLETS
    | _HANDLING
    | _ROUNDS
    | {
        Permission.MANAGE_QUESTIONNAIRES,
        Permission.READ_RESULTS,
        Permission.READ_COMMENTS,
        Permission.PRINT_CODES,
        Permission.MANAGE_UNITS,
        Permission.MANAGE_PLACES,
        Permission.MANAGE_CALENDAR,
    },
    Role.LEADER: _EVERYBODY
    | _OVERSIGHT
    | _HANDLING
    | _LISTENING
    | {Permission.READ_TABLETS, Permission.ANSWER_QUESTIONS},
    Role.FRONT: _EVERYBODY | _LIVE | _FOLLOWING | _REVIEWING | _AUDITOR | _WATCH | _FRONT | _ROUNDS,
    Role.FRONT_LEAD: _EVERYBODY | _LIVE | _FOLLOWING | _REVIEWING | _AUDITOR | _WATCH | _FRONT | _ROUNDS,
    Role.COUNCIL: _EVERYBODY | _OVERSIGHT | _LOOKING_ON | _COUNCIL | _LISTENING,
    Role.OBSERVER: _EVERYBODY | _OVERSIGHT | _LOOKING_ON | _AUDITOR | _LISTENING,
    Role.PROVINCE: _EVERYBODY
    | _OVERSIGHT
    | _FOLLOWING
    | {Permission.MANAGE_QUESTIONNAIRES, Permission.READ_ROUNDS},
    Role.SYSADMIN: _EVERYBODY
    | _AUDITOR
    | _TABLETS
    | {
        Permission.MANAGE_ACCOUNTS,
        Permission.MANAGE_UNITS,
        Permission.MANAGE_CALENDAR,
        Permission.MERGE_UNITS,
    },
}


class AccessDenied(DomainError):
    """The person may not do this."""


@dataclass(frozen=True)
class Scope:
    """Who asks and which units they may see; the first argument of every query."""

    account_id: int
    #: None: a citizen, or the product itself; neither holds any staff permission.
    role: Role | None
    unit_ids: frozenset[int]
    #: The officer this person is, or was: an officer's account reads about them, and no case naming them exists.
    officer_id: int | None = None

    def may(self, permission: Permission) -> bool:
        """Does the role carry this permission?"""
        if self.role is None:
            return permission is Permission.PUBLIC
        return permission in PERMISSIONS[self.role]

    def require(self, permission: Permission) -> None:
        """Raise AccessDenied unless the role carries this permission."""
        if not self.may(permission):
            raise AccessDenied("not_permitted", role=self.role, permission=permission)

    def sees(self, unit_id: int) -> bool:
        """Is the unit inside this person's part of the administration?"""
        return unit_id in self.unit_ids


#: Somebody who scanned a code.
CITIZEN = Scope(account_id=0, role=None, unit_ids=frozenset())
#: The product's own work: commands, the worker, checks inside a write.
SYSTEM = Scope(account_id=0, role=None, unit_ids=frozenset())
