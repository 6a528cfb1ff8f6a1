"""`flask audit verify` against a hand in the database file: sqlite3 or psql, triggers out of the way."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url

from core.db import db
from core.domain.audit import Point
from core.services import audit
from tests.support.chain import act

EDIT = "UPDATE audit_entry SET facts = replace(facts, 'Quầy 3', 'Quầy 4') WHERE number = 3"


def edit_the_file(statement: str, folder: Path) -> None:
    """Change the database from outside the product, as somebody with the file or the superuser's login can."""
    url = make_url(str(db.engine.url.render_as_string(hide_password=False)))
    db.engine.dispose()
    if url.get_backend_name() == "sqlite":
        by_sqlite3(str(url.database), statement)
    else:
        by_psql(statement, folder)


def by_sqlite3(file: str, statement: str) -> None:
    connection = sqlite3.connect(file)
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
    ).fetchall()
    assert len(triggers) >= 3
    for name, _sql in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    assert connection.execute(statement).rowcount == 1
    # A careful forger puts the triggers back.
    for _name, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.close()


def by_psql(statement: str, folder: Path) -> None:
    script = folder / "edit.sql"
    script.write_text(
        f"ALTER TABLE audit_entry DISABLE TRIGGER ALL;\n{statement};\nALTER TABLE audit_entry ENABLE TRIGGER ALL;\n",
        encoding="utf-8",
    )
    url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    program = psql()
    done = subprocess.run(
        [program, "--set=ON_ERROR_STOP=1", f"--file={script}", url],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PGCLIENTENCODING": "UTF8"},
    )
    assert done.returncode == 0, done.stderr
    assert "UPDATE 1" in done.stdout


def psql() -> str:
    """Return PostgreSQL's own client, which stands beside its server."""
    found = shutil.which("psql") or next(
        (str(file) for file in sorted(Path("/usr/lib/postgresql").glob("*/bin/psql"))), None
    )
    assert found, "psql is missing: it comes with PostgreSQL"
    return found


def five_acts() -> None:
    for _ in range(5):
        act("counter.update", name="Quầy 3")


def test_one_edited_row_is_named_by_the_command(app: Flask, tmp_path: Path):
    five_acts()
    before = app.test_cli_runner().invoke(args=["audit", "verify"])

    edit_the_file(EDIT, tmp_path)
    after = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert (before.exit_code, after.exit_code) == (0, 1)
    assert "Chuỗi nguyên vẹn: 5 mục" in before.output
    assert "Chuỗi đứt ở mục 3." in after.output


def test_an_edit_that_computes_its_own_hash_anew_breaks_at_the_next_entry(app: Flask, tmp_path: Path):
    five_acts()

    edit_the_file(f"UPDATE audit_entry SET hash = '{'a' * 64}' WHERE number = 2", tmp_path)

    assert audit.verify().first_break == 2


@pytest.mark.parametrize("most", [1, 2, 5, 100])
def test_stretches_find_what_one_reading_finds(app: Flask, tmp_path: Path, most: int):
    five_acts()
    edit_the_file(EDIT, tmp_path)

    found = audit.verify(most=most)
    while not found.is_finished:
        found = audit.verify(Point(found.entries, found.head), most=most)

    assert found.first_break == 3


@pytest.mark.parametrize("most", [1, 2, 5, 100])
def test_a_whole_chain_ends_at_its_head_in_stretches_too(app: Flask, most: int):
    five_acts()
    whole = audit.verify()

    found = audit.verify(most=most)
    while not found.is_finished:
        found = audit.verify(Point(found.entries, found.head), most=most)

    assert (found.entries, found.head, found.first_break) == (5, whole.head, None)
