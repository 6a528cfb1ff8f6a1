"""Signing in by a provider of OpenID Connect: linked by its owner, a second factor afterwards, every fault refused."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from core.config import Config, ConfigurationError
from core.db import db, write, write_session
from core.domain.access import Role, Scope
from core.models import Account, AccountIdentity, AuditEntry, StaffSession
from core.services import accounts, identities, signing_in
from core.services.identities import IdentityRefused
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.databases import ROOT, environment, settings_for
from tests.support.oidc_provider import FAULTS, NAME, OidcProvider
from tests.support.sign_in import app_code, filled, sign_in, token_of
from tests.support.worlds import World

SIGN_IN = "/admin/dang-nhap"
LEAVE = "/admin/dang-nhap/oidc/di"
OWN = "/admin/toi/"
LINK = "/admin/toi/lien-ket"
COOKIE = "langnghe-oidc"
NOT_LINKED = "Danh tính này không mở được tài khoản nào ở đây"
AWAY = "Bên xác nhận danh tính hiện chưa trả lời"
UNPROVEN = "Không kiểm chứng được nội dung bên xác nhận danh tính gửi về"


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    """A provider that answers honestly until a test says otherwise."""
    provider = OidcProvider()
    yield provider
    if provider.fault != "closed":
        provider.stop()


@pytest.fixture
def settings(database_url: str, clock: Clock, provider: OidcProvider) -> dict[str, str]:
    """The settings of a product that knows the provider."""
    return settings_for(database_url, LANGNGHE_CLOCK=str(clock.file), **provider.settings)


@pytest.fixture
def office(app: Flask) -> None:
    """The office with an administrator and somebody of the Front."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.SYSADMIN, unit_id=World.commune)
        worlds.account(session, Role.FRONT, unit_id=World.commune)


@pytest.fixture
def linked(office: None, provider: OidcProvider) -> None:
    """The Front's account is linked to the person the provider knows."""
    planted(provider.issuer, provider.subject)


def planted(issuer: str, subject: str, login: str = "front") -> None:
    """Link an account as a service does, without a browser."""
    with write_session() as session:
        account = session.scalars(select(Account).where(Account.login == login)).one()
        session.add(
            AccountIdentity(
                account_id=account.id,
                unit_id=account.unit_id,
                issuer=issuer,
                subject=subject,
                linked_at=worlds.clock.now(),
            )
        )


def travel(client: FlaskClient, provider: OidcProvider, start: str = LEAVE) -> str:
    """Go to the provider, consent, come back, and return where the page of arrival leads."""
    return arrive(client, provider.answer_to(str(client.get(start).location)))


def arrive(client: FlaskClient, address: str) -> str:
    """Come back to an address of the product and return where the page there leads by itself."""
    answer = client.get(address.removeprefix("http://localhost"))
    assert answer.status_code == 200
    return answer.headers["Refresh"].removeprefix("0; url=")


def acts() -> list[str]:
    """Return what the audit chain noted, in order."""
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)))


def sessions() -> int:
    """Return how many sessions there are."""
    db.session.rollback()
    return len(db.session.scalars(select(StaffSession)).all())


def test_the_provider_stands_for_the_password_and_the_second_factor_is_asked_for(
    linked: None, client: FlaskClient, provider: OidcProvider
) -> None:
    assert travel(client, provider, f"{LEAVE}?next=/admin/toi/") == OWN

    between = client.get(OWN)
    after = client.post("/admin/xac-thuc", data=filled(client, "/admin/xac-thuc", code=app_code()))

    assert between.location == "/admin/xac-thuc"
    assert after.location == OWN
    assert "Người dùng front" in client.get(OWN).text
    assert acts()[-2:] == ["account.accept_identity", "account.sign_in"]


def test_the_provider_is_asked_for_a_code_with_a_challenge_a_state_and_a_nonce_and_told_nothing_else(
    office: None, client: FlaskClient, provider: OidcProvider
) -> None:
    answer = client.get(f"{LEAVE}?next=/admin/toi/")
    asked = dict(re.findall(r"[?&]([a-z_]+)=([^&]+)", str(answer.location)))

    assert str(answer.location).startswith(f"{provider.issuer}/authorize?")
    assert asked.keys() == {
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    }
    assert asked["redirect_uri"] == "http%3A%2F%2Flocalhost%2Fadmin%2Fdang-nhap%2Foidc"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert asked["state"] not in answer.headers["Set-Cookie"], "the cookie is sealed"


