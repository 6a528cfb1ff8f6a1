"""Every route × every role, against the page docs/access.md: a forgotten decorator or a widened role is seen."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from core.db import write, write_session
from core.domain.access import PERMISSIONS, Permission, Role
from core.models import Account, SecondFactor
from core.web.access import refuse_open_routes
from survey import slowing
from tests.support import worlds
from tests.support.access_page import read_matrix
from tests.support.clock import Clock
from tests.support.databases import Databases
from tests.support.sign_in import filled, sign_in, token_of
from tests.support.worlds import PASSWORD, World

#: Every route for every role: begun early, so that no worker is left alone with it at the end.
pytestmark = pytest.mark.long
FRONT = {"front", "front_lead"}
MATRIX = read_matrix()


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: who may reach what is said before a page asks its database anything."""
    return sqlite_databases


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong receipt code is answered at once here; its second is tested where it belongs."""
    monkeypatch.setattr(slowing, "PAUSE_SECONDS", 0.0)


def test_every_route_of_the_product_stands_in_the_matrix(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert endpoints == MATRIX.keys()


@pytest.mark.parametrize("who", ["anyone", *(str(role) for role in Role)])
def test_each_role_reaches_exactly_its_routes(app: Flask, who: str) -> None:
    with write_session() as session:
        world = worlds.office(session)
        if who != "anyone":
            worlds.account(session, Role(who))
    client = signed_in(app, who)

    admitted = reached(client, world, {"/admin/dang-nhap"})

    assert admitted == {endpoint for endpoint, (_m, _a, allowed) in MATRIX.items() if who in allowed}


#: Addresses that name something of the person's own unit, and what they are called elsewhere.
OWN_AND_OTHER = (
    ("/noi-phuc-vu/2/", "/noi-phuc-vu/3/"),
    ("/lich-lam-viec/2", "/lich-lam-viec/3"),
    ("/may-tinh-bang/2/", "/may-tinh-bang/3/"),
    ("/bo-cau-hoi/2", "/bo-cau-hoi/3"),
    ("/xem-thu/2", "/xem-thu/3"),
    ("/bo-cau-hoi/xlsform/2", "/bo-cau-hoi/xlsform/3"),
    ("/nhap-phieu/2/", "/nhap-phieu/3/"),
)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_reaches_a_page_of_another_unit(app: Flask, role: Role) -> None:
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, role)
    client = signed_in(app, str(role))
    elsewhere = {
        endpoint: (method, address.replace(own, other))
        for endpoint, (method, address, _who) in MATRIX.items()
        for own, other in OWN_AND_OTHER
        if own in address
    }

    token = {"csrf_token": token_of(client.get("/admin/toi/").text)}
    answers = {
        endpoint: client.open(address, method=method, data=token if method == "POST" else None).status_code
        for endpoint, (method, address) in elsewhere.items()
    }

    assert len(answers) > 20
    assert {endpoint: status for endpoint, status in answers.items() if status not in (403, 404)} == {}


#: What a session may open while its sign-in is not finished, besides what everybody may.
UNFINISHED = {
    "disabled": set(),
    "expired": set(),
    "before the second factor": {"accounts.second_factor", "accounts.sign_out"},
    "with a one-time password": {"accounts.password", "accounts.sign_out"},
    # The pages of an app and a card lead back to the choice until one of them was begun.
    "without a second factor": {"factors.choose", "factors.begin", "accounts.sign_out"},
}


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.FRONT_LEAD, Role.MANAGER])
@pytest.mark.parametrize("state", UNFINISHED)
def test_a_session_that_does_not_hold_or_is_not_finished_reaches_nothing(
    app: Flask, clock: Clock, role: Role, state: str
) -> None:
    with write_session() as session:
        world = worlds.office(session)
        worlds.account(session, role)
    client = brought_to(state, app, str(role), clock)

    admitted = reached(
        client, world, {"/admin/dang-nhap", "/admin/xac-thuc", "/admin/mat-khau", "/admin/xac-thuc/chon"}
    )

    public = {endpoint for endpoint, (_m, _a, allowed) in MATRIX.items() if "anyone" in allowed}
    assert admitted == public | UNFINISHED[state]


def brought_to(state: str, app: Flask, login: str, clock: Clock) -> FlaskClient:
    """Return a client whose session is in this state."""
    client = app.test_client()
    if state == "before the second factor":
        client.post("/admin/dang-nhap", data=filled(client, login=login, password=PASSWORD))
        return client
    sign_in(client, login)
    if state == "expired":
        clock.advance(minutes=31)
    with write() as connection:
        if state == "disabled":
            connection.execute(update(Account).values(is_active=False))
        if state == "with a one-time password":
            connection.execute(update(Account).values(must_change_password=True))
        if state == "without a second factor":
            connection.execute(delete(SecondFactor))
    return client


def reached(client: FlaskClient, world: World, elsewhere: set[str]) -> set[str]:
    """Return the routes that answer this client themselves, instead of refusing or sending it `elsewhere`."""
    found = set()
    for endpoint, (method, address, _who) in MATRIX.items():
        answer = client.open(address.format(code=world.single), method=method)
        target = (answer.location or "").partition("?")[0]
        if answer.status_code != 403 and target not in elsewhere:
            found.add(endpoint)
    return found


@pytest.mark.parametrize("role", sorted(FRONT | {"manager"}))
def test_nobody_prints_the_codes_of_another_unit(app: Flask, role: str) -> None:
    with write_session() as session:
        world = worlds.office(session)
        worlds.account(session, Role(role))
    client = signed_in(app, role)

    assert client.get(f"/admin/ma-qr/{world.single}.svg").status_code == 200
    assert client.get(f"/admin/ma-qr/{world.elsewhere}.svg").status_code == 404
    assert world.elsewhere not in client.get("/admin/ma-qr/").text


def test_the_product_does_not_start_with_a_route_that_names_no_permission(app: Flask) -> None:
    naked = Flask("naked")
    naked.add_url_rule("/open", "open", lambda: "open")

    with pytest.raises(RuntimeError, match="open"):
        refuse_open_routes(naked)


def test_only_the_front_reads_live_results() -> None:
    readers = {str(role) for role, given in PERMISSIONS.items() if Permission.READ_LIVE_RESULTS in given}

    assert readers == FRONT


def signed_in(app: Flask, who: str) -> FlaskClient:
    """Return a client of that role."""
    client = app.test_client()
    return client if who == "anyone" else sign_in(client, who)
