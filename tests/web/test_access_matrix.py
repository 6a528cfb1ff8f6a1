"""Every route × every role: written by hand, so that a forgotten decorator or a widened role is seen."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db import write_session
from core.domain.access import PERMISSIONS, Permission, Role
from core.web.access import refuse_open_routes
from tests.support import worlds
from tests.support.worlds import PASSWORD

EVERYONE = {"anyone", *(str(role) for role in Role)}
STAFF = {str(role) for role in Role}
FRONT = {"front", "front_lead"}

#: Endpoint → (method, address, who may). "anyone" is a visitor without account.
MATRIX: dict[str, tuple[str, str, set[str]]] = {
    "health.alive": ("GET", "/healthz", EVERYONE),
    "health.ready": ("GET", "/readyz", EVERYONE),
    "survey.show": ("GET", "/q/{code}", EVERYONE),
    "survey.tap": ("POST", "/q/{code}", EVERYONE),
    "survey.details": ("GET", "/q/{code}/gop-y", EVERYONE),
    "survey.tell": ("POST", "/q/{code}/gop-y", EVERYONE),
    "survey.thanks": ("GET", "/q/{code}/cam-on", EVERYONE),
    "survey.receipt": ("POST", "/q/{code}/cam-on", EVERYONE),
    "survey.elsewhere": ("GET", "/q/{code}/noi-khac", EVERYONE),
    "survey.privacy": ("GET", "/quyen-rieng-tu", EVERYONE),
    "accounts.sign_in": ("GET", "/admin/dang-nhap", EVERYONE),
    "accounts.sign_out": ("POST", "/admin/dang-xuat", STAFF),
    "accounts.password": ("GET", "/admin/mat-khau", STAFF),
    "accounts.language": ("POST", "/admin/ngon-ngu", STAFF),
    "overview.show": ("GET", "/admin/", STAFF),
    "overview.csv": ("GET", "/admin/tong-quan.csv", FRONT),
    "overview.definitions": ("GET", "/admin/cach-tinh", STAFF),
    "codes.show": ("GET", "/admin/ma-qr/", FRONT | {"manager"}),
    "codes.svg": ("GET", "/admin/ma-qr/{code}.svg", FRONT | {"manager"}),
    "codes.png": ("GET", "/admin/ma-qr/{code}.png", FRONT | {"manager"}),
    "codes.poster": ("GET", "/admin/ma-qr/{code}.pdf", FRONT | {"manager"}),
    "codes.poster_set": ("GET", "/admin/ma-qr/tat-ca.pdf", FRONT | {"manager"}),
}


def test_every_route_of_the_product_stands_in_the_matrix(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert endpoints == MATRIX.keys()


@pytest.mark.parametrize("who", ["anyone", *(str(role) for role in Role)])
def test_each_role_reaches_exactly_its_routes(app: Flask, who: str) -> None:
    with write_session() as session:
        world = worlds.office(session)
        if who != "anyone":
            worlds.account(session, Role(who))
    admitted = set()
    for endpoint, (method, address, _who) in MATRIX.items():
        client = signed_in(app, who)
        answer = client.open(address.format(code=world.single), method=method)
        turned_away = answer.status_code == 403 or "/admin/dang-nhap" in (answer.location or "")
        if not turned_away or (endpoint == "accounts.sign_out" and who != "anyone"):
            admitted.add(endpoint)

    assert admitted == {endpoint for endpoint, (_m, _a, allowed) in MATRIX.items() if who in allowed}


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
    if who != "anyone":
        page = client.get("/admin/dang-nhap").text
        token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        form = {"login": who, "password": PASSWORD, "csrf_token": token}
        assert client.post("/admin/dang-nhap", data=form).status_code == 303
    return client
