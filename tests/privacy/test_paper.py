"""Once paper of a survey round counts, nothing stored joins an answer, by day or batch, to the hamlet it came from."""

from datetime import date, timedelta

import pytest
from flask import Flask

from core.clock import today
from core.db import write_session
from core.jobs.drain import drain
from core.services import numbered
from tests.services import record
from tests.support import worlds
from tests.support.contents import contents
from tests.support.paper import a_round, close, key, opened_of_round, sheet


@pytest.fixture
def batches(app: Flask) -> dict[int, int]:
    """A batch of one hamlet today, of another yesterday, each with its only sheet keyed: hamlet by batch."""
    with write_session() as session:
        worlds.office(session)
    number = a_round()
    found = {}
    for hamlet, day in ((2, today()), (3, today() - timedelta(days=1))):
        found[opened_of_round(number, stratum=hamlet, day=day)] = hamlet
    for batch in found:
        key(batch, 1, sheet("4"))
    return found


def hamlets() -> dict[int, int | None]:
    """Return which hamlet is stored with each batch."""
    return {row["id"]: row["stratum"] for row in record.rows("paper_batch")}


def test_the_hamlet_of_a_batch_is_forgotten_with_its_last_sheet(batches: dict[int, int], database_url: str):
    assert hamlets() == batches
    first, second = batches
    close(first)
    assert hamlets() == {first: None, second: 3}
    close(second)

    stored = contents(database_url)
    naming = {name for name, rows in stored.items() for row in rows if row.get("stratum")}
    # Progress has neither day nor batch.
    assert naming == {"round_progress"}
    days = {
        name for row in stored["round_progress"] for name, value in row.items() if isinstance(value, date)
    }
    assert days == set()
    told = [row["facts"] for row in stored["audit_entry"] if row["action"].startswith("paper.")]
    assert len(told) == 4
    assert not [facts for facts in told if "stratum" in str(facts)]


def test_a_closing_that_breaks_off_forgets_it_when_it_is_taken_up_again(
    batches: dict[int, int], monkeypatch: pytest.MonkeyPatch
):
    first, second = batches

    def dying(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dies:
        dies.setattr(numbered, "_store", dying)
        with pytest.raises(KeyboardInterrupt):
            close(first)
    assert hamlets() == batches

    assert drain() == 1
    assert hamlets() == {first: None, second: 3}
    assert [(row["stratum"], row["n"]) for row in record.rows("round_progress")] == [(2, 1)]
