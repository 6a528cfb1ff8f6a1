"""Goals: what each row of the speed table must reach (floor), should reach (aim), and the verdict on a measurement."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

#: What a row measured, by name; the goals below ask for these names.
Facts = Mapping[str, float]


class Verdict(StrEnum):
    """How a row stands."""

    AIM = "aim met"
    FLOOR = "floor met"
    BELOW = "BELOW FLOOR"
    REPORTED = "reported"


@dataclass(frozen=True)
class Goal:
    """A row of the table; without `is_floor` it is only reported."""

    what: str
    floor: str = "–"
    aim: str = "–"
    is_floor: Callable[[Facts], bool] | None = None
    is_aim: Callable[[Facts], bool] | None = None


@dataclass(frozen=True)
class Measured:
    """One line of the printed table."""

    row: str
    measured: str
    ratio: str
    facts: Facts
    #: Whatever else helps to judge the numbers; goes to the JSON file and below the table.
    notes: tuple[str, ...] = ()
    rounds: Mapping[str, list[float]] = field(default_factory=dict)

    @property
    def goal(self) -> Goal:
        """Return what this row asks for."""
        return GOALS[self.row]

    @property
    def verdict(self) -> Verdict:
        """Return how the measurement stands against the goal."""
        goal = self.goal
        if goal.is_floor is None or goal.is_aim is None:
            return Verdict.REPORTED
        if not goal.is_floor(self.facts):
            return Verdict.BELOW
        return Verdict.AIM if goal.is_aim(self.facts) else Verdict.FLOOR


def _is_light(facts: Facts) -> bool:
    return facts["bytes"] <= 14_600 and facts["requests"] <= 3 and not facts["fonts"] + facts["foreign"]


def _is_calm(facts: Facts) -> bool:
    return facts["shift"] == 0 and facts["without_script"] == 1


def _is_clean(facts: Facts) -> bool:
    return not facts["errors"]


def _is_exact(facts: Facts) -> bool:
    return not facts["differences"]


GOALS: Mapping[str, Goal] = {
    "1": Goal(
        "cold survey page, bytes on the wire, requests",
        "≤ 14,600 B, ≤ 3, no fonts, nothing foreign",
        "1 request, ≤ 8,000 B",
        _is_light,
        lambda facts: facts["bytes"] <= 8_000 and facts["requests"] == 1,
    ),
    "2": Goal(
        "first paint, slow 4G, against the bare page",
        "≤ 2×, shift 0, works without script",
        "≤ 1.3×",
        lambda facts: facts["ratio"] <= 2 and _is_calm(facts),
        lambda facts: facts["ratio"] <= 1.3,
    ),
    "3": Goal(
        "survey GET/s against the bare template",
        "≥ 0.50×",
        "≥ 0.80×",
        lambda facts: facts["ratio"] >= 0.50 and _is_clean(facts),
        lambda facts: facts["ratio"] >= 0.80,
    ),
    "4": Goal(
        "durable POST/s against raw row + lock",
        "≥ 0.40×",
        "≥ 0.65×",
        lambda facts: facts["ratio"] >= 0.40 and _is_clean(facts),
        lambda facts: facts["ratio"] >= 0.65,
    ),
    "5": Goal(
        "POST p99 at c=16 against that ceiling",
        "≤ 4×, never locked",
        "≤ 2×",
        lambda facts: facts["ratio"] <= 4 and not facts["locked"],
        lambda facts: facts["ratio"] <= 2,
    ),
    "6": Goal("stored = acknowledged after kill -9", "exact", "exact", _is_exact, _is_exact),
    "7": Goal(
        "officer × month × question at 1M, cells against direct SQL",
        "≤ 1/10",
        "≤ 1/25",
        lambda facts: facts["ratio"] <= 1 / 10 and not facts["differences"],
        lambda facts: facts["ratio"] <= 1 / 25,
    ),
    "7 at 10M": Goal(
        "the same at 10M; 10M against 1M",
        "≤ 1/100; ≤ 1.3×",
        "≤ 1/250; ≤ 1.1×",
        lambda facts: facts["ratio"] <= 1 / 100 and facts["growth"] <= 1.3 and not facts["differences"],
        lambda facts: facts["ratio"] <= 1 / 250 and facts["growth"] <= 1.1,
    ),
    "8": Goal(
        "every page of the desk, 3,321 communes, over HTTP",
        "p95 ≤ 200 ms each",
        "p95 ≤ 100 ms each",
        lambda facts: facts["p95"] <= 200,
        lambda facts: facts["p95"] <= 100,
    ),
    "14": Goal(
        "every page of the inbox with 50,000 cases, over HTTP",
        "p95 ≤ 300 ms each",
        "p95 ≤ 150 ms each",
        lambda facts: facts["p95"] <= 300,
        lambda facts: facts["p95"] <= 150,
    ),
    "10": Goal(
        "disk per response, 15 % comments, 20 per day cell",
        "≤ 139 B",
        "≤ 92 B",
        lambda facts: facts["bytes"] <= 139,
        lambda facts: facts["bytes"] <= 92,
    ),
    "10 at 2": Goal("the same with 2 per day cell"),
    "11": Goal(
        "memory of the served app, PSS, 2 workers, under load",
        "≤ 145 MiB",
        "≤ 108 MiB",
        lambda facts: facts["mebibytes"] <= 145 and _is_clean(facts),
        lambda facts: facts["mebibytes"] <= 108,
    ),
    "12": Goal("rollups = recount from raw answers", "exact", "exact", _is_exact, _is_exact),
    "13": Goal(
        "a touch on the tablet until it is seen, processor 6× slower",
        "≤ 100 ms each",
        "≤ 50 ms each",
        lambda facts: facts["slowest"] <= 100,
        lambda facts: facts["slowest"] <= 50,
    ),
    "15": Goal(
        "the overview with 50 published versions against 1, as many answers",
        "≤ 1.1×",
        "≤ 1.02×",
        lambda facts: facts["ratio"] <= 1.1 and not facts["differences"],
        lambda facts: facts["ratio"] <= 1.02,
    ),
    "15 in front": Goal("the same where every version begins with another question"),
    "15 by question": Goal("results by question with 50 published versions against 1"),
}
