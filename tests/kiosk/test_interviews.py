"""Interviews of a survey round from its interviewers' phones: each once, in its hamlet, and for no other round."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from core.db import db, write_session
from core.domain.access import Permission, Role, Scope
from core.domain.submission import SubmissionDraft
from core.domain.tablet import HeldReason
from core.models import HeldItem, TabletNumber
from core.queries import round_waiting, rounds
from core.queries.kiosk import interviewing as kiosk_interviewing
from core.services import numbered, round_progress, settling
from core.services.kiosk import held
from tests.services import record
from tests.support import interviewing, ledger, pairing
from tests.support.both_databases import databases  # noqa: F401
from tests.support.clock import Clock
from tests.support.contents import contents
from tests.support.interviewing import HAMLETS, SAMPLE, Phone, progress
from tests.support.sealing import Item
from tests.support.tablet import BATCH, Tablet, Transport, over_flask
from tests.support.worlds import World


@pytest.fixture
def round_id(world: World) -> int:
    """A round that has begun, from 16 to 30 November."""
    with write_session() as session:
        return interviewing.begun(session)


@pytest.fixture
def phone(round_id: int, wire: Transport) -> Phone:
    """An interviewer's phone of the round."""
    return interviewing.pair(wire, round_id)


def refusal(phone: Tablet, item: Item) -> tuple[str, str]:
    [result] = phone.results([item])
    return result["outcome"], result["reason"]


def test_a_phone_takes_along_its_round_and_no_roster(world: World, phone: Phone):
    bundle = phone.bundle

    assert bundle["settings"]["mode"] == "interview"
    assert (bundle["office"], bundle["roster"]) == ("Xã Mẫu", [])
    assert bundle["questionnaire"]["version"] == world.quick
    assert bundle["round"] == {
        "id": 1,
        "name": "Khảo sát năm 2026, đợt 1",
        "begins_on": "2026-11-16",
        "ends_on": "2026-11-30",
        "sample": 334,
        "is_closed": False,
        "hamlets": [
            {"number": 1, "name": "Xóm 1", "sample": 150},
            {"number": 2, "name": "Xóm Đồng", "sample": 117},
            {"number": 3, "name": "Tổ dân phố 3", "sample": 67},
        ],
    }


def test_an_interview_is_stored_for_its_round_and_counted_in_its_hamlet(world: World, phone: Phone):
    item = phone.ask(2, level=2)

    assert phone.outcomes(item) == ["accepted"]

    row = ledger.counting(item.secret)
    assert (row["channel"], row["tier"], row["round_id"]) == ("interview", "C", 1)
    assert (row["unit_id"], row["counter_id"], row["officer_id"], row["field_id"]) == (world.centre, 0, 0, 0)
    assert (row["answers"][0], str(row["day"])) == ("2", "2026-11-21")
    assert "stratum" not in row
    assert progress(1) == {2: 1}


def test_the_office_says_how_far_the_round_is_with_every_batch_and_sign_of_life(phone: Phone):
    assert phone.heartbeat().json["progress"] == {}

    assert phone.send([phone.ask(1), phone.ask(1), phone.ask(3)]).json["progress"] == {"1": 2, "3": 1}
    assert phone.heartbeat().json["progress"] == {"1": 2, "3": 1}


def test_progress_changes_no_bundle(phone: Phone):
    before = phone.heartbeat().json["bundle"]
    phone.results([phone.ask(1)])

    assert phone.heartbeat().json["bundle"] == before == phone.bundle["etag"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"hamlet": 4}, "unknown_hamlet"),
        ({"hamlet": None}, "unknown_hamlet"),
        ({"version": World.ministry}, "foreign_version"),
        ({"touchpoint": World.many_point}, "foreign_touchpoint"),
        ({"hamlet": "1"}, "unreadable"),
        ({"hamlet": 0}, "unreadable"),
        ({"answers": {"overall": ["9"]}}, "unknown_answer"),
    ],
)
def test_what_does_not_belong_to_the_round_is_refused_and_stops_nothing(
    phone: Phone, changes: dict[str, Any], reason: str
):
    bad, good = phone.give(**changes), phone.ask(1)

    results = phone.results([bad, good])

    assert [(one["outcome"], one["reason"]) for one in results] == [("refused", reason), ("accepted", "")]
    assert progress(1) == {1: 1}


