"""A form as plain rows, and what is said about a place in it; sentences are left to the door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.domain.errors import DomainError

#: The sheets a form is read from; others (`entities`, `external_choices`, …) are left alone.
SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"


@dataclass(frozen=True)
class Row:
    """One row: its number as the spreadsheet shows it, and its cells that hold something, by heading as written."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """One sheet: the row of its headings, and the rows below that hold something."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    heading_row: int = 1
    #: Letters of the columns that hold something below and have no heading.
    untitled: tuple[str, ...] = ()
    #: How many columns further to the right were not read.
    beyond: int = 0


@dataclass(frozen=True)
class Form:
    """A form's three sheets, None where there is none; `name` is the file's, for a form that has no id."""

    survey: Table | None
    choices: Table | None = None
    settings: Table | None = None
    name: str = ""


class Why(StrEnum):
    """What is said about a place in a form. The first group refuses the form, the second was not converted."""

    NO_SURVEY = "no_survey"
    HEADING_MISSING = "heading_missing"
    HEADING_TWICE = "heading_twice"
    HEADING_ALIKE = "heading_alike"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_QUESTIONS = "too_many_questions"
    TYPE_MISSING = "type_missing"
    TYPE_UNKNOWN = "type_unknown"
    TYPE_WITHOUT_LIST = "type_without_list"
    LIST_MISSING = "list_missing"
    NAME_MISSING = "name_missing"
    NAME_TWICE = "name_twice"
    LIST_NAME_MISSING = "list_name_missing"
    CHOICE_NAME_MISSING = "choice_name_missing"
    CHOICE_TWICE = "choice_twice"
    GROUP_NOT_BEGUN = "group_not_begun"
    GROUP_NOT_ENDED = "group_not_ended"
    CONDITION_BROKEN = "condition_broken"
    CONDITION_UNKNOWN = "condition_unknown"
    TEXT_TOO_LONG = "text_too_long"
    EXTRA_UNKNOWN = "extra_unknown"
    CODE_BAD = "code_bad"
    LEAD_UNKNOWN = "lead_unknown"
    NOTHING_LEFT = "nothing_left"

    TYPE = "type"
    NOTE = "note"
    METADATA = "metadata"
    REPEAT = "repeat"
    THEIR_PART = "their_part"
    GROUP = "group"
    COLUMN = "column"
    NO_HEADING = "no_heading"
    BEYOND = "beyond"
    ROW = "row"
    ROW_SETTINGS = "row_settings"
    UNKNOWN_COLUMN = "unknown_column"
    REQUIRED = "required"
    CONDITION = "condition"
    CONDITION_LATER = "condition_later"
    CONDITION_SOURCE = "condition_source"
    CONDITION_VALUE = "condition_value"
    CONDITION_TWICE = "condition_twice"
    CONDITION_OF_GROUP = "condition_of_group"
    CONSTRAINT = "constraint"
    BOUNDS = "bounds"
    NO_NUMBERS = "no_numbers"
    LENGTH = "length"
    CHOICE_FILTER = "choice_filter"
    TOO_MANY_OPTIONS = "too_many_options"
    OTHER_SCALE = "other_scale"
    LEVEL_WORDS = "level_words"
    RENAMED = "renamed"
    LANGUAGE = "language"
    LANGUAGE_TWICE = "language_twice"
    LABEL_ENGLISH = "label_english"
    NO_VIETNAMESE = "no_vietnamese"
    NO_LABEL = "no_label"
    LABEL_REFERENCE = "label_reference"
    LABEL_MARKUP = "label_markup"
    SETTING = "setting"


@dataclass(frozen=True)
class Finding:
    """One thing said about a place. `row` is 0 where it is about a whole sheet, `column` the heading as written."""

    sheet: str
    row: int
    column: str
    why: Why
    facts: Mapping[str, object] = field(default_factory=dict)


class FormRefused(DomainError):
    """The form cannot become a draft; `problems` are all the reasons, in the order of sheets and rows."""

    def __init__(self, problems: tuple[Finding, ...]) -> None:
        super().__init__("form_refused")
        self.problems = problems


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings as a reader walks through the file, each once."""
    places = {SURVEY: 0, CHOICES: 1, SETTINGS: 2}
    unique = {
        (found.sheet, found.row, found.column, found.why, repr(found.facts)): found for found in findings
    }
    return tuple(sorted(unique.values(), key=lambda found: (places.get(found.sheet, -1), found.row)))
