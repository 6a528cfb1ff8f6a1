"""Looks for traces in everything that lies on the disk: files, logs, free pages, dumps."""

import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.support.postgres import PostgresCluster


def found_in(contents: Mapping[str, bytes], traces: Mapping[str, re.Pattern[bytes]]) -> set[tuple[str, str]]:
    """Return (what, where) for every trace that is found anywhere."""
    return {
        (what, where)
        for where, content in contents.items()
        for what, pattern in traces.items()
        if pattern.search(content)
    }


def everything(database_url: str, cluster: PostgresCluster | None, logs: Iterable[Path]) -> dict[str, bytes]:
    """Return whatever product and database have written: files with their free pages and logs, and a dump."""
    found = {str(log.name): log.read_bytes() for log in logs}
    if cluster is None:
        file = Path(database_url.removeprefix("sqlite:///"))
        found |= {part.name: part.read_bytes() for part in file.parent.glob(f"{file.name}*")}
        found["dump"] = _printed(["sqlite3", str(file), ".dump"])
    else:
        found |= {
            str(part.relative_to(cluster.folder)): part.read_bytes()
            for part in cluster.folder.rglob("*")
            if part.is_file()
        }
        found["dump"] = _printed(["pg_dump", database_url.replace("+psycopg", "")])
    return found


def _printed(command: list[str]) -> bytes:
    return subprocess.run(command, capture_output=True, check=True).stdout
