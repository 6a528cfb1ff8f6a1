"""Paper: nothing counts before a batch is closed, differences are decided one by one, and each sheet counts once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.clock import now, today
from core.db import db, write
from core.domain.access import AccessDenied, Role, Scope
from core.domain.builtin import QUICK
from core.domain.paper import Keyed, PaperRefused, Turn
from core.domain.questionnaire import AnswerRefused
from core.jobs.drain import drain
from core.models import AuditEntry, InboxRevision, PaperSheet, Touchpoint
from core.queries import paper as query
from core.services import numbered, rollups, settling
from core.services.paper import batches, handing_over, keying
from core.services.places.changing import UnknownPlace
from tests.services import record
from tests.support.paper import (
    CENTRE,
    HOA,
    LAN,
    a_round,
    close,
    key,
    opened,
    opened_of_round,
    sheet,
)
from tests.support.worlds import World


def found(batch: int) -> query.Batch:
    """Return a batch as the desk reads it now."""
    db.session.rollback()
    read = query.batch(HOA, World.centre, batch)
    assert read is not None
    return read


def resolve(batch: int, number: int, seen: str | None = None, **chosen: int) -> None:
    """Decide the differences of one sheet as it stands, or as it was seen."""
    db.session.rollback()
    seen = keying.compared(LAN, World.centre, batch, number).mark if seen is None else seen
    turns = {part: Turn(turn) for part, turn in chosen.items()}
    keying.resolve(LAN, World.centre, batch, number, turns, seen=seen, actor="lan")


def answers() -> list[str]:
    """Return what stands in the inbox, in an order of its own."""
    return sorted(row["answers"] for row in record.rows("inbox"))


def test_sheets_of_a_batch_count_once_it_is_closed_and_not_before(world):
    batch = opened(2)
    key(batch, 1, sheet("5"))
    key(batch, 2, sheet("2"))
    assert answers() == []

    assert close(batch) == 0

    assert [text[0] for text in answers()] == ["2", "5"]
    row = record.rows("inbox")[0]
    assert (row["channel"], row["tier"], row["day"]) == ("paper", "C", today() - timedelta(days=1))
    assert (row["counter_id"], row["officer_id"], row["round_id"]) == (World.many_counter, 0, 0)
    assert record.rows("paper_sheet") == []


def test_a_keyed_sheet_can_be_put_right_until_its_batch_is_closed(world):
    batch = opened(1)
    key(batch, 1, sheet("5"))
    shown = keying.kept(LAN, World.centre, batch, 1, Turn.FIRST)
    assert shown is not None
    assert shown.keyed == sheet("5")
    key(batch, 1, sheet("1"), who=LAN)
    close(batch)

    assert [text[0] for text in answers()] == ["1"]
    with pytest.raises(PaperRefused, match="batch_closed"):
        key(batch, 1, sheet("5"))


def test_a_blank_sheet_counts_for_nothing_and_is_told(world):
    batch = opened(2)
    key(batch, 1, Keyed(QUICK.encode({})))
    key(batch, 2, sheet("4"))
    close(batch)

    assert (found(batch).counted, found(batch).blank) == (1, 1)
    assert len(answers()) == 1


def test_a_batch_with_a_sheet_missing_is_not_closed(world):
    batch = opened(3)
    key(batch, 1, sheet("5"))
    with pytest.raises(PaperRefused) as refused:
        close(batch)
    assert refused.value.facts == {"missing": 2, "second": 0, "undecided": 0}

    batches.set_sheets(HOA, World.centre, batch, 1, actor="hoa")
    assert close(batch) == 0


def test_the_number_of_sheets_never_falls_below_a_keyed_one(world):
    batch = opened(3)
    key(batch, 3, sheet("5"))

    with pytest.raises(PaperRefused, match="keyed_beyond"):
        batches.set_sheets(HOA, World.centre, batch, 2, actor="hoa")


def test_twenty_sheets_keyed_twice_with_two_differences_count_only_once_both_are_decided(world, clock):
    batch = opened(20, is_double=True)
    for number in range(1, 21):
        key(batch, number, sheet("5", trips="0"))
        wrong = {4: sheet("4", trips="0"), 17: sheet("5", trips="2")}.get(number)
        key(batch, number, wrong or sheet("5", trips="0"), Turn.SECOND, LAN)
    assert found(batch).undecided == (4, 17)
    with pytest.raises(PaperRefused) as refused:
        close(batch)
    assert refused.value.facts == {"missing": 0, "second": 0, "undecided": 2}
    assert answers() == []

    resolve(batch, 4, overall=2)
    with pytest.raises(PaperRefused, match="undecided"):
        resolve(batch, 17)
    resolve(batch, 17, trips=1)
    assert close(batch) == 0

    clock.advance(days=1)
    settling.settle()
    counted = record.counted("cell_day")
    told = {(question, option): n for (_place, question, option), n in counted.items()}
    assert told == {("", ""): 20, ("overall", "5"): 19, ("overall", "4"): 1, ("trips", "0"): 20}
    assert len(record.rows("submission")) == 20
    assert rollups.check() == []


def test_the_second_reader_is_somebody_else_and_never_sees_the_first_reading(world):
    batch = opened(1, is_double=True)
    with pytest.raises(PaperRefused, match="first_missing"):
        key(batch, 1, sheet("5"), Turn.SECOND, LAN)
    key(batch, 1, sheet("5"))

    with pytest.raises(PaperRefused, match="same_person"):
        key(batch, 1, sheet("5"), Turn.SECOND)
    with pytest.raises(PaperRefused, match="keyed_by_another"):
        keying.kept(LAN, World.centre, batch, 1, Turn.FIRST)
    with pytest.raises(PaperRefused, match="keyed_by_another"):
        key(batch, 1, sheet("4"), who=LAN)
    with pytest.raises(PaperRefused, match="not_compared"):
        keying.compared(LAN, World.centre, batch, 1)
    assert keying.kept(LAN, World.centre, batch, 1, Turn.SECOND) is None
    key(batch, 1, sheet("4"), Turn.SECOND, LAN)
    with pytest.raises(PaperRefused, match="already_compared"):
        key(batch, 1, sheet("4"))


def test_one_person_keys_twice_where_the_office_says_so(world):
    batch = opened(1, is_double=True, allows_same=True)
    key(batch, 1, sheet("5"))
    key(batch, 1, sheet("5"), Turn.SECOND)

    assert close(batch) == 0


def test_a_sheet_that_was_read_wrongly_twice_is_keyed_anew(world):
    batch = opened(1, is_double=True)
    key(batch, 1, sheet("5"))
    key(batch, 1, sheet("4"), Turn.SECOND, LAN)

    stands = keying.compared(LAN, World.centre, batch, 1)

    keying.restart(LAN, World.centre, batch, 1, seen=stands.mark, actor="lan")

    assert found(batch).missing == (1,)


def test_a_second_reading_that_arrives_twice_is_a_success_both_times(world):
    batch = opened(1, is_double=True)
    key(batch, 1, sheet("5"))
    for _ in range(2):
        keying.key(LAN, World.centre, batch, 1, Turn.SECOND, sheet("4"), seen="", actor="lan")

    with pytest.raises(PaperRefused, match="already_compared"):
        keying.key(LAN, World.centre, batch, 1, Turn.SECOND, sheet("3"), seen="", actor="lan")
    # Somebody else's reading that says the same is not theirs.
    with pytest.raises(PaperRefused, match="already_compared"):
        keying.key(HOA, World.centre, batch, 1, Turn.SECOND, sheet("4"), seen="", actor="hoa")
    # Nor is a first reading lost that arrives again after the second.
    keying.key(HOA, World.centre, batch, 1, Turn.FIRST, sheet("5"), seen="", actor="hoa")
    assert found(batch).undecided == (1,)


def test_nobody_decides_over_a_decision_or_readings_they_did_not_see(world):
    batch = opened(1, is_double=True)
    key(batch, 1, sheet("5"))
    key(batch, 1, sheet("4"), Turn.SECOND, LAN)
    seen = keying.compared(LAN, World.centre, batch, 1).mark
    resolve(batch, 1, seen, overall=1)

    with pytest.raises(PaperRefused, match="decided_meanwhile"):
        resolve(batch, 1, seen, overall=2)
    with pytest.raises(PaperRefused, match="decided_meanwhile"):
        keying.restart(LAN, World.centre, batch, 1, seen=seen, actor="lan")
    # The same decision, sent twice, is a success.
    resolve(batch, 1, seen, overall=1)
    db.session.rollback()
    decided = keying.compared(LAN, World.centre, batch, 1)
    assert decided.decided == sheet("5")

    keying.restart(LAN, World.centre, batch, 1, seen=decided.mark, actor="lan")
    db.session.rollback()
    key(batch, 1, sheet("2"))
    key(batch, 1, sheet("3"), Turn.SECOND, LAN)
    with pytest.raises(PaperRefused, match="decided_meanwhile"):
        resolve(batch, 1, seen, overall=1)
    resolve(batch, 1, overall=2)
    close(batch)
    assert [text[0] for text in answers()] == ["3"]


def test_a_question_that_no_longer_applies_after_a_decision_is_left_out(world):
    batch = opened(1, is_double=True)
    first = Keyed(QUICK.encode({"overall": ("2",), "reasons": ("0",)}))
    key(batch, 1, first)
    key(batch, 1, Keyed(QUICK.encode({"overall": ("4",), "praise": ("1",)})), Turn.SECOND, LAN)

    resolve(batch, 1, overall=2, praise=2, reasons=1)
    close(batch)

    assert [QUICK.decode(text) for text in answers()] == [{"overall": ("4",), "praise": ("1",)}]


def test_words_wait_masked_and_sealed_and_go_with_the_answer(world):
    batch = opened(1)
    written = Keyed(QUICK.encode({"overall": ("3",)}), comment="Chờ lâu, gọi tôi 0912 345 678")
    kept = key(batch, 1, written)
    assert kept.comment == "Chờ lâu, gọi tôi [đã che số điện thoại]"
    waiting = record.rows("paper_sheet")[0]["first"]
    assert "Chờ".encode() not in waiting
    assert b"overall" not in waiting

    close(batch)

    with db.engine.connect() as connection:
        assert connection.scalar(select(InboxRevision.comment_text)) is not None
    assert record.rows("paper_sheet") == []


def test_a_closing_that_breaks_off_loses_and_doubles_nothing(world, monkeypatch):
    batch = opened(5)
    for number in range(1, 6):
        key(batch, number, sheet(str(number)))
    stored = numbered._store
    calls = []

    def dying(*arguments):
        receipt = stored(*arguments)
        calls.append(receipt)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return receipt

    monkeypatch.setattr(numbered, "_store", dying)
    with pytest.raises(KeyboardInterrupt):
        close(batch)
    assert (len(answers()), len(record.rows("paper_sheet"))) == (2, 3)

    monkeypatch.setattr(numbered, "_store", stored)
    assert drain() == 1
    assert close(batch) == 0

    assert [text[0] for text in answers()] == ["1", "2", "3", "4", "5"]
    assert record.rows("paper_sheet") == []


def test_a_field_that_is_gone_meanwhile_takes_nothing_else_with_it(world):
    batch = opened(1)
    key(batch, 1, Keyed(QUICK.encode({"overall": ("4",)}), field_id=World.neighbours_field))

    assert close(batch) == 0

    assert record.rows("inbox")[0]["field_id"] == 0


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"day": 1}, "day_to_come"),
        ({"day": -600}, "before_issue"),
        ({"sheets": 0}, "sheets"),
        ({"sheets": 201}, "sheets"),
    ],
)
def test_a_batch_that_cannot_be_is_not_opened(world, facts, why):
    if "day" in facts:
        facts = {"day": today() + timedelta(days=facts["day"])}

    with pytest.raises(PaperRefused, match=why):
        opened(**{"sheets": 1, **facts})


def test_sheets_filled_in_after_a_code_was_revoked_are_not_of_it(world):
    with write() as connection:
        connection.execute(
            update(Touchpoint)
            .where(Touchpoint.id == World.many_point)
            .values(revoked_at=now() - timedelta(days=3))
        )

    with pytest.raises(PaperRefused, match="after_end"):
        opened(1)
    opened(1, day=today() - timedelta(days=4))


def test_a_sheet_belongs_to_the_round_and_hamlet_of_its_batch(world):
    number = a_round()
    with pytest.raises(UnknownPlace):
        opened_of_round(number, round_id=None)
    with pytest.raises(UnknownPlace):
        opened_of_round(number, stratum=9)
    batch = opened_of_round(number, stratum=2)
    key(batch, 1, sheet("4"))
    close(batch)

    progress = {
        name: record.rows("round_progress")[0][name] for name in ("round_id", "stratum", "channel", "n")
    }
    assert progress == {"round_id": number, "stratum": 2, "channel": "paper", "n": 1}
    assert record.rows("inbox")[0]["round_id"] == number


def test_a_batch_of_another_unit_is_not_there(world):
    batch = opened(1)
    stranger = Scope(account_id=9, role=Role.MANAGER, unit_ids=frozenset({World.neighbour}))

    for act in (
        lambda: keying.key(stranger, World.centre, batch, 1, Turn.FIRST, sheet("1"), seen="", actor="x"),
        lambda: keying.key(stranger, World.neighbour, batch, 1, Turn.FIRST, sheet("1"), seen="", actor="x"),
        lambda: keying.kept(stranger, World.centre, batch, 1, Turn.FIRST),
        lambda: handing_over.close(stranger, World.neighbour, batch, actor="x"),
        lambda: batches.drop(stranger, World.neighbour, batch, reason="", actor="x"),
    ):
        with pytest.raises(UnknownPlace):
            act()
    officer = Scope(account_id=9, role=Role.OFFICER, unit_ids=CENTRE)
    with pytest.raises(AccessDenied):
        keying.key(officer, World.centre, batch, 1, Turn.FIRST, sheet("1"), seen="", actor="x")


def test_an_answer_of_another_version_is_not_kept(world):
    batch = opened(1)

    with pytest.raises(AnswerRefused):
        key(batch, 1, Keyed("5"))


def test_a_batch_given_up_counts_for_nothing_and_the_chain_says_why(world):
    batch = opened(2, is_double=True)
    key(batch, 1, sheet("1"))

    batches.drop(HOA, World.centre, batch, reason="Nhầm quầy", actor="hoa")

    with db.engine.connect() as connection:
        acts = [tuple(row) for row in connection.execute(select(AuditEntry.action, AuditEntry.facts))]
    assert [action for action, _facts in acts] == ["paper.open_batch", "paper.drop_batch"]
    assert "Nhầm quầy" in acts[1][1]
    with db.engine.connect() as connection:
        assert connection.execute(select(PaperSheet)).all() == []
    db.session.rollback()
    assert query.listed(HOA, World.centre).total == 0


def test_the_number_of_a_batch_that_was_given_up_takes_no_sheets_and_is_given_to_no_other(world):
    wrong = opened_of_round(a_round(), stratum=2)
    batches.drop(HOA, World.centre, wrong, reason="Nhầm xóm", actor="hoa")
    right = opened(1)

    assert right != wrong
    with pytest.raises(PaperRefused, match="batch_dropped") as refused:
        key(wrong, 1, sheet("1"), who=LAN)
    assert refused.value.facts == {"day": today()}
    assert record.rows("paper_sheet") == []
    assert [row["stratum"] for row in record.rows("paper_batch")] == [None, None]