def test_what_the_browser_keeps_on_the_way_is_short_lived_and_out_of_reach(
    office: None, client: FlaskClient
) -> None:
    cookie = client.get(LEAVE).headers["Set-Cookie"]

    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=600"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_coming_back_leaves_the_session_of_this_browser_alone(
    linked: None, client: FlaskClient, provider: OidcProvider
) -> None:
    answer = client.get("/admin/dang-nhap/oidc?state=x&code=y")

    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_is_wrong_with_the_proof_opens_nothing_and_is_said_politely(
    linked: None, client: FlaskClient, provider: OidcProvider, fault: str
) -> None:
    away = str(client.get(LEAVE).location)
    provider.fault = fault

    page = client.get(arrive(client, provider.answer_to(away)))

    assert page.status_code == 200
    assert (AWAY if fault == "away" else UNPROVEN) in page.text
    assert sessions() == 0
    assert client.get("/admin/").location == "/admin/dang-nhap?next=/admin/"


def test_a_provider_that_is_gone_is_said_before_anybody_leaves(
    linked: None, client: FlaskClient, provider: OidcProvider
) -> None:
    provider.stop()
    provider.fault = "closed"

    answer = client.get(f"{LEAVE}?next=/admin/toi/")
    target = answer.headers["Refresh"].removeprefix("0; url=")

    assert AWAY in client.get(target).text
    assert 'value="/admin/toi/"' in client.get(target).text


def test_a_provider_that_calls_itself_otherwise_is_not_believed(
    linked: None, client: FlaskClient, provider: OidcProvider
) -> None:
    provider.issuer = "http://localhost:1"

    assert "khong-tra-loi" in client.get(LEAVE).headers["Refresh"]


def test_saying_no_at_the_provider_opens_nothing(
    linked: None, client: FlaskClient, provider: OidcProvider
) -> None:
    provider.is_denied = True

    page = client.get(travel(client, provider)).text

    assert "bên xác nhận danh tính chưa xác nhận Ông/Bà là ai" in page
    assert sessions() == 0


@pytest.mark.parametrize("state", ["", "sai", "ä"])
def test_a_wrong_state_opens_nothing_and_the_right_one_still_does(
    linked: None, client: FlaskClient, provider: OidcProvider, state: str
) -> None:
    back = provider.answer_to(str(client.get(LEAVE).location))

    planted_ = re.sub(r"state=[^&]+", f"state={state}", back)

    assert "qua-han" in arrive(client, planted_)
    assert sessions() == 0
    assert arrive(client, back) == "/admin/"


def test_another_browser_cannot_come_back_with_the_address(
    linked: None, app: Flask, client: FlaskClient, provider: OidcProvider
) -> None:
    back = provider.answer_to(str(client.get(LEAVE).location))

    page = app.test_client().get(arrive(app.test_client(), back)).text

    assert "Lần đăng nhập này bắt đầu đã quá lâu hoặc ở trình duyệt khác" in page
    assert sessions() == 0


def test_coming_back_twice_opens_one_session_even_with_the_cookie_kept(
    linked: None, client: FlaskClient, provider: OidcProvider
) -> None:
    away = client.get(LEAVE)
    kept = client.get_cookie(COOKIE)
    back = provider.answer_to(str(away.location))
    arrive(client, back)

    assert client.get_cookie(COOKIE) is None
    assert "qua-han" in arrive(client, back)
    assert kept
    client.set_cookie(COOKIE, kept.value)
    assert "khong-ro" in arrive(client, back)
    assert sessions() == 1


def test_whoever_comes_back_after_ten_minutes_begins_again(
    linked: None, client: FlaskClient, provider: OidcProvider, clock: Clock
) -> None:
    back = provider.answer_to(str(client.get(LEAVE).location))
    clock.advance(minutes=11)

    assert "qua-han" in arrive(client, back)
    assert sessions() == 0


def test_a_cookie_somebody_made_up_is_no_journey(
    linked: None, client: FlaskClient, provider: OidcProvider
) -> None:
    for text in ("", "x", "AAAA", "ä", "A" * 200):
        client.set_cookie(COOKIE, text)
        assert "qua-han" in arrive(client, "/admin/dang-nhap/oidc?state=&code=y")


def test_an_unknown_person_and_a_stopped_account_get_the_same_words_and_no_account(
    linked: None, client: FlaskClient, provider: OidcProvider
) -> None:
    provider.subject = "p-2"
    unknown = client.get(travel(client, provider)).text
    provider.subject = "p-1"
    accounts.disable(everywhere(), 2, actor="test")
    stopped = client.get(travel(client, provider)).text

    assert NOT_LINKED in unknown
    assert NOT_LINKED in stopped
    assert sessions() == 0
    assert len(db.session.scalars(select(Account)).all()) == 2
    assert acts()[-2:] == ["account.disable", "account.identity_refused"]


def test_another_providers_person_of_the_same_name_is_somebody_else(
    office: None, client: FlaskClient, provider: OidcProvider
) -> None:
    planted("https://another.example", provider.subject)

    assert NOT_LINKED in client.get(travel(client, provider)).text


