"""Two hundred planted reports: no word, contact or code of them in files, logs, free pages or dumps."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from sqlalchemy import text

from core.db import db
from tests.faults.storm import served
from tests.privacy.traces import everything, found_in
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from tests.support.server import Server

PLANTED = 200
TRACES = {
    # Plain words, each alone: hundreds of megabytes are searched.
    "word": re.compile(b"hoamai"),
    "other word": re.compile(b"suongmuoi"),
    "name": re.compile(b"Tenlatuong"),
    "phone": re.compile(rb"0987[ .]?65\d[ .]?\d{3}"),
    "e-mail": re.compile(rb"latuong@"),
    "query": re.compile(rb"dondo-canh"),
}


def report(client: httpx.Client, code: str, number: int) -> str:
    """Send a report and a message about it; return the receipt code."""
    page = client.get(f"/phan-anh?q={code}&dondo-canh={number}").text
    written = {
        "what": f"Chuyện hoamai{number} kéo dài suongmuoi{number} tuần nay.",
        "where": f"Tại hoamai{number}",
        "reply": "contact",
        "name": f"Tenlatuong {number}",
        "phone": f"0987 65{number:04}",
        "email": f"latuong@so{number}.example",
        "consent": "1",
    }
    sent = client.post(f"/phan-anh?q={code}", data={**written, "token": token_of(page), "send": "1"}).text
    found = re.search(r"<b class=\"big\".*?<span>(\w{5})</span>-<span>(\w{5})</span>", sent)
    assert found is not None, sent
    message = {"token": token_of(sent), "text": f"Thêm về hoamai{number}", "reply": "1"}
    assert client.post("/tra-cuu", data=message).status_code == 200
    return "-".join(found.groups())


def token_of(page: str) -> str:
    """Return the token of the page's first form."""
    return page.partition('name="token" value="')[2].partition('"')[0]


def provoke(server: Server, code: str, receipt: str) -> list[int]:
    """Send what is refused, with traces in it: those log lines must be as silent."""
    bodies: tuple[tuple[str, dict[str, str]], ...] = (
        (f"/phan-anh?q={code}", {"what": "hoamai\x00", "send": "1"}),
        (f"/phan-anh?q={code}", {"what": "hoamai" * 20_000}),
        ("/tra-cuu", {"code": f"{receipt}7", "text": "suongmuoi"}),
        ("/tra-cuu", {"token": "hoamai", "text": "suongmuoi", "reply": "1"}),
    )
    return [
        httpx.post(f"{server.url}{address}", data=body, trust_env=False).status_code
        for address, body in bodies
    ]


#: Whatever could be a code, in either case, at every place: one pass, however many codes are looked for.
CODE = re.compile(
    rb"(?=([34679CDFHJKNPRTVX]{5})-?([34679CDFHJKNPRTVX]{5}))|(?=([34679cdfhjknprtvx]{5})-?(\w{5}))"
)


def codes_in(contents: dict[str, bytes], receipts: list[str]) -> list[str]:
    """Return where a receipt code stands, with its dash or without."""
    planted = {receipt.replace("-", "").encode() for receipt in receipts}
    return [
        where
        for where, content in contents.items()
        if any(b"".join(filter(None, found.groups())).upper() in planted for found in CODE.finditer(content))
    ]


def test_nothing_of_two_hundred_reports_is_found_on_the_disk(
    databases: Databases, clock: Clock, tmp_path: Path
):
    with databases.fresh() as url:
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
        with served(settings, tmp_path) as (server, crowd):
            with (
                httpx.Client(base_url=server.url, trust_env=False, timeout=60) as client,
                ThreadPoolExecutor(4) as citizens,
            ):
                sent = citizens.map(lambda number: report(client, crowd.code, number), range(PLANTED))
                receipts = list(sent)
            refused = provoke(server, crowd.code, receipts[0])
            contents = everything(url, databases.cluster, [server.log])
            with db.engine.connect() as connection:
                filed = connection.scalar(text("SELECT count(*) FROM complaint"))

    assert found_in(contents, TRACES) == set()
    assert codes_in(contents, receipts) == []
    assert (filed, len(set(receipts))) == (PLANTED, PLANTED)
    assert refused == [400, 413, 422, 422]


def test_a_code_and_a_word_that_lie_open_are_found():
    contents = {"file": b"x7k4n9-3r9hcx Tenlatuong", "other": b"7K4N93R9HC"}

    assert codes_in(contents, ["7K4N9-3R9HC"]) == ["file", "other"]
    assert found_in(contents, TRACES) == {("name", "file")}
