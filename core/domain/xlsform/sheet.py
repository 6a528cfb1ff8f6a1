"""What reading the sheet `survey` has found so far: questions by name, what was lost, what refuses the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.domain.questionnaire import Kind
from core.domain.xlsform.choices import ChoiceList
from core.domain.xlsform.form import SURVEY, Finding, Row, Why
from core.domain.xlsform.headings import Columns
from core.domain.xlsform.names import Codes


@dataclass(frozen=True)
class Known:
    """What later rows may say of a question: its code, its kind, and the codes of each answer's name."""

    code: str
    kind: Kind
    codes: Mapping[str, tuple[str, ...]]


@dataclass
class Sheet:
    """What reading the rows of `survey` has found so far."""

    columns: Columns
    lists: Mapping[str, ChoiceList]
    #: Every name of the sheet, and the row it stands in; what a condition names must be one of them.
    names: Mapping[str, int]
    codes: Codes = field(default_factory=Codes)
    known: dict[str, Known] = field(default_factory=dict)
    said: list[Finding] = field(default_factory=list)
    wrong: list[Finding] = field(default_factory=list)

    def say(self, row: Row, column: str, why: Why, /, **facts: object) -> None:
        """Note what a row loses."""
        self.said.append(Finding(SURVEY, row.number, self.columns.heading(column), why, facts))

    def refuse(self, row: Row, column: str, why: Why, /, **facts: object) -> None:
        """Note what refuses the form."""
        self.wrong.append(Finding(SURVEY, row.number, self.columns.heading(column), why, facts))
