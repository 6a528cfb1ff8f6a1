"""Backups: whole and checked, without a byte of what was erased; restored, nothing comes back that was erased since."""

import base64
import re
import tarfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db, write_session
from core.domain.access import Role
from core.domain.complaints import receipts
from core.domain.complaints.course import Action, State
from core.domain.complaints.erasing import Wish
from core.domain.complaints.filing import Part
from core.jobs import drain
from core.models import AuditEntry, Complaint, ComplaintEvent, ComplaintKey, ComplaintText
from core.queries.complaints import erasures, followed
from core.services import data_key, erasure_list
from core.services.backups import archive, creating, embedded, rehearsing, replaying, restoring
from core.services.backups.archive import BackupRefused, Manifest
from core.services.complaints import erasure_requests
from core.services.complaints.filing import RECEIPT_PURPOSE
from tests.support import casework, worlds
from tests.support.clock import Clock
from tests.support.worlds import World

ROLES = (Role.FRONT, Role.FRONT_LEAD)
FRONT, LEAD = (casework.somebody(role, number) for number, role in enumerate(ROLES, start=1))
CONTACT = {"name": "Trần Thị Mẫu", "phone": "0912345678", "has_consented": True}


@pytest.fixture
def settings(settings: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The settings, with a folder of its own for backups."""
    return {**settings, "LANGNGHE_BACKUPS": str(tmp_path / "backups")}


@pytest.fixture(autouse=True)
def world(app: Flask) -> World:
    with write_session() as session:
        world = worlds.office(session)
        for role in ROLES:
            worlds.account(session, role)
    return world


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Where a test's backup goes."""
    return tmp_path / "usb" / "one.backup"


def back_up(where: Path) -> Manifest:
    db.session.remove()
    return creating.create(where, actor="command").manifest


def restore(where: Path) -> None:
    db.session.remove()
    restoring.finish(restoring.restore(where, replaces=True), actor="command")


def erase(receipt: str, wish: Wish = Wish.ALL, **texts: str) -> None:
    plain = receipts.normalise(receipt) or ""
    erasure_requests.ask(plain, wish, {Part(part): said for part, said in texts.items()})
    [line] = [one for one in erasures.listed(FRONT).items if one.is_unfinished]
    erasure_requests.decide(FRONT, line.id, is_granted=True, reason="", actor="thu")
    erasure_requests.confirm(LEAD, line.id, actor="thu")
    db.session.rollback()


def prints(receipt: str) -> list[bytes]:
    return data_key.prints_of(receipts.normalise(receipt) or "", purpose=RECEIPT_PURPOSE)


def words_of(receipt: str) -> dict[Part, str]:
    db.session.rollback()
    found = followed.by_print(FRONT, prints(receipt))
    assert found is not None
    return dict(found.texts)


def sealed_bytes() -> list[bytes]:
    """Return everything of the cases that is stored sealed, and their keys."""
    db.session.rollback()
    found = [
        *db.session.scalars(select(ComplaintText.sealed)),
        *db.session.scalars(select(ComplaintKey.key)),
        *db.session.scalars(select(ComplaintEvent.sealed).where(ComplaintEvent.sealed.is_not(None))),
    ]
    return [bytes(one) for one in found if one is not None]


def content_of(where: Path, folder: Path) -> bytes:
    """Return the database in a backup as bytes that can be searched."""
    folder.mkdir(exist_ok=True)
    content = archive.unpack(where, archive.read_manifest(where), folder)
    if db.engine.dialect.name == "sqlite":
        return content.read_bytes()
    script = folder / "script"
    creating.server.to_script(content, script)
    return script.read_bytes()


def is_in(content: bytes, sealed: bytes) -> bool:
    return sealed in content or sealed.hex().encode() in content


def test_after_an_erasure_the_next_backup_has_not_even_the_sealed_bytes(made: Path, tmp_path: Path):
    kept, gone = casework.letter(what="Việc này thì ở lại đây."), casework.letter(**CONTACT)
    casework.say(gone, Action.REPLY, text="Còn một điều nữa.")
    before = sealed_bytes()
    back_up(made)
    old = content_of(made, tmp_path / "old")
    assert [is_in(old, one) for one in before] == [True] * len(before), "the search finds what is there"
    erase(gone)

    back_up(made.with_name("two.backup"))

    new = content_of(made.with_name("two.backup"), tmp_path / "new")
    remaining = set(sealed_bytes())
    assert {is_in(new, one) for one in remaining} == {True}
    assert {is_in(new, one) for one in set(before) - remaining} == {False}
    assert words_of(kept) == {
        Part.WHAT: "Việc này thì ở lại đây.",
        Part.WHERE: "Quầy chứng thực",
        Part.WISH: "Có máy lấy số",
    }


def test_a_backup_from_before_an_erasure_brings_nothing_back(made: Path, clock: Clock):
    receipt = casework.letter(**CONTACT)
    casework.move(FRONT, Action.TRIAGE)
    other = casework.letter(what="Việc này thì ở lại đây.")
    back_up(made)
    clock.advance(days=2)
    erase(receipt)
    counts = len(casework.numbers())

    restore(made)

    assert words_of(receipt) == {}
    traces = erasures.of_receipt(FRONT, prints(receipt))
    assert traces is not None
    assert traces.erased_on == date(2026, 11, 23)
    assert Part.WHAT in words_of(other)
    case = db.session.scalars(select(Complaint).where(Complaint.receipt_print.in_(prints(receipt)))).one()
    assert (case.state, case.due_on) == (State.CLOSED, None), "nobody is waited for any more"
    assert len(casework.numbers()) == counts


def test_a_letter_that_was_answered_with_an_erased_one_goes_on_after_restoring(made: Path):
    before = casework.numbers()
    receipt = casework.letter()
    [main] = casework.numbers() - before
    casework.letter(what="Máy lấy số hỏng từ sáng thứ Hai, chị Tám phải đứng.")
    [merged] = casework.numbers() - before - {main}
    casework.move(FRONT, Action.TRIAGE, case=main)
    casework.move(FRONT, Action.MERGE, case=merged, other_id=main)
    back_up(made)
    erase(receipt)

    restore(made)

    with db.engine.connect() as connection:
        states = dict(connection.execute(select(Complaint.id, Complaint.state)).all())
    assert states == {main: str(State.CLOSED), merged: str(State.HANDLING)}


def test_the_list_of_the_file_is_enough_when_the_database_is_lost(made: Path):
    receipt = casework.letter(**CONTACT)
    back_up(made)
    erase(receipt)
    drain.drain()
    assert len(erasure_list.in_file(erasure_list.file())) == 1
    # The disk broke: what stands there now knows nothing of the erasure.
    with db.engine.begin() as connection:
        is_file = db.engine.dialect.name == "sqlite"
        unguarded = "DROP TRIGGER guard_erasure_delete"
        connection.exec_driver_sql(unguarded if is_file else "ALTER TABLE erasure DISABLE TRIGGER USER")
        connection.exec_driver_sql("DELETE FROM erasure")

    restore(made)

    assert words_of(receipt) == {}


def test_without_any_list_the_words_would_come_back(made: Path, monkeypatch: pytest.MonkeyPatch):
    receipt = casework.letter(**CONTACT)
    back_up(made)
    erase(receipt)
    monkeypatch.setattr(restoring, "lists_for", lambda _file: ())
    monkeypatch.setattr(erasure_list, "in_file", lambda _file: ())

    restore(made)

    assert Part.PHONE in words_of(receipt), "this is what the list is for"


def test_contact_that_was_left_anew_before_the_backup_stays(made: Path):
    receipt = casework.letter(**CONTACT)
    erase(receipt, Wish.CONTACT)
    with write_session() as session:
        # A later contact, as a correction would leave it.
        case = session.scalars(select(Complaint)).one()
        session.add(ComplaintText(complaint_id=case.id, part="phone", unit_id=case.unit_id, sealed=b"anew"))
    back_up(made)

    restore(made)

    db.session.rollback()
    assert [
        bytes(one)
        for one in db.session.scalars(select(ComplaintText.sealed).where(ComplaintText.part == "phone"))
    ] == [b"anew"]


def test_contact_and_corrected_words_do_not_come_back_either(made: Path):
    receipt, other = casework.letter(**CONTACT), casework.letter(what="Ghi nhầm ngày mười hai tháng bảy.")
    back_up(made)
    erase(receipt, Wish.CONTACT)
    erase(other, Wish.WORDS, what="Ghi đúng là ngày mười ba tháng bảy.")

    restore(made)

    assert set(words_of(receipt)) == {Part.WHAT, Part.WHERE, Part.WISH}
    assert Part.WHAT not in words_of(other)
    states = {one.state for one in erasures.listed(FRONT).items}
    assert states == set(), "both requests came after the backup"


def test_a_rehearsal_compares_and_leaves_nothing(made: Path):
    receipt = casework.letter(**CONTACT)
    back_up(made)
    erase(receipt)

    found = rehearsing.rehearse(made)

    assert found.is_good
    assert (found.differing, found.erasures, found.readable_again) == ((), 1, 0)
    assert found.chain.entries == found.manifest.rows["audit_entry"]
    assert sorted(path.name for path in made.parent.iterdir()) == ["one.backup"]


def test_a_rehearsal_notices_what_is_missing(made: Path, monkeypatch: pytest.MonkeyPatch):
    casework.letter(**CONTACT)
    manifest = back_up(made)
    wrong: Mapping[str, int] = {**manifest.rows, "complaint": 2}
    monkeypatch.setattr(
        rehearsing,
        "checked_manifest",
        lambda _file: Manifest(**{**manifest.__dict__, "rows": wrong, "audit_head": "x"}),
    )

    found = rehearsing.rehearse(made)

    assert not found.is_good
    assert (found.differing, found.is_head_same) == (("complaint",), False)


def test_an_office_is_not_written_over_unless_told_to(made: Path):
    receipt = casework.letter()
    back_up(made)

    with pytest.raises(BackupRefused, match="not_empty"):
        restoring.restore(made)
    assert words_of(receipt)


def test_a_damaged_backup_is_refused_and_the_database_stays(made: Path):
    receipt = casework.letter()
    back_up(made)
    with tarfile.open(made) as tar:
        place = tar.getmember(archive.read_manifest(made).content).offset_data
    with made.open("r+b") as file:
        file.seek(place + 40)
        file.write(b"\xff\x00\xff")

    with pytest.raises(BackupRefused, match="damaged"):
        restoring.restore(made, replaces=True)
    assert words_of(receipt)


def test_what_is_no_backup_is_refused(made: Path):
    made.parent.mkdir()
    made.write_bytes(b"x" * 2000)

    with pytest.raises(BackupRefused, match="not_a_backup"):
        restoring.restore(made, replaces=True)


def test_a_database_in_use_is_not_replaced(made: Path):
    receipt = casework.letter()
    back_up(made)
    db.session.remove()
    with db.engine.connect() as somebody:
        # Restoring lets go of the pool; this one is somebody else's.
        somebody.detach()
        assert somebody.exec_driver_sql("SELECT count(*) FROM complaint").scalar() == 1
        with pytest.raises(BackupRefused, match="in_use"):
            restoring.restore(made, replaces=True)
    assert words_of(receipt)


def test_a_backup_never_writes_over_another_and_holds_no_key(made: Path, settings: dict[str, str]):
    casework.letter(**CONTACT)
    back_up(made)

    with pytest.raises(BackupRefused, match="exists"):
        back_up(made)
    content = made.read_bytes()
    for name in ("LANGNGHE_DATA_KEY", "LANGNGHE_SECRET_KEY"):
        key = base64.urlsafe_b64decode(settings[name])
        assert not any(one in content for one in (key, key.hex().encode(), settings[name].encode()))
    assert made.stat().st_mode & 0o077 == 0


def test_the_list_goes_on_after_half_a_line(tmp_path: Path):
    erase(casework.letter())
    erase(casework.letter())
    path = tmp_path / "list"
    with db.engine.connect() as connection:
        first, second = erasure_list.in_database(connection)
    erasure_list.append(path, [first])
    with path.open("a") as file:
        file.write('{"id":"torn')

    assert erasure_list.append(path, [first, second]) == 1
    assert erasure_list.in_file(path) == (first, second)
    assert re.findall(r"[À-ỹ]", path.read_text()) == []


def test_statements_of_the_replay_leave_out_tables_an_older_backup_lacks(tmp_path: Path):
    erase(casework.letter())
    with db.engine.connect() as connection:
        listed = erasure_list.in_database(connection)
    needed = {table for one in replaying.statements(listed, is_postgresql=False) for table in one.tables}
    assert {"complaint_key", "complaint_text", "erasure"} <= needed

    old = tmp_path / "old.db"
    with embedded.closing(embedded.sqlite3.connect(old)) as connection:
        connection.execute("CREATE TABLE complaint_key (complaint_id BLOB, key BLOB)")
        connection.execute("INSERT INTO complaint_key VALUES (?, x'00')", (listed[0].reference,))
        connection.commit()
    embedded.replay(old, listed)

    with embedded.closing(embedded.sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT count(*) FROM complaint_key").fetchone() == (0,)


def run(app: Flask, *words: str) -> tuple[int, str]:
    db.session.remove()
    done = app.test_cli_runner().invoke(args=["backup", *words])
    return done.exit_code, done.output


def test_the_commands_make_try_and_restore_a_backup(app: Flask, made: Path):
    receipt = casework.letter(**CONTACT)
    assert run(app, "create", str(made))[0] == 0
    erase(receipt)

    assert run(app, "rehearse", str(made))[1].endswith("This backup can be restored.\n")
    code, said = run(app, "restore", str(made))
    assert (code, "say --replace" in said) == (1, True)
    code, said = run(app, "restore", "--replace", str(made))
    assert (code, "1 erasures of the list were applied." in said) == (0, True)
    assert words_of(receipt) == {}
    with db.engine.connect() as connection:
        acts = connection.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()
    assert acts[-1] == "backup.restore"


def test_a_missing_program_is_named_in_a_sentence(
    app: Flask, made: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("PATH", str(tmp_path))
    code, said = run(app, "create", str(made))

    if db.engine.dialect.name == "sqlite":
        assert code == 0
    else:
        assert code == 1
        assert "«pg_dump» is not there" in said
        assert list(made.parent.iterdir()) == [], "nothing half-made stays"
