"""Vouching: what the desk asks of a sign-in provider, whoever speaks with it (provider.py, loaded only if set up)."""

from dataclasses import dataclass
from typing import Protocol, cast

from flask import abort, current_app

#: Where the application keeps the provider it was set up with.
EXTENSION = "langnghe.provider"


class ProviderAway(Exception):
    """The provider does not answer, answers nonsense, or too many people are being asked about at once."""


class ProofRefused(Exception):
    """What the provider handed over proves nothing: a wrong, old or foreign signature, or a spent code."""


@dataclass(frozen=True)
class Vouched:
    """Whom the provider vouches for."""

    #: The provider's lasting name for the person.
    subject: str
    #: What the provider calls the person, for the person's own eyes only.
    name: str


class Provider(Protocol):
    """A provider of OpenID Connect, by the authorization code flow with PKCE."""

    def address(self, *, state: str, nonce: str, verifier: str, back: str) -> str:
        """Return where the person shows who they are; raise ProviderAway."""

    def identify(self, *, code: str, nonce: str, verifier: str, back: str) -> Vouched:
        """Return whom a code stands for, after checking all of it; raise ProviderAway or ProofRefused."""


def provider() -> Provider:
    """Return the provider that is set up; without one its pages do not exist (404)."""
    found = current_app.extensions.get(EXTENSION)
    return cast(Provider, found) if found is not None else abort(404)
