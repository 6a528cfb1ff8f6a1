"""Hamlets as people type them: one a line, «Xóm 1; 420»."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from admin.places.inputs import clean
from core.domain.survey_rounds import Hamlet

#: A name, a separator, a number that may mark its thousands; «người» may follow. A dash separates only between spaces:
#: «Tổ dân phố 3-4» is a name.
_LINE = re.compile(
    r"(\S.*?)(?:\s*[;|:,=\t]\s*|\s+[–-]\s+)(\d{1,3}(?:[.,]\d{3})+|\d{1,9})\s*(?:người|people)?", re.IGNORECASE
)
_LONGEST_NAME = 120
_MOST_LINES = 400


@dataclass(frozen=True)
class UnreadableLine(Exception):
    """A line that is no hamlet; `sentence` says which and why."""

    sentence: str


def read(text: str) -> tuple[Hamlet, ...]:
    """Return the hamlets of a text, or raise UnreadableLine for the first line that is none."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if clean(line)]
    if len(lines) > _MOST_LINES:
        raise UnreadableLine(_("These are too many lines. Write one hamlet in each line."))
    return tuple(_hamlet(number, line) for number, line in lines)


def written(hamlets: Iterable[Hamlet]) -> str:
    """Return hamlets as they are typed."""
    return "\n".join(f"{hamlet.name}; {hamlet.population}" for hamlet in hamlets)


def _hamlet(number: int, line: str) -> Hamlet:
    found = _LINE.fullmatch(line.strip())
    name = clean(found[1]) if found else ""
    if found is None or not name:
        raise UnreadableLine(
            _(
                "Line %(number)s cannot be read: “%(line)s”. Write the name, a semicolon and the number of "
                "people, for example “Xóm 1; 420”.",
                number=number,
                line=clean(line)[:60],
            )
        )
    if len(name) > _LONGEST_NAME:
        raise UnreadableLine(_("Line %(number)s: the name is too long.", number=number))
    return Hamlet(name, int(re.sub(r"\D", "", found[2])))
