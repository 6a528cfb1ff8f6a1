"""Two hundred planted reports: no word, contact or code of them in files, logs, free pages or dumps."""

import base64
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from core.db import db
from core.services.backups import archive, creating, server
from tests.faults.storm import served
from tests.privacy.traces import everything, found_in, spelled_in
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from tests.support.server import Server

PLANTED = 200
#: How many of them are asked to be corrected.
CORRECTED = 5
#: What is looked for in every spelling.
WORDS = ("hoamai", "suongmuoi", "Tenlatuong", "latuong@")
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
    if number < CORRECTED:
        corrected = {"token": token_of(sent), "new-what": f"Sửa lại hoamai{number}", "send_correction": "1"}
        assert "Đã nhận yêu cầu" in client.post("/tra-cuu", data=corrected).text
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


def backed_up(folder: Path) -> dict[str, bytes]:
    """Make a backup while the product serves; return its bytes, and its content as it is restored."""
    made = creating.create(actor="command").file
    content = archive.unpack(made, archive.read_manifest(made), folder)
    if db.engine.dialect.name == "postgresql":
        # PostgreSQL's own form is compressed; what stands in it is seen as statements.
        server.to_script(content, folder / "script")
        content = folder / "script"
    return {"backup": made.read_bytes(), "backup, unpacked": content.read_bytes()}


@pytest.mark.thorough
def test_nothing_of_two_hundred_reports_is_found_on_the_disk(
    databases: Databases, clock: Clock, tmp_path: Path
):
    with databases.fresh() as url:
        folder = tmp_path / "backups"
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file), LANGNGHE_BACKUPS=str(folder))
        with served(settings, tmp_path) as (serving, crowd):
            with (
                httpx.Client(base_url=serving.url, trust_env=False, timeout=60) as client,
                ThreadPoolExecutor(4) as citizens,
            ):
                sent = citizens.map(lambda number: report(client, crowd.code, number), range(PLANTED))
                receipts = list(sent)
            refused = provoke(serving, crowd.code, receipts[0])
            backup = backed_up(tmp_path)
            contents = {**everything(url, databases.cluster, [serving.log]), **backup}
            with db.engine.connect() as connection:
                filed = connection.scalar(text("SELECT count(*) FROM complaint"))

    assert found_in(contents, TRACES) == set()
    assert spelled_in(contents, WORDS) == set()
    assert codes_in(contents, receipts) == []
    # The small ones in every spelling of every code.
    codes = [receipt.replace("-", "") for receipt in receipts]
    small = {name: content for name, content in contents.items() if name == "dump" or name in backup}
    assert spelled_in(small, [*codes, *receipts]) == set()
    assert len(backup["backup, unpacked"]) > 100_000, "the backup holds the cases"
    assert (filed, len(set(receipts))) == (PLANTED, PLANTED)
    assert refused == [400, 413, 422, 422]


def test_a_code_and_a_word_that_lie_open_are_found():
    contents = {"file": b"x7k4n9-3r9hcx Tenlatuong", "other": b"7K4N93R9HC"}

    assert codes_in(contents, ["7K4N9-3R9HC"]) == ["file", "other"]
    assert found_in(contents, TRACES) == {("name", "file")}


def test_a_text_is_found_in_every_spelling():
    text = "latuong@"
    planted = {
        "upper": b"LATUONG@",
        "utf-16": "xx latuong@".encode("utf-16"),
        "wide, the other way": "latuong@".encode("utf-16-be"),
        **{f"base64 {shift}": base64.b64encode(b"abc"[:shift] + b"latuong@ khac") for shift in range(3)},
        "nothing": b"latuon",
    }

    assert spelled_in(planted, [text]) == {(text, where) for where in planted if where != "nothing"}
