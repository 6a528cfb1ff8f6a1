"""Twins: two databases that differ only by some cases, and everything somebody reads at the desk of each."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from core.config import Config
from core.db import db, write
from core.models import AuditEntry
from core.services import audit
from tests.support.access_page import read_matrix
from tests.support.databases import settings_for
from tests.support.requests import begin_with_nothing
from tests.support.sign_in import sign_in
from tests.support.worlds import World
from wsgi import create_app

#: What differs between any two answers: tokens of forms, and the hashes that bind the chain of all units together.
_NOISE = (
    (re.compile(r'(name="(?:csrf_)?token"[^>]*value=")[^"]+'), r"\1-"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "hash"),
)
#: A signed token of a form, wherever it stands.
#: When a spreadsheet was written, by the real clock.
_WRITTEN = (re.compile(r"<dcterms:(created|modified)[^>]*>[^<]*"), "")
_TOKEN = (re.compile(r"\bI[A-Za-z0-9_-]{50,}\.[\w-]{6,}\.[\w-]{27,}"), "token")


@dataclass(frozen=True)
class Twins:
    """One database without the cases, one with them; both chains are equally long."""

    without: str
    with_them: str
    #: Numbers and register numbers of the cases that make the difference.
    numbers: tuple[str, ...]
    registers: tuple[str, ...]


@contextmanager
def opened(url: str, clock: Path) -> Iterator[Flask]:
    """Open the product on one of the twins."""
    app = create_app(Config.from_env(settings_for(url, LANGNGHE_CLOCK=str(clock))))
    app.testing = True
    begin_with_nothing(app)
    with app.app_context():
        engines = list(app.extensions["sqlalchemy"].engines.values())
        yield app
    for engine in engines:
        engine.dispose()


def part(base: Path, folder: Path, clock: Path, bring: Callable[[], None]) -> Twins:
    """Copy a database twice and bring the cases into one; the other chain gets as many entries of another commune.

    How long the chain is, is told of all units together to everybody who reads the log: it counts every act of every
    commune, and says nothing of one.
    """
    folder.mkdir()
    urls = [f"sqlite:///{shutil.copyfile(base, folder / name)}" for name in ("without.db", "with.db")]
    with opened(urls[1], clock):
        before, known = _entries(), _cases()
        bring()
        db.session.rollback()
        more, found = _entries() - before, {key: value for key, value in _cases().items() if key not in known}
    with opened(urls[0], clock):
        for _number in range(more):
            with write() as connection:
                audit.record(
                    connection, actor="xa-ben", action="unit.open", unit_id=World.neighbour, facts={}
                )
    return Twins(urls[0], urls[1], tuple(found), tuple(found.values()))


def everything_read(url: str, clock: Path, role: str, addresses: list[str]) -> dict[str, str]:
    """Return every answer somebody of a role gets, made comparable."""
    with opened(url, clock) as app:
        client = sign_in(app.test_client(), role)
        return {address: _answer(client, address) for address in addresses}


def addresses_of(role: str, twins: Twins, words: tuple[str, ...]) -> list[str]:
    """Return every address of the desk a role may read, with real parameters, and those of the cases."""
    found = [
        address.format(code=World().single)
        for method, address, who in read_matrix().values()
        if method == "GET" and role in who and address.startswith("/admin/")
    ]
    typed = (*words, *twins.registers)
    looked_for = [
        f"{page}?{name}={word}"
        for page, name in (("/admin/tim", "tim"), ("/admin/phan-anh/", "tim"), ("/admin/nhat-ky", "chu"))
        for word in typed
    ]
    lists = [f"/admin/phan-anh/?xem={view}" for view in ("open", "new", "waiting", "praise", "done", "")]
    lists += [f"/admin/phan-anh/?xem=&{query}" for query in ("tre=1", "loai=denunciation", "nhan=mật")]
    reads_log = any(address == "/admin/nhat-ky" for address in found)
    log = [f"/admin/nhat-ky/{number}" for number in range(1, 60)] if reads_log else []
    log.append("/admin/nhat-ky?viec=case.")
    cases = [f"/admin/phan-anh/{number}{act}" for number in twins.numbers for act in ("", "/ghi-chu")]
    return [*found, *looked_for, *lists, *log, *cases]


def _answer(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    kept = [
        f"{name}: {answer.headers.get(name)}" for name in ("Content-Type", "Content-Disposition", "Location")
    ]
    return "\n".join([str(answer.status_code), *kept, _plain(answer.get_data())])


def _plain(content: bytes) -> str:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(f"{name}: {_plain(archive.read(name))}" for name in sorted(archive.namelist()))
    text = content.decode("utf-8", errors="replace")
    for pattern, instead in (*_NOISE, _WRITTEN, _TOKEN):
        text = pattern.sub(instead, text)
    return text


def _entries() -> int:
    return db.session.query(AuditEntry).count()


def _cases() -> dict[str, str]:
    rows = db.session.execute(db.text("SELECT id, register FROM complaint"))
    return {bytes(row.id).hex(): row.register for row in rows}
