"""Paper in trouble: words that grow by covering, sheets no key opens, batches left lying; all else counts."""

import json

import pytest
from sqlalchemy import select, update

from core.clock import today
from core.db import db, write
from core.domain.paper import Keyed
from core.domain.questionnaire import WORDS
from core.domain.submission import CommentTooLong
from core.jobs.drain import drain
from core.models import AuditEntry, OutboxItem, PaperSheet
from core.services import numbered
from core.services.complaints import keeping
from core.services.paper import contents
from tests.services import record
from tests.support import asked, ledger
from tests.support.clock import Clock
from tests.support.paper import a_round, close, key, opened, opened_of_round, sheet
from tests.support.worlds import World

COVERED = "[đã che số điện thoại]"
VERSION = asked.version()
RETURNED = {"overall": ("2",), "returned": ("1",)}


@pytest.fixture
def asking(world: World) -> int:
    """The office asks in every way; the id of the version."""
    return asked.ask(VERSION)


def told(comment: str = "", **texts: str) -> Keyed:
    """Return a sheet of somebody whose papers were returned, with words."""
    answers = {**RETURNED, **dict.fromkeys(texts, (WORDS,))}
    return Keyed(VERSION.encode(answers), comment=comment, texts=texts)


def waiting() -> list[str | None]:
    """Return what last went wrong with each piece of work that waits."""
    with db.engine.connect() as connection:
        return list(connection.scalars(select(OutboxItem.last_error)))


def levels() -> list[str]:
    """Return the faces that stand in the inbox."""
    return sorted(row["answers"][0] for row in record.rows("inbox"))


@pytest.mark.parametrize(
    ("keyed", "question", "limit"),
    [
        (told(why="Gọi 0912345678 hoặc 0987654321"), "why", 40),
        (told(comment="x" * 1985 + " 0912345678"), "", 2000),
    ],
)
def test_words_that_grow_too_long_by_being_covered_are_refused_before_they_are_kept(
    asking: int, keyed: Keyed, question: str, limit: int
):
    batch = opened(1, version_id=asking)

    with pytest.raises(CommentTooLong) as refused:
        key(batch, 1, keyed)

    assert (refused.value.facts["question"], refused.value.facts["limit"]) == (question, limit)
    assert record.rows("paper_sheet") == []


def test_a_comment_and_the_words_of_a_question_have_each_their_own_limit(asking: int):
    batch = opened(1, version_id=asking)
    key(batch, 1, told(comment="x" * 2000, wish="y" * 200))

    assert close(batch) == 0

    [row] = ledger.revisions()
    assert len(ledger.comment(row) or "") > 2200


def test_a_sheet_kept_too_long_is_cut_and_counts_beside_the_others(asking: int):
    batch = opened(2, version_id=asking)
    key(batch, 1, told(why="Thiếu"))
    key(batch, 2, Keyed(VERSION.encode({"overall": ("5",)})))
    long = f"Gọi {COVERED} hoặc {COVERED}"
    with write() as connection:
        sealed = contents.seal(told(why=long), batch, 1)
        connection.execute(update(PaperSheet).where(PaperSheet.number == 1).values(first=sealed))

    assert close(batch) == 0

    assert levels() == ["2", "5"]
    words = [ledger.comment(row) or "" for row in ledger.revisions()]
    assert [text for text in words if text] == [f"\x1ewhy\x1f{long[:39]}"]
    assert (record.rows("paper_sheet"), drain(), waiting()) == ([], 1, [])


@pytest.fixture
def broken_off(world: World, monkeypatch: pytest.MonkeyPatch) -> int:
    """A batch of three sheets of a hamlet that is closed, with nothing handed over yet."""
    batch = opened_of_round(a_round(), stratum=2, sheets=3)
    for number in (1, 2, 3):
        key(batch, number, sheet(str(number)))

    def dying(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dies:
        dies.setattr(numbered, "_store", dying)
        with pytest.raises(KeyboardInterrupt):
            close(batch)
    return batch


def test_a_sheet_no_data_key_opens_waits_and_keeps_the_others_from_nothing(broken_off: int, clock: Clock):
    second = PaperSheet.number == 2
    with db.engine.connect() as connection:
        sealed = connection.scalar(select(PaperSheet.agreed).where(second))
    with write() as connection:
        connection.execute(update(PaperSheet).where(second).values(agreed=bytes(60)))

    assert drain() == 0
    assert (levels(), waiting(), close(broken_off)) == (["1", "3"], ["OSError"], 1)

    with write() as connection:
        connection.execute(update(PaperSheet).where(second).values(agreed=sealed))
    clock.advance(hours=1)
    assert drain() == 1
    assert (levels(), waiting()) == (["1", "2", "3"], [])


def test_batches_left_open_for_ninety_days_are_given_up_with_their_sheets(world: World, clock: Clock):
    counted = opened(1)
    key(counted, 1, sheet("5"))
    close(counted)
    forgotten = opened(2)
    key(forgotten, 2, Keyed(sheet("1").answers, comment="Chờ lâu"))
    seen = []
    for days in (90, 1):
        clock.advance(days=days)
        seen.append((keeping.run().batches, len(record.rows("paper_sheet"))))

    assert seen == [(0, 1), (1, 0)]
    given_up = {row["id"]: row["dropped_on"] for row in record.rows("paper_batch")}
    assert given_up == {counted: None, forgotten: today()}
    assert keeping.run().batches == 0
    with db.engine.connect() as connection:
        entries = connection.execute(
            select(AuditEntry.actor, AuditEntry.unit_id, AuditEntry.facts).where(
                AuditEntry.action == "paper.expire"
            )
        ).all()
    assert [(actor, unit, json.loads(facts)) for actor, unit, facts in entries] == [
        ("worker", World.centre, {"batches": 1, "sheets": 1})
    ]
    assert levels() == ["5"]


def test_sheets_of_a_closed_batch_nobody_could_hand_over_go_as_well(broken_off: int, clock: Clock):
    clock.advance(days=91)
    assert [(row["counted"], row["stratum"]) for row in record.rows("paper_batch")] == [(3, 2)]

    assert keeping.run().batches == 1

    # Nothing joins the hamlet to the day any more.
    assert [(row["counted"], row["stratum"]) for row in record.rows("paper_batch")] == [(0, None)]
    assert (record.rows("paper_sheet"), drain()) == ([], 1)
