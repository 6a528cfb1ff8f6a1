"""One changing code, one answer of tier A: whoever else brings it is stored all the same, as an open code is."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx
import pytest
from flask import Flask
from sqlalchemy import Connection

from core.db import write_session
from core.domain.changing_code import Slot
from core.domain.questionnaire import AnswerRefused
from core.domain.submission import Outcome, Receipt, SubmissionDraft, Tier
from core.services import rollups, settling, submissions
from core.services.kiosk import changing_codes
from tests.services import record
from tests.support import code_screen, ledger, worlds
from tests.support.citizen import Citizen, over_http
from tests.support.clock import Clock
from tests.support.code_screen import CodeScreen
from tests.support.server import Server
from tests.support.worlds import World

CROWD = 50
TOLD = "Mã này đã dùng một lần."
#: 09:00 of the tests' morning, counted in half minutes since 1970.
AT_NINE = 59_840_880


@pytest.fixture
def screen(world: World) -> CodeScreen:
    """A tablet at counter 3 that shows codes."""
    with write_session() as session:
        return code_screen.put_up(session)


@pytest.fixture
def proven(world: World, screen: CodeScreen) -> Callable[..., SubmissionDraft]:
    """Drafts of somebody who scanned the code of nine o'clock."""

    def make(*, number: int = AT_NINE, **changes: Any) -> SubmissionDraft:
        mark = changing_codes.mark_of(Slot(screen.id, number))
        return worlds.draft(world, **{"tier": Tier.A, "slot_mark": mark, **changes})

    return make


def tiers() -> list[str]:
    """Return the tier of each stored answer."""
    return sorted(row["tier"] for row in ledger.revisions() if row["revision"] == 1)


def test_the_first_answer_of_a_code_is_of_tier_a_and_the_next_of_tier_c(proven: Callable[..., Any]):
    receipts = [submissions.accept(proven()) for _ in range(3)]

    assert [receipt.tier for receipt in receipts] == ["A", "C", "C"]
    assert [receipt.outcome for receipt in receipts] == [Outcome.ACCEPTED] * 3
    assert tiers() == ["A", "C", "C"]


def test_each_half_minute_has_an_answer_of_its_own(proven: Callable[..., Any]):
    receipts = [submissions.accept(proven(number=AT_NINE + later)) for later in range(3)]

    assert [receipt.tier for receipt in receipts] == ["A", "A", "A"]


def test_a_change_of_mind_inherits_the_tier_and_spends_nothing_more(
    world: World, secret: bytes, proven: Callable[..., Any]
):
    submissions.accept(proven(secret=secret))

    changed = submissions.accept(worlds.tap(world, secret, 5))

    assert (changed.revision, changed.tier) == (2, "A")
    assert [row["tier"] for row in ledger.revisions(secret)] == ["A", "A"]
    assert len(record.rows("spent_slot")) == 1


def test_the_loser_stays_a_loser_through_every_revision(
    world: World, secret: bytes, proven: Callable[..., Any]
):
    submissions.accept(proven())
    submissions.accept(proven(secret=secret))

    changed = submissions.accept(worlds.details(world, secret, comment="Chờ lâu"))

    assert changed.tier == "C"
    assert [row["tier"] for row in ledger.revisions(secret)] == ["C", "C"]


def test_a_retry_of_the_winner_is_the_same_success(secret: bytes, proven: Callable[..., Any]):
    draft = proven(secret=secret)

    receipts = [submissions.accept(draft) for _ in range(3)]

    assert [(one.outcome, one.tier) for one in receipts] == [
        (Outcome.ACCEPTED, "A"),
        (Outcome.DUPLICATE, "A"),
        (Outcome.DUPLICATE, "A"),
    ]


def test_an_answer_that_is_refused_leaves_its_code_for_the_next_try(proven: Callable[..., Any]):
    with pytest.raises(AnswerRefused):
        submissions.accept(proven(field_id=999))

    assert record.rows("spent_slot") == []
    assert submissions.accept(proven()).tier == "A"


def test_the_mark_of_a_spent_code_is_all_that_is_stored_of_it(screen: CodeScreen, proven: Callable[..., Any]):
    submissions.accept(proven())

    (spent,) = record.rows("spent_slot")
    assert set(spent) == {"mark", "unit_id"}
    assert len(spent["mark"]) == 16
    known = {
        bytes(value) for row in record.rows("inbox") for value in row.values() if isinstance(value, bytes)
    }
    assert spent["mark"] not in known
    assert screen.id not in {value for row in record.rows("inbox") for value in row.values()}


@pytest.mark.parametrize(("state", "tier"), [("retired", "A"), ("revoked", "C")])
def test_a_page_that_is_open_when_its_screen_is_replaced_counts_and_of_a_stolen_one_does_not(
    world: World, screen: CodeScreen, state: str, tier: str
):
    screen.end(state)

    mark = changing_codes.mark_of(Slot(screen.id, AT_NINE))

    assert (mark is not None) is (tier == "A")


