"""Three hundred hostile uploads against the served product: no fault of ours, bounded memory, nothing drawn inline."""

import http.client
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from core.models import ComplaintKey, ComplaintPhoto
from core.queries.complaints import sealed
from survey import carried
from tests.support import hostile_photos
from tests.support.clock import Clock
from tests.support.databases import settings_for
from tests.support.pictures import opened
from tests.support.server import Server
from tests.support.worlds import World

pytestmark = pytest.mark.thorough

UPLOADS = 300
MOST_MEGABYTES = 300
#: As many as the threads of a process.
AT_ONCE = 8


@dataclass(frozen=True)
class Answer:
    """What came back for one upload."""

    name: str
    status: int
    headers: dict[str, str]
    text: str


@pytest.fixture
def one_process(
    app: Flask, world: World, database_url: str, clock: Clock, tmp_path: Path
) -> Iterator[Server]:
    """The served product in one process of eight threads, so that everything meets in its memory."""
    settings = settings_for(database_url, LANGNGHE_CLOCK=str(clock.file))
    server = Server(settings, log=tmp_path / "server.log", workers=1, threads=AT_ONCE)
    server.start()
    yield server
    server.stop()


def most_memory(server: Server) -> int:
    """Return the most memory the process that answers ever had, in megabytes."""
    [worker] = server.workers()
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{worker}/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) // 1024


def send(server: Server, address: str, name: str, body: bytes) -> Answer:
    """Send a form; a server that hangs up on a body it will not read counts as a refusal."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        headers = {"Content-Type": hostile_photos.CONTENT_TYPE, "Accept-Language": "vi"}
        connection.request("POST", address, body, headers)
        answer = connection.getresponse()
        return Answer(name, answer.status, dict(answer.getheaders()), answer.read().decode())
    except (ConnectionError, BrokenPipeError):
        return Answer(name, 413, {"Content-Type": "text/html; charset=utf-8"}, "")
    finally:
        connection.close()


def test_three_hundred_hostile_uploads(one_process: Server, world: World):
    address = f"/phan-anh?q={world.many}"
    words = {"what": "Phiếu hẹn ghi sai ngày, xem ảnh.", "send": "1"}
    files = hostile_photos.uploads(UPLOADS - 8)
    heavy = list(hostile_photos.heavy().items())
    bodies = [
        (name, hostile_photos.body({**words, "token": carried.draw()}, [content]))
        for name, content in [*heavy, *files]
    ]
    bodies.append(("a form of 41 MB", hostile_photos.body(words, [bytes(41 << 20)])))
    bodies.append(("three files of 12 MB", hostile_photos.body(words, [bytes(12 << 20)] * 3)))
    assert len(bodies) == UPLOADS

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        answers = list(crowd.map(lambda one: send(one_process, address, *one), bodies))

    assert {one.name: one.status for one in answers if one.status >= 500} == {}
    assert {one.name for one in answers if not one.headers["Content-Type"].startswith("text/html")} == set()
    assert [one.name for one in answers if "<script" in one.text or "<img" in one.text] == []
    assert "Traceback" not in one_process.log_text()
    assert 20 < sum(one.status == 200 for one in answers) < 150
    assert most_memory(one_process) < MOST_MEGABYTES
    db.session.rollback()
    rows = db.session.execute(
        select(ComplaintPhoto.sealed, ComplaintKey.key).join(
            ComplaintKey, ComplaintKey.complaint_id == ComplaintPhoto.complaint_id
        )
    ).all()
    kept = [sealed.unseal_bytes(sealed.unwrap(row.key), row.sealed) for row in rows]
    assert len(kept) == sum(one.status == 200 for one in answers)
    assert {opened(content).format for content in kept} == {"JPEG"}
    assert [content for content in kept if b"script" in content or b"Exif" in content] == []