def test_a_phone_cannot_send_for_another_round_of_its_office(phone: Phone, wire: Transport):
    with write_session() as session:
        interviewing.begun(session, number=2)
    other = interviewing.pair(wire, 2)

    assert refusal(phone, phone.ask(1, touchpoint=other.bundle["touchpoint"])) == (
        "refused",
        "foreign_touchpoint",
    )
    assert (progress(1), progress(2)) == ({}, {})


@pytest.fixture
def elsewhere(world: World, wire: Transport) -> Phone:
    """A phone of another unit's round: round 2, of the commune."""
    with write_session() as session:
        interviewing.begun(session, number=2, unit_id=world.commune)
    return interviewing.pair(wire, 2)


def test_a_phone_lent_to_another_unit_brings_what_it_holds_of_the_round_before(
    world: World, phone: Phone, elsewhere: Phone
):
    """The same device has another number and key after it was paired anew; its queue still carries the first ones."""
    item = elsewhere.ask(2)

    assert phone.outcomes(item, item) == ["accepted", "duplicate"]

    assert (progress(1), progress(2)) == ({}, {2: 1})
    row = ledger.counting(item.secret)
    assert (row["round_id"], row["unit_id"]) == (2, world.commune)
    [number] = record.rows(TabletNumber.__tablename__)
    assert (number["tablet_id"], number["number"], number["unit_id"]) == (elsewhere.id, 1, world.commune)


@pytest.mark.parametrize("why", ["revoked", "closed"])
def test_what_another_unit_does_not_take_waits_for_that_units_front(
    world: World, phone: Phone, elsewhere: Phone, why: str
):
    item = elsewhere.ask(1)
    if why == "revoked":
        pairing.end(elsewhere, "revoked")
    else:
        interviewing.close(2)

    assert phone.outcomes(item) == ["held"]

    assert [row["unit_id"] for row in record.rows(HeldItem.__tablename__)] == [world.commune]


def test_nobody_can_speak_for_another_units_phone_without_its_key(phone: Phone, elsewhere: Phone):
    item = replace(elsewhere.ask(1), signature=phone.ask(1).signature)

    assert refusal(phone, item) == ("refused", "bad_signature")
    assert progress(2) == {}


def test_a_file_brings_in_nothing_of_another_unit(world: World, elsewhere: Phone):
    file = json.dumps({"langnghe": "shelf/1", "items": [elsewhere.ask(1).sent()]}).encode()
    manager = Scope(account_id=1, role=Role.MANAGER, unit_ids=frozenset({world.centre}))

    done = held.import_shelf(manager, world.centre, file, actor="quan-ly")

    assert (done.accepted, done.refused, progress(2)) == (0, 1, {})


def test_a_phone_that_was_replaced_still_hands_over_what_it_holds_and_nothing_else(phone: Phone):
    first, second = phone.ask(1), phone.ask(2)
    pairing.end(phone, "retired")

    assert phone.heartbeat().status == 401
    assert phone.request("GET", "/kiosk/api/bundle").status == 401
    assert phone.outcomes(first) == ["accepted"]
    assert progress(1) == {1: 1}
    pairing.end(phone, "revoked")
    assert phone.send([second]).status == 401


def test_a_phone_that_was_replaced_holds_what_has_not_come_since_it_was_heard_of(
    world: World, phone: Phone, clock: Clock
):
    """Three waited when it was heard of last; one of them comes, then a night passes, then the others come."""
    items = [phone.ask(1) for _ in range(3)]
    phone.heartbeat(queue=3)
    pairing.end(phone, "retired")
    assert waiting(world) == [3]

    phone.outcomes(items[0])
    assert waiting(world) == [2]
    clock.set("2026-11-22T02:00:00+07:00")
    settling.settle()
    assert waiting(world) == [2]
    phone.outcomes(*items[1:])
    assert waiting(world) == []
    clock.advance(days=1)
    settling.settle()
    assert waiting(world) == []


