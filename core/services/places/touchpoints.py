"""Touchpoints: issues codes, replaces and revokes them, remembers which were printed. A code is never changed."""

import secrets
from collections.abc import Collection
from datetime import date

from sqlalchemy import select, update

from core import clock
from core.domain.access import Permission, Scope
from core.domain.office import TouchpointKind
from core.domain.office.codes import draw
from core.models import Counter, Officer, ServiceField, SurveyRound, Touchpoint
from core.queries import questionnaires
from core.services.places.changing import Change, PlaceRefused, changing

STANDARD_QUESTIONNAIRE = "quick"
#: Kinds whose answers may be counted for one field although the code stands for something else.
WITH_FIELD = frozenset({TouchpointKind.OFFICER, TouchpointKind.SLIP, TouchpointKind.LINK})
#: Kinds known by what they stand for, the others by their label.
_OWN_SUBJECT = frozenset({TouchpointKind.COUNTER, TouchpointKind.OFFICER, TouchpointKind.FIELD})
_SUBJECTS = ("counter_id", "field_id", "officer_id")


def add(
    scope: Scope,
    unit_id: int,
    kind: TouchpointKind,
    *,
    subject_id: int | None,
    label: str,
    questionnaire_code: str,
    actor: str,
    field_id: int | None = None,
    valid_to: date | None = None,
) -> str:
    """Issue a new code for a place and return it; answers of an officer's code, a slip or a link count for the field
    where one is named. Raise PlaceRefused: `no_label`, `no_subject`, `past_day`, `no_questions` where nothing is
    published under the questionnaire's code, or `code_stands` where the same place has a code with these questions.
    """
    with changing(scope, unit_id, actor=actor) as change:
        subject = _subject(change, kind, subject_id)
        if not subject and not label:
            raise PlaceRefused("no_label")
        if kind in WITH_FIELD and field_id is not None:
            subject["field_id"] = change.find(ServiceField, field_id).id
        _refuse_past(valid_to)
        _refuse_unasked(scope, unit_id, questionnaire_code)
        _refuse_second(change, kind, subject, label, questionnaire_code)
        point = issue(change, kind, label=label, questionnaire_code=questionnaire_code, **subject)
        point.valid_to = valid_to
        until = {"valid_to": valid_to.isoformat()} if valid_to else {}
        change.note("touchpoint.add", touchpoint=point.id, code=point.code, kind=str(kind), **until)
    return point.code