def test_spent_codes_vanish_with_the_settling(clock: Clock, proven: Callable[..., Any]):
    submissions.accept(proven())
    clock.set("2026-11-22T01:00:00+07:00")

    settling.settle()

    assert record.rows("spent_slot") == []
    assert [row["tier"] for row in record.rows("submission")] == ["A"]
    assert rollups.check() == []


def test_a_settling_in_the_morning_forgets_no_code_that_somebody_still_holds(
    clock: Clock, screen: CodeScreen, proven: Callable[..., Any]
):
    submissions.accept(proven(number=AT_NINE - 40))
    submissions.accept(proven(number=AT_NINE - 33))
    assert len(record.rows("spent_slot")) == 2

    settling.settle()

    assert len(record.rows("spent_slot")) == 1
    assert submissions.accept(proven(number=AT_NINE - 33)).tier == "C"


def test_a_replay_after_settling_says_the_tier_that_is_settled(
    clock: Clock, secret: bytes, proven: Callable[..., Any]
):
    draft = proven(secret=secret)
    submissions.accept(draft)
    clock.set("2026-11-22T01:00:00+07:00")
    settling.settle()

    again = submissions.accept(draft)

    assert (again.outcome, again.tier) == (Outcome.SETTLED, "A")


def crowd(app: Flask, drafts: list[SubmissionDraft], hand_in: Callable[[SubmissionDraft], Receipt]) -> int:
    """Hand in all drafts at the same moment and return how many became tier A."""

    def one(draft: SubmissionDraft) -> Receipt:
        with app.app_context():
            return hand_in(draft)

    with ThreadPoolExecutor(len(drafts)) as pool:
        return [receipt.tier for receipt in pool.map(one, drafts)].count(Tier.A)


def test_of_twelve_at_the_same_moment_one_is_of_tier_a(app: Flask, proven: Callable[..., Any]):
    assert crowd(app, [proven() for _ in range(12)], submissions.accept) == 1


def test_if_the_code_were_looked_up_first_and_spent_afterwards_the_crowd_would_notice(
    app: Flask, proven: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
):
    drafts = [proven() for _ in range(12)]
    all_have_looked = Barrier(len(drafts))
    looks: list[bool] = []
    spend = changing_codes.spend

    def spend_what_looked_free(connection: Connection, mark: bytes, unit_id: int) -> bool:
        spend(connection, mark, unit_id)
        return all(looks)

    def look_first(draft: SubmissionDraft) -> Receipt:
        looks.append(record.rows("spent_slot") == [])
        all_have_looked.wait()
        return submissions.accept(draft)

    monkeypatch.setattr(changing_codes, "spend", spend_what_looked_free)
    assert crowd(app, drafts, look_first) > 1


def test_fifty_phones_with_one_code_are_one_answer_of_tier_a_and_the_others_are_told(
    app: Flask, served: Server, world: World, screen: CodeScreen
):
    with httpx.Client(base_url=served.url, trust_env=False, timeout=60) as line:
        address = f"/q/{world.many}?m={screen.text()}"
        phones = [Citizen(over_http(line)) for _ in range(CROWD)]
        pages = [phone.open(address) for phone in phones]
        assert [TOLD in page.text for page in pages] == [False] * CROWD
        start = Barrier(CROWD)

        def tap(phone: Citizen) -> str:
            start.wait()
            return phone.tap(4).text

        with ThreadPoolExecutor(CROWD) as pool:
            told = [TOLD in text for text in pool.map(tap, phones)]

    assert tiers() == ["A"] + ["C"] * (CROWD - 1)
    assert told.count(True) == CROWD - 1
    assert screen.text() not in served.log_text()
    assert rollups.check() == []


def test_the_same_form_posted_fifty_times_is_one_answer(
    app: Flask, served: Server, world: World, screen: CodeScreen
):
    with httpx.Client(base_url=served.url, trust_env=False, timeout=60) as line:
        form = Citizen(over_http(line)).open(f"/q/{world.many}?m={screen.text()}").form
        body = form.fill({}, pressing=("level", "4"))

        def post(_number: int) -> int:
            return line.post(form.action, data=dict(body)).status_code

        with ThreadPoolExecutor(CROWD) as pool:
            assert set(pool.map(post, range(CROWD))) == {303}

    assert [(row["revision"], row["tier"]) for row in ledger.revisions()] == [(1, "A")]


def test_an_open_code_spends_nothing(world: World):
    receipt = submissions.accept(worlds.draft(world))

    assert (receipt.tier, record.rows("spent_slot")) == ("C", [])