def waiting(world: World) -> list[int]:
    """Return what each phone of round 1 still holds, as the round's page and the page of its phones say it."""
    db.session.rollback()
    scope = Scope(account_id=1, role=Role.MANAGER, unit_ids=frozenset({world.centre}))
    line = rounds.one(scope, 1)
    assert line is not None
    said = [one.queue for one in round_waiting.of_round(scope, line).phones]
    assert [one.queue for one in kiosk_interviewing.phones(scope, 1) if one.queue] == said
    return said


def test_a_tablet_at_a_counter_cannot_send_interviews(world: World, phone: Phone, wire: Transport):
    tablet = pairing.pair(wire)

    assert refusal(tablet, tablet.give(hamlet=1)) == ("refused", "foreign_hamlet")
    assert refusal(tablet, tablet.give(touchpoint=phone.bundle["touchpoint"])) == (
        "refused",
        "foreign_touchpoint",
    )
    assert progress(1) == {}


def test_a_round_that_is_not_divided_takes_interviews_without_a_hamlet(round_id: int, wire: Transport):
    with write_session() as session:
        interviewing.begun(session, number=2, hamlets={})
    phone = interviewing.pair(wire, 2)

    assert phone.outcomes(phone.give(hamlet=None)) == ["accepted"]
    assert refusal(phone, phone.ask(1)) == ("refused", "unknown_hamlet")
    assert progress(2) == {0: 1}


def test_a_code_replaced_while_the_phone_was_offline_costs_no_interview(round_id: int, phone: Phone):
    item = phone.ask(1)
    interviewing.replace_code(round_id)

    assert phone.outcomes(item) == ["accepted"]
    phone.fetch_bundle()
    assert phone.outcomes(phone.ask(1)) == ["accepted"]
    assert progress(1) == {1: 2}


def test_no_stored_interview_tells_which_phone_had_no_network_when_the_code_was_replaced(
    round_id: int, phone: Phone, wire: Transport
):
    offline = phone.ask(1)
    interviewing.replace_code(round_id)
    online = interviewing.pair(wire, round_id)
    after = online.ask(1)

    assert phone.outcomes(offline) == ["accepted"]
    assert online.outcomes(after) == ["accepted"]

    stored = [ledger.counting(item.secret)["touchpoint_id"] for item in (offline, after)]
    assert stored == [online.bundle["touchpoint"]] * 2


def test_neither_duty_nor_field_of_an_interview_counts(world: World, phone: Phone):
    item = phone.ask(1, duty=world.duty_of_an, field=world.land, pressed_by="self")

    assert phone.outcomes(item) == ["accepted"]
    row = ledger.counting(item.secret)
    assert (row["duty_entry_id"], row["officer_id"], row["field_id"]) == (0, 0, 0)


def test_interviews_of_the_last_day_that_come_later_count_on_their_day(phone: Phone, clock: Clock):
    clock.set("2026-11-30T16:00:00+07:00")
    item = phone.ask(3)
    clock.set("2026-12-04T08:00:00+07:00")

    assert phone.outcomes(item) == ["accepted"]
    assert str(ledger.counting(item.secret)["day"]) == "2026-11-30"


@pytest.mark.parametrize("moment", ["2026-12-01T08:00:00+07:00", "2026-12-09T08:00:00+07:00"])
def test_interviews_given_after_the_last_day_are_kept_aside(phone: Phone, clock: Clock, moment: str):
    clock.set(moment)
    item = phone.ask(1)

    assert refusal(phone, item) == ("held", "refused")
    assert [(row["reason"], bytes(row["mark"])) for row in record.rows(HeldItem.__tablename__)] == [
        ("refused", item.mark)
    ]
    assert (ledger.revisions(), progress(1)) == ([], {})


def test_interviews_that_come_after_closing_are_kept_aside_and_count_when_the_front_says_so(
    world: World, phone: Phone, clock: Clock
):
    early, late = phone.ask(2), phone.ask(3)
    assert phone.outcomes(early) == ["accepted"]
    clock.advance(days=1)
    interviewing.close(1)

    assert phone.outcomes(early, late, late) == ["duplicate", "held", "held"]
    assert progress(1) == {2: 1}

    front = _front(world)
    assert held.admit(front, phone.id, HeldReason.REFUSED, reason="Đi họp muộn", actor="front") == 1
    assert progress(1) == {2: 1, 3: 1}
    row = ledger.counting(late.secret)
    assert (row["channel"], row["round_id"], str(row["day"])) == ("interview", 1, "2026-11-21")