def test_trouble_at_the_provider_does_not_count_against_the_account(
    linked: None, client: FlaskClient, provider: OidcProvider
) -> None:
    for fault in FAULTS[:6]:
        away = str(client.get(LEAVE).location)
        provider.fault = fault
        arrive(client, provider.answer_to(away))
        provider.fault = None

    assert db.session.scalars(select(Account.failures)).all() == [0, 0]


def test_the_provider_describes_itself_once_in_ten_minutes(
    linked: None, client: FlaskClient, provider: OidcProvider, clock: Clock
) -> None:
    travel(client, provider)
    travel(client, provider)
    assert provider.discoveries == 1

    clock.advance(minutes=11)
    travel(client, provider)
    assert provider.discoveries == 2


def everywhere() -> Scope:
    return Scope(account_id=0, role=Role.SYSADMIN, unit_ids=frozenset({World.commune, World.centre}))


def confirm(client: FlaskClient) -> str:
    """Press «Đúng, liên kết» and return where that leads."""
    return str(client.post(LINK, data=filled(client, LINK)).location)


def test_a_person_links_their_own_account_and_undoes_it(
    office: None, client: FlaskClient, provider: OidcProvider
) -> None:
    sign_in(client, "front")
    before = client.get(OWN).text
    assert travel(client, provider, f"{LINK}/di") == LINK
    asked = client.get(LINK).text
    assert confirm(client) == OWN
    after = client.get(OWN).text
    client.post(f"{LINK}/bo", data=filled(client, OWN))

    assert "Chưa liên kết" in before
    assert "<b>nguyen.van.an</b>" in asked
    assert "Đã liên kết từ 09:00 ngày 21/11/2026" in after
    assert "Chưa liên kết" in client.get(OWN).text
    assert acts()[-2:] == ["account.link_identity", "account.unlink_identity"]


def test_nothing_is_linked_before_the_person_says_yes(
    office: None, client: FlaskClient, provider: OidcProvider
) -> None:
    sign_in(client, "front")
    travel(client, provider, f"{LINK}/di")
    client.get(LINK)

    assert client.post(LINK).status_code == 400
    assert db.session.scalars(select(AccountIdentity)).all() == []


def test_linking_asks_for_a_fresh_code(
    office: None, client: FlaskClient, provider: OidcProvider, clock: Clock
) -> None:
    sign_in(client, "front")
    travel(client, provider, f"{LINK}/di")
    token = token_of(client.get(LINK).text)
    clock.advance(minutes=10, seconds=1)

    assert client.get(LINK).location == "/admin/xac-thuc-lai?next=/admin/toi/lien-ket"
    assert "/admin/xac-thuc-lai" in client.post(LINK, data={"csrf_token": token}).location
    assert db.session.scalars(select(AccountIdentity)).all() == []


def test_what_one_person_brought_back_is_not_linked_to_the_next_at_the_same_computer(
    office: None, client: FlaskClient, provider: OidcProvider
) -> None:
    sign_in(client, "front")
    travel(client, provider, f"{LINK}/di")
    sign_in(client, "sysadmin")
    answer = client.post(LINK, data=filled(client, OWN))

    assert answer.location == f"{OWN}?loi=qua-han"
    assert db.session.scalars(select(AccountIdentity)).all() == []


def test_a_journey_to_link_never_signs_in(linked: None, client: FlaskClient, provider: OidcProvider) -> None:
    sign_in(client, "sysadmin")
    back = provider.answer_to(str(client.get(f"{LINK}/di").location))
    client.delete_cookie("langnghe")

    assert arrive(client, back) == LINK
    assert client.get(LINK).location == f"{SIGN_IN}?next=/admin/toi/lien-ket"


def test_an_identity_belongs_to_one_account(
    linked: None, client: FlaskClient, provider: OidcProvider
) -> None:
    sign_in(client, "sysadmin")
    travel(client, provider, f"{LINK}/di")
    target = confirm(client)

    assert "đã liên kết với một tài khoản khác" in client.get(target).text
    assert db.session.scalars(select(AccountIdentity.account_id)).all() == [2]


def test_linking_another_person_replaces_the_link(
    linked: None, client: FlaskClient, provider: OidcProvider
) -> None:
    provider.subject = "p-2"
    sign_in(client, "front")
    travel(client, provider, f"{LINK}/di")
    confirm(client)

    assert db.session.scalars(select(AccountIdentity.subject)).all() == ["p-2"]


