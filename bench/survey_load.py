"""Survey load: the requests citizens send to the product and to the ceiling, with tokens fetched from real pages."""

import itertools
import re
from urllib.parse import urlencode

from bench import load
from bench.ground import WORLD
from bench.load import Job
from tests.support.server import Server

#: The counter with four fields and an officer on duty: the fullest first page.
PAGE = f"/q/{WORLD.many}"
_TOKEN = rb'name="token" value="([^"]+)"'
_FIELDS = (WORLD.land, WORLD.building, WORLD.investment, WORLD.environment)


def tokens(server: Server, count: int) -> list[str]:
    """Open the first page so many times and return the tokens of the forms."""
    requests = (load.get(PAGE, compressed=False),) * count
    found = load.run(Job(server.port, requests, seconds=120, keeps=_TOKEN))
    kept = [token.decode() for token in found.kept]
    if len(set(kept)) != count:
        raise RuntimeError(f"{count} pages brought {len(set(kept))} tokens: {found.statuses}")
    return kept


def taps(server: Server, count: int) -> tuple[bytes, ...]:
    """Return so many first taps, each with a token of its own, over all levels and chips."""
    return tuple(tap(token, number % 5 + 1, number) for number, token in enumerate(tokens(server, count)))


def tap(token: str, level: int, number: int) -> bytes:
    """Return one tap on a face; the chip changes with the number."""
    form = {
        "token": token,
        "version": WORLD.quick,
        "field": _FIELDS[number % len(_FIELDS)],
        "level": level,
    }
    return load.post(f"{PAGE}?gui", urlencode(form))


def bare_answers(count: int) -> tuple[bytes, ...]:
    """Return so many posts to the ceiling, of about the same size."""
    levels = itertools.cycle("12345")
    token = "x" * 80
    return tuple(
        load.post("/", urlencode({"token": token, **{f"q{n}": next(levels) for n in range(5)}}))
        for _ in range(count)
    )


def token_in(page: bytes) -> str:
    """Return the token of a page's form."""
    found = re.search(_TOKEN, page)
    assert found, page[:500]
    return found[1].decode()
