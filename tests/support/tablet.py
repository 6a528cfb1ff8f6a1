"""A tablet at a counter as the contract describes it, honest or not: keys, seals, marks and signed requests.

Written from the contract and never with the product's code, so that both must be right to understand each other.
"""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from flask.testing import FlaskClient

from core import clock
from tests.support.sealing import Item, b64, milliseconds, public_point, seal, sign, unb64

Headers = Mapping[str, str]
#: Answers per batch, as the app sends them.
BATCH = 50


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Headers
    body: bytes

    @property
    def json(self) -> Any:
        """The body, which must be JSON."""
        return json.loads(self.body)


#: Sends (method, path, body, headers).
Transport = Callable[[str, str, bytes, Headers], Answer]


def over_flask(client: FlaskClient) -> Transport:
    """Return a transport inside this process."""

    def send(method: str, path: str, body: bytes, headers: Headers) -> Answer:
        answer = client.open(path, method=method, data=body or None, headers=dict(headers))
        return Answer(answer.status_code, httpx.Headers(list(answer.headers)), answer.get_data())

    return send


def over_http(client: httpx.Client) -> Transport:
    """Return a transport to a served product: `httpx.Client(base_url=server.url, trust_env=False)`."""

    def send(method: str, path: str, body: bytes, headers: Headers) -> Answer:
        answer = client.request(method, path, content=body or None, headers=dict(headers))
        return Answer(answer.status_code, answer.headers, answer.content)

    return send


