"""PostgreSQL's copy: made and restored by its own programs, everything in one transaction."""

import os
import re
import subprocess
from pathlib import Path

from sqlalchemy import URL

from core.services.backups.archive import BackupRefused

#: How a line begins in which a program says what went wrong; its details may quote a row and stay out.
_SAID = re.compile(r"\b(error|ERROR|FATAL|fatal|could not)\b")


def dump(url: URL, target: Path, *, snapshot: str) -> None:
    """Write a dump in PostgreSQL's custom format, of exactly what a transaction sees that exported its snapshot."""
    _run(
        url,
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--snapshot={snapshot}",
        f"--file={target}",
    )


def to_script(content: Path, target: Path) -> None:
    """Turn a dump into statements."""
    _run(None, "pg_restore", "--no-owner", "--no-privileges", f"--file={target}", str(content))


def restore(url: URL, schema: str, *scripts: Path) -> None:
    """Empty a database and run scripts in it, all in one transaction: afterwards it is all there or as it was."""
    anew = f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'
    if schema == "public":
        # Every other schema is made by the dump itself; this one it takes for granted.
        anew += f'; CREATE SCHEMA "{schema}"'
    _psql(url, f"--command={anew}", *(f"--file={script}" for script in scripts))


def run(url: URL, script: Path) -> None:
    """Run one script in a database, in one transaction."""
    _psql(url, f"--file={script}")


def _psql(url: URL, *words: str) -> None:
    _run(
        url,
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--output=/dev/null",
        *words,
    )


def _run(url: URL | None, program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs; raise BackupRefused `program_missing` or `program_failed`."""
    where: list[str] = []
    secret = {}
    if url is not None:
        named = {"--host": url.host, "--port": url.port, "--username": url.username, "--dbname": url.database}
        where = [f"{name}={value}" for name, value in named.items() if value]
        # Never a word of the command line, which everybody on the machine can read.
        secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    try:
        done = subprocess.run(
            [program, *where, *words],
            env={**os.environ, **secret},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError as error:
        raise BackupRefused("program_missing", program=program) from error
    if done.returncode:
        said = next((line.strip() for line in done.stderr.splitlines() if _SAID.search(line)), "")
        raise BackupRefused("program_failed", program=program, said=said)
