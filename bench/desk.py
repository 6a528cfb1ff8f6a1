"""Row 8: every page of the desk over HTTP, by every role that may open it, in a province as large as the country."""

import http.client
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import quote_plus

from flask import Flask

from bench import province
from bench.goals import Measured
from bench.ground import WORLD, Ground
from bench.rounds import percentile
from bench.scale import Scale
from core.domain.access import Role
from tests.support.access_page import read_matrix
from tests.support.requests import begin_with_nothing
from tests.support.server import Server
from tests.support.sign_in import sign_in

#: What is typed into the search, besides opening its empty page.
SEARCHES = ("thu tuc", "Nguyễn Văn An", "quay 3", "xa mau 33", "trung tam", "dat dai", "khong co gi")
_SLOWEST = 5


@dataclass
class Page:
    """One page as one role opens it."""

    role: str
    address: str
    milliseconds: list[float] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """Milliseconds within which 95 of 100 answers came."""
        return percentile(self.milliseconds, 0.95)


def pages(ground: Ground, scale: Scale) -> list[Measured]:
    """Measure row 8: each page so many times in turn, one person at a time."""
    with ground.clock(province.NOW) as clock, ground.database() as url:
        began = time.monotonic()
        with ground.centre(url) as app:
            begin_with_nothing(app)
            province.fill(scale.province)
            filled = time.monotonic() - began
            cookies = {str(role): _signed_in(app, str(role)) for role in Role}
        with ground.product(url, LANGNGHE_CLOCK=str(clock.file)) as product:
            found = list(_opened(product, cookies, scale.visits))
    worst = sorted(found, key=lambda page: page.p95, reverse=True)
    everything = [value for page in found for value in page.milliseconds]
    return [
        Measured(
            "8",
            f"{len(found)} pages by role: slowest p95 {worst[0].p95:.0f} ms, all p95 "
            f"{percentile(everything, 0.95):.0f} ms, median {median(everything):.0f} ms",
            "–",
            {"p95": worst[0].p95, "pages": len(found)},
            notes=(
                f"{scale.province.communes:,} communes, {scale.province.officers:,} officers, "
                f"{scale.province.counters:,} counters, brought in within {filled:.0f} s",
                *(
                    f"{page.p95:.0f} ms (first {page.milliseconds[0]:.0f}) {page.role} {page.address}"
                    for page in worst[:_SLOWEST]
                ),
            ),
            rounds={f"{page.role} {page.address}": page.milliseconds for page in found},
        )
    ]


def _signed_in(app: Flask, role: str) -> str:
    """Return the session cookie of a role, second factor included."""
    client = sign_in(app.test_client(), role)
    cookie = client.get_cookie("langnghe")
    assert cookie
    return f"langnghe={cookie.value}"


def _opened(product: Server, cookies: dict[str, str], visits: int) -> Iterator[Page]:
    connection = http.client.HTTPConnection("127.0.0.1", product.port, timeout=60)
    for role, address in _addresses():
        page = Page(role, address)
        for _ in range(visits):
            began = time.perf_counter()
            connection.request("GET", address, headers={"Cookie": cookies[role], "Accept-Language": "vi"})
            answer = connection.getresponse()
            answer.read()
            page.milliseconds.append((time.perf_counter() - began) * 1000)
            if answer.status >= 500:
                raise RuntimeError(f"{role} {address} answered {answer.status}")
            if answer.status != 200 or not (answer.headers["Content-Type"] or "").startswith("text/html"):
                break
        else:
            yield page
    connection.close()


def _addresses() -> Iterator[tuple[str, str]]:
    """Yield every page of the desk with each role that reaches it, and the search for some words."""
    for endpoint, (method, address, who) in read_matrix().items():
        if method != "GET" or "anyone" in who or not address.startswith("/admin/"):
            continue
        for role in sorted(who):
            yield role, address.format(code=WORLD.single)
            if endpoint == "search.show":
                yield from ((role, f"{address}?tim={quote_plus(words)}") for words in SEARCHES)