class Tablet:
    """One tablet; `ahead` is how far its clock is ahead of the office's, and may be changed at any time."""

    def __init__(self, transport: Transport, *, ahead: timedelta = timedelta(0)) -> None:
        self.transport = transport
        self.ahead = ahead
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = 0
        self.bundle: dict[str, Any] = {}
        self.next_number = 1
        self.head = b""
        self.epoch = 1
        #: What it has measured of each beginning of its app, in milliseconds.
        self.epochs: dict[str, int | None] = {}
        self.beat = 0

    @property
    def wall(self) -> int:
        """What its own clock says, in milliseconds."""
        return milliseconds(clock.now() + self.ahead)

    @property
    def public_key(self) -> bytes:
        """Its public point, 65 bytes."""
        return public_point(self.key)

    def enrol(self, phrase: str, /, **changes: Any) -> Answer:
        """Pair it with the counter the phrase was made for, and fetch what it shows."""
        said = {
            "phrase": phrase,
            "public_key": b64(self.public_key),
            "app_version": "test",
            "sent_wall": self.wall,
        }
        answer = self.request("POST", "/kiosk/api/enrol", {**said, **changes}, device="")
        if answer.status == 201:
            self.id = answer.json["device"]
            fetched = self.fetch_bundle()
            assert fetched.status == 200, fetched.body
        return answer

    def fetch_bundle(self, **headers: str) -> Answer:
        """Fetch what it shows; an unchanged one leaves everything as it is."""
        answer = self.request("GET", "/kiosk/api/bundle", headers=headers)
        if answer.status == 200:
            self.bundle = answer.json
        return answer

    def start_again(self) -> None:
        """Begin a new epoch, as each start of the app does; what was measured before stays known."""
        self.epoch += 1

    def measure_clock(self) -> None:
        """Note how far its clock is off now, as any answer of the server lets it do."""
        self.epochs[str(self.epoch)] = milliseconds(clock.now()) - self.wall

    def clone(self) -> "Tablet":
        """Return a copy with the same key and the same counter, as a restored backup would be."""
        other = copy(self)
        other.epochs = dict(self.epochs)
        return other

    def lose(self, count: int = 1) -> list[Item]:
        """Give answers that are then deleted from it: their numbers will never come."""
        return [self.give() for _ in range(count)]

    def give(self, level: int = 4, **changes: Any) -> Item:
        """Let a citizen answer; `changes` replace fields of the sealed content."""
        return self.give_content({**self.content(level), **changes})

    def content(self, level: int) -> dict[str, Any]:
        """Return what an honest app seals now: the officer on duty, pressed by the citizen."""
        wall = self.wall
        return {
            "v": 1,
            "secret": b64(secrets.token_bytes(16)),
            "revision": 1,
            "touchpoint": self.bundle["touchpoint"],
            "version": self.bundle["questionnaire"]["version"],
            "field": None,
            "duty": self.on_duty(),
            "disclaimed": False,
            "pressed_by": "self",
            "answers": {"overall": [str(level)]},
            "comment": "",
            "wall": wall,
            "epoch": self.epoch,
            "guess": wall + (self.epochs.get(str(self.epoch)) or 0),
            "seconds": 6.5,
        }

    def on_duty(self) -> int | None:
        """Return the duty entry the bundle names for this moment."""
        now = milliseconds(clock.now())
        entries = (one["entry"] for one in self.bundle["roster"] if one["starts"] <= now < one["ends"])
        return next(entries, None)

    def give_content(self, content: Mapping[str, Any] | bytes, *, secret: bytes = b"") -> Item:
        """Seal this content as the next number; bytes are sealed as they are, whatever they say."""
        plain = content if isinstance(content, bytes) else _written(content)
        if not isinstance(content, bytes) and isinstance(content.get("secret"), str):
            secret = unb64(content["secret"])
        item = self.sign(self.next_number, seal(plain, unb64(self.bundle["server_key"]["public"])), secret)
        self.next_number += 1
        self.head = item.mark
        return item

    def sign(
        self, number: int, envelope: bytes, secret: bytes = b"", *, previous: bytes | None = None
    ) -> Item:
        """Sign an envelope under a number, without moving the counter."""
        before = self.head if previous is None else previous
        signed = (
            f"langnghe-item-1\n{self.id}\n{number}\n{b64(before)}\n{sha256(envelope).hexdigest()}".encode()
        )
        mark = sha256(signed).digest()
        return Item(self.id, number, before, envelope, sign(self.key, signed), mark, secret)

    def send(self, items: Sequence[Item | Mapping[str, Any]], /, **changes: Any) -> Answer:
        """Send one batch; what is given of `changes` replaces fields of the request."""
        said = {
            "sent_wall": self.wall,
            "epoch": self.epoch,
            "epochs": dict(self.epochs),
            "items": [item.sent() if isinstance(item, Item) else item for item in items],
        }
        return self.request("POST", "/kiosk/api/submissions", {**said, **changes})

    def results(self, items: Sequence[Item | Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Send a batch that must be answered, and return the results."""
        answer = self.send(items)
        assert answer.status == 200, (answer.status, answer.body)
        results: list[dict[str, Any]] = answer.json["results"]
        return results

    def outcomes(self, *items: Item) -> list[str]:
        """Send a batch that must be answered, and return what became of each item."""
        return [result["outcome"] for result in self.results(items)]

    def heartbeat(self, **changes: Any) -> Answer:
        """Tell the office how it is."""
        self.beat += 1
        said = {
            "beat": self.beat,
            "sent_wall": self.wall,
            "epoch": self.epoch,
            "queue": 0,
            "shelf": 0,
            "next_number": self.next_number,
            "app_version": "test",
            "battery": 0.8,
            "charging": True,
            "persistent": True,
        }
        return self.request("POST", "/kiosk/api/heartbeat", {**said, **changes})

    def request(
        self,
        method: str,
        path: str,
        said: Any = None,
        *,
        device: str | None = None,
        headers: Mapping[str, str] | None = None,
        key: ec.EllipticCurvePrivateKey | None = None,
        signed_body: bytes | None = None,
    ) -> Answer:
        """Send a signed request; `key` and `signed_body` are what a forger signs with and for instead."""
        body = b"" if said is None else said if isinstance(said, bytes) else json.dumps(said).encode()
        who = str(self.id) if device is None else device
        nonce = b64(secrets.token_bytes(16))
        digest = sha256(body if signed_body is None else signed_body).hexdigest()
        signed = f"langnghe-request-1\n{method}\n{path}\n{who}\n{nonce}\n{digest}".encode()
        own = {
            "Content-Type": "application/json",
            "Langnghe-Device": who,
            "Langnghe-Nonce": nonce,
            "Langnghe-Signature": b64(sign(key or self.key, signed)),
        }
        answer = self.transport(method, path, body, {**own, **(headers or {})})
        if answer.status in (200, 201):
            assert answer.json["service"] == "langnghe"
            echo = answer.headers.get("Langnghe-Echo")
            assert nonce in (answer.json.get("nonce"), echo), "The answer is not to this request"
        return answer


def _written(content: Mapping[str, Any]) -> bytes:
    """Write JSON as a browser does: letters as they are."""
    return json.dumps(content, ensure_ascii=False).encode()
