"""The audit log as it is read, on both databases: scope, narrowing, paging, the chain's state."""

from datetime import date

import pytest
from flask import Flask

from core.db import db, write_session
from core.domain.access import AccessDenied, Role, Scope
from core.queries import audit
from core.queries.audit import READ_AT_ONCE, Wanted
from core.services import audit as chain
from tests.support import worlds
from tests.support.chain import act, append_plain, long_chain
from tests.support.clock import Clock
from tests.support.worlds import World


@pytest.fixture
def world(app: Flask, clock: Clock) -> World:
    with write_session() as session:
        return worlds.office(session)


def scope(role: Role = Role.FRONT, *units: int) -> Scope:
    return Scope(account_id=1, role=role, unit_ids=frozenset(units or (World.commune, World.centre)))


def numbers(of: Scope, **wanted: object) -> list[int]:
    return [line.entry.number for line in audit.search(of, Wanted(**wanted)).lines]  # type: ignore[arg-type]


def test_entries_of_the_own_units_come_the_newest_first(world: World):
    for unit in (2, 3, 1, 2):
        act("counter.add", unit_id=unit)

    assert numbers(scope()) == [4, 3, 1]
    assert numbers(scope(Role.FRONT, World.neighbour)) == [2]
    assert numbers(Scope(1, Role.FRONT, frozenset(range(1, 5_000)))) == [4, 3, 2, 1]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER, Role.LEADER, Role.COUNCIL, Role.PROVINCE])
def test_other_roles_read_nothing(world: World, role: Role):
    for read in (
        lambda: audit.search(scope(role), Wanted()),
        lambda: list(audit.everything(scope(role), Wanted(), most=9)),
        lambda: audit.one(scope(role), 1),
        lambda: audit.state(scope(role)),
    ):
        with pytest.raises(AccessDenied):
            read()


def test_an_administrator_reads_accounts_only(world: World):
    for action in ("account.sign_in", "accounting.other", "export.audit", "audit.verify", "account.disable"):
        act(action)

    assert numbers(scope(Role.SYSADMIN)) == [5, 1]
    assert numbers(scope(Role.SYSADMIN), action="export.audit") == []
    assert audit.one(scope(Role.SYSADMIN), 3) is None


def test_entries_are_narrowed_by_person_act_unit_and_day(world: World, clock: Clock):
    act("counter.add", actor="nguyen.an")
    act("counter.close", actor="nguyen.anh")
    clock.set("2026-11-22T00:30:00+07:00")
    act("field.add", actor="le_a", unit_id=1)

    assert numbers(scope(), actor="nguyen.an") == [2, 1]
    assert numbers(scope(), actor="NGUYEN.ANH") == [2]
    assert numbers(scope(), actor="le_") == [3]
    assert numbers(scope(), actor="_e") == []
    assert numbers(scope(), action="counter.close") == [2]
    assert numbers(scope(), action="counter.") == [2, 1]
    assert numbers(scope(), unit="trung tam") == [2, 1]
    assert numbers(scope(), unit="xa mau") == [3]
    assert numbers(scope(), unit="xa ben") == []
    assert numbers(scope(), first=date(2026, 11, 22)) == [3]
    assert numbers(scope(), last=date(2026, 11, 21)) == [2, 1]
    assert numbers(scope(), first=date(2026, 11, 21), last=date(2026, 11, 22), before=3) == [2, 1]


def test_words_are_found_in_the_facts_without_marks(world: World):
    act("counter.add", name="Quầy Đất đai")
    act("counter.add", name="Quầy Hộ tịch")

    assert numbers(scope(), words="dat dai") == [1]
    assert numbers(scope(), words="ĐẤT q") == [1]
    assert numbers(scope(), words="quay") == [2, 1]
    assert numbers(scope(), words="uay") == []


def test_a_search_for_words_reads_so_many_entries_and_says_where_it_stopped(world: World):
    act("counter.add", name="Cây kim")
    act("counter.add", name="Đống rơm")
    append_plain(READ_AT_ONCE, after=2)

    first = audit.search(scope(), Wanted(words="kim"))
    second = audit.search(scope(), Wanted(words="kim", before=first.before))

    assert (first.lines, first.is_unfinished, first.before) == ((), True, 3)
    assert [line.entry.number for line in second.lines] == [1]
    assert (second.is_unfinished, second.before) == (False, None)


def test_pages_follow_each_other_without_gap_or_repetition(app: Flask, clock: Clock):
    with write_session() as session:
        worlds.office(session)
    long_chain(120, unit_ids=(2, 3))
    read: list[int] = []
    before: int | None = None

    for _ in range(2):
        page = audit.search(scope(), Wanted(before=before))
        read += [line.entry.number for line in page.lines]
        before = page.before

    assert read == list(range(120, 0, -2))
    assert before is None


def test_everything_ends_where_it_was_told_to(app: Flask, clock: Clock):
    with write_session() as session:
        worlds.office(session)
    long_chain(30)

    lines = list(audit.everything(scope(), Wanted(before=5), most=7))

    assert [line.entry.number for line in lines] == [30, 29, 28, 27, 26, 25, 24]


def test_the_state_tells_head_and_last_check(world: World):
    empty = audit.state(scope())
    db.session.rollback()
    act("counter.add")
    act("audit.verify", through=1, head="ab", first_break=None)
    after = audit.state(scope())

    assert (empty.entries, empty.head, empty.last_check) == (0, "0" * 64, None)
    assert after.entries == 2
    assert after.head == chain.verify().head
    assert after.last_check
    assert (after.last_check.through, after.last_check.head, after.last_check.first_break) == (1, "ab", None)


def test_a_spoilt_check_counts_as_none(world: World):
    act("audit.verify", something="else")

    assert audit.state(scope()).last_check is None


def test_figures_finer_than_published_ones_are_for_the_front_only(world: World):
    act("correction.accept", answers=7, reason="nhầm")

    assert audit.search(scope(), Wanted()).lines[0].facts == {"answers": 7, "reason": "nhầm"}
    (line,) = audit.search(scope(Role.OBSERVER), Wanted()).lines
    assert (line.facts, line.entry.facts, line.is_withheld) == ({}, "", True)
    assert numbers(scope(Role.OBSERVER), words="nham") == []
