"""The file of a backup: a manifest and the database's own copy, in one tar; written whole or not at all."""

import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from core.domain.errors import DomainError

#: What this product writes and reads; another number is another product's or a later one's.
FORMAT = 1
MANIFEST = "MANIFEST.json"
_BLOCK = 1 << 20


class BackupRefused(DomainError):
    """A backup cannot be made or restored; the command has the sentence."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself."""

    format: int
    #: The product's version and the revision of its tables.
    version: str
    revision: str
    #: `sqlite` or `postgresql`.
    database: str
    #: ISO moment in UTC.
    made_at: str
    #: The copy's name in the file, its size in bytes and its SHA-256.
    content: str
    size: int
    sha256: str
    #: Rows of each table in the copy, and the head of its audit chain.
    rows: Mapping[str, int]
    audit_head: str


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


@contextmanager
def workshop(beside: Path) -> Iterator[Path]:
    """Lend a folder for half-finished files on the same disk; it is gone afterwards, whatever happens."""
    beside.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".langnghe-", dir=beside) as folder:
        yield Path(folder)


def write(target: Path, manifest: Manifest, content: Path) -> None:
    """Write a backup: under another name first, then, once it is on the disk, under its own."""
    half = content.parent / "half-made"
    with half.open("wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text))
            tar.add(content, arcname=manifest.content, filter=_anonymous)
        file.flush()
        os.fsync(file.fileno())
    half.chmod(0o600)
    half.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says about itself; raise BackupRefused `not_a_backup` or `other_format`."""
    try:
        with tarfile.open(path, "r:") as tar:
            file = tar.extractfile(MANIFEST)
            values = json.load(file) if file is not None else {}
        if values.get("format") != FORMAT:
            raise BackupRefused("other_format", file=path.name)
        return Manifest(**values)
    except (OSError, tarfile.TarError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise BackupRefused("not_a_backup", file=path.name) from error


def unpack(path: Path, manifest: Manifest, folder: Path) -> Path:
    """Take the copy out of a backup and check it; raise BackupRefused `damaged` where a byte differs."""
    target = folder / "content"
    try:
        with tarfile.open(path, "r:") as tar, target.open("wb") as out:
            file = tar.extractfile(manifest.content)
            while file is not None and (block := file.read(_BLOCK)):
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
    except (OSError, tarfile.TarError, KeyError) as error:
        raise BackupRefused("damaged", file=path.name) from error
    if target.stat().st_size != manifest.size or sha256_of(target) != manifest.sha256:
        raise BackupRefused("damaged", file=path.name)
    return target


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Say nothing of who made the file on which machine."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
