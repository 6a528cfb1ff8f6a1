"""Drafts of questionnaires: written, changed, dropped. Nobody is asked one, so only its beginning and end are noted.

Whoever changes a draft says which state of it they saw: what somebody else changed meanwhile is never written over.
"""

import secrets
from dataclasses import replace

from core import clock
from core.domain.access import Permission, Scope
from core.domain.errors import DomainError
from core.domain.ministry_set import sourced
from core.domain.questionnaire_draft import Draft, as_json, draft_of
from core.models import Account, QuestionnaireDraft
from core.queries import questionnaires as published
from core.services.places.changing import Change, UnknownPlace, changing

#: Letters a questionnaire's code may have (the column's length).
LONGEST_CODE = 40
#: A draft's first state has any number below this, so that no page drawn of an earlier draft knows a later one's.
_FIRST_STATES = 90_000_000


class DraftRefused(DomainError):
    """The draft cannot be kept or published as it is; `code` says why."""


def keep(scope: Scope, unit_id: int, draft: Draft, base_id: int | None, *, actor: str, seen: int = 0) -> int:
    """Keep a draft under its own code for a unit; return the number of this state, to be given as `seen` next time.

    The ministry's set alone keeps the ministry's source. `seen` is the number of the state its author began from, 0
    where there is none yet; a draft begun anew does not begin at the numbers of the one before. `base_id` is the
    version it is a copy of, None for none; `actor` the login.

    Raise DraftRefused `draft_exists` (0 was seen, yet there is one) or `changed_meanwhile` with `by`, the other's
    name, and `number`, what is to be seen now; UnknownPlace for a unit or a draft that is not there; AccessDenied
    without MANAGE_QUESTIONNAIRES.
    """
    with changing(scope, unit_id, actor=actor, permission=Permission.MANAGE_QUESTIONNAIRES) as change:
        row = change.session.get(QuestionnaireDraft, (unit_id, draft.code))
        if row is None and seen:
            raise UnknownPlace("unknown_place", kind="questionnaire_draft", id=draft.code)
        if row is None:
            first = secrets.randbelow(_FIRST_STATES)
            row = QuestionnaireDraft(unit_id=unit_id, code=draft.code, base_id=base_id, number=first)
            change.session.add(row)
            is_new = True
        else:
            check_seen(change, row, seen)
            is_new = False
        row.content = as_json(sourced(draft))
        row.number += 1
        row.changed_on = clock.today()
        row.changed_by = scope.account_id
        if is_new:
            change.note("questionnaire.draft", code=draft.code, version=base_id)
        return row.number


def copy(scope: Scope, unit_id: int, version_id: int, code: str, *, actor: str) -> int:
    """Begin a draft under a code as a copy of any version; return its number.

    Raise DraftRefused `draft_exists`, and UnknownPlace for a version that is not there.
    """
    try:
        version = published.version(scope, version_id)
    except published.UnknownVersion as error:
        raise UnknownPlace("unknown_place", kind="questionnaire_version", id=version_id) from error
    return keep(scope, unit_id, replace(draft_of(version), code=code), version_id, actor=actor)


def drop(scope: Scope, unit_id: int, code: str, *, seen: int, actor: str) -> None:
    """Throw a draft away. Raise DraftRefused `changed_meanwhile` and UnknownPlace as `keep` does."""
    with changing(scope, unit_id, actor=actor, permission=Permission.MANAGE_QUESTIONNAIRES) as change:
        row = found(change, code)
        check_seen(change, row, seen)
        change.session.delete(row)
        change.note("questionnaire.drop", code=code)


def found(change: Change, code: str) -> QuestionnaireDraft:
    """Return the row of a draft of the unit in hand, or raise UnknownPlace."""
    row = change.session.get(QuestionnaireDraft, (change.unit_id, code))
    if row is None:
        raise UnknownPlace("unknown_place", kind="questionnaire_draft", id=code)
    return row


def unknown_question(code: str) -> UnknownPlace:
    """Return what is raised for a question a draft does not have."""
    return UnknownPlace("unknown_place", kind="question", id=code)


def check_seen(change: Change, row: QuestionnaireDraft, seen: int) -> None:
    """Refuse whoever did not see the draft's present state."""
    if row.number == seen:
        return
    if not seen:
        raise DraftRefused("draft_exists", code=row.code)
    author = change.session.get(Account, row.changed_by)
    raise DraftRefused("changed_meanwhile", by=author.name if author else "", number=row.number)
