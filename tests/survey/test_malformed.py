"""Requests that no browser sends, and three hundred forms broken by chance."""

import random
from collections.abc import Iterator

import httpx
import pytest

from tests.support import ledger
from tests.support.both_databases import databases  # noqa: F401 (a fixture)
from tests.support.hostile import TEXTS
from tests.support.server import Server
from tests.support.stranger import BROKEN, Good, Stranger, assert_refused, encoded, is_clear
from tests.support.worlds import World


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "PROPFIND", "TRACE"])
@pytest.mark.parametrize("tail", ["", "/gop-y", "/cam-on", "/noi-khac"])
def test_a_wrong_method_is_refused_and_the_right_ones_are_named(
    world: World, stranger: Stranger, method: str, tail: str
):
    before = ledger.row_counts()

    answer = stranger.open(f"/q/{world.many}{tail}", method=method)

    assert_refused(answer, before, 405)
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b"&&&===&&", "application/x-www-form-urlencoded"),
        (b"\x00" * 500, "application/x-www-form-urlencoded"),
        (b"%", "application/x-www-form-urlencoded"),
        (b"%zz%u1234=%", "application/x-www-form-urlencoded"),
        (b"a=1&" * 15_000, "application/x-www-form-urlencoded"),
        (b'{"level": "4"}', "application/json"),
        (b"<a/>", "application/xml"),
        (b"level=4", "text/plain"),
        (b"--x", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"--x\r\n" * 9000, "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="token"; filename="a"\r\n\r\nx\r\n--x--\r\n',
         "multipart/form-data; boundary=x"),
        (b"\xff\xfe\xfd", "nonsense"),
    ],
)  # fmt: skip
def test_a_body_that_is_no_form_is_refused(world: World, stranger: Stranger, body: bytes, kind: str):
    before = ledger.row_counts()

    for tail in ("?gui=", "/gop-y?gui=", "/cam-on?bien-nhan="):
        assert_refused(stranger.post(f"/q/{world.many}{tail}", body, kind), before)


def test_three_hundred_random_breakages_are_all_refused(
    world: World, stranger: Stranger, tap: Good, details: Good
):
    before = ledger.row_counts()

    for number, (address, body) in enumerate(breakages(world, tap, details, 300)):
        answer = stranger.post(address, body)

        assert 400 <= answer.status_code < 500, (number, address, body)
        assert is_clear(answer), (number, address, body)
    assert ledger.row_counts() == before


def breakages(world: World, tap: Good, details: Good, wanted: int) -> Iterator[tuple[str, bytes]]:
    """Yield good forms changed by chance and then broken for certain."""
    surely = [change for name, change in BROKEN.items() if name != "a megabyte of comment"]
    names = ["seen", "comment", "q_reasons", "q_officer", "level", "extra", "other_officer"]
    for _ in range(wanted):
        good, tail = random.choice([(tap, "?gui="), (details, "/gop-y?gui=")])
        body = dict(good)
        for name in random.sample(names, random.randrange(3)):
            noise = [
                random.choice(TEXTS),
                random.randbytes(random.randrange(1, 40)),
                "9" * random.randrange(400),
            ]
            body[name] = random.choice(noise)
        yield f"/q/{world.many}{tail}", encoded(random.choice(surely)(body))


@pytest.mark.parametrize("seen", ["x", "-1", "9" * 30, "", "1.5", "٣", "0x1"])
def test_a_spoilt_count_of_what_was_seen_is_read_as_nothing_seen(
    world: World, stranger: Stranger, details: Good, seen: str
):
    answer = stranger.post(f"/q/{world.many}/gop-y?gui=", {**details, "seen": seen})

    assert answer.status_code == 303
    assert len(ledger.revisions()) == 2


def test_requests_that_no_browser_sends_are_refused_by_the_server_itself(served: Server):
    with httpx.Client(base_url=served.url, trust_env=False) as client:
        answers = [
            client.get("/q/" + "A" * 4000),
            client.get("/q/3F7K4N", headers={"X-Long": "x" * 20_000}),
            client.get("/q/3F7K4N", headers={f"X-{number}": "x" for number in range(200)}),
            client.get("/q/3F7K4N", headers={"Cookie": "a=" + "b" * 9000}),
            client.post("/q/3F7K4N", content=b"x" * 1_000_000),
        ]

    assert [answer.status_code for answer in answers if not 400 <= answer.status_code < 500] == []
    assert served.is_healthy()
