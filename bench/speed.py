"""Rows 3–5: pages and durable submissions per second, and their tail, against the ceiling in turn."""

from dataclasses import dataclass, field
from statistics import median

from bench import load, survey_load
from bench.goals import Measured
from bench.ground import Ground, cpu_seconds
from bench.load import Job, Load
from bench.rounds import ratios, spread
from bench.scale import Scale
from tests.support.server import Server


@dataclass
class Side:
    """One of the two that take turns, and what its rounds brought."""

    server: Server
    wanted: int
    loads: list[Load] = field(default_factory=list)
    #: Milliseconds of processor time per answer.
    costs: list[float] = field(default_factory=list)

    def measure(self, requests: tuple[bytes, ...], *, seconds: float, is_repeated: bool) -> None:
        """Run one round."""
        before = cpu_seconds(self.server)
        found = load.run(Job(self.server.port, requests, seconds, is_repeated=is_repeated))
        self.costs.append((cpu_seconds(self.server) - before) * 1000 / max(1, len(found.latencies)))
        self.loads.append(found)

    @property
    def rates(self) -> list[float]:
        return [found.rate for found in self.loads]

    @property
    def tails(self) -> list[float]:
        return [found.p99 for found in self.loads]

    @property
    def errors(self) -> int:
        return sum(found.errors(self.wanted) for found in self.loads)

    @property
    def locked(self) -> int:
        """Count what the log says of a locked database; the product names failures by their type."""
        log = self.server.log_text()
        return log.count("database is locked") + log.count("OperationalError")


def pages(ground: Ground, scale: Scale) -> list[Measured]:
    """Measure row 3."""
    with ground.database() as url, ground.product(url) as product, ground.ceiling() as bare:
        ours, theirs = Side(product, wanted=200), Side(bare, wanted=200)
        page, bare_page = (load.get(survey_load.PAGE),), (load.get("/"),)
        for server, request in ((product, page), (bare, bare_page)):
            load.run(Job(server.port, request * load.CONNECTIONS, seconds=1, is_repeated=True))
        for number in range(scale.rounds):
            turns = [(ours, page), (theirs, bare_page)]
            for side, request in turns if number % 2 else reversed(turns):
                side.measure(request * load.CONNECTIONS, seconds=scale.seconds, is_repeated=True)
    return [_row_of_rates("3", ours, theirs)]


def submissions(ground: Ground, scale: Scale) -> list[Measured]:
    """Measure rows 4 and 5 in the same rounds."""
    with ground.database() as url, ground.product(url) as product, ground.ceiling() as bare:
        ours, theirs = Side(product, wanted=303), Side(bare, wanted=303)
        for server, requests in (
            (product, survey_load.taps(product, scale.posts // 5)),
            (bare, survey_load.bare_answers(scale.posts // 5)),
        ):
            load.run(Job(server.port, requests, seconds=60))
        for number in range(scale.rounds):
            turns = [
                (ours, survey_load.taps(product, scale.posts)),
                (theirs, survey_load.bare_answers(scale.posts)),
            ]
            for side, requests in turns if number % 2 else reversed(turns):
                side.measure(requests, seconds=120, is_repeated=False)
        locked = ours.locked
    tail = ratios(ours.tails, theirs.tails)
    return [
        _row_of_rates("4", ours, theirs),
        Measured(
            "5",
            f"{spread(ours.tails, 0)} ms against {spread(theirs.tails, 0)} ms; locked {locked}",
            f"{spread(tail)}×",
            {"ratio": median(tail), "locked": locked},
            rounds={"product p99 ms": ours.tails, "ceiling p99 ms": theirs.tails, "ratio": tail},
        ),
    ]


def _row_of_rates(row: str, ours: Side, theirs: Side) -> Measured:
    share = ratios(ours.rates, theirs.rates)
    errors = ours.errors + theirs.errors
    return Measured(
        row,
        f"{spread(ours.rates, 0)}/s against {spread(theirs.rates, 0)}/s; errors {errors}",
        f"{spread(share)}×",
        {"ratio": median(share), "errors": errors},
        notes=(
            f"processor time per request {median(ours.costs):.2f} ms against {median(theirs.costs):.2f} ms "
            f"({median(theirs.costs) / median(ours.costs):.2f}×)",
            f"p50 {spread([median(found.latencies) for found in ours.loads], 1)} ms against "
            f"{spread([median(found.latencies) for found in theirs.loads], 1)} ms",
        ),
        rounds={"product per s": ours.rates, "ceiling per s": theirs.rates, "ratio": share},
    )
