"""What becomes of each item a tablet hands over, whatever it says; and that one bad item stops no other."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core.db import write_session
from core.models import HeldItem, TabletNumber
from core.services import settling
from tests.services import record
from tests.support import ledger, pairing
from tests.support.clock import Clock
from tests.support.contents import contents
from tests.support.sealing import Item, b64, forged, seal, unb64
from tests.support.tablet import Tablet, Transport
from tests.support.worlds import World


def held() -> list[tuple[str, bytes]]:
    """Return why each item lies aside, and its mark."""
    return sorted((row["reason"], bytes(row["mark"])) for row in record.rows(HeldItem.__tablename__))


def numbers() -> list[tuple[int, int]]:
    """Return which numbers of which tablets the ledger knows one by one."""
    return sorted((row["tablet_id"], row["number"]) for row in record.rows(TabletNumber.__tablename__))


def refusal(tablet: Tablet, item: Item | dict[str, Any]) -> tuple[str, str]:
    [result] = tablet.results([item])
    return result["outcome"], result["reason"]


def test_an_answer_is_stored_as_it_was_given(world: World, tablet: Tablet):
    item = tablet.give(
        2, field=world.land, answers={"overall": ["2"], "officer": ["5"], "trips": ["1"]}, comment="Chờ lâu"
    )

    [result] = tablet.results([item])

    assert (result["outcome"], result["number"], result["device"]) == ("accepted", 1, tablet.id)
    assert result["mark"] == b64(item.mark)
    row = ledger.counting(item.secret)
    assert (row["revision"], row["channel"], row["tier"]) == (1, "tablet", "B")
    assert (row["touchpoint_id"], row["counter_id"]) == (world.many_point, world.many_counter)
    assert (row["field_id"], row["duty_entry_id"], row["officer_id"]) == (
        world.land,
        world.duty_of_an,
        world.an,
    )
    assert (row["answers"][0], row["answers"][1], str(row["day"])) == ("2", "5", "2026-11-21")
    assert (ledger.comment(row), row["quality"]) == ("Chờ lâu", 0)


def test_a_batch_of_fifty_is_taken_and_each_item_has_its_result(tablet: Tablet):
    items = [tablet.give(1 + number % 5) for number in range(50)]

    results = tablet.results(items)

    assert [result["mark"] for result in results] == [b64(item.mark) for item in items]
    assert {result["outcome"] for result in results} == {"accepted"}
    assert len(ledger.revisions()) == 50


def test_the_same_item_again_is_a_duplicate_and_changes_nothing(tablet: Tablet, database_url: str):
    items = [tablet.give(3), tablet.give(4, comment="Tốt")]
    assert tablet.outcomes(*items) == ["accepted", "accepted"]
    before = contents(database_url)

    assert tablet.outcomes(*items) == ["duplicate", "duplicate"]

    assert contents(database_url) == before


def test_an_item_twice_in_one_batch_is_stored_once(tablet: Tablet):
    item = tablet.give(3)

    assert tablet.outcomes(item, item, item) == ["accepted", "duplicate", "duplicate"]

    assert len(ledger.revisions()) == 1


def test_a_replay_after_settling_is_settled_and_changes_nothing(
    tablet: Tablet, clock: Clock, database_url: str
):
    items = [tablet.give(3), tablet.give(5)]
    tablet.outcomes(*items)
    clock.advance(days=1)
    settling.settle()
    before = contents(database_url)

    assert tablet.outcomes(*items) == ["settled", "settled"]

    assert contents(database_url) == before


def test_other_content_under_the_same_number_is_held_and_counts_nothing(tablet: Tablet):
    first = tablet.give(5)
    copied = tablet.clone()
    copied.next_number, copied.head = first.number, first.previous
    second = copied.give(1)
    tablet.outcomes(first)

    [result] = tablet.results([second])

    assert (result["outcome"], result["reason"], result["mark"]) == ("held", "conflict", b64(second.mark))
    assert [row["answers"][0] for row in ledger.revisions()] == ["5"]
    assert held() == [("conflict", second.mark)]
    assert tablet.outcomes(second) == ["held"]
    assert held() == [("conflict", second.mark)]


def test_other_content_under_the_same_id_and_revision_is_held(tablet: Tablet):
    content = tablet.content(5)
    first = tablet.give_content(content)
    second = tablet.give_content({**content, "answers": {"overall": ["1"]}})

    assert tablet.outcomes(first, second) == ["accepted", "held"]

    assert [row["answers"][0] for row in ledger.revisions(first.secret)] == ["5"]


def test_other_content_after_settling_is_held_and_moves_nothing(tablet: Tablet, clock: Clock):
    content = tablet.content(5)
    first = tablet.give_content(content)
    tablet.outcomes(first)
    clock.advance(days=1)
    settling.settle()
    cells = record.cells("cell_day")

    second = tablet.sign(1, seal_anew(tablet, {**content, "answers": {"overall": ["1"]}}), first.secret)

    assert tablet.outcomes(second) == ["held"]
    assert record.cells("cell_day") == cells
    assert [row["answers"][0] for row in ledger.settled(first.secret)] == ["5"]


def seal_anew(tablet: Tablet, content: dict[str, Any]) -> bytes:
    """Return another envelope, without giving a number away."""
    item = tablet.clone().give_content(content)
    return item.envelope


def test_revisions_of_one_answer_may_come_in_any_order_and_the_highest_counts(tablet: Tablet):
    content = tablet.content(2)
    first = tablet.give_content(content)
    second = tablet.give_content({**content, "revision": 2, "answers": {"overall": ["4"]}})

    assert tablet.outcomes(second, first) == ["accepted", "accepted"]

    assert [(row["revision"], row["answers"][0]) for row in ledger.revisions(first.secret)] == [
        (1, "2"),
        (2, "4"),
    ]
    assert ledger.live()["n"] == 1


#: Contents that an honest app may have written once, and why they cannot be stored now.
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown version": ({"version": 99}, "unknown_version"),
    "an unknown field": ({"field": 99}, "unknown_field"),
    "the neighbours' field": ({"field": World.neighbours_field}, "unknown_field"),
    "an unknown place": ({"touchpoint": 99}, "foreign_touchpoint"),
    "the neighbours' place": ({"touchpoint": World.elsewhere_point}, "foreign_touchpoint"),
    "too long a comment": ({"comment": "ý" * 2001}, "comment_too_long"),
    "a ninth revision": ({"revision": 9}, "too_many_revisions"),
    "no answer": ({"answers": {}}, "nothing_answered"),
}
#: Answers the questionnaire does not know.
STRANGE_ANSWERS: tuple[dict[str, list[str]], ...] = (
    {"overall": ["6"]},
    {"overall": ["1", "2"]},
    {"nonsense": ["1"]},
    {"overall": ["5"], "reasons": ["nonsense"]},
    {"overall": ["5", "5"]},
    {"overall": ["\0"]},
)


def test_what_cannot_be_stored_is_refused_with_a_reason(tablet: Tablet):
    said = {name: refusal(tablet, tablet.give(**changes)) for name, (changes, _reason) in REFUSED.items()}

    assert said == {name: ("refused", reason) for name, (_changes, reason) in REFUSED.items()}
    assert ledger.revisions() == []
    assert numbers() == []


def test_answers_the_questionnaire_does_not_know_are_refused(tablet: Tablet):
    said = [refusal(tablet, tablet.give(answers=answers)) for answers in STRANGE_ANSWERS]

    assert [outcome for outcome, _reason in said] == ["refused"] * len(STRANGE_ANSWERS)
    assert all(reason for _outcome, reason in said)
    assert ledger.revisions() == []


#: What no app seals, as a whole.
NONSENSE = (
    b"",
    b"null",
    b"[]",
    b'"x"',
    b'{"v":1}',
    b"\xff\xfe",
    b"[" * 20_000,
    b'{"v":1,"secret":"\\ud800"}',
)
#: And field by field.
STRANGE_FIELDS: tuple[dict[str, Any], ...] = (
    {"v": 2},
    {"secret": b64(b"short")},
    {"secret": 7},
    {"secret": "ä" * 22},
    {"revision": 0},
    {"revision": True},
    {"revision": 1.5},
    {"touchpoint": "51"},
    {"touchpoint": 10**30},
    {"version": None},
    {"field": 0},
    {"duty": -1},
    {"disclaimed": "no"},
    {"pressed_by": "ghost"},
    {"answers": {"overall": "4"}},
    {"answers": {"overall": [4]}},
    {"answers": ["4"]},
    {"comment": None},
    {"comment": "half \ud800 a sign"},
    {"wall": "now"},
    {"wall": 10**30},
    {"guess": None},
    {"seconds": -1},
    {"seconds": float("nan")},
    {"seconds": None},
    {"seconds": 10**400},
    {"epoch": 2**40},
)


def test_nonsense_in_an_envelope_is_refused(tablet: Tablet):
    said = [refusal(tablet, tablet.give_content(content)) for content in NONSENSE]
    for changes in STRANGE_FIELDS:
        content = json.dumps({**tablet.content(4), **changes}).encode()
        said.append(refusal(tablet, tablet.give_content(content)))

    assert said == [("refused", "unreadable")] * (len(NONSENSE) + len(STRANGE_FIELDS))
    assert tablet.outcomes(tablet.give(4)) == ["accepted"]


#: Envelopes that do not open: cut, of another version, for another key, without a point, with one bit changed.
ALTERED: tuple[Callable[[bytes], bytes], ...] = (
    lambda envelope: envelope[:-1],
    lambda envelope: envelope[:40],
    lambda _: b"",
    lambda envelope: b"\x02" + envelope[1:],
    lambda envelope: envelope[:1] + b"\0\0\0\0" + envelope[5:],
    lambda envelope: envelope[:5] + b"\x04" + b"\0" * 64 + envelope[70:],
    lambda envelope: envelope[:5] + b"\0" * 65 + envelope[70:],
    lambda envelope: envelope[:-1] + bytes([envelope[-1] ^ 1]),
)


def test_an_envelope_that_does_not_open_is_refused(tablet: Tablet):
    item = tablet.give(4)

    said = [refusal(tablet, tablet.sign(item.number, alter(item.envelope))) for alter in ALTERED]

    assert said == [("refused", "unreadable")] * len(ALTERED)


def test_an_envelope_for_another_office_is_refused(tablet: Tablet):
    stranger = Tablet(tablet.transport)
    envelope = seal(b"{}", stranger.public_key)

    assert refusal(tablet, tablet.sign(1, envelope)) == ("refused", "unreadable")


def test_a_forged_signature_is_refused_and_a_number_altered_afterwards_too(tablet: Tablet):
    item = tablet.give(5)

    assert refusal(tablet, forged(item)) == ("refused", "bad_signature")
    assert refusal(tablet, replace(item, number=7)) == ("refused", "bad_signature")
    assert refusal(tablet, replace(item, previous=b"x" * 32)) == ("refused", "bad_signature")
    assert refusal(tablet, replace(item, signature=b"")) == ("refused", "bad_signature")

    assert numbers() == []
    assert tablet.outcomes(item) == ["accepted"]


def test_an_item_of_a_device_nobody_knows_is_refused(tablet: Tablet):
    assert refusal(tablet, replace(tablet.give(5), device=999)) == ("refused", "unknown_device")


def test_one_bad_item_stops_no_other(tablet: Tablet):
    items = [tablet.give(4), forged(tablet.give(4)), tablet.give(version=99), tablet.give_content(b"x")]
    items.append(tablet.give(3))

    assert tablet.outcomes(*items) == ["accepted", "refused", "refused", "refused", "accepted"]

    assert [row["answers"][0] for row in ledger.revisions()].count("3") == 1
    assert len(ledger.revisions()) == 2


def test_an_item_without_a_name_that_json_knows_does_not_spoil_the_answer(tablet: Tablet):
    nameless = {"device": float("nan"), "number": float("inf"), "mark": [[]]}

    answer = tablet.send([nameless, tablet.give(4)])

    assert b"NaN" not in answer.body
    assert b"Infinity" not in answer.body
    first, second = answer.json["results"]
    assert (first["device"], first["number"], first["mark"]) == (None, None, None)
    assert (first["outcome"], second["outcome"]) == ("refused", "accepted")


def test_what_a_revoked_tablet_left_is_held_when_its_successor_sends_it(
    world: World, tablet: Tablet, wire: Transport
):
    left = [tablet.give(4), tablet.give(5)]
    pairing.end(tablet, "revoked")
    refused = tablet.send(left)
    successor = pairing.pair(wire)

    results = successor.results([*left, successor.give(3)])

    assert (refused.status, refused.json["code"]) == (401, "revoked")
    assert [(result["outcome"], result["reason"]) for result in results] == [
        ("held", "revoked"),
        ("held", "revoked"),
        ("accepted", ""),
    ]
    assert held() == sorted(("revoked", item.mark) for item in left)
    assert [row["answers"][0] for row in ledger.revisions()] == ["3"]


def test_what_a_replaced_tablet_left_counts_when_its_successor_sends_it(tablet: Tablet, wire: Transport):
    left = [tablet.give(4), tablet.give(5)]
    successor = pairing.pair(wire, replaces=tablet.id)

    refused = tablet.send(left)

    assert (refused.status, refused.json["code"]) == (401, "retired")
    assert successor.outcomes(*left) == ["accepted", "accepted"]
    assert numbers() == [(tablet.id, 1), (tablet.id, 2)]


def test_items_of_another_office_are_refused(world: World, tablet: Tablet, wire: Transport):
    elsewhere = pairing.pair(wire, counter=world.single_counter)
    item = elsewhere.give(1, field=world.civil)
    with write_session() as session:
        session.get_one(pairing.TabletRow, elsewhere.id).unit_id = world.neighbour

    assert refusal(tablet, item) == ("refused", "unknown_device")


def test_nothing_of_the_device_stands_beside_an_answer(tablet: Tablet, clock: Clock, database_url: str):
    items = [tablet.give(4, comment="Tốt") for _ in range(3)]
    tablet.outcomes(*items)

    by_day = contents(database_url)
    clock.advance(days=1)
    settling.settle()
    by_night = contents(database_url)

    words = {word for name in ("inbox", "submission", "comment") for row in by_day[name] for word in row}
    assert not {word for word in words if "tablet" in word or "device" in word or "number" in word}
    assert {word for row in by_day["tablet_number"] for word in row} == {
        "tablet_id",
        "number",
        "unit_id",
        "mark",
        "previous",
    }
    ids = {item.submission_id for item in items}
    traces = {
        trace for item in items for trace in (item.mark, item.signature, item.envelope, tablet.public_key)
    }
    for tables in (by_day, by_night):
        assert {bytes(row["id"]) for row in tables["inbox"] + tables["submission"]} == ids
        assert found(tables, traces) <= {"tablet", "tablet_number", "tablet_week"}
        assert found(tables, ids) <= {"inbox", "submission", "comment"}
    assert by_night["tablet_number"] == []


def found(tables: Any, traces: set[bytes]) -> set[str]:
    """Return the tables in which any of these stands, whole or inside something longer."""
    return {
        name
        for name, rows in tables.items()
        for row in rows
        for value in row.values()
        if isinstance(value, bytes | memoryview) and any(trace in bytes(value) for trace in traces)
    }


def test_the_envelope_of_the_contract_opens_with_the_bundles_key(tablet: Tablet):
    point = unb64(tablet.bundle["server_key"]["public"])
    item = tablet.give(4)

    assert len(point) == 65
    assert item.envelope[1:5].hex() == tablet.bundle["server_key"]["id"]
