"""Row 11: the memory of the served product under load, each shared page counted once (PSS)."""

import time
from pathlib import Path

from bench import load, survey_load
from bench.goals import Measured
from bench.ground import Ground, processes
from bench.load import Job, Running
from bench.scale import Scale
from tests.support.server import Server

_EVERY = 0.2


def served(ground: Ground, scale: Scale) -> list[Measured]:
    """Measure row 11: pages and submissions at the same time, two workers and their master."""
    with ground.database() as url, ground.product(url) as product:
        idle = _mebibytes(product)
        taps = survey_load.taps(product, min(6_000, int(scale.loaded_seconds * 600)))
        pages = (load.get(survey_load.PAGE),) * load.CONNECTIONS
        running = [
            Running(Job(product.port, pages, scale.loaded_seconds, connections=8, is_repeated=True)),
            Running(Job(product.port, taps, scale.loaded_seconds, connections=8)),
        ]
        seen = [_mebibytes(product)]
        while not all(generator.is_over for generator in running):
            time.sleep(_EVERY)
            seen.append(_mebibytes(product))
        read, told = (generator.result() for generator in running)
    errors = read.errors(200) + told.errors(303)
    return [
        Measured(
            "11",
            f"{max(seen):.1f} MiB at most, {idle:.1f} before the load; errors {errors}",
            "–",
            {"mebibytes": max(seen), "errors": errors},
            notes=(
                f"{len(read.latencies):,} pages and {len(told.latencies):,} submissions meanwhile; "
                "the master and two workers of eight threads, without `flask worker`",
            ),
            rounds={"MiB": seen},
        )
    ]


def _mebibytes(server: Server) -> float:
    """Return the proportional set size of the master and its workers."""
    total = 0
    for pid in processes(server):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024