def test_an_administrator_undoes_a_link_of_the_own_office_only(
    linked: None, client: FlaskClient, provider: OidcProvider
) -> None:
    sign_in(client, "sysadmin")
    page = client.get("/admin/tai-khoan/2").text
    client.post("/admin/tai-khoan/2/bo-lien-ket", data={"csrf_token": token_of(page)})

    assert "đã liên kết từ 09:00 ngày 21/11/2026" in page
    assert "chưa liên kết" in client.get("/admin/tai-khoan/2").text
    assert acts()[-1] == "account.unlink_identity"
    with pytest.raises(IdentityRefused, match="unknown_account"):
        identities.unlink(Scope(9, Role.SYSADMIN, frozenset({World.neighbour})), 2, actor="test")
    with write() as connection:
        connection.execute(update(Account).where(Account.id == 2).values(unit_id=World.neighbour))
    answer = client.post("/admin/tai-khoan/2/bo-lien-ket", data={"csrf_token": token_of(page)})
    assert answer.status_code == 404


def test_a_new_invitation_forgets_the_link_together_with_the_second_factor(
    linked: None, provider: OidcProvider
) -> None:
    invited = accounts.invite_again(everywhere(), 2, actor="test")
    signing_in.redeem(invited.token, new="ba con mèo mướp")

    with pytest.raises(IdentityRefused, match="not_linked"):
        identities.sign_in(provider.issuer, provider.subject)


def test_without_a_second_factor_the_provider_alone_opens_nothing(
    office: None, provider: OidcProvider
) -> None:
    accounts.create(login="moi", name="Bà Mới", role=Role.FRONT, unit_code="xa-mau", actor="test")
    planted(provider.issuer, "p-9", login="moi")

    with pytest.raises(IdentityRefused, match="not_linked"):
        identities.sign_in(provider.issuer, "p-9")


def test_the_subject_is_nowhere_in_the_audit_chain(
    office: None, client: FlaskClient, provider: OidcProvider
) -> None:
    provider.subject = "079099001234"
    sign_in(client, "front")
    travel(client, provider, f"{LINK}/di")
    confirm(client)

    assert "079099001234" not in str(db.session.scalars(select(AuditEntry.facts)).all())


class TestSwitchedOff:
    """Without the four settings there is no provider, no button and no page of it."""

    @pytest.fixture
    def settings(self, database_url: str, clock: Clock) -> dict[str, str]:
        return settings_for(database_url, LANGNGHE_CLOCK=str(clock.file))

    def test_nothing_of_it_is_there(self, office: None, client: FlaskClient) -> None:
        assert "oidc" not in client.get(SIGN_IN).text
        assert client.get(LEAVE).status_code == 404
        assert client.get("/admin/dang-nhap/oidc?state=x&code=y").status_code == 404
        sign_in(client, "sysadmin")
        assert "lien-ket" not in client.get(OWN).text
        assert "liên kết từ" not in client.get("/admin/tai-khoan/2").text
        token = {"csrf_token": token_of(client.get(OWN).text)}
        assert client.get(LINK).status_code == client.get(f"{LINK}/di").status_code == 404
        assert client.post(f"{LINK}/bo", data=token).status_code == 404
        assert client.post("/admin/tai-khoan/2/bo-lien-ket", data=token).status_code == 404

    @pytest.mark.parametrize("is_set_up", [False, True])
    def test_its_libraries_are_loaded_only_where_it_is_set_up(
        self, settings: dict[str, str], provider: OidcProvider, is_set_up: bool
    ) -> None:
        program = (
            "import sys, wsgi; wsgi.create_app(); print('authlib' in sys.modules, 'requests' in sys.modules)"
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=environment({**settings, **(provider.settings if is_set_up else {})}),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )

        assert done.stdout.split() == [str(is_set_up)] * 2


def test_the_button_says_what_the_office_calls_it(office: None, client: FlaskClient) -> None:
    page = client.get(f"{SIGN_IN}?next=/admin/toi/").text

    assert f'href="{LEAVE}?next=/admin/toi/">{NAME}</a>' in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"LANGNGHE_OIDC_CLIENT_SECRET": ""}, "LANGNGHE_OIDC_CLIENT_SECRET not set"),
        ({"LANGNGHE_OIDC_ISSUER": "login.example"}, "must be an address"),
        ({"LANGNGHE_OIDC_CLIENT_SECRET": "bí mật"}, "must be plain ASCII"),
        (
            {
                "LANGNGHE_ENV": "production",
                "LANGNGHE_PUBLIC_URL": "https://langnghe.example",
                "LANGNGHE_CLOCK": "",
                "LANGNGHE_OIDC_ISSUER": "http://login.example",
            },
            "LANGNGHE_OIDC_ISSUER must be an https address",
        ),
    ],
)
def test_half_a_set_up_and_an_unsafe_one_are_refused_at_the_start(
    settings: dict[str, str], changes: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        Config.from_env({**settings, **changes})
