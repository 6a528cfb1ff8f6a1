"""A sign-in provider on this machine that speaks OpenID Connect, honestly or with one fault a test names."""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from core import clock

CLIENT_ID = "lang-nghe"
CLIENT_SECRET = "quite-a-long-secret-of-the-client-2026"
NAME = "Đăng nhập bằng tài khoản công vụ"
#: What a test may let go wrong.
FAULTS = (
    "away",
    "foreign key",
    "shared secret",
    "unsigned",
    "wrong issuer",
    "wrong audience",
    "wrong nonce",
    "no nonce",
    "expired",
    "no subject",
    "no token",
    "nonsense",
)


class OidcProvider:
    """Knows one client and one person at a time; asks the person by a page with a button, or consents by itself."""

    def __init__(self) -> None:
        self.subject, self.name = "p-1", "nguyen.van.an"
        self.fault: str | None = None
        #: Does the person press “no”?
        self.is_denied = False
        #: Is there a page to press a button on, or is the answer given at once?
        self.asks = False
        self.discoveries = 0
        self._codes: dict[str, dict[str, str]] = {}
        self._key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self._foreign = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.port = self._server.server_address[1]
        # Another site than 127.0.0.1 in the eyes of a browser, as a real provider is.
        self.issuer = f"http://localhost:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def settings(self) -> dict[str, str]:
        """What the product is told about this provider."""
        return {
            "LANGNGHE_OIDC_ISSUER": self.issuer,
            "LANGNGHE_OIDC_CLIENT_ID": CLIENT_ID,
            "LANGNGHE_OIDC_CLIENT_SECRET": CLIENT_SECRET,
            "LANGNGHE_OIDC_NAME": NAME,
        }

    def stop(self) -> None:
        """Close the door; what is asked afterwards finds nobody."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer_to(self, address: str) -> str:
        """Return where the person is sent back to who was sent to this address and consents (or does not)."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return self.consent(asked)

    def consent(self, asked: Mapping[str, str]) -> str:
        """Return the address that brings the person back with a code."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        if self.is_denied:
            said = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(16)
            self._codes[code] = dict(asked)
            said = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(said)}"

    def discovery(self) -> dict[str, Any]:
        """Return what the provider says about itself."""
        self.discoveries += 1
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def keys(self) -> dict[str, Any]:
        """Return the public key, and one for another use that is not to be believed."""
        other = {"kty": "RSA", "use": "enc", "kid": "two", "n": "AQAB", "e": "AQAB"}
        return {"keys": [other, self._key.as_dict(private=False)]}

    def exchange(self, form: Mapping[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Take a code once, with the client's secret and the verifier of its challenge (RFC 7636 §4.6)."""
        expected = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if authorization != f"Basic {expected}":
            return 401, {"error": "invalid_client"}
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        answer: dict[str, Any] = {"access_token": "unused", "token_type": "Bearer", "expires_in": 60}
        if self.fault != "no token":
            answer["id_token"] = self._id_token(asked["nonce"])
        return 200, answer

    def _id_token(self, nonce: str) -> str:
        now = int(clock.now().timestamp())
        claims: dict[str, Any] = {
            "iss": "http://localhost:1" if self.fault == "wrong issuer" else self.issuer,
            "aud": "another-client" if self.fault == "wrong audience" else CLIENT_ID,
            "sub": self.subject,
            "preferred_username": self.name,
            "nonce": "another" if self.fault == "wrong nonce" else nonce,
            "iat": now - 900 if self.fault == "expired" else now,
            "exp": now - 120 if self.fault == "expired" else now + 300,
        }
        if self.fault == "wrong audience":
            # As if our product had asked for it: only the audience itself is wrong.
            claims["azp"] = CLIENT_ID
        for fault, claim in (("no subject", "sub"), ("no nonce", "nonce")):
            if self.fault == fault:
                del claims[claim]
        if self.fault == "nonsense":
            return "not.a.token"
        if self.fault == "unsigned":
            parts = (json.dumps(part).encode() for part in ({"alg": "none"}, claims))
            return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
        if self.fault == "shared secret":
            shared = OctKey.import_key(CLIENT_SECRET.encode())
            return jwt.encode({"alg": "HS256", "kid": "one"}, claims, shared, algorithms=["HS256"])
        key = self._foreign if self.fault == "foreign key" else self._key
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)


def _handler(provider: OidcProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if provider.fault == "away":
                self._say(503, {})
            elif parts.path == "/.well-known/openid-configuration":
                self._say(200, provider.discovery())
            elif parts.path == "/keys":
                self._say(200, provider.keys())
            elif parts.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                back = provider.consent(asked)
                if provider.asks:
                    self._page(back)
                else:
                    self._send(302, b"", {"Location": back})
            else:
                self._say(404, {})

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(sent).items()}
            if provider.fault == "away":
                self._say(503, {})
            else:
                self._say(*provider.exchange(form, self.headers.get("Authorization", "")))

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def _page(self, back: str) -> None:
            page = (
                '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Nơi xác nhận</title>'
                f'<p>{provider.name}</p><p><a href="{back.replace("&", "&amp;")}">Đồng ý</a></p>'
            )
            self._send(200, page.encode(), {"Content-Type": "text/html; charset=utf-8"})

        def _say(self, status: int, values: Mapping[str, Any]) -> None:
            self._send(status, json.dumps(values).encode(), {"Content-Type": "application/json"})

        def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    return Handler
