"""Publishing: a version is stored once, read back as it was, and never changed."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from core.db import db, write, write_session
from core.domain.access import SYSTEM
from core.domain.builtin import BUILTIN, MINISTRY, QUICK
from core.domain.publishing import version_of
from core.domain.questionnaire import Kind, QuestionScope
from core.domain.questionnaire_draft import DraftQuestion, as_json, draft_of, from_json
from core.models import QuestionnaireVersion, QuestionRow
from core.queries import questionnaires as stored
from core.services import questionnaires
from core.services.questionnaires import VersionTaken
from tests.support import worlds
from tests.support.worlds import World


def published():
    """Publish the built-in ones in a transaction of their own."""
    with write() as connection:
        return questionnaires.publish_builtin(connection)


@pytest.mark.parametrize("place", [0, 1])
def test_a_built_in_questionnaire_is_read_back_as_it_was_published(app, place):
    version_id = published()[place]

    assert stored.version(SYSTEM, version_id) == BUILTIN[place]


def test_publishing_again_stores_nothing_more(app):
    first = published()
    second = published()

    assert second == first
    with db.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(QuestionnaireVersion)) == 2
        assert connection.scalar(select(func.count()).select_from(QuestionRow)) == 9 + 19


def test_the_newest_version_is_the_one_asked(app):
    published()
    with write() as connection:
        second = questionnaires.publish(connection, replace(QUICK, number=2))

    assert stored.latest(SYSTEM, "quick", 7) == second


def test_what_a_unit_chose_holds_for_those_below_until_it_chooses_again(app):
    builtin = published()[0]
    with write_session() as session:
        worlds.office(session)
    with write() as connection:
        own = questionnaires.publish(connection, replace(QUICK, number=2), unit_id=World.commune)
        questionnaires.choose(connection, World.commune, "quick", own, account_id=1)

    assert stored.latest(SYSTEM, "quick", World.centre) == own
    assert stored.latest(SYSTEM, "quick", World.neighbour) == builtin

    with write() as connection:
        questionnaires.choose(connection, World.commune, "quick", None, account_id=1)
    db.session.rollback()
    assert stored.latest(SYSTEM, "quick", World.centre) == builtin


def test_numbers_and_words_are_read_back_with_their_bounds(app):
    draft = replace(
        draft_of(QUICK),
        questions=(
            *draft_of(QUICK).questions,
            DraftQuestion("age", Kind.NUMBER, QuestionScope.OFFICE, {"vi": "Tuổi"}, low=16, high=120),
            DraftQuestion("wish", Kind.TEXT, QuestionScope.OFFICE, {"vi": "Mong muốn"}, high=200),
        ),
        randomises_poles=True,
    )
    version = version_of(draft, 2)
    with write() as connection:
        own = questionnaires.publish(connection, version, unit_id=7)

    assert stored.version(SYSTEM, own) == version
    assert draft_of(version) == draft
    assert from_json(json.loads(json.dumps(as_json(draft)))) == draft


def test_other_content_under_the_same_number_is_refused(app):
    published()
    changed = replace(MINISTRY, source="another decision")

    with pytest.raises(VersionTaken) as refused, write() as connection:
        questionnaires.publish(connection, changed)

    assert refused.value.facts == {"code": "ministry", "number": 1}
