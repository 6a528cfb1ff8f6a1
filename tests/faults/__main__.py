"""`bin/faults`: the storms of `bin/test` in full counts, a tablet's first, then all other fault tests."""

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
import pytest
from playwright.sync_api import sync_playwright

from tests.faults import counter, tablet_storm
from tests.faults.storm import Report, run
from tests.support.clock import Clock
from tests.support.contents import contents
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
#: A Friday, when the tablet's screens invite.
OPEN_MORNING = "2026-11-20T09:00:00+07:00"


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
@click.option("--tablet-cuts", default=500, show_default=True, help="Power cuts of a tablet.")
@click.option("--tablet-items", default=5_000, show_default=True, help="Answers a tablet delivers at last.")
@click.option("--tablet-only", is_flag=True, help="Only the tablet.")
@click.option("--keep", type=click.Path(path_type=Path), help="Folder in which the server's logs are kept.")
def main(
    submissions: int,
    kills: int,
    replays: int,
    at_once: int,
    database: str,
    keep: Path | None,
    tablet_cuts: int,
    tablet_items: int,
    *,
    storm_only: bool,
    tablet_only: bool,
) -> None:
    """Kill workers, servers and PostgreSQL while citizens rate, then reconcile what they were told with what is stored.

    Of a thousand kills on PostgreSQL a hundred hit one of its processes and a hundred all of it; on both databases
    fifty take the whole server and fifty restart it politely. Every citizen keeps a ledger of what was acknowledged.
    Afterwards each acknowledged submission must stand there once, with the last acknowledged content, and counters
    and docs/recount.sql must agree with the ledger; before the night, after it, and after replays.

    Before that a tablet in a real browser: an outage of 200 answers, its power cut again and again, and a backlog over
    a link that loses 30 of 100 exchanges and takes two seconds. Whatever it thanked for must have arrived once.
    """
    is_broken = not storm_only and tablet(tablet_cuts, tablet_items, keep)
    for kind in () if tablet_only else ("sqlite", "postgresql"):
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
    if not storm_only and not tablet_only:
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


def tablet(cuts: int, items: int, keep: Path | None) -> bool:
    """Pass the tablet's storms on SQLite, say what happened, and tell whether a promise was broken."""
    is_broken = False
    storms = {
        "outage": partial(tablet_storm.outage, answers=200),
        "power cuts": partial(tablet_storm.power_cuts, kills=cuts),
        "backlog": partial(tablet_storm.backlog, items=items, delay=2.0, seconds=3600),
    }
    for name, storm in storms.items():
        click.echo(f"tablet, {name}:")
        with sync_playwright() as playwright, ground("sqlite", keep) as (url, clock, folder, _cluster):
            clock.set(OPEN_MORNING)
            settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
            profiles = folder / name.replace(" ", "-")
            profiles.mkdir(exist_ok=True)
            with counter.office(settings, clock, folder=profiles, kind=playwright.chromium) as office:
                report = storm(office, say=click.echo)
                if name == "backlog":
                    report.broken += replayed(office, url)
        show_tablet(report)
        is_broken |= bool(report.broken)
    return is_broken


def replayed(office: counter.Office, url: str) -> list[str]:
    """Send some batches again, twenty times at once each; return a sentence when that changed anything."""
    before = contents(url)
    said = sum(
        (tablet_storm.replay(office.link, batch, times=20) for batch in office.link.batches[:5]), Counter()
    )
    click.echo(f"  replayed: {dict(said)}")
    return (
        []
        if contents(url) == before and set(said) == {"duplicate"}
        else [f"replays changed something: {said}"]
    )


def show_tablet(report: tablet_storm.Report) -> None:
    """Print what happened to a tablet."""
    exchanges = ", ".join(f"{number} {what}" for what, number in report.exchanges.most_common())
    click.echo(
        f"  {report.thanked} thanked, {report.arrived} arrived, {report.kills} power cuts, {report.seconds:.0f} s"
    )
    click.echo(f"  exchanges: {exchanges}")
    for sentence in report.broken:
        click.echo(f"  BROKEN: {sentence}")
    if not report.broken:
        click.echo("  each answer thanked for stands there once, no number is missing")


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
