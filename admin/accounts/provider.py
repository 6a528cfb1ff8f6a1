"""Speaks OpenID Connect with the sign-in provider by Authlib; imported only where one is set up."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import BoundedSemaphore
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from admin.accounts.vouching import ProofRefused, ProviderAway, Vouched
from core import clock
from core.config import OpenIdConfig

_LOG = logging.getLogger("langnghe.provider")
#: Seconds to reach the provider, and to wait for its answer.
_PATIENCE = (3.05, 5)
#: People asked about at once in one process: a provider that hangs must leave citizens their threads.
_AT_ONCE = 2
#: How long the provider's description of itself is believed; its keys are read anew at every sign-in.
_KNOWN_FOR = timedelta(minutes=10)
#: Seconds the clocks of provider and product may differ.
_LEEWAY = 60
#: Signatures by a private key only. With `none` or a shared secret anybody could sign (RFC 8725 §3.1).
_ALGORITHMS = ["RS256", "PS256", "ES256"]
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class OpenIdProvider:
    """One provider, as its settings name it; threads may share it."""

    def __init__(self, settings: OpenIdConfig) -> None:
        self._settings = settings
        self._turns = BoundedSemaphore(_AT_ONCE)
        self._known: tuple[datetime, dict[str, Any]] | None = None

    def address(self, *, state: str, nonce: str, verifier: str, back: str) -> str:
        """Return where the person shows who they are; raise ProviderAway."""
        endpoint = self._described()["authorization_endpoint"]
        with self._session(back) as session:
            address, _state = session.create_authorization_url(
                endpoint, state=state, code_verifier=verifier, nonce=nonce
            )
        return str(address)

    def identify(self, *, code: str, nonce: str, verifier: str, back: str) -> Vouched:
        """Return whom a code stands for; raise ProviderAway or ProofRefused.

        Checked as OpenID Connect Core §3.1.3.7 asks: signature by a published key, issuer, audience, time, nonce.
        """
        described = self._described()
        with self._speaking(back) as session:
            methods = described.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
            if "client_secret_basic" not in methods:
                session.token_endpoint_auth_method = "client_secret_post"  # noqa: S105 (the name of a way)
            token = session.fetch_token(
                described["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
                allow_redirects=False,
            )
            keys = _signing_keys(_read(session, described["jwks_uri"]))
        if not isinstance(token, dict):
            raise ProviderAway
        return self._checked(token, keys, nonce)

    def _checked(self, token: Mapping[str, Any], keys: KeySet, nonce: str) -> Vouched:
        try:
            signed = jwt.decode(str(token.get("id_token", "")), keys, algorithms=_ALGORITHMS)
            claims = CodeIDToken(
                signed.claims,
                signed.header,
                options={
                    "iss": {"essential": True, "value": self._settings.issuer},
                    "aud": {"essential": True, "value": self._settings.client_id},
                },
                params={
                    "nonce": nonce,
                    "client_id": self._settings.client_id,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(now=int(clock.now().timestamp()), leeway=_LEEWAY)
        except (JoseError, ValueError) as error:
            raise ProofRefused from error
        subject = claims["sub"]
        if not isinstance(subject, str) or not subject:
            raise ProofRefused
        name = claims.get("preferred_username") or claims.get("name") or subject
        return Vouched(subject=subject, name=str(name)[:120])

    def _session(self, back: str | None) -> OAuth2Session:
        return OAuth2Session(
            self._settings.client_id,
            self._settings.client_secret,
            scope="openid profile",
            redirect_uri=back,
            code_challenge_method="S256",
            default_timeout=_PATIENCE,
        )

    @contextmanager
    def _speaking(self, back: str | None = None) -> Iterator[OAuth2Session]:
        """Lend one of the few conversations; whatever goes wrong in it is ProviderAway or ProofRefused."""
        if not self._turns.acquire(blocking=False):
            raise ProviderAway
        try:
            with self._session(back) as session:
                yield session
        except OAuthError as error:
            # The office must learn of a wrong client secret; who signed in is not said.
            _LOG.warning("The sign-in provider refused a code: %r", error.error)
            raise ProofRefused from error
        except RequestException as error:
            _LOG.warning("The sign-in provider does not answer: %s", type(error).__name__)
            raise ProviderAway from error
        finally:
            self._turns.release()

    def _described(self) -> dict[str, Any]:
        """Return what the provider says about itself (OpenID Connect Discovery §4), once it fits the settings."""
        known = self._known
        if known is not None and clock.now() < known[0] + _KNOWN_FOR:
            return known[1]
        issuer = self._settings.issuer
        with self._speaking() as session:
            described = _read(session, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        scheme = issuer.partition("://")[0]
        is_fit = described.get("issuer") == issuer and all(
            str(described.get(name, "")).startswith((f"{scheme}://", "https://")) for name in _ENDPOINTS
        )
        if not is_fit:
            _LOG.warning("The sign-in provider does not describe itself as LANGNGHE_OIDC_ISSUER says.")
            raise ProviderAway
        self._known = clock.now(), described
        return described


def _read(session: OAuth2Session, address: str) -> dict[str, Any]:
    answer = session.get(address, withhold_token=True, allow_redirects=False)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise ProviderAway
    return found


def _signing_keys(published: Mapping[str, Any]) -> KeySet:
    """Return the published keys that may sign; those for other uses or of kinds not accepted are left out."""
    listed = published.get("keys")
    keys = [
        key
        for key in (listed if isinstance(listed, list) else [])
        if isinstance(key, dict) and key.get("kty") in ("RSA", "EC") and key.get("use", "sig") == "sig"
    ]
    try:
        return KeySet.import_key_set({"keys": keys})
    except (JoseError, KeyError, ValueError) as error:
        raise ProviderAway from error
