"""Finding on both databases: the same hits in the same order, only inside the scope, whatever wrote the names."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import insert

from core.db import db, write, write_session
from core.domain.access import Role, Scope
from core.domain.office import UnitKind
from core.domain.searching import asked, words_of
from core.models import Account, Counter, Officer, ServiceField, Touchpoint, Unit
from core.queries import finding
from core.queries.finding import Kind
from core.services import demo
from core.services import questionnaires as publishing
from core.services.places import counters, fields, officers, units
from core.services.places.units import UnitFacts
from tests.services.office_files import apply, office, rows
from tests.support import asked as surveyed
from tests.support import interviewing, worlds
from tests.support.clock import Clock
from tests.support.places import BEGINNING
from tests.support.worlds import World

SEARCHED = (
    (Unit, ("name",)),
    (Counter, ("name",)),
    (ServiceField, ("name", "short_name")),
    (Officer, ("name",)),
    (Touchpoint, ("code", "label")),
    (Account, ("name", "login")),
)


@pytest.fixture
def world(app: Flask) -> World:
    with write_session() as session:
        return worlds.office(session)


def scope(role: Role = Role.MANAGER, *units: int) -> Scope:
    return Scope(account_id=1, role=role, unit_ids=frozenset(units or (World.commune, World.centre)))


def names(of: Scope, typed: str) -> dict[Kind, list[str]]:
    """Return what is found, by kind."""
    return {hits.kind: [hit.name for hit in hits.hits] for hits in finding.find(of, asked(typed))}


def stale() -> list[tuple[str, str]]:
    """Return every row whose words are not those of its names."""
    found = []
    for kind, columns in SEARCHED:
        for words, *texts in rows(kind.words, *(getattr(kind, column) for column in columns)):
            if words != words_of(*texts):
                found.append((kind.__tablename__, words))
    return found


def test_names_are_found_by_the_beginnings_of_their_words(world: World):
    assert names(scope(), "dat") == {Kind.FIELD: ["Đất đai"]}
    assert names(scope(), "quay 1") == {
        Kind.COUNTER: ["Quầy 1"],
        Kind.CODE: ["4C6H9P", "N6P9R4", "J3K6N9", "X9C4H7"],
    }
    assert names(scope(), "NGUYỄN a") == {Kind.OFFICER: ["Nguyễn Văn An"]}
    assert names(scope(), "ai") == {}


def test_a_sign_with_a_meaning_for_the_database_is_a_sign_like_others(world: World):
    with write_session() as session:
        session.add(Counter(id=99, unit_id=World.centre, code="x", name="100% hồ_sơ", is_open=True))

    assert names(scope(), "100%") == {Kind.COUNTER: ["100% hồ_sơ"]}
    assert names(scope(), "so") == {Kind.COUNTER: ["100% hồ_sơ"]}
    assert names(scope(), "%") == {}


def test_another_units_things_are_not_found(world: World):
    assert names(scope(), "ben") == {}
    assert names(scope(Role.MANAGER, World.neighbour), "xa ben") == {Kind.UNIT: ["Xã Bên"]}
    assert names(scope(Role.MANAGER, World.neighbour), "quay") == {}


def test_a_scope_of_thousands_of_units_is_one_parameter(world: World):
    wide = Scope(1, Role.MANAGER, frozenset(range(1, 40_000)))

    assert names(wide, "dat dai") == {Kind.FIELD: ["Đất đai", "Đất đai"]}


def test_what_stands_comes_before_what_ended_and_short_names_before_long_ones(world: World):
    with write_session() as session:
        for number, name, is_active in (
            (91, "An", False),
            (92, "Nguyễn An", True),
            (93, "An Thị Bích", True),
        ):
            session.add(
                Officer(id=number, unit_id=World.centre, code=str(number), name=name, is_active=is_active)
            )

    assert names(scope(), "an")[Kind.OFFICER] == ["Nguyễn An", "An Thị Bích", "Nguyễn Văn An", "An"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SYSADMIN])
def test_officers_are_not_found_by_who_may_not_see_them(world: World, role: Role):
    assert Kind.OFFICER not in names(scope(role), "nguyen van an")
    assert Kind.OFFICER not in finding.kinds(scope(role))


def test_rounds_and_questionnaires_are_found_though_they_keep_no_words(world: World):
    with write_session() as session:
        interviewing.begun(session, ends=date(2026, 11, 20))
        interviewing.waits(session, number=2)
        interviewing.begun(session, number=3, unit_id=World.neighbour)
    own = replace(surveyed.version(1), code="cua-xa", texts={"vi": "Khảo sát của xã", "en": "Our own"})
    surveyed.ask(own)
    manager = scope()

    found = {hits.kind: hits for hits in finding.find(manager, asked("khao sat"))}
    rounds, questionnaires = found[Kind.ROUND], found[Kind.QUESTIONNAIRE]
    assert [(hit.id, hit.is_ended) for hit in rounds.hits] == [(2, False), (1, True)]
    assert {hit.unit_name for hit in rounds.hits} == {"Trung tâm Phục vụ hành chính công"}
    assert [(hit.name, hit.unit_name, hit.is_ended) for hit in questionnaires.hits] == [
        ("Khảo sát của xã", "Xã Mẫu", False)
    ]
    assert names(manager, "our own") == {Kind.QUESTIONNAIRE: ["Khảo sát của xã"]}
    assert names(scope(Role.LEADER), "khao sat").keys() == {Kind.ROUND}
    assert names(scope(Role.SYSADMIN), "khao sat") == {}
    with write() as connection:
        publishing.choose(connection, World.commune, own.code, None, account_id=1)
    db.session.rollback()
    assert [hits.hits[0].is_ended for hits in finding.find(manager, asked("our own"))] == [True]


def test_the_example_office_is_found_as_it_was_imported(app: Flask, clock: Clock):
    demo.create(date(2026, 11, 21))

    assert stale() == []
    assert len(rows(Officer.words)) > 3


def test_a_bulk_insert_carries_its_words(world: World):
    with write() as connection:
        row = {"id": 77, "unit_id": 2, "code": "X", "name": "Bùi Ỷ Lan", "title": "", "is_active": True}
        connection.execute(insert(Officer), [row, {**row, "id": 78, "code": "Y", "name": "Đào Ân"}])

    assert names(scope(), "dao an") == {Kind.OFFICER: ["Đào Ân"]}
    assert stale() == []


def test_every_change_of_a_name_changes_the_words(world: World):
    manager = scope()
    facts = UnitFacts(
        name="Phường Đông", kind=UnitKind.CENTRE, help_phone="", valid_from=BEGINNING, valid_to=None
    )
    units.update(manager, World.centre, facts, actor="test", own_unit_id=World.centre)
    fields.update_field(
        manager, World.centre, World.land, name="Địa chính", short_name="Địa", group_id=None, actor="test"
    )
    counters.update(
        manager, World.centre, World.idle_counter, name="Bàn số 2", field_ids=[World.civil], actor="test"
    )
    officers.update(manager, World.centre, World.chi, name="Lê Ngọc Ý", title="", actor="test")
    officers.add(manager, World.centre, name="Đinh Ô", title="", actor="test")

    assert stale() == []
    assert names(manager, "dia ch") == {Kind.FIELD: ["Địa chính"]}
    assert names(manager, "ban so") == {Kind.COUNTER: ["Bàn số 2"], Kind.CODE: ["P4R7T3"]}


def test_an_import_that_renames_changes_the_words_too(app: Flask):
    apply(office())
    whole = office()
    renamed = replace(
        whole,
        units=tuple(replace(unit, name=f"{unit.name} Mới") for unit in whole.units),
        fields=tuple(replace(field, name=f"{field.name} khác xưa") for field in whole.fields),
        counters=(replace(whole.counters[0], name="Bàn Đón"), *whole.counters[1:]),
        officers=(replace(whole.officers[0], name="Đặng Ê"), *whole.officers[1:]),
    )

    apply(renamed)

    assert stale() == []
    assert (" ban don",) in rows(Counter.words)
