"""Publishing: a version is stored once, read back as it was, and never changed."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from core.db import db, write
from core.domain.access import SYSTEM
from core.domain.builtin import BUILTIN, MINISTRY, QUICK
from core.models import QuestionnaireVersion, QuestionRow
from core.queries import questionnaires as stored
from core.services import questionnaires
from core.services.questionnaires import VersionTaken


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


def test_a_units_own_version_goes_before_the_built_in_one(app):
    builtin = published()[0]
    with write() as connection:
        own = questionnaires.publish(connection, QUICK, unit_id=7)

    assert stored.latest(SYSTEM, "quick", 7) == own
    assert stored.latest(SYSTEM, "quick", 8) == builtin


def test_other_content_under_the_same_number_is_refused(app):
    published()
    changed = replace(MINISTRY, source="another decision")

    with pytest.raises(VersionTaken) as refused, write() as connection:
        questionnaires.publish(connection, changed)

    assert refused.value.facts == {"code": "ministry", "number": 1}
