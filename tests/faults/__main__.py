"""`bin/faults`: the storms of `bin/test` in full counts, then all other fault tests with a thousand canaries."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest

from tests.faults.storm import Report, run
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from tests.support.postgres import PostgresCluster

#: Fault tests beside the storms; each has its own controls.
OTHERS = [
    "tests/faults",
    "tests/privacy",
    "tests/services/test_settling.py",
    "tests/services/test_recount.py",
]
MORNING = "2026-11-21T09:00:00+07:00"


@click.command()
@click.option(
    "--submissions", default=10_000, show_default=True, help="Submissions in two steps, per database."
)
@click.option("--kills", default=1_000, show_default=True, help="Kills meanwhile, per database.")
@click.option(
    "--replays",
    default=1,
    show_default=True,
    help="How often each acknowledged request comes again, shuffled.",
)
@click.option("--at-once", default=12, show_default=True, help="Citizens at the same time.")
@click.option(
    "--database",
    type=click.Choice(["sqlite", "postgresql", "both"]),
    default="both",
    show_default=True,
    help="Which database the storm passes over.",
)
@click.option("--storm-only", is_flag=True, help="Leave out disks, power cuts, settling and canaries.")
@click.option("--keep", type=click.Path(path_type=Path), help="Folder in which the server's logs are kept.")
def main(
    submissions: int,
    kills: int,
    replays: int,
    at_once: int,
    database: str,
    keep: Path | None,
    *,
    storm_only: bool,
) -> None:
    """Kill workers, servers and PostgreSQL while citizens rate, then reconcile what they were told with what is stored.

    Of a thousand kills on PostgreSQL a hundred hit one of its processes and a hundred all of it; on both databases
    fifty take the whole server and fifty restart it politely. Every citizen keeps a ledger of what was acknowledged.
    Afterwards each acknowledged submission must stand there once, with the last acknowledged content, and counters
    and docs/recount.sql must agree with the ledger; before the night, after it, and after replays.
    """
    is_broken = False
    for kind in ("sqlite", "postgresql"):
        if database in (kind, "both"):
            with ground(kind, keep) as (url, clock, folder, cluster):
                report = run(
                    settings_for(url, LANGNGHE_CLOCK=str(clock.file)),
                    clock,
                    folder=folder,
                    two_step=submissions,
                    kills=kills,
                    replays=replays,
                    at_once=at_once,
                    cluster=cluster,
                )
            show(kind, report)
            is_broken |= bool(report.broken)
    if not storm_only:
        os.environ.setdefault("LANGNGHE_CANARIES", "1000")
        is_broken |= bool(pytest.main(["-q", *OTHERS]))
    sys.exit(is_broken)


@contextmanager
def ground(kind: str, keep: Path | None) -> Iterator[tuple[str, Clock, Path, PostgresCluster | None]]:
    """Lend a migrated, empty database of that kind, a clock this process shares, and a folder for logs."""
    with tempfile.TemporaryDirectory(prefix="langnghe-faults-") as scratch:
        folder = keep / kind if keep else Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        clock = Clock(folder / "clock", MORNING)
        os.environ["LANGNGHE_CLOCK"] = str(clock.file)
        cluster = PostgresCluster() if kind == "postgresql" else None
        try:
            if cluster:
                cluster.start()
            with Databases(folder=Path(scratch), cluster=cluster).fresh() as url:
                yield url, clock, folder, cluster
        finally:
            if cluster:
                cluster.stop()


def show(kind: str, report: Report) -> None:
    """Print what happened."""
    kills = ", ".join(f"{number} {what}" for what, number in report.kills.most_common())
    statuses = ", ".join(f"{status}: {number}" for status, number in sorted(report.statuses.items()))
    click.echo(f"{kind}: {report.two_step} submissions in two steps by {report.visits} citizens")
    click.echo(f"  {report.requests} requests, {report.retries} lost on their way, {report.replays} replayed")
    click.echo(f"  {report.kills.total()} kills in {report.seconds:.0f} s: {kills}")
    click.echo(f"  answers by status: {statuses}")
    click.echo(f"  {report.unacknowledged} citizens gave up without knowing")
    for sentence in report.broken:
        click.echo(f"  BROKEN: {sentence}")
    if not report.broken:
        click.echo("  each acknowledged one stands there once, unaltered; counters and recount agree")


if __name__ == "__main__":
    main()
