"""Trouble with the disk: system calls that fail as on a full or broken disk, and a disk that is really full."""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.faults.tracing import attached

#: Leaves a database room to be set up, and is full soon.
SMALL_DISK = 4 * 1024 * 1024
BALLAST = "ballast"


@contextmanager
def failing(calls: str, error: str, *, pids: Sequence[int], paths: Sequence[Path]) -> Iterator[None]:
    """Let these calls on these files fail, with ENOSPC or EIO, for these processes and those they start."""
    chosen = [word for path in paths for word in ("-P", str(path))]
    with attached([*chosen, "-e", f"trace={calls}", "-e", f"inject={calls}:error={error}"], pids, os.devnull):
        yield


@contextmanager
def small_disk(folder: Path) -> Iterator[Callable[[Sequence[int], bool], None]]:
    """Lend `fill(pids, True)` and `fill(pids, False)` for a folder that stands on a disk of its own.

    Without the right to mount one, the processes get a limit on the size of their files instead, which fails alike:
    in the middle of a write, by an error of the system.
    """
    mount = shutil.which("mount")
    mounted = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "none", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted and mounted.returncode == 0:
        try:
            yield lambda _pids, is_full: _fill(folder / BALLAST) if is_full else (folder / BALLAST).unlink()
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
    else:
        yield _limit_files


def _fill(ballast: Path) -> None:
    """Write until nothing more fits."""
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def _limit_files(pids: Sequence[int], is_full: bool) -> None:
    for pid in pids:
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096 if is_full else most, most))
