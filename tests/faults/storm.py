"""One storm: citizens come, everything is killed under them; then ledger, record and counters are compared."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from core.config import Config
from core.db import db, write_session
from tests.faults.crowd import Crowd
from tests.faults.killer import Killer
from tests.faults.reconciliation import levels, reconcile
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.databases import run_flask
from tests.support.postgres import PostgresCluster
from tests.support.recount import recount
from tests.support.server import Server
from tests.support.worlds import World
from wsgi import create_app


@dataclass
class Report:
    """What happened, in numbers, and every broken promise as a sentence."""

    two_step: int = 0
    visits: int = 0
    unacknowledged: int = 0
    requests: int = 0
    retries: int = 0
    replays: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    broken: list[str] = field(default_factory=list)


def set_up_office(settings: Mapping[str, str]) -> World:
    """Put an office into an empty database and let go of it."""
    app = create_app(Config.from_env(settings))
    with app.app_context():
        with write_session() as session:
            world = worlds.office(session)
        db.engine.dispose()
    return world


def run(
    settings: Mapping[str, str],
    clock: Clock,
    *,
    folder: Path,
    two_step: int,
    kills: int,
    replays: int,
    at_once: int,
    cluster: PostgresCluster | None = None,
) -> Report:
    """Let the storm pass over a fresh database and report; `replays`: how often each request comes again afterwards."""
    report = Report()
    world = set_up_office(settings)
    server = Server(settings, log=folder / "storm.log")
    server.start()
    crowd = Crowd(server.port, world.many, fields=(world.land, world.building, world.environment))
    killer = Killer(server, crowd, kills=kills, two_step=two_step, cluster=cluster)
    started = time.monotonic()
    try:
        crowd.come(two_step=two_step, at_once=at_once, meanwhile=killer.work)
        report.seconds = time.monotonic() - started
        compare(crowd, settings, report, "after the storm")
        requests = [request for visit in crowd.visits for request in visit.requests]
        crowd.replay(requests * replays, at_once=at_once)
        report.replays += len(requests) * replays
        compare(crowd, settings, report, "after the replays")
        clock.advance(days=1)
        run_flask("submissions", "settle", settings=settings)
        compare(crowd, settings, report, "after settling")
        taps = [visit.requests[0] for visit in crowd.visits if visit.requests]
        crowd.replay(taps, at_once=at_once)
        report.replays += len(taps)
        compare(crowd, settings, report, "after replays of what was settled")
    finally:
        server.stop()
    report.kills = killer.done
    report.statuses = crowd.statuses
    report.two_step, report.visits, report.retries = crowd.two_step, len(crowd.visits), crowd.retries
    report.requests = crowd.statuses.total() + crowd.retries
    report.unacknowledged = sum(1 for visit in crowd.visits if visit.unknown)
    report.broken += _log_faults(server.log_text())
    return report


def compare(crowd: Crowd, settings: Mapping[str, str], report: Report, when: str) -> None:
    """Note every difference between the citizens' ledger, the record, the counters and the recount."""
    found = reconcile(crowd.visits, settings)
    for name in ("lost", "altered", "doubled", "gaps"):
        numbers = getattr(found, name)
        if numbers:
            report.broken.append(f"{when}: {len(numbers)} {name}, first {numbers[:3]}")
    checked = run_flask("rollup", "check", settings=settings)
    if "All cells equal the record" not in checked:
        report.broken.append(f"{when}: {checked}")
    counted = recount(settings["LANGNGHE_DATABASE_URL"], date(2026, 1, 1), date(2026, 12, 31))
    by_recount = counted.levels["office", "office", "quick v1", "C", "overall"].counts
    by_ledger = levels(crowd.visits, settings)
    if by_recount != by_ledger:
        report.broken.append(f"{when}: recount {by_recount}, ledger {by_ledger}")


def _log_faults(log: str) -> list[str]:
    """SQLite's "locked" must appear nowhere, and no error but a database that is away."""
    faults = ["“database is locked” in the log"] if "locked" in log else []
    strange = [
        line for line in log.splitlines() if " at survey." in line and not line.startswith("OperationalError")
    ]
    return faults + [f"in the log: {line}" for line in strange[:3]]
