"""Linking an officer's account to the officer whose results it reads."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import db, write_session
from core.domain.access import Role, Scope
from core.models import Account, AuditEntry, Officer
from core.services import officer_accounts
from core.services.officer_accounts import LinkRefused
from tests.support import worlds
from tests.support.both_databases import databases  # noqa: F401 (a fixture)
from tests.support.sign_in import filled, sign_in
from tests.support.worlds import World

ADDRESS = "/admin/tai-khoan/2/can-bo"
SYSADMIN = Scope(1, Role.SYSADMIN, frozenset({World.commune, World.centre}))


@pytest.fixture
def world(app: Flask) -> World:
    """Account 1 administers, 2 is an officer's, 3 the council's, 4 an officer's of the neighbours."""
    with write_session() as session:
        world = worlds.office(session)
        session.add(Officer(id=39, unit_id=world.neighbour, code="N", name="Người Bên", is_active=True))
        session.flush()
        worlds.account(session, Role.SYSADMIN, unit_id=world.commune)
        worlds.account(session, Role.OFFICER, unit_id=world.commune)
        worlds.account(session, Role.COUNCIL, unit_id=world.commune)
        worlds.account(session, Role.OFFICER, unit_id=world.neighbour, login="ben")
    return world


def linked(account_id: int) -> int | None:
    db.session.rollback()
    return db.session.scalar(select(Account.officer_id).where(Account.id == account_id))


def test_an_administrator_says_which_officer_an_account_reads_about(
    world: World, client: FlaskClient
) -> None:
    sign_in(client, "sysadmin")

    page = client.get(ADDRESS).text
    answer = client.post(ADDRESS, data=filled(client, ADDRESS, officer=str(world.an)))

    assert "Nguyễn Văn An · Trung tâm Phục vụ hành chính công" in page
    assert "Người Bên" not in page
    assert (answer.status_code, answer.location) == (303, "/admin/tai-khoan/2")
    assert linked(2) == world.an
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
    assert (entry.action, entry.facts) == (
        "account.link_officer",
        '{"after":31,"before":null,"login":"officer"}',
    )


def test_the_link_can_be_taken_away(world: World, client: FlaskClient) -> None:
    officer_accounts.link(SYSADMIN, 2, world.an, actor="test")
    sign_in(client, "sysadmin")

    client.post(ADDRESS, data=filled(client, ADDRESS, officer=""))

    assert linked(2) is None


def test_an_officer_of_another_office_cannot_be_chosen(world: World, client: FlaskClient) -> None:
    sign_in(client, "sysadmin")

    answer = client.post(ADDRESS, data=filled(client, ADDRESS, officer="39"))

    assert answer.status_code == 422
    assert linked(2) is None


@pytest.mark.parametrize("account_id", [3, 4, 99])
def test_only_an_officers_account_of_the_own_office_is_linked(
    world: World, client: FlaskClient, account_id: int
) -> None:
    sign_in(client, "sysadmin")

    assert client.get(f"/admin/tai-khoan/{account_id}/can-bo").status_code == 404
    with pytest.raises(LinkRefused):
        officer_accounts.link(SYSADMIN, account_id, world.an, actor="test")
    assert linked(account_id) is None


def test_the_service_refuses_an_officer_outside_the_scope(world: World) -> None:
    with pytest.raises(LinkRefused):
        officer_accounts.link(SYSADMIN, 2, 39, actor="test")


def test_an_account_that_gets_another_role_reads_about_no_officer(world: World, client: FlaskClient) -> None:
    officer_accounts.link(SYSADMIN, 2, world.an, actor="test")
    with write_session() as session:
        session.get_one(Account, 2).role = "council"

    assert "Kết quả của tôi" not in sign_in(client, "officer").get("/admin/").text
