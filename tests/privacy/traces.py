"""Looks for traces in everything that lies on the disk: files, logs, free pages, dumps."""

import base64
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
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


def spellings(text: str) -> Iterator[bytes]:
    """Yield how a text may lie on a disk: plain in either case, in UTF-16, and inside base64 at each of its places."""
    for written in dict.fromkeys((text, text.lower(), text.upper())):
        plain = written.encode()
        yield plain
        yield written.encode("utf-16-le")
        yield written.encode("utf-16-be")
        for before in range(3):
            encoded = base64.b64encode(bytes(before) + plain)
            # Only the signs that depend on nothing but the text.
            yield encoded[(before * 8 + 5) // 6 : (before + len(plain)) * 8 // 6]


def spelled_in(contents: Mapping[str, bytes], texts: Iterable[str]) -> set[tuple[str, str]]:
    """Return (text, where) for every text that is found in any spelling."""
    wanted = {text: tuple(spellings(text)) for text in texts}
    return {
        (text, where)
        for where, content in contents.items()
        for text, spelled in wanted.items()
        if any(one in content for one in spelled)
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
