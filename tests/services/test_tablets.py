"""Tablets as the desk changes them: phrases, settings, replacement, revocation, and what is said of missing numbers."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from time import sleep

import pytest
from flask import Flask, current_app

from core.clock import now
from core.db import write_session
from core.domain.access import AccessDenied, Role, Scope
from core.domain.tablet import Mode, TabletRefused, TabletState
from core.models import AuditEntry, Counter, Tablet, TabletHole, Touchpoint
from core.services import locks
from core.services.kiosk import enrolment, pins, tablets
from core.services.kiosk.tablets import TabletFacts
from core.services.places.changing import PlaceRefused, UnknownPlace
from tests.services.office_files import rows
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.sealing import public_point
from tests.support.tablet import ec
from tests.support.worlds import World

MANAGER = Scope(1, Role.MANAGER, frozenset({World.centre}))
ACTOR = "quan-ly"
FACTS = TabletFacts(World.many_counter, "Máy quầy 3", Mode.SURVEY, reads_aloud=True, asks_comment=False)


@pytest.fixture(autouse=True)
def world(app: Flask) -> World:
    """The example office."""
    with write_session() as session:
        return worlds.office(session)


def add(name: str = "Máy quầy 3", *, pin: str = "2468") -> tablets.Pairing:
    return tablets.add(MANAGER, World.centre, replace(FACTS, name=name), pin=pin, actor=ACTOR)


def key() -> bytes:
    return public_point(ec.generate_private_key(ec.SECP256R1()))


def paired(name: str = "Máy quầy 3") -> int:
    return enrolment.enrol(add(name).phrase, key()).tablet_id


def states() -> list[tuple[int, str]]:
    return [(number, state) for number, state in rows(Tablet.id, Tablet.state)]


def last_act() -> tuple[str, dict[str, object]]:
    _number, action, facts = rows(AuditEntry.number, AuditEntry.action, AuditEntry.facts)[-1]
    return action, json.loads(facts)


def test_a_new_tablet_waits_for_its_phrase_of_four_words() -> None:
    pairing = add()

    assert len(pairing.phrase.split()) == 4
    assert pairing.expires_at == now() + timedelta(minutes=15)
    assert states() == [(1, "waiting")]
    assert last_act() == ("tablet.add", {"tablet": 1, "counter": World.many_counter, "name": "Máy quầy 3"})


def test_neither_phrase_nor_pin_is_stored() -> None:
    pairing = add(pin="13579")

    ((salt, stored_pin, stored_phrase),) = rows(Tablet.pin_salt, Tablet.pin_hash, Tablet.phrase_hash)
    assert stored_pin == pins.hash_pin("13579", salt)
    assert pairing.phrase.encode() not in stored_phrase
    assert len(stored_phrase) == 32
    assert pairing.phrase not in json.dumps(last_act())


def test_the_phrase_pairs_however_it_is_typed() -> None:
    typed = add().phrase.upper().replace(" ", "-")

    enrolled = enrolment.enrol(f"  {typed} ", key())

    assert states() == [(enrolled.tablet_id, "active")]


def test_an_expired_phrase_pairs_nothing_and_another_one_does(clock: Clock) -> None:
    late = add()
    clock.advance(minutes=15)

    with pytest.raises(TabletRefused):
        enrolment.enrol(late.phrase, key())
    fresh = tablets.new_phrase(MANAGER, World.centre, late.tablet_id, actor=ACTOR)
    assert enrolment.enrol(fresh.phrase, key()).tablet_id == late.tablet_id


def test_another_phrase_voids_the_one_before() -> None:
    first = add()
    tablets.new_phrase(MANAGER, World.centre, first.tablet_id, actor=ACTOR)

    with pytest.raises(TabletRefused):
        enrolment.enrol(first.phrase, key())


def test_a_tablet_at_work_gets_no_phrase() -> None:
    number = paired()

    with pytest.raises(PlaceRefused, match="paired"):
        tablets.new_phrase(MANAGER, World.centre, number, actor=ACTOR)


@pytest.mark.parametrize("trouble", ["counter_closed", "no_code", "name_taken"])
def test_what_cannot_be_paired_is_refused(trouble: str) -> None:
    if trouble == "name_taken":
        add()
    with write_session() as session:
        if trouble == "counter_closed":
            session.get_one(Counter, World.many_counter).is_open = False
        if trouble == "no_code":
            session.get_one(Touchpoint, World.many_point).revoked_at = now()

    with pytest.raises(PlaceRefused, match=trouble):
        add()


def test_settings_change_from_afar_and_the_pin_stays_unless_a_new_one_is_given() -> None:
    number = paired()
    before = rows(Tablet.pin_hash)
    wanted = replace(FACTS, counter_id=World.single_counter, mode=Mode.CODE)

    assert tablets.set_up(MANAGER, World.centre, number, wanted, pin=None, actor=ACTOR)

    assert rows(Tablet.counter_id, Tablet.mode) == [(World.single_counter, "code")]
    assert rows(Tablet.pin_hash) == before
    assert last_act() == (
        "tablet.set_up",
        {
            "tablet": number,
            "new_pin": False,
            "before": {"counter_id": World.many_counter, "mode": "survey"},
            "after": {"counter_id": World.single_counter, "mode": "code"},
        },
    )
    assert tablets.set_up(MANAGER, World.centre, number, wanted, pin="97531", actor=ACTOR)
    assert rows(Tablet.pin_hash) != before


def test_settings_that_change_nothing_are_not_noted() -> None:
    number = paired()
    entries = len(rows(AuditEntry.number))

    assert not tablets.set_up(MANAGER, World.centre, number, FACTS, pin=None, actor=ACTOR)

    assert len(rows(AuditEntry.number)) == entries


def test_a_broken_tablet_goes_on_until_its_successor_is_paired() -> None:
    old = paired()

    pairing = tablets.replace(MANAGER, World.centre, old, actor=ACTOR)

    assert states() == [(old, "active"), (pairing.tablet_id, "waiting")]
    enrolment.enrol(pairing.phrase, key())
    assert states() == [(old, "retired"), (pairing.tablet_id, "active")]
    names = rows(Tablet.id, Tablet.name, Tablet.replaces_id, Tablet.pin_hash)
    assert [row[1:3] for row in names] == [("Máy quầy 3", None), ("Máy quầy 3", old)]
    assert names[0][3] == names[1][3]


def test_replacing_twice_before_the_pairing_is_one_successor_with_another_phrase() -> None:
    old = paired()
    first = tablets.replace(MANAGER, World.centre, old, actor=ACTOR)

    second = tablets.replace(MANAGER, World.centre, old, actor=ACTOR)

    assert second.tablet_id == first.tablet_id
    with pytest.raises(TabletRefused):
        enrolment.enrol(first.phrase, key())


def test_a_tablet_is_replaced_once() -> None:
    old = paired()
    enrolment.enrol(tablets.replace(MANAGER, World.centre, old, actor=ACTOR).phrase, key())

    with pytest.raises(PlaceRefused, match="replaced_already"):
        tablets.replace(MANAGER, World.centre, old, actor=ACTOR)


def test_a_tablet_that_was_never_paired_is_not_replaced() -> None:
    with pytest.raises(PlaceRefused, match="not_paired"):
        tablets.replace(MANAGER, World.centre, add().tablet_id, actor=ACTOR)


def test_a_revoked_tablet_keeps_its_key_and_cannot_be_revoked_or_set_up_again() -> None:
    number = paired()

    tablets.revoke(MANAGER, World.centre, number, reason="Bị lấy trộm", actor=ACTOR)

    ((state, public_key, ended_at, phrase),) = rows(
        Tablet.state, Tablet.public_key, Tablet.ended_at, Tablet.phrase_hash
    )
    assert (state, ended_at, phrase) == ("revoked", now(), None)
    assert public_key
    assert last_act() == ("tablet.revoke", {"tablet": number, "reason": "Bị lấy trộm"})
    for act in (
        lambda: tablets.revoke(MANAGER, World.centre, number, reason="Nữa", actor=ACTOR),
        lambda: tablets.set_up(MANAGER, World.centre, number, FACTS, pin=None, actor=ACTOR),
    ):
        with pytest.raises(PlaceRefused, match="tablet_ended"):
            act()


def test_revoking_one_that_waits_voids_its_phrase() -> None:
    pairing = add()

    tablets.revoke(MANAGER, World.centre, pairing.tablet_id, reason="Gõ nhầm quầy", actor=ACTOR)

    with pytest.raises(TabletRefused):
        enrolment.enrol(pairing.phrase, key())
    assert add().tablet_id == 2


def test_missing_numbers_are_explained_for_the_record() -> None:
    number = paired()
    with write_session() as session:
        session.add(
            TabletHole(
                tablet_id=number,
                first_number=41,
                last_number=43,
                unit_id=World.centre,
                noticed_on=date(2026, 11, 20),
            )
        )

    tablets.explain(MANAGER, World.centre, number, 41, explanation="Máy rơi vỡ", actor=ACTOR)

    assert rows(TabletHole.first_number, TabletHole.explanation) == [(41, "Máy rơi vỡ")]
    assert last_act() == (
        "tablet.explain",
        {"tablet": number, "numbers": [41, 43], "reason": "Máy rơi vỡ"},
    )
    with pytest.raises(UnknownPlace):
        tablets.explain(MANAGER, World.centre, number, 42, explanation="Không có", actor=ACTOR)


@pytest.mark.parametrize("role", [Role.FRONT, Role.FRONT_LEAD, Role.LEADER, Role.OFFICER])
def test_only_whoever_manages_tablets_changes_them(role: Role) -> None:
    stranger = Scope(2, role, frozenset({World.centre}))

    with pytest.raises(AccessDenied):
        tablets.add(stranger, World.centre, FACTS, pin="2468", actor="la")
    assert states() == []


def test_another_office_s_tablet_does_not_exist() -> None:
    number = paired()
    elsewhere = Scope(3, Role.MANAGER, frozenset({World.neighbour}))

    for unit_id in (World.centre, World.neighbour):
        with pytest.raises(UnknownPlace):
            tablets.revoke(elsewhere, unit_id, number, reason="Không phải máy tôi", actor="la")
    assert states() == [(number, "active")]


def test_pairing_waits_for_what_the_desk_changes() -> None:
    number = paired()
    phrase = tablets.replace(MANAGER, World.centre, number, actor=ACTOR).phrase
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def pair() -> None:
        with app.app_context():
            enrolment.enrol(phrase, key())

    with ThreadPoolExecutor(1) as threads:
        with write_session() as session:
            locks.set_up_places(session.connection())
            session.get_one(Tablet, number).state = str(TabletState.REVOKED)
            pairing = threads.submit(pair)
            sleep(0.5)
            assert not pairing.done()
        pairing.result()

    assert states() == [(1, "revoked"), (2, "active")]
