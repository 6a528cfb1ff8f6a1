"""Touchpoints: issues codes, replaces and revokes them, remembers which were printed. A code is never changed."""

import secrets
from collections.abc import Collection

from sqlalchemy import select, update

from core import clock
from core.domain.access import Permission, Scope
from core.domain.office import TouchpointKind
from core.domain.office.codes import draw
from core.models import Counter, Officer, ServiceField, SurveyRound, Touchpoint
from core.services.places.changing import Change, PlaceRefused, changing

STANDARD_QUESTIONNAIRE = "quick"
#: The kind of a survey round's code; it is issued when the round begins.
ROUND = "round"


def add(
    scope: Scope,
    unit_id: int,
    kind: TouchpointKind,
    *,
    subject_id: int | None,
    label: str,
    questionnaire_code: str,
    actor: str,
) -> str:
    """Issue a new code for a place and return it. Raise PlaceRefused: `no_label`, `no_subject` or `code_stands`
    where the same place already has a code with these questions.
    """
    with changing(scope, unit_id, actor=actor) as change:
        subject = _subject(change, kind, subject_id)
        if not subject and not label:
            raise PlaceRefused("no_label")
        _refuse_second(change, kind, subject, label, questionnaire_code)
        point = issue(change, kind, label=label, questionnaire_code=questionnaire_code, **subject)
        change.note("touchpoint.add", touchpoint=point.id, code=point.code, kind=str(kind))
    return point.code


def issue(
    change: Change,
    kind: str,
    *,
    label: str = "",
    questionnaire_code: str = STANDARD_QUESTIONNAIRE,
    **subject: int | None,
) -> Touchpoint:
    """Issue a new code within a change that notes it."""
    number = change.next_id(Touchpoint)
    point = Touchpoint(
        id=number,
        unit_id=change.unit_id,
        code=draw(secrets.choice, set(change.session.scalars(select(Touchpoint.code)))),
        kind=str(kind),
        label=label,
        questionnaire_code=questionnaire_code,
        issued_on=clock.today(),
        **subject,
    )
    change.session.add(point)
    change.session.flush()
    return point


def replace(scope: Scope, unit_id: int, touchpoint_id: int, *, actor: str) -> str:
    """Issue a new code for the same place; the old one says so from now on. Return the new code."""
    with changing(scope, unit_id, actor=actor) as change:
        old = _standing(change, touchpoint_id)
        new = issue(
            change,
            old.kind,
            label=old.label,
            questionnaire_code=old.questionnaire_code,
            counter_id=old.counter_id,
            field_id=old.field_id,
            officer_id=old.officer_id,
        )
        old.revoked_at, old.replaced_by_id = clock.now(), new.id
        new.valid_to = old.valid_to if old.kind == ROUND else None
        # The new code of a survey round goes on where the old one ends.
        change.session.execute(
            update(SurveyRound).where(SurveyRound.touchpoint_id == old.id).values(touchpoint_id=new.id)
        )
        change.note("touchpoint.replace", touchpoint=old.id, code=old.code, by=new.code)
    return new.code


def revoke(scope: Scope, unit_id: int, touchpoint_id: int, *, actor: str) -> None:
    """End a code without another in its place."""
    with changing(scope, unit_id, actor=actor) as change:
        point = _standing(change, touchpoint_id)
        point.revoked_at = clock.now()
        change.note("touchpoint.revoke", touchpoint=point.id, code=point.code)


def note_printed(scope: Scope, unit_id: int, codes: Collection[str], *, actor: str) -> None:
    """Remember that posters of these codes of one unit were made today; asked again the same day, nothing is noted."""
    with changing(scope, unit_id, actor=actor, permission=Permission.PRINT_CODES) as change:
        fresh = change.session.scalars(
            select(Touchpoint.id).where(
                Touchpoint.unit_id == unit_id,
                Touchpoint.code.in_(codes),
                Touchpoint.printed_on.is_distinct_from(clock.today()),
            )
        ).all()
        if not fresh:
            return
        change.session.execute(
            update(Touchpoint).where(Touchpoint.id.in_(fresh)).values(printed_on=clock.today())
        )
        change.note("touchpoint.print", touchpoints=sorted(fresh))


def _standing(change: Change, touchpoint_id: int) -> Touchpoint:
    point = change.find(Touchpoint, touchpoint_id)
    if point.revoked_at is not None or point.replaced_by_id is not None:
        raise PlaceRefused("code_ended", code=point.code)
    return point


def _subject(change: Change, kind: TouchpointKind, subject_id: int | None) -> dict[str, int]:
    """Return the column that names what the code stands for; nothing for an entrance, a slip or a link."""
    if kind in (TouchpointKind.COUNTER, TouchpointKind.OFFICER, TouchpointKind.FIELD) and subject_id is None:
        raise PlaceRefused("no_subject")
    match kind:
        case TouchpointKind.COUNTER:
            return {"counter_id": change.find(Counter, subject_id or 0).id}
        case TouchpointKind.OFFICER:
            return {"officer_id": change.find(Officer, subject_id or 0).id}
        case TouchpointKind.FIELD:
            return {"field_id": change.find(ServiceField, subject_id or 0).id}
        case _:
            return {}


def _refuse_second(
    change: Change, kind: TouchpointKind, subject: dict[str, int], label: str, questionnaire_code: str
) -> None:
    known = select(Touchpoint.code).where(
        Touchpoint.unit_id == change.unit_id,
        Touchpoint.kind == str(kind),
        Touchpoint.revoked_at.is_(None),
        Touchpoint.replaced_by_id.is_(None),
        Touchpoint.questionnaire_code == questionnaire_code,
        *(getattr(Touchpoint, column) == number for column, number in subject.items()),
    )
    if not subject:
        known = known.where(Touchpoint.label == label)
    found = change.session.scalars(known).first()
    if found is not None:
        raise PlaceRefused("code_stands", code=found)
