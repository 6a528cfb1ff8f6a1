"""Drafts of questionnaires as their authors see them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.db import db
from core.domain.access import Permission, Scope
from core.domain.questionnaire_draft import Draft, from_json
from core.models import Account, QuestionnaireDraft


@dataclass(frozen=True)
class WrittenDraft:
    """A draft as it stands: `number` counts its changes, and whoever changes it says which one they saw."""

    unit_id: int
    draft: Draft
    base_id: int | None
    number: int
    changed_on: date
    changed_by: str


def one(scope: Scope, unit_id: int, code: str) -> WrittenDraft | None:
    """Return a draft of a unit of this person, or None."""
    return next((found for found in listed(scope, unit_id) if found.draft.code == code), None)


def listed(scope: Scope, unit_id: int) -> tuple[WrittenDraft, ...]:
    """Return what is being written in a unit of this person, by code; nothing without the permission."""
    if not scope.may(Permission.MANAGE_QUESTIONNAIRES) or not scope.sees(unit_id):
        return ()
    rows = db.session.execute(
        select(QuestionnaireDraft, Account.name)
        .outerjoin(Account, Account.id == QuestionnaireDraft.changed_by)
        .where(QuestionnaireDraft.unit_id == unit_id)
        .order_by(QuestionnaireDraft.code)
    )
    return tuple(
        WrittenDraft(
            row.unit_id, from_json(row.content), row.base_id, row.number, row.changed_on, author or ""
        )
        for row, author in rows
    )