def issue(
    change: Change,
    kind: TouchpointKind,
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


def replace(
    scope: Scope,
    unit_id: int,
    touchpoint_id: int,
    *,
    actor: str,
    why: str = "",
    questionnaire_code: str | None = None,
) -> str:
    """Issue a new code for the same place, with other questions where they are named; the old one says so from now
    on. Return the new code. Raise PlaceRefused: `code_ended`, `no_questions`, `code_stands`, `of_round` for other
    questions in a survey round, or once its days are over.
    """
    with changing(scope, unit_id, actor=actor) as change:
        old = _standing(change, touchpoint_id)
        asked = questionnaire_code or old.questionnaire_code
        is_over = old.valid_to is not None and old.valid_to < clock.today()
        if old.kind == TouchpointKind.ROUND and (is_over or asked != old.questionnaire_code):
            raise PlaceRefused("of_round", code=old.code)
        if asked != old.questionnaire_code:
            _refuse_unasked(scope, unit_id, asked)
            subject = {name: getattr(old, name) for name in _SUBJECTS if getattr(old, name) is not None}
            _refuse_second(change, TouchpointKind(old.kind), subject, old.label, asked)
        new = issue(
            change,
            TouchpointKind(old.kind),
            label=old.label,
            questionnaire_code=asked,
            counter_id=old.counter_id,
            field_id=old.field_id,
            officer_id=old.officer_id,
        )
        old.revoked_at, old.replaced_by_id = clock.now(), new.id
        new.valid_to = None if is_over else old.valid_to
        # The new code of a survey round goes on where the old one ends.
        change.session.execute(
            update(SurveyRound).where(SurveyRound.touchpoint_id == old.id).values(touchpoint_id=new.id)
        )
        change.note("touchpoint.replace", touchpoint=old.id, code=old.code, by=new.code, **_reason(why))
    return new.code


def revoke(
    scope: Scope,
    unit_id: int,
    touchpoint_id: int,
    *,
    actor: str,
    why: str = "",
    successor_id: int | None = None,
) -> None:
    """End a code; what already stands elsewhere in the unit may be named in its place. Raise PlaceRefused:
    `code_ended` for the one or the other, `own_successor`, `round_alone` for a survey round's code: a round has no
    other code in use, and no answer of its goes elsewhere; `round_apart` for such a code as successor: whoever scans
    an everyday poster answers no round.
    """
    with changing(scope, unit_id, actor=actor) as change:
        point = _standing(change, touchpoint_id)
        after: dict[str, str] = {}
        if successor_id is not None:
            if successor_id == touchpoint_id:
                raise PlaceRefused("own_successor")
            successor = _standing(change, successor_id)
            if point.kind == TouchpointKind.ROUND:
                raise PlaceRefused("round_alone", code=point.code)
            if successor.kind == TouchpointKind.ROUND:
                raise PlaceRefused("round_apart", code=successor.code)
            point.replaced_by_id, after = successor.id, {"by": successor.code}
        point.revoked_at = clock.now()
        change.note("touchpoint.revoke", touchpoint=point.id, code=point.code, **after, **_reason(why))


def hold_until(scope: Scope, unit_id: int, touchpoint_id: int, valid_to: date | None, *, actor: str) -> None:
    """Set or take away the last day a code takes answers: what is printed stays. Raise PlaceRefused: `code_ended`,
    `past_day`, `of_round`: a survey round ends with its own days. The day that stands already is noted nowhere.
    """
    with changing(scope, unit_id, actor=actor) as change:
        point = _standing(change, touchpoint_id)
        if point.kind == TouchpointKind.ROUND:
            raise PlaceRefused("of_round", code=point.code)
        if point.valid_to == valid_to:
            return
        _refuse_past(valid_to)
        point.valid_to = valid_to
        change.note(
            "touchpoint.until",
            touchpoint=point.id,
            code=point.code,
            valid_to=valid_to.isoformat() if valid_to else None,
        )


def note_printed(scope: Scope, unit_id: int, codes: Collection[str], *, actor: str) -> None:
    """Remember that these codes of one unit were printed today; asked again the same day, nothing is noted."""
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


def _reason(why: str) -> dict[str, str]:
    return {"why": why} if why else {}


def _refuse_past(valid_to: date | None) -> None:
    if valid_to is not None and valid_to < clock.today():
        raise PlaceRefused("past_day")


def _refuse_unasked(scope: Scope, unit_id: int, questionnaire_code: str) -> None:
    """Refuse questions nobody published for this unit: such a code would open nothing."""
    if questionnaires.latest(scope, questionnaire_code, unit_id) is None:
        raise PlaceRefused("no_questions")


def _standing(change: Change, touchpoint_id: int) -> Touchpoint:
    point = change.find(Touchpoint, touchpoint_id)
    if point.revoked_at is not None or point.replaced_by_id is not None:
        raise PlaceRefused("code_ended", code=point.code)
    return point


def _subject(change: Change, kind: TouchpointKind, subject_id: int | None) -> dict[str, int]:
    """Return the column that names what the code stands for; nothing for an entrance, a slip or a link."""
    if kind in _OWN_SUBJECT and subject_id is None:
        raise PlaceRefused("no_subject")
    match kind:
        case TouchpointKind.COUNTER:
            return {"counter_id": change.find(Counter, subject_id or 0).id}
        case TouchpointKind.OFFICER:
            return {"officer_id": change.find(Officer, subject_id or 0).id}
        case TouchpointKind.FIELD:
            return {"field_id": change.find(ServiceField, subject_id or 0).id}
        case TouchpointKind.ROUND:
            # Issued with its round, never by hand.
            raise PlaceRefused("no_subject")
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
        *(getattr(Touchpoint, column).is_not_distinct_from(subject.get(column)) for column in _SUBJECTS),
    )
    if kind not in _OWN_SUBJECT:
        known = known.where(Touchpoint.label == label)
    found = change.session.scalars(known).first()
    if found is not None:
        raise PlaceRefused("code_stands", code=found)
