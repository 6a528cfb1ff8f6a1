"""Publishing a draft as the next version of its unit, and retiring what a unit asks."""

from sqlalchemy import func, select

from core.domain.access import Permission, Scope
from core.domain.publishing import version_of
from core.domain.questionnaire_draft import from_json
from core.domain.questionnaire_faults import faults, is_publishable
from core.models import QuestionnaireChoice, QuestionnaireVersion
from core.queries import questionnaire_codes, questionnaire_versions
from core.queries import questionnaires as published
from core.services import questionnaires
from core.services.places.changing import Change, changing
from core.services.questionnaire_drafts import DraftRefused, check_seen, found


def publish(scope: Scope, unit_id: int, code: str, *, seen: int, actor: str) -> int:
    """Publish a draft for its unit and those below, who ask it from now on; return the version's id.

    `seen` is the state of the draft its author looked at. The version's number follows every version of this code
    that the unit has, or that stands above it; the draft is gone. Raise DraftRefused `changed_meanwhile` or
    `has_faults`, UnknownPlace without such a draft or unit.
    """
    with changing(scope, unit_id, actor=actor, permission=Permission.MANAGE_QUESTIONNAIRES) as change:
        row = found(change, code)
        check_seen(change, row, seen)
        draft = from_json(row.content)
        before = published.latest(scope, code, unit_id)
        base = published.version(scope, before) if before is not None else None
        earlier = questionnaire_versions.ever(scope, unit_id, code)
        if not is_publishable(faults(draft, base, earlier)):
            raise DraftRefused("has_faults", code=code)
        number = _next_number(change, code)
        connection = change.session.connection()
        version_id = questionnaires.publish(connection, version_of(draft, number, after=base), unit_id)
        questionnaires.choose(connection, unit_id, code, version_id, account_id=scope.account_id)
        change.session.delete(row)
        change.note("questionnaire.publish", code=code, number=number, version=version_id, replaced=before)
        return version_id


def retire(scope: Scope, unit_id: int, code: str, *, why: str, actor: str) -> None:
    """Stop asking the unit's own version under a code; what stands above it is asked again, with every answer kept.

    Raise DraftRefused `not_own` where the unit asks no version of its own, and `codes_stand` with the codes in use
    that would have nothing to ask.
    """
    with changing(scope, unit_id, actor=actor, permission=Permission.MANAGE_QUESTIONNAIRES) as change:
        version_id = change.session.scalar(
            select(QuestionnaireChoice.version_id)
            .where(QuestionnaireChoice.unit_id == unit_id, QuestionnaireChoice.code == code)
            .order_by(QuestionnaireChoice.number.desc())
            .limit(1)
        )
        if version_id is None:
            raise DraftRefused("not_own", code=code)
        if standing := questionnaire_codes.left_alone(scope, unit_id, code):
            raise DraftRefused("codes_stand", codes=standing)
        connection = change.session.connection()
        questionnaires.choose(connection, unit_id, code, None, account_id=scope.account_id)
        change.note("questionnaire.retire", code=code, version=version_id, why=why)


def _next_number(change: Change, code: str) -> int:
    owners = (questionnaires.EVERY_UNIT, *published.above(change.unit_id))
    highest = select(func.max(QuestionnaireVersion.number)).where(
        QuestionnaireVersion.code == code, QuestionnaireVersion.unit_id.in_(owners)
    )
    return (change.session.scalar(highest) or 0) + 1
