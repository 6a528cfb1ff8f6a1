"""Topics: what each page of the desk is for and what to do there first, for the help page and for the page itself."""

from flask_babel import lazy_gettext as _l

from admin.guide.case_topics import CASE_TOPICS
from admin.guide.comment_topics import COMMENT_TOPICS
from admin.guide.paper_topics import PAPER_TOPICS
from admin.guide.questionnaire_topics import QUESTIONNAIRE_TOPICS
from admin.guide.round_topics import ROUND_TOPICS
from admin.guide.topic import Topic
from core.domain.access import Permission, Scope

_LIVE = Permission.READ_LIVE_RESULTS
_PLACES = Permission.MANAGE_PLACES

TOPICS = (
    Topic(
        "overview_live",
        _l("Overview with live figures"),
        _l(
            "All results of the office, for any span of days, as they come in. Only the Fatherland Front "
            "sees them live."
        ),
        (
            _l("Choose the period at the top right. “Own choice” takes any two days."),
            _l(
                "Read the large figure together with its interval and its number of answers, then the fields "
                "from the top."
            ),
            _l("Where it says “not enough data”, ask for more answers before you judge."),
        ),
        permission=_LIVE,
    ),
    Topic(
        "overview_published",
        _l("Results against the plan"),
        _l(
            "Where the office stands against its targets, by field. Figures move only when enough new "
            "answers came in, so that no single answer can be recognised."
        ),
        (
            _l("Look at the verdict beside the large figure, then at the fields that miss their target."),
            _l("The days a figure speaks about stand under the heading and beside each field."),
            _l("Earlier periods are one click away at the top right."),
        ),
        permission=Permission.READ_RESULTS,
    ),
    Topic(
        "overview_province",
        _l("The communes side by side"),
        _l(
            "The same figures each commune sees, in alphabetical order and against its own target. There is "
            "no ranking."
        ),
        (
            _l("Open a commune by its name to see its fields."),
            _l("Type a commune’s name into the search box above to reach it at once."),
        ),
        permission=Permission.READ_RESULTS,
    ),
    Topic(
        "overview_own",
        _l("My own results"),
        _l(
            "What citizens said about your service, week by week from ten new answers on. You see nobody "
            "else’s figures, and nobody sees single answers."
        ),
        (
            _l("Read the share together with the interval: with few answers chance moves it much."),
            _l(
                "If a week was not yours because the roster was wrong, tell your manager: the roster can be "
                "put right."
            ),
        ),
        permission=Permission.READ_OWN_RESULTS,
    ),
    Topic(
        "officers",
        _l("Officers"),
        _l(
            "What citizens said about each officer’s service. It serves to help and to learn; there is no "
            "ranking, and nobody is compared across fields."
        ),
        (
            _l(
                "Under ten answers nothing is shown; from 50 on an officer is compared with colleagues in "
                "the same field."
            ),
            _l("“At the common level” means that chance alone explains the difference."),
            _l("Looking at this page is noted in the audit log, once per sign-in and period."),
        ),
        permission=Permission.READ_OFFICERS,
    ),
    *CASE_TOPICS,
    *COMMENT_TOPICS,
    *ROUND_TOPICS,
    *QUESTIONNAIRE_TOPICS,
    *PAPER_TOPICS,
    Topic(
        "office",
        _l("Setting the office up"),
        _l("The list of what an office needs before its figures mean something, and what is still missing."),
        (
            _l("Begin with the first step that is not ticked; its button leads to the right page."),
            _l("With much to enter, take the spreadsheet: it does the same in one go."),
        ),
        permission=_PLACES,
    ),
    Topic(
        "fields",
        _l("Fields and groups"),
        _l("The fields of work citizens choose from, in the order they read them."),
        (
            _l("Tick the common fields first, then add your own."),
            _l("Closing a field keeps its past figures; citizens no longer choose it."),
        ),
        permission=_PLACES,
    ),
    Topic(
        "counters",
        _l("Counters"),
        _l("Where citizens are served. Each counter has its own QR code and says which fields it serves."),
        (
            _l("Add a counter with its number and tick its fields; its QR code is made with it."),
            _l("Open a counter by its name to change its fields or their order."),
        ),
        permission=_PLACES,
    ),
    Topic(
        "counter_officers",
        _l("Officers of the counters"),
        _l("Who sits at the counters. Citizens read name and title of whoever is on duty."),
        (
            _l("Add everybody first, then put them on duty."),
            _l("Whoever leaves stays in past figures; nothing is deleted."),
        ),
        permission=_PLACES,
    ),
    Topic(
        "roster",
        _l("Duty roster"),
        _l(
            "Who sits at which counter in which half-day. An answer counts for whoever was on duty when the "
            "citizen opened the page."
        ),
        (
            _l("Copy last week, then change what differs."),
            _l("A gap is shown: answers given then belong to no officer."),
            _l(
                "A past shift is put right by a proposal; the Fatherland Front decides, and both figures "
                "stay visible."
            ),
        ),
        permission=_PLACES,
    ),
    Topic(
        "targets",
        _l("Targets"),
        _l(
            "The satisfied share a plan asks for. Results are judged against it, and the document is named "
            "beside every verdict."
        ),
        (
            _l("Choose the plan your office follows; its targets are entered for you."),
            _l("A target of your own needs the document and the article it comes from."),
        ),
        permission=_PLACES,
    ),
    Topic(
        "place_codes",
        _l("What each QR code stands for"),
        _l(
            "Every code belongs to one place for ever. A code that was lost or pasted over is replaced, "
            "never changed."
        ),
        (
            _l(
                "Replace a code where its poster was damaged; the old one then tells citizens to scan the "
                "new one."
            ),
            _l("Revoke a code that must no longer take answers."),
        ),
        permission=_PLACES,
    ),
    Topic(
        "sheets",
        _l("Spreadsheet"),
        _l("The whole office in one Excel file: to enter much at once, or to keep a copy."),
        (
            _l("Download the present office, change it, send it back."),
            _l("You first see what the file would change; nothing happens until you confirm."),
        ),
        permission=_PLACES,
    ),
    Topic(
        "codes",
        _l("QR codes and posters"),
        _l("The codes in use, ready to print: one poster beside each counter and one at the exit."),
        (
            _l("Print the whole set once, A5 for counters and A4 for walls."),
            _l(
                "Cards for the desk, stickers, slips to hand out and a board for the hall come from the same list."
            ),
            _l("Scan each poster with a phone after putting it up: the page must name that very counter."),
        ),
        permission=Permission.PRINT_CODES,
    ),
    Topic(
        "calendar",
        _l("Work calendar"),
        _l(
            "Which days the office works: public holidays are known, other decisions are entered here with "
            "their number."
        ),
        (_l("Enter make-up days and other days off as soon as the decision is out."),),
    ),
    Topic(
        "tablets",
        _l("Rating tablets"),
        _l(
            "The tablets on which citizens rate at the counter: whether they work, what waits on them, and whether "
            "any answer never came."
        ),
        (
            _l("Pair a tablet by a phrase of four words, which is shown once and typed on the tablet."),
            _l("A tablet without a network goes on for a month; what waits on it comes by itself later."),
            _l(
                "Broken: replace it, and its history goes on. Stolen: revoke it, and what it sends is kept aside."
            ),
            _l("Missing numbers are answers that were lost or deleted. Say what is known about them."),
        ),
        permission=Permission.READ_TABLETS,
    ),
    Topic(
        "held",
        _l("Answers kept aside"),
        _l(
            "Answers of tablets and interviewers’ phones that cannot be trusted as they are: from a revoked device, "
            "against what is stored, or from outside of their survey round."
        ),
        (
            _l("Ask the office what happened before you decide."),
            _l("Answers that you let count enter the figures as not verified, and no officer’s."),
            _l("Interviews that you let count enter their survey round, and no everyday figure."),
        ),
        permission=Permission.DECIDE_HELD,
    ),
    Topic(
        "units",
        _l("Units"),
        _l("The communes, departments and centres below yours, with the days from and to which they exist."),
        (
            _l("Add a unit below the one it belongs to."),
            _l("A unit that ended gets a last day; its figures stay."),
        ),
        permission=Permission.MANAGE_UNITS,
    ),
    Topic(
        "accounts",
        _l("Accounts"),
        _l("Who may sign in, in which role and for which unit. You never learn anybody’s password."),
        (
            _l("Invite a person and hand over the link yourself: it works once."),
            _l("Stop an account on the day somebody leaves; it can be taken up again."),
        ),
        permission=Permission.MANAGE_ACCOUNTS,
    ),
    Topic(
        "audit",
        _l("Audit log"),
        _l("Who signed in, changed something, looked at figures about people or took a file away, and when."),
        (
            _l("Search by words, person, act or days; marks are not needed."),
            _l(
                "Check the chain from time to time and write its head down: a changed entry is found and "
                "named."
            ),
        ),
        permission=Permission.READ_AUDIT,
    ),
    Topic(
        "search",
        _l("Search"),
        _l(
            "Finds units, counters, fields, officers, codes, pages and help by the beginnings of words, with "
            "or without marks."
        ),
        (
            _l("Type two or three letters of each word, for example “dat da” for “Đất đai”."),
            _l("The key / leads to the search box from every page."),
        ),
    ),
    Topic(
        "own",
        _l("My account"),
        _l("Your password, your second factor, and where you are signed in."),
        (
            _l("Keep the recovery codes on paper, apart from the phone or the card."),
            _l("A session you do not know: end it and choose a new password."),
        ),
    ),
)

_BY_CODE = {topic.code: topic for topic in TOPICS}


def topic(code: str) -> Topic:
    """Return one topic; the code is the product's own."""
    return _BY_CODE[code]


def concerning(scope: Scope) -> tuple[Topic, ...]:
    """Return the topics of somebody's work."""
    return tuple(one for one in TOPICS if one.concerns(scope) and _is_of_role(one, scope))


def _is_of_role(one: Topic, scope: Scope) -> bool:
    """A province reads communes side by side, everybody else one office."""
    is_province = scope.role == "province"
    return one.code != "overview_province" or is_province
