"""What an import does, counted per kind: the answer of a dry run, and the receipt of a real one."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from hashlib import sha256


class Kind(StrEnum):
    """What is counted, in the order it is set up."""

    UNIT = "unit"
    GROUP = "group"
    FIELD = "field"
    COUNTER = "counter"
    OFFICER = "officer"
    DUTY = "duty"
    TOUCHPOINT = "touchpoint"
    TARGET = "target"
    QUESTIONNAIRE = "questionnaire"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many of one kind are made, changed, left as they are, and ended because the workbook lacks them."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    closed: int = 0
    #: Past shifts that the workbook tells otherwise: left as they were, for only a signed correction changes them.
    kept: int = 0

    @property
    def changes(self) -> int:
        """How many rows differ afterwards."""
        return self.created + self.updated + self.closed


@dataclass(frozen=True)
class Names:
    """What the new, changed and ended ones are called, for people to look through."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """One tally per kind, and names for the kinds that have them."""

    tallies: Mapping[Kind, Tally]
    names: Mapping[Kind, Names] = field(default_factory=dict, compare=False)

    def __getitem__(self, kind: Kind) -> Tally:
        return self.tallies[kind]

    @property
    def changes(self) -> int:
        """How many rows differ afterwards; 0 means the office already is as the workbook says."""
        return sum(tally.changes for tally in self.tallies.values())

    @property
    def mark(self) -> str:
        """What a page shows a person and hands back, to notice that the office has changed meanwhile."""
        told = {str(kind): [names.created, names.updated, names.closed] for kind, names in self.names.items()}
        return sha256(json.dumps([self.facts(), told], sort_keys=True).encode()).hexdigest()[:32]

    def facts(self) -> dict[str, dict[str, int]]:
        """Return the numbers that are not 0, as plain data for the audit chain."""
        return {
            str(kind): {name: number for name, number in asdict(tally).items() if number}
            for kind, tally in self.tallies.items()
        }
