"""The pages of the desk, and who is offered which."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from core.domain.access import Permission, Scope


class Group(StrEnum):
    """What a page is about; pages of a group stand together."""

    RESULTS = "results"
    OFFICE = "office"
    OVERSIGHT = "oversight"
    OWN = "own"


GROUP_NAMES = {
    Group.RESULTS: _l("Results"),
    Group.OFFICE: _l("The office"),
    Group.OVERSIGHT: _l("Accounts and log"),
    Group.OWN: _l("For you"),
}


@dataclass(frozen=True, kw_only=True)
class DeskPage:
    """One page somebody may want to go to."""

    endpoint: str
    name: LazyString
    group: Group
    permission: Permission = Permission.SIGNED_IN
    #: Offered only without this permission: who has it is offered another page in its place.
    without: Permission | None = None
    #: Other words the page may be looked for by.
    also: LazyString | str = ""
    #: Pages of these blueprints count as part of it.
    blueprints: frozenset[str] = frozenset()
    is_in_menu: bool = True
    #: Endpoint of the page below which it stands: whoever is offered that one finds it there, beside it on its pages.
    below: str = ""
    #: Does its address name the unit somebody works on?
    names_unit: bool = False

    def is_offered(self, scope: Scope) -> bool:
        """May this person use it?"""
        return scope.may(self.permission) and not (self.without and scope.may(self.without))


_PLACES = frozenset({"places", "sheets", "roster"})

PAGES = (
    DeskPage(
        endpoint="overview.show",
        name=_l("Overview"),
        group=Group.RESULTS,
        also=_l("start page results satisfaction target fields"),
    ),
    DeskPage(
        endpoint="question_results.show",
        name=_l("Results per question"),
        group=Group.RESULTS,
        permission=Permission.READ_LIVE_RESULTS,
        below="overview.show",
        also=_l("question answers counts mean versions questionnaire"),
    ),
    DeskPage(
        endpoint="question_results.closed_periods",
        name=_l("Results per question"),
        group=Group.RESULTS,
        permission=Permission.READ_RESULTS,
        without=Permission.READ_LIVE_RESULTS,
        below="overview.show",
        also=_l("question answers counts mean versions questionnaire"),
    ),
    DeskPage(
        endpoint="officers.show",
        name=_l("Officers"),
        group=Group.RESULTS,
        permission=Permission.READ_OFFICERS,
        also=_l("compare officers civil servants"),
        blueprints=frozenset({"officers"}),
    ),
    DeskPage(
        endpoint="corrections.listed",
        name=_l("Roster corrections"),
        group=Group.RESULTS,
        permission=Permission.DECIDE_CORRECTIONS,
        also=_l("wrong roster who really sat there"),
        blueprints=frozenset({"corrections"}),
    ),
    DeskPage(
        endpoint="cases.listed",
        name=_l("Complaints and petitions"),
        group=Group.RESULTS,
        permission=Permission.READ_CASES,
        also=_l("cases inbox answer deadline praise register number"),
        blueprints=frozenset({"cases", "case_entry", "case_photos", "several", "case_views"}),
    ),
    DeskPage(
        endpoint="erasures.listed",
        name=_l("Requests for erasure and correction"),
        group=Group.RESULTS,
        permission=Permission.FOLLOW_CASES,
        below="cases.listed",
        also=_l("erase delete contact personal data correct second person"),
        blueprints=frozenset({"erasures"}),
    ),
    DeskPage(
        endpoint="case_figures.show",
        name=_l("Figures about cases"),
        group=Group.RESULTS,
        permission=Permission.READ_CASE_FIGURES,
        below="cases.listed",
        also=_l("on time overdue received reopened median published months"),
    ),
    DeskPage(
        endpoint="case_figures.overdue",
        name=_l("Overdue cases"),
        group=Group.RESULTS,
        permission=Permission.READ_OVERDUE,
        also=_l("late deadline past"),
    ),
    DeskPage(
        endpoint="questions.listed",
        name=_l("Questions of the Council"),
        group=Group.RESULTS,
        permission=Permission.READ_QUESTIONS,
        below="cases.listed",
        also=_l("People’s Council delegate session file ask answer"),
        blueprints=frozenset({"questions"}),
    ),
    DeskPage(
        endpoint="questions.session_file",
        name=_l("Session file"),
        group=Group.RESULTS,
        permission=Permission.READ_QUESTIONS,
        is_in_menu=False,
        also=_l("print People’s Council questions answers"),
    ),
    DeskPage(
        endpoint="comments.listed",
        name=_l("Comments of the survey"),
        group=Group.RESULTS,
        permission=Permission.REVIEW_COMMENTS,
        below="cases.listed",
        also=_l("review queue cover redact mark publish topics"),
        blueprints=frozenset({"comments", "published_comments"}),
    ),
    DeskPage(
        endpoint="published_comments.listed",
        name=_l("Published comments"),
        group=Group.RESULTS,
        permission=Permission.READ_COMMENTS,
        below="cases.listed",
        # The Front's own page leads there.
        without=Permission.REVIEW_COMMENTS,
        also=_l("what citizens wrote texts topics batches"),
        blueprints=frozenset({"published_comments"}),
    ),
    DeskPage(
        endpoint="rounds.listed",
        name=_l("Survey rounds"),
        group=Group.RESULTS,
        permission=Permission.READ_ROUNDS,
        below="overview.show",
        also=_l("sample size interview hamlet household yearly survey questionnaire"),
        blueprints=frozenset({"rounds", "interviewers"}),
    ),
    DeskPage(
        endpoint="overview.definitions",
        name=_l("How it is calculated"),
        group=Group.RESULTS,
        also=_l("definition formula interval"),
    ),
    DeskPage(
        endpoint="places.start",
        name=_l("Counters and officers"),
        group=Group.OFFICE,
        permission=Permission.MANAGE_PLACES,
        also=_l("set up the office first steps"),
        blueprints=_PLACES,
    ),
    DeskPage(
        endpoint="places.start",
        name=_l("Units"),
        group=Group.OFFICE,
        permission=Permission.MANAGE_UNITS,
        without=Permission.MANAGE_PLACES,
        also=_l("communes wards centres"),
        blueprints=_PLACES,
    ),
    DeskPage(
        endpoint="codes.show",
        name=_l("QR codes and posters"),
        group=Group.OFFICE,
        permission=Permission.PRINT_CODES,
        also=_l("print PDF SVG PNG"),
        blueprints=frozenset({"codes"}),
    ),
    DeskPage(
        endpoint="questionnaires.own",
        name=_l("Questionnaires"),
        group=Group.OFFICE,
        permission=Permission.MANAGE_QUESTIONNAIRES,
        below="codes.show",
        also=_l("questions survey form editor draft version publish retire preview"),
        blueprints=frozenset({"questionnaires", "xlsforms"}),
    ),
    DeskPage(
        endpoint="paper.start",
        name=_l("Paper forms"),
        group=Group.OFFICE,
        permission=Permission.ENTER_PAPER,
        below="codes.show",
        also=_l("paper sheets batch keying print form double entry"),
        blueprints=frozenset({"paper"}),
    ),
    DeskPage(
        endpoint="kiosks.start",
        name=_l("Tablets"),
        group=Group.OFFICE,
        permission=Permission.READ_TABLETS,
        also=_l("rating tablet pair replace revoke PIN phrase device missing numbers"),
        blueprints=frozenset({"kiosks"}),
    ),
    DeskPage(
        endpoint="calendar.own",
        name=_l("Work calendar"),
        group=Group.OFFICE,
        also=_l("holidays make-up days"),
        blueprints=frozenset({"calendar"}),
    ),
    DeskPage(
        endpoint="people.show",
        name=_l("Accounts"),
        group=Group.OVERSIGHT,
        permission=Permission.MANAGE_ACCOUNTS,
        also=_l("people users roles invitation"),
        blueprints=frozenset({"people", "officer_link"}),
    ),
    DeskPage(
        endpoint="audit.show",
        name=_l("Audit log"),
        group=Group.OVERSIGHT,
        permission=Permission.READ_AUDIT,
        also=_l("who did what history check chain"),
        blueprints=frozenset({"audit"}),
    ),
    DeskPage(
        endpoint="guide.show",
        name=_l("Help"),
        group=Group.OWN,
        also=_l("guide questions keyboard words"),
    ),
    DeskPage(
        endpoint="own.show",
        name=_l("My account"),
        group=Group.OWN,
        also=_l("sessions signed in second factor recovery codes"),
        blueprints=frozenset({"own", "accounts", "factors"}),
    ),
    DeskPage(
        endpoint="accounts.password",
        name=_l("Choose a new password"),
        group=Group.OWN,
        is_in_menu=False,
    ),
    DeskPage(
        endpoint="factors.choose",
        name=_l("Another phone or a new card"),
        group=Group.OWN,
        is_in_menu=False,
        also=_l("second factor authenticator app"),
    ),
    DeskPage(
        endpoint="people.new",
        name=_l("Invite a person"),
        group=Group.OVERSIGHT,
        permission=Permission.MANAGE_ACCOUNTS,
        is_in_menu=False,
        also=_l("new account"),
    ),
    DeskPage(
        endpoint="places.listed",
        name=_l("Units"),
        group=Group.OFFICE,
        permission=Permission.MANAGE_PLACES,
        is_in_menu=False,
        also=_l("communes wards centres"),
    ),
    *(
        DeskPage(
            endpoint=endpoint,
            name=name,
            group=Group.OFFICE,
            permission=Permission.MANAGE_PLACES,
            is_in_menu=False,
            also=also,
            names_unit=True,
        )
        for endpoint, name, also in (
            ("places.fields", _l("Fields"), _l("procedures service fields groups")),
            ("places.counters", _l("Counters"), _l("add a counter")),
            ("places.officers", _l("Officers of the counters"), _l("add an officer civil servants")),
            ("roster.show", _l("Roster"), _l("duty week shifts substitute copy last week")),
            ("places.targets", _l("Targets"), _l("plan threshold")),
            ("places.codes", _l("Codes"), _l("replace revoke QR")),
        )
    ),
    DeskPage(
        endpoint="sheets.show",
        name=_l("Spreadsheet"),
        group=Group.OFFICE,
        permission=Permission.MANAGE_PLACES,
        is_in_menu=False,
        also=_l("Excel import export template"),
    ),
    DeskPage(
        endpoint="xlsforms.own",
        name=_l("XLSForm (Kobo, ODK)"),
        group=Group.OFFICE,
        permission=Permission.MANAGE_QUESTIONNAIRES,
        is_in_menu=False,
        also=_l("import export a form Excel questionnaire"),
    ),
)
