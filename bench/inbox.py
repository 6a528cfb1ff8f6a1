"""Row 14: the inbox with fifty thousand cases, over HTTP: lists, filters, tags, words and one case, by two roles."""

import http.client
import time
from collections.abc import Iterator
from statistics import median
from urllib.parse import quote_plus

from flask import Flask

from bench import cases
from bench.goals import Measured
from bench.ground import WORLD, Ground, cpu_seconds
from bench.rounds import percentile
from bench.scale import Scale
from core.db import write_session
from core.domain.access import Role
from tests.support import worlds
from tests.support.requests import begin_with_nothing
from tests.support.server import Server
from tests.support.sign_in import sign_in

#: A Saturday; the planted cases were received in the eighteen months before it.
NOW = "2026-11-21T09:00:00+07:00"
_INBOX = "/admin/phan-anh/"
#: What stands behind the inbox's question mark, by what it is called in the table.
QUERIES = {
    "my own": "",
    "all that are open": "xem=open",
    "done, page 400": "xem=done&trang=400",
    "everything": "xem=",
    "filter: state, kind, field": f"xem=&tinh-trang=handling&loai=petition&linh-vuc={WORLD.land}",
    "filter: received, named": "xem=&nhan-tu=01/03/2026&nhan-den=31/05/2026&nguoi-gui=co",
    "filter: late only": "xem=&tre=1",
    "tag, common": "xem=&nhan=" + quote_plus(cases.TAGS[0]),
    "tag and open": "xem=open&nhan=" + quote_plus(cases.TAGS[-1]),
    "words, common": "tim=" + quote_plus("quay chung thuc"),
    "words, rare": "tim=" + quote_plus(cases.RARE),
    "words and filter": "xem=open&tim=" + quote_plus("dat dai") + "&kenh=web",
}
_SLOWEST = 8


def pages(ground: Ground, scale: Scale) -> list[Measured]:
    """Measure row 14: each page so many times in turn, one person at a time."""
    with ground.clock(NOW) as clock, ground.database() as url:
        began = time.monotonic()
        with ground.centre(url) as app:
            begin_with_nothing(app)
            with write_session() as session:
                for role in (Role.FRONT, Role.MANAGER):
                    worlds.account(session, role)
            one = cases.plant(scale.cases)
            planted = time.monotonic() - began
            cookies = {str(role): _signed_in(app, str(role)) for role in (Role.FRONT, Role.MANAGER)}
        with ground.product(url, LANGNGHE_CLOCK=str(clock.file)) as product:
            opened = list(_opened(product, cookies, one, max(3, scale.visits // 3)))
    found = {name: taken for name, taken, _spent in opened}
    spent = {name: spent for name, _taken, spent in opened}
    worst = sorted(found, key=lambda name: percentile(found[name], 0.95), reverse=True)
    slowest = percentile(found[worst[0]], 0.95)
    everything = [value for values in found.values() for value in values]
    return [
        Measured(
            "14",
            f"{scale.cases:,} cases: slowest p95 {slowest:.0f} ms, all p95 {percentile(everything, 0.95):.0f} ms, "
            f"median {median(everything):.0f} ms",
            "–",
            {"p95": slowest, "pages": len(found)},
            notes=(
                f"planted within {planted:.0f} s",
                *(
                    f"p50 {median(found[name]):.0f}, p95 {percentile(found[name], 0.95):.0f} ms, "
                    f"of the product's processor {spent[name]:.0f} ms: {name}"
                    for name in worst[:_SLOWEST]
                ),
            ),
            rounds=found,
        )
    ]


def _signed_in(app: Flask, role: str) -> str:
    client = sign_in(app.test_client(), role)
    cookie = client.get_cookie("langnghe")
    assert cookie
    return f"langnghe={cookie.value}"


def _opened(
    product: Server, cookies: dict[str, str], one: bytes, visits: int
) -> Iterator[tuple[str, list[float], float]]:
    connection = http.client.HTTPConnection("127.0.0.1", product.port, timeout=60)
    addresses = {name: f"{_INBOX}?{query}" for name, query in QUERIES.items()}
    addresses |= {"start page": "/admin/", "one case": _INBOX + one.hex()}
    for role, cookie in cookies.items():
        merging = {"what it resembles": f"{_INBOX}{one.hex()}/gop-viec"} if role == str(Role.FRONT) else {}
        for name, address in {**addresses, **merging}.items():
            taken, before = [], cpu_seconds(product)
            for _ in range(visits + 1):
                began = time.perf_counter()
                connection.request("GET", address, headers={"Cookie": cookie, "Accept-Language": "vi"})
                answer = connection.getresponse()
                answer.read()
                taken.append((time.perf_counter() - began) * 1000)
                if answer.status != 200:
                    raise RuntimeError(f"{role} {address} answered {answer.status}")
            # The first opens what a new process has not read yet.
            spent = (cpu_seconds(product) - before) * 1000 / (visits + 1)
            yield f"{role}: {name}", taken[1:], spent
    connection.close()
