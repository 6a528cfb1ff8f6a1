"""Audit: every act is bound to the one before it, so that a change anywhere is found."""

import threading

import pytest
from flask import Flask
from sqlalchemy import text

from core.db import db, write
from core.services import audit
from tests.services import record
from tests.support.clock import Clock

#: By `sha256sum`, of `[1, 2, "2026-11-21T02:00:00+00:00", "an", "account.create", "{\"login\":\"bình\"}", "00…0"]`.
FIRST_HASH = "4c77de7c6670c4575ebaf2c054ee7bf28a344778556500d5ddc8a952cd526e24"


def act(*actions: str, **facts: str) -> None:
    """Record some acts, each in its own transaction."""
    for action in actions:
        with write() as connection:
            audit.record(connection, actor="an", action=action, unit_id=2, facts=facts)


def test_an_act_is_recorded_with_its_moment_and_facts(app: Flask, clock: Clock):
    act("account.create", role="front", login="bình")

    (entry,) = record.rows("audit_entry")
    assert {name: entry[name] for name in ("number", "unit_id", "at", "actor", "action", "facts")} == {
        "number": 1,
        "unit_id": 2,
        "at": "2026-11-21T02:00:00+00:00",
        "actor": "an",
        "action": "account.create",
        "facts": '{"login":"bình","role":"front"}',
    }


def test_entries_are_numbered_and_each_holds_the_hash_of_the_one_before(app: Flask, clock: Clock):
    act("one", "two", "three")

    entries = sorted(record.rows("audit_entry"), key=lambda entry: entry["number"])

    assert [entry["number"] for entry in entries] == [1, 2, 3]
    assert [entry["previous_hash"] for entry in entries] == ["0" * 64, entries[0]["hash"], entries[1]["hash"]]


def test_the_hash_can_be_recomputed_without_the_product(app: Flask, clock: Clock):
    act("account.create", login="bình")

    assert [entry["hash"] for entry in record.rows("audit_entry")] == [FIRST_HASH]


def test_an_act_that_fails_leaves_no_entry(app: Flask):
    def fail() -> None:
        with write() as connection:
            audit.record(connection, actor="an", action="account.create", unit_id=2, facts={})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert record.rows("audit_entry") == []


def test_a_whole_chain_is_verified_with_its_head(app: Flask):
    act("one", "two", "three")

    found = audit.verify()

    head = max(record.rows("audit_entry"), key=lambda entry: entry["number"])["hash"]
    assert (found.entries, found.head, found.first_break) == (3, head, None)


def test_an_empty_chain_is_whole(app: Flask):
    assert (audit.verify().entries, audit.verify().first_break) == (0, None)


@pytest.mark.parametrize(
    ("forgery", "first_break"),
    [
        ("UPDATE audit_entry SET actor = 'bình' WHERE number = 2", 2),
        ("UPDATE audit_entry SET facts = '{}' WHERE number = 1", 1),
        ("UPDATE audit_entry SET at = '2026-11-20T02:00:00+00:00' WHERE number = 3", 3),
        ("UPDATE audit_entry SET unit_id = 1 WHERE number = 3", 3),
        ("DELETE FROM audit_entry WHERE number = 2", 2),
        ("DELETE FROM audit_entry WHERE number = 1", 1),
        ("UPDATE audit_entry SET number = 9 WHERE number = 4", 4),
        ("UPDATE audit_entry SET previous_hash = hash WHERE number = 4", 4),
    ],
)
def test_a_forged_chain_breaks_at_the_first_entry_that_does_not_fit(
    app: Flask, forgery: str, first_break: int
):
    act("one", "two", "three", "four", ground="đổi ca")

    lift_guards()
    with db.engine.begin() as connection:
        assert connection.execute(text(forgery)).rowcount == 1

    assert audit.verify().first_break == first_break


def test_entries_cut_off_at_the_end_are_told_by_the_head_that_somebody_else_keeps(app: Flask):
    act("one", "two", "three")
    kept_by_the_front = audit.verify().head

    lift_guards()
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entry WHERE number = 3"))

    assert audit.verify().first_break is None
    assert audit.verify().head != kept_by_the_front


def test_acts_at_the_same_moment_form_one_chain(app: Flask):
    def work() -> None:
        with app.app_context():
            act(*["account.create"] * 5)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (audit.verify().entries, audit.verify().first_break) == (30, None)


def lift_guards() -> None:
    """Do what only the owner of the tables can: take the triggers away."""
    on = "" if db.engine.dialect.name == "sqlite" else " ON audit_entry"
    names = ("update", "delete") if not on else ("rows",)
    with db.engine.begin() as connection:
        for name in names:
            connection.execute(text(f"DROP TRIGGER guard_audit_entry_{name}{on}"))
