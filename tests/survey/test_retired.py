"""A questionnaire that is asked no more: its codes stay genuine, and who has its page open goes on."""

from dataclasses import replace

import pytest

from core.db import write, write_session
from core.domain.builtin import QUICK
from core.models import Touchpoint
from core.queries import entries
from core.services import questionnaires
from tests.support import asked, ledger
from tests.support.citizen import Citizen, Page
from tests.support.stranger import Stranger
from tests.support.worlds import World


@pytest.fixture
def version_id(world: World) -> int:
    """A questionnaire of the commune's own, asked by a code of its centre."""
    with write_session() as session:
        session.get_one(Touchpoint, World.single_point).questionnaire_code = "rieng"
    return asked.ask(replace(QUICK, code="rieng"))


def retire() -> None:
    with write() as connection:
        questionnaires.choose(connection, World.commune, "rieng", None, account_id=1)
    entries.forget_head()
    entries._read.clear()


def test_a_code_that_asks_nothing_is_genuine_and_says_so(
    world: World, stranger: Stranger, version_id: int
) -> None:
    retire()

    shown = stranger.open(f"/q/{world.single}")
    checked = stranger.open(f"/xac-minh/{world.single}")

    assert shown.status_code == 410
    assert "Hiện nay nơi này không hỏi ý kiến." in shown.text
    assert checked.status_code == 200
    assert "Mã thật; hiện nay không hỏi ý kiến" in checked.text
    assert "<b>Quầy 1</b>" in checked.text


def test_pages_that_were_open_still_send(world: World, citizen: Citizen, version_id: int) -> None:
    citizen.scan(world.single)
    retire()

    citizen.tap(4)
    citizen.details(trips="0", comment="Tốt")

    citizen.thanks()
    assert [(row["revision"], row["version_id"]) for row in ledger.revisions()] == [
        (1, version_id),
        (2, version_id),
    ]


def test_pages_that_were_open_when_a_version_was_published_send_what_they_asked(
    world: World, citizen: Citizen
) -> None:
    citizen.scan(world.single)
    newer = asked.ask(asked.version(2))
    entries._read.clear()

    citizen.tap(4)
    citizen.details(trips="0", comment="Tốt")
    citizen.change_level()
    citizen.tap(2)
    citizen.details(trips="1")
    citizen.thanks()

    versions = [row["version_id"] for row in ledger.revisions()]
    assert versions == [world.quick] * 4
    assert newer != world.quick
    assert "Ông/Bà chờ bao nhiêu phút?" in _details_after(citizen, world).text


def _details_after(citizen: Citizen, world: World) -> Page:
    """Return the page of details of somebody who scans now."""
    citizen.scan(world.single)
    citizen.tap(5)
    return citizen.page
