"""What units choose to ask: since when, what they may ask, and who below goes on with a version of its own."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from core import clock as time
from core.db import db
from core.domain.access import SYSTEM
from core.models import QuestionnaireVersion
from core.queries import questionnaire_below, questionnaire_versions, questionnaires
from core.services import questionnaire_publishing as publishing
from tests.services import test_questionnaire_drafts as drafts
from tests.services.test_questionnaire_drafts import CENTRE, COMMUNE, MANAGER, keep, publish
from tests.support.clock import Clock
from tests.support.worlds import World


def since(unit: int = CENTRE) -> tuple[int, date, bool]:
    """The number of the quick version a unit asks, since when, and whether it is the unit's own choice."""
    db.session.rollback()
    found = questionnaire_versions.of_unit(SYSTEM, unit).asked
    return next((one.version.number, one.since, one.is_own) for one in found if one.version.code == "quick")


def apart(unit: int = World.commune, code: str = "quick") -> tuple[str, ...]:
    db.session.rollback()
    return questionnaire_below.with_own_version(SYSTEM, unit, code)


def published_on(version_id: int) -> date:
    found = db.session.scalar(
        select(QuestionnaireVersion.published_on).where(QuestionnaireVersion.id == version_id)
    )
    assert found is not None
    return found


def test_a_version_is_asked_again_since_the_day_the_own_one_was_retired(world: World, clock: Clock) -> None:
    begun = published_on(World.quick)
    assert since() == (1, begun, False)
    keep(scope=COMMUNE, unit=World.commune)
    publish(scope=COMMUNE, unit=World.commune)
    chosen = time.today()
    assert since() == (2, chosen, False)

    clock.advance(days=3)
    keep()
    publish()
    assert since() == (3, time.today(), True)
    clock.advance(days=3)
    publishing.retire(MANAGER, CENTRE, "quick", why="Hết đợt", actor="manager")
    assert since() == (2, time.today(), False)
    assert since(World.commune) == (2, chosen, True)

    clock.advance(days=3)
    publishing.retire(COMMUNE, World.commune, "quick", why="Hết đợt", actor="manager")
    assert since() == since(World.commune) == (1, time.today(), False)


def test_units_below_that_go_their_own_way_are_named_until_they_retire_it(world: World) -> None:
    assert apart() == ()
    keep(scope=COMMUNE, unit=World.commune)
    publish(scope=COMMUNE, unit=World.commune)
    keep()
    publish()

    assert (apart(), apart(CENTRE)) == (("Trung tâm Phục vụ hành chính công",), ())
    assert apart(code="ministry") == ()
    publishing.retire(MANAGER, CENTRE, "quick", why="Hết đợt", actor="manager")
    assert apart() == ()


def test_a_unit_may_ask_what_it_or_one_above_it_chose_and_nothing_of_others(world: World) -> None:
    neighbour = replace(MANAGER, unit_ids=frozenset({World.neighbour}))
    drafts.of_its_own(unit=World.neighbour, scope=neighbour)
    assert [one.code for one in questionnaires.offered(MANAGER, CENTRE)] == ["quick", "ministry"]

    drafts.of_its_own(unit=World.commune, scope=COMMUNE)
    keep()
    own = publish()

    db.session.rollback()
    assert [(one.code, one.number) for one in questionnaires.offered(MANAGER, CENTRE)] == [
        ("quick", 2),
        ("ministry", 1),
        ("rieng", 1),
    ]
    assert questionnaires.offered(MANAGER, CENTRE)[0] == questionnaires.version(SYSTEM, own)
    assert questionnaires.offered(MANAGER, World.neighbour) == ()