def test_a_revoked_phones_interviews_wait_for_the_front(world: World, phone: Phone, wire: Transport):
    other = interviewing.pair(wire, 1)
    item, foreign = phone.ask(1), phone.ask(9)
    pairing.end(phone, "revoked")

    assert other.outcomes(item, foreign) == ["held", "held"]
    assert progress(1) == {}
    # The one of a hamlet the round does not have keeps waiting.
    assert held.admit(_front(world), phone.id, HeldReason.REVOKED, reason="Mất máy", actor="front") == 1
    assert progress(1) == {1: 1}


def test_what_is_settled_is_settled_again_even_after_closing(phone: Phone, clock: Clock):
    item = phone.ask(1)
    assert phone.outcomes(item) == ["accepted"]
    clock.set("2026-11-22T02:00:00+07:00")
    settling.settle()
    interviewing.close(1)

    assert phone.outcomes(item) == ["settled"]
    assert progress(1) == {1: 1}


def test_three_phones_two_of_them_offline_for_a_day_bring_each_of_334_interviews_once(
    app: Flask, round_id: int, clock: Clock, database_url: str
):
    phones = [interviewing.pair(over_flask(app.test_client()), round_id) for _ in range(3)]
    items = _a_days_work(phones)
    assert sum(len(own) for own in items) == SAMPLE
    online, *offline = zip(phones, items, strict=True)

    _send_all(*online)
    clock.advance(days=1)
    # Both come home at once, their batches overlap, and half of what was answered is lost and sent again.
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda pair: _send_all(*pair, app=app), [*offline, *offline]))

    assert progress(round_id) == {number: sample for number, (_, _, sample) in HAMLETS.items()}
    rows = ledger.revisions()
    assert len(rows) == len({row["id"] for row in rows}) == SAMPLE
    assert Counter(str(row["day"]) for row in rows) == {"2026-11-21": SAMPLE}
    before = contents(database_url)
    for phone, own in zip(phones, items, strict=True):
        _send_all(phone, own)
    assert contents(database_url) == before


def test_a_build_that_counts_every_arrival_is_found_out(
    app: Flask, round_id: int, monkeypatch: pytest.MonkeyPatch
):
    """Negative control: progress counted when an item arrives, instead of with the first revision."""
    store: Callable[..., Any] = numbered._store
    note = round_progress.note

    def counting_arrivals(
        connection: Any, identity: bytes, revision: int, draft: SubmissionDraft, *rest: Any
    ):
        note(connection, draft, World.centre)
        return store(connection, identity, revision, draft, *rest)

    monkeypatch.setattr(numbered, "_store", counting_arrivals)
    monkeypatch.setattr(round_progress, "note", lambda *_: None)
    phone = interviewing.pair(over_flask(app.test_client()), round_id)
    items = [phone.ask(1) for _ in range(3)]

    _send_all(phone, items)
    _send_all(phone, items)

    # Each interview came twice and stands once: right would be 3.
    assert len(ledger.revisions()) == 3
    assert progress(round_id) == {1: 6}


def _a_days_work(phones: list[Phone]) -> list[list[Item]]:
    """Let each interviewer ask in turn, hamlet by hamlet, until every hamlet has its sample."""
    asked = [number for number, (_, _, sample) in HAMLETS.items() for _ in range(sample)]
    return [
        [phone.ask(hamlet, level=1 + at % 5) for at, hamlet in enumerate(asked[turn :: len(phones)])]
        for turn, phone in enumerate(phones)
    ]


def _send_all(phone: Phone, items: list[Item], app: Flask | None = None) -> None:
    """Send everything in batches as the app does; with an app, through a way of one's own."""
    sender = phone if app is None else phone.clone()
    if app is not None:
        sender.transport = over_flask(app.test_client())
    for start in range(0, len(items), BATCH):
        outcomes = {one["outcome"] for one in sender.results(items[start : start + BATCH])}
        assert outcomes <= {"accepted", "duplicate", "settled"}


def _front(world: World) -> Scope:
    scope = Scope(account_id=1, role=Role.FRONT, unit_ids=frozenset({world.centre, world.commune}))
    scope.require(Permission.DECIDE_HELD)
    return scope
