"""Every route × every role: written by hand, so that a forgotten decorator or a widened role is seen."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from core.db import write, write_session
from core.domain.access import PERMISSIONS, Permission, Role
from core.models import Account, SecondFactor
from core.web.access import refuse_open_routes
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.sign_in import filled, sign_in
from tests.support.worlds import PASSWORD, World

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
    "accounts.invitation": ("GET", "/admin/loi-moi/khong-co", EVERYONE),
    "accounts.second_factor": ("GET", "/admin/xac-thuc", STAFF),
    "accounts.step_up": ("GET", "/admin/xac-thuc-lai", STAFF),
    "accounts.stepped_up": ("GET", "/admin/xac-thuc-lai/xong", STAFF),
    "accounts.sign_out": ("POST", "/admin/dang-xuat", STAFF),
    "accounts.password": ("GET", "/admin/mat-khau", STAFF),
    "accounts.language": ("POST", "/admin/ngon-ngu", STAFF),
    "factors.choose": ("GET", "/admin/xac-thuc/chon", STAFF),
    "factors.begin": ("POST", "/admin/xac-thuc/chon/app", STAFF),
    "factors.app": ("GET", "/admin/xac-thuc/ung-dung", STAFF),
    "factors.card": ("GET", "/admin/xac-thuc/the", STAFF),
    "factors.card_pdf": ("GET", "/admin/xac-thuc/the.pdf", STAFF),
    "factors.codes": ("GET", "/admin/xac-thuc/khoi-phuc", STAFF),
    "factors.renew_codes": ("POST", "/admin/xac-thuc/khoi-phuc/moi", STAFF),
    "own.show": ("GET", "/admin/toi/", STAFF),
    "own.end_session": ("POST", "/admin/toi/phien/0123456789abcdef/ket-thuc", STAFF),
    "own.sign_out_everywhere": ("POST", "/admin/toi/phien/ket-thuc-tat-ca", STAFF),
    "own.extend": ("POST", "/admin/toi/phien/gia-han", STAFF),
    "own.kept_form": ("GET", "/admin/toi/gui-lai", STAFF),
    "own.drop_form": ("POST", "/admin/toi/gui-lai/bo", STAFF),
    "people.show": ("GET", "/admin/tai-khoan/", {"sysadmin"}),
    "people.new": ("GET", "/admin/tai-khoan/moi", {"sysadmin"}),
    "people.one": ("GET", "/admin/tai-khoan/1", {"sysadmin"}),
    "people.role": ("GET", "/admin/tai-khoan/1/vai-tro", {"sysadmin"}),
    "officer_link.choose": ("GET", "/admin/tai-khoan/1/can-bo", {"sysadmin"}),
    "people.invite_again": ("POST", "/admin/tai-khoan/1/moi-lai", {"sysadmin"}),
    "people.disable": ("POST", "/admin/tai-khoan/1/ngung", {"sysadmin"}),
    "people.enable": ("POST", "/admin/tai-khoan/1/dung-lai", {"sysadmin"}),
    "overview.show": ("GET", "/admin/", STAFF),
    "overview.csv": ("GET", "/admin/tong-quan.csv", FRONT),
    "overview.published_csv": (
        "GET",
        "/admin/ket-qua.csv",
        {"manager", "leader", "council", "observer", "province"},
    ),
    "overview.own_csv": ("GET", "/admin/ket-qua-cua-toi.csv", {"officer"}),
    "officers.show": ("GET", "/admin/can-bo", FRONT | {"leader", "council", "observer", "province"}),
    "officers.csv": ("GET", "/admin/can-bo.csv", FRONT | {"leader", "council", "observer", "province"}),
    "overview.definitions": ("GET", "/admin/cach-tinh", STAFF),
    "codes.show": ("GET", "/admin/ma-qr/", FRONT | {"manager"}),
    "codes.svg": ("GET", "/admin/ma-qr/{code}.svg", FRONT | {"manager"}),
    "codes.png": ("GET", "/admin/ma-qr/{code}.png", FRONT | {"manager"}),
    "codes.poster": ("GET", "/admin/ma-qr/{code}.pdf", FRONT | {"manager"}),
    "codes.poster_set": ("GET", "/admin/ma-qr/tat-ca.pdf", FRONT | {"manager"}),
    "places.start": ("GET", "/admin/noi-phuc-vu/", {"manager", "sysadmin"}),
    "places.listed": ("GET", "/admin/noi-phuc-vu/don-vi", {"manager", "sysadmin"}),
    "places.add_unit": ("GET", "/admin/noi-phuc-vu/2/don-vi-truc-thuoc", {"manager", "sysadmin"}),
    "places.edit_unit": ("GET", "/admin/noi-phuc-vu/2/sua", {"manager", "sysadmin"}),
    "places.office": ("GET", "/admin/noi-phuc-vu/2/", {"manager"}),
    "places.fields": ("GET", "/admin/noi-phuc-vu/2/linh-vuc", {"manager"}),
    "places.common_fields": ("POST", "/admin/noi-phuc-vu/2/linh-vuc/thuong-gap", {"manager"}),
    "places.field": ("GET", "/admin/noi-phuc-vu/2/linh-vuc/11", {"manager"}),
    "places.move_field": ("POST", "/admin/noi-phuc-vu/2/linh-vuc/11/thu-tu", {"manager"}),
    "places.close_field": ("GET", "/admin/noi-phuc-vu/2/linh-vuc/11/dong", {"manager"}),
    "places.reopen_field": ("POST", "/admin/noi-phuc-vu/2/linh-vuc/11/mo-lai", {"manager"}),
    "places.add_group": ("GET", "/admin/noi-phuc-vu/2/nhom-linh-vuc", {"manager"}),
    "places.group": ("GET", "/admin/noi-phuc-vu/2/nhom-linh-vuc/4", {"manager"}),
    "places.remove_group": ("POST", "/admin/noi-phuc-vu/2/nhom-linh-vuc/4/bo", {"manager"}),
    "places.counters": ("GET", "/admin/noi-phuc-vu/2/quay", {"manager"}),
    "places.counter": ("GET", "/admin/noi-phuc-vu/2/quay/21", {"manager"}),
    "places.close_counter": ("GET", "/admin/noi-phuc-vu/2/quay/21/dong", {"manager"}),
    "places.reopen_counter": ("POST", "/admin/noi-phuc-vu/2/quay/21/mo-lai", {"manager"}),
    "places.officers": ("GET", "/admin/noi-phuc-vu/2/can-bo", {"manager"}),
    "places.officer": ("GET", "/admin/noi-phuc-vu/2/can-bo/31", {"manager"}),
    "places.officer_leaves": ("GET", "/admin/noi-phuc-vu/2/can-bo/31/nghi", {"manager"}),
    "places.officer_comes_back": ("POST", "/admin/noi-phuc-vu/2/can-bo/31/tro-lai", {"manager"}),
    "places.codes": ("GET", "/admin/noi-phuc-vu/2/ma", {"manager"}),
    "places.code": ("GET", "/admin/noi-phuc-vu/2/ma/51", {"manager"}),
    "places.replace_code": ("GET", "/admin/noi-phuc-vu/2/ma/51/thay", {"manager"}),
    "places.revoke_code": ("GET", "/admin/noi-phuc-vu/2/ma/51/thu-hoi", {"manager"}),
    "places.targets": ("GET", "/admin/noi-phuc-vu/2/chi-tieu", {"manager"}),
    "places.target": ("GET", "/admin/noi-phuc-vu/2/chi-tieu/1", {"manager"}),
    "places.remove_target": ("POST", "/admin/noi-phuc-vu/2/chi-tieu/1/bo", {"manager"}),
    "places.plan": ("GET", "/admin/noi-phuc-vu/2/chi-tieu/ke-hoach/nam-dan-2026", {"manager"}),
    "places.drop_plan": ("POST", "/admin/noi-phuc-vu/2/chi-tieu/khong-theo-ke-hoach", {"manager"}),
    "sheets.show": ("GET", "/admin/bang-tinh/", {"manager"}),
    "sheets.template": ("GET", "/admin/bang-tinh/mau.xlsx", {"manager"}),
    "sheets.example": ("GET", "/admin/bang-tinh/vi-du.xlsx", {"manager"}),
    "sheets.present": ("GET", "/admin/bang-tinh/hien-tai.xlsx", {"manager"}),
    "sheets.send": ("POST", "/admin/bang-tinh/", {"manager"}),
    "sheets.look": ("GET", "/admin/bang-tinh/0123456789abcdef", {"manager"}),
    "sheets.mistakes": ("GET", "/admin/bang-tinh/0123456789abcdef/loi.csv", {"manager"}),
    "sheets.apply": ("POST", "/admin/bang-tinh/0123456789abcdef", {"manager"}),
    "sheets.forget": ("POST", "/admin/bang-tinh/0123456789abcdef/bo", {"manager"}),
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
    client = signed_in(app, who)

    admitted = reached(client, world, {"/admin/dang-nhap"})

    assert admitted == {endpoint for endpoint, (_m, _a, allowed) in MATRIX.items() if who in allowed}


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
