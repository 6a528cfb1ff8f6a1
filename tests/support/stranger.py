"""A stranger at the citizen's door: sends whatever it likes, byte by byte, and every way to break a good form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support import ledger

#: What urlencoded forms hold before anything is broken.
Good = dict[str, str]
#: What is sent, bytes as they are.
Body = Mapping[str, str | bytes]


@dataclass
class Stranger:
    """Sends whatever it likes, byte by byte; every answer is proofread."""

    client: FlaskClient

    def post(self, address: str, body: bytes | Body, kind: str = "") -> TestResponse:
        data = body if isinstance(body, bytes) else encoded(body)
        kind = kind or "application/x-www-form-urlencoded"
        return self.open(address, method="POST", data=data, content_type=kind)

    def open(self, address: str, **how: Any) -> TestResponse:
        return self.client.open(address, headers={"Accept-Language": "vi"}, **how)


def encoded(body: Body) -> bytes:
    """Write a form as a browser does, bytes as they are."""

    def quoted(text: str | bytes) -> bytes:
        raw = text.encode() if isinstance(text, str) else text
        return b"".join(b"%%%02X" % byte for byte in raw)

    return b"&".join(name.encode() + b"=" + quoted(value) for name, value in body.items())


def is_clear(answer: TestResponse) -> bool:
    """Does the page say in the citizen's language what happened?"""
    return answer.mimetype == "text/html" and 'lang="vi"' in answer.text and "<h1" in answer.text


def assert_refused(answer: TestResponse, before: dict[str, int], *statuses: int) -> None:
    assert answer.status_code in (statuses or range(400, 500)), answer.text[-600:]
    assert is_clear(answer), answer.text[:600]
    assert ledger.row_counts() == before


#: One thing wrong each, by name.
BROKEN: dict[str, Callable[[Good], Body]] = {
    "no token": lambda body: without(body, "token"),
    "an empty token": lambda body: {**body, "token": ""},
    "a made-up token": lambda body: {**body, "token": "A" * 84},
    "a token cut short": lambda body: {**body, "token": body["token"][:-1]},
    "a token with a changed letter": lambda body: {**body, "token": changed(body["token"])},
    "a token with a space": lambda body: {**body, "token": f"{body['token']} "},
    "no version": lambda body: without(body, "version"),
    "another version": lambda body: {**body, "version": "2"},
    "a version that does not exist": lambda body: {**body, "version": "999"},
    "a version that is no number": lambda body: {**body, "version": "một"},
    "a NUL in the token": lambda body: {**body, "token": f"\x00{body['token']}"},
    "a NUL in the comment": lambda body: {**body, "comment": "Chờ\x00lâu"},
    "a NUL in a name": lambda body: {**body, "q_\x00": "1"},
    "bad UTF-8 in the comment": lambda body: {**body, "comment": b"Ch\xe1\xbb lau \xff"},
    "half a character": lambda body: {**body, "comment": b"\xc3"},
    "UTF-16": lambda body: {**body, "comment": "Chờ lâu".encode("utf-16")},
    "a field of another office": lambda body: {**body, "field": "17"},
    "a field that does not exist": lambda body: {**body, "field": "999"},
    "a megabyte of comment": lambda body: {**body, "comment": "x" * 1_000_000},
}


def without(body: Good, name: str) -> Good:
    return {key: value for key, value in body.items() if key != name}


def changed(token: str) -> str:
    return ("B" if token[0] == "A" else "A") + token[1:]
