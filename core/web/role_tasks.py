"""What each role is for, in a sentence, for whoever gives it out: said from the permissions the role carries."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from core.domain.access import PERMISSIONS, Permission, Role
from core.domain.complaints.course import PARTIES, Party
from core.domain.complaints.erasing import SECOND

#: Said of nobody: everybody holds them.
EVERYBODYS = frozenset({Permission.PUBLIC, Permission.SIGNED_IN})


@dataclass(frozen=True)
class Task:
    """One thing to do, and every permission it takes: said of a role that holds all of them."""

    words: LazyString
    takes: frozenset[Permission]


def _task(words: LazyString, *takes: Permission) -> Task:
    return Task(words, frozenset(takes))


_P = Permission
#: Of tasks alike the one that takes most stands first; one that says nothing new of a role is left out.
TASKS = (
    _task(_l("sees only their own results, week by week"), _P.READ_OWN_RESULTS),
    _task(
        _l("all results as they come; decides on corrections of the roster"),
        _P.READ_LIVE_RESULTS,
        _P.READ_OFFICERS,
        _P.DECIDE_CORRECTIONS,
    ),
    _task(_l("published results by unit, field and officer"), _P.READ_RESULTS, _P.READ_OFFICERS),
    _task(_l("published results by unit and field"), _P.READ_RESULTS),
    _task(
        _l("finds out what reports are about and follows them"),
        _P.READ_CASES,
        _P.FOLLOW_CASES,
        _P.READ_CASE_FIGURES,
    ),
    _task(
        _l("settles reports that are passed on to the office"),
        _P.READ_CASES,
        _P.HANDLE_CASES,
        _P.READ_CASE_FIGURES,
    ),
    _task(_l("figures of reports, and which are overdue"), _P.READ_CASE_FIGURES, _P.READ_OVERDUE),
    _task(_l("answers the People’s Council"), _P.READ_QUESTIONS, _P.DRAFT_ANSWERS, _P.ANSWER_QUESTIONS),
    _task(_l("prepares answers to the People’s Council"), _P.READ_QUESTIONS, _P.DRAFT_ANSWERS),
    _task(_l("asks the office about figures and late reports"), _P.READ_QUESTIONS, _P.ASK_QUESTIONS),
    _task(_l("reads the questions of the People’s Council"), _P.READ_QUESTIONS),
    _task(_l("reads and publishes comments"), _P.REVIEW_COMMENTS, _P.READ_COMMENTS),
    _task(_l("reads published comments"), _P.READ_COMMENTS),
    _task(_l("writes questionnaires"), _P.MANAGE_QUESTIONNAIRES),
    _task(_l("carries out survey rounds, types in paper"), _P.MANAGE_ROUNDS, _P.READ_ROUNDS, _P.ENTER_PAPER),
    _task(_l("reads reports of survey rounds"), _P.READ_ROUNDS),
    _task(_l("sets up counters, roster and codes"), _P.MANAGE_PLACES, _P.PRINT_CODES),
    _task(_l("prints codes"), _P.PRINT_CODES),
    _task(_l("accounts"), _P.MANAGE_ACCOUNTS),
    _task(
        _l("units, their merging and the work calendar"), _P.MANAGE_UNITS, _P.MERGE_UNITS, _P.MANAGE_CALENDAR
    ),
    _task(_l("units and the work calendar"), _P.MANAGE_UNITS, _P.MANAGE_CALENDAR),
    _task(_l("tablets"), _P.MANAGE_TABLETS, _P.READ_TABLETS),
    _task(_l("decides whether answers kept aside count"), _P.DECIDE_HELD, _P.READ_TABLETS),
    _task(_l("sees how the tablets are"), _P.READ_TABLETS),
    _task(_l("reads the audit log"), _P.READ_AUDIT),
)


def tasks(role: Role) -> Iterator[Task]:
    """Yield what is said of a role: together no permission more than it carries, and none less but everybody's."""
    held, said = PERMISSIONS[role], EVERYBODYS
    for task in TASKS:
        if task.takes <= held and not task.takes <= said:
            said |= task.takes
            yield task


def role_tasks(role: Role | str) -> str:
    """Return what a role is for, in a sentence."""
    said = [task.words for task in tasks(Role(role))]
    # No permission tells the leader from whoever prepares the answer, nor the first of two persons from the second.
    parties = PARTIES.get(Role(role), frozenset())
    if Party.LEADER in parties:
        # Whoever also speaks for the Front meets only cases the commune cannot go on with.
        stands_in = Party.FRONT in parties
        said.append(
            _l("approves answers and extends time in the leader’s place")
            if stands_in
            else _l("approves answers and extends time")
        )
    if role in SECOND:
        said.append(_l("confirms erasures as second person"))
    return "; ".join(map(str, said))
