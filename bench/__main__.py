"""Measure the rows of the speed table and print it; exits 1 when a floor is missed."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bench import desk, durability, inbox, memory, pages, recount, speed, storage, table, tablet, versions
from bench.goals import Measured, Verdict
from bench.ground import OUTPUT, Ground, machine
from bench.scale import FULL, QUICK, Scale

#: Rows that are measured together, and by what.
Measure = Callable[[Ground, Scale, frozenset[str]], list[Measured]]
ROWS = ("1", "2", "3", "4", "5", "6", "7", "8", "10", "11", "12", "13", "14", "15")


@dataclass(frozen=True)
class Step:
    """What one measurement brings."""

    rows: frozenset[str]
    measure: Measure


def _plain(measure: Callable[[Ground, Scale], list[Measured]]) -> Measure:
    return lambda ground, scale, _rows: measure(ground, scale)


STEPS = (
    Step(frozenset({"1"}), _plain(pages.wire)),
    Step(frozenset({"2"}), _plain(pages.paint)),
    Step(frozenset({"3"}), _plain(speed.pages)),
    Step(frozenset({"4", "5"}), _plain(speed.submissions)),
    Step(frozenset({"6"}), _plain(durability.kills)),
    Step(frozenset({"7", "10"}), storage.large),
    Step(frozenset({"8"}), _plain(desk.pages)),
    Step(frozenset({"11"}), _plain(memory.served)),
    Step(frozenset({"12"}), _plain(recount.exact)),
    Step(frozenset({"13"}), _plain(tablet.touches)),
    Step(frozenset({"14"}), _plain(inbox.pages)),
    Step(frozenset({"15"}), _plain(versions.published)),
)


def main(words: Sequence[str]) -> int:
    """Run what the command line asks for."""
    asked = _parser().parse_args(words)
    scale = QUICK if asked.quick else replace(FULL, is_large=asked.large)
    rows = frozenset(asked.rows)
    with Ground(asked.database) as ground:
        facts = machine(ground)
        _say("Machine: " + ", ".join(f"{name} {value}" for name, value in facts.items()))
        measured = list(_measured(ground, scale, rows))
    print(f"\n{table.printed(measured)}\n")
    file = table.save(OUTPUT, measured, facts, "quick" if asked.quick else "full")
    print(f"Written to {file.relative_to(OUTPUT.parent.parent)}")
    below = [row.row for row in measured if row.verdict is Verdict.BELOW]
    if below:
        print(f"Below the floor: {', '.join(below)}")
    return bool(below)


def _measured(ground: Ground, scale: Scale, rows: frozenset[str]) -> Iterator[Measured]:
    for step in STEPS:
        if step.rows & rows:
            began = time.monotonic()
            found = step.measure(ground, scale, rows)
            _say(f"Row {', '.join(sorted(step.rows & rows))}: {time.monotonic() - began:.0f} s")
            yield from (row for row in found if row.row.split()[0] in rows)


def _say(sentence: str) -> None:
    """Report progress beside the table, not in it."""
    print(sentence, file=sys.stderr, flush=True)


def _rows(text: str) -> list[str]:
    rows = [word.strip() for word in text.split(",")]
    unknown = [row for row in rows if row not in ROWS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no row {', '.join(unknown)}; there are {', '.join(ROWS)}")
    return rows


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="small counts, under two minutes: does it all work?"
    )
    parser.add_argument(
        "--large", action="store_true", help="row 7 at ten times the answers too (needs 3 GB)"
    )
    parser.add_argument("--rows", type=_rows, default=ROWS, metavar="3,4", help="only these rows")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
