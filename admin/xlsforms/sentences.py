"""Sentences: what was not converted of a form and why it was refused, by sheet, row and column."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from core.domain.xlsform.form import Finding, Why
from core.services.office_workbook import CellError

#: Of what somebody wrote, no more is repeated.
_SHOWN = 60

SENTENCES: Mapping[Why, LazyString] = {
    Why.NO_SURVEY: _l("The file has no sheet “survey”, so it is no XLSForm."),
    Why.HEADING_MISSING: _l("The column “%(heading)s” is missing; the first row must hold the headings."),
    Why.HEADING_TWICE: _l("The heading “%(heading)s” stands here twice."),
    Why.HEADING_ALIKE: _l(
        "The headings “%(heading)s” and “%(earlier)s” mean the same; please keep one of the two columns."
    ),
    Why.TOO_MANY_ROWS: _l("The form has %(count)s rows; at most %(most)s are taken."),
    Why.TOO_MANY_QUESTIONS: _l(
        "The form has %(count)s questions; at most %(most)s can be asked in one questionnaire."
    ),
    Why.TYPE_MISSING: _l("The row has no type."),
    Why.TYPE_UNKNOWN: _l("XLSForm has no type “%(type)s”."),
    Why.TYPE_WITHOUT_LIST: _l("The type “%(type)s” must name a list of the sheet “choices”."),
    Why.LIST_MISSING: _l("The list “%(list)s” has no answers on the sheet “choices”."),
    Why.NAME_MISSING: _l("The row has no name."),
    Why.NAME_TWICE: _l("The name “%(name)s” already stands in row %(earlier)s of the same group."),
    Why.LIST_NAME_MISSING: _l("The answer names no list; every row has to, also where cells were merged."),
    Why.CHOICE_NAME_MISSING: _l("An answer of the list “%(list)s” has no name."),
    Why.CHOICE_TWICE: _l("The list “%(list)s” already has the answer “%(name)s” in row %(earlier)s."),
    Why.GROUP_NOT_BEGUN: _l("Something ends here that was not begun."),
    Why.GROUP_NOT_ENDED: _l("What begins here is never ended."),
    Why.CONDITION_BROKEN: _l("The condition cannot be read: a bracket or a quotation mark is missing."),
    Why.CONDITION_UNKNOWN: _l("The condition names “%(name)s”, which stands nowhere in the form."),
    Why.TEXT_TOO_LONG: _l("The text has %(length)s characters; at most %(most)s fit."),
    Why.EXTRA_UNKNOWN: _l("“%(written)s” is not one of: %(known)s."),
    Why.CODE_BAD: _l(
        "“%(written)s” is no code: only small letters without marks, digits, hyphens and underscores, "
        "at most %(most)s."
    ),
    Why.LEAD_UNKNOWN: _l("The first page names the question “%(lead)s”, which the form does not have."),
    Why.NOTHING_LEFT: _l("The form has no question that can be asked here."),
    Why.TYPE: _l("Questions of the type “%(type)s” are not asked here; the row is left out."),
    Why.NOTE: _l("Notes are not shown; the row is left out."),
    Why.METADATA: _l("“%(type)s” is not recorded: nothing is kept about devices and persons."),
    Why.REPEAT: _l("Repeated parts are not asked here; all %(count)s questions inside are left out."),
    Why.THEIR_PART: _l("“%(type)s” is not asked here; all %(count)s rows inside are left out."),
    Why.GROUP: _l(
        "The group is dissolved: only groups with questions of five levels, inside no other group, become factors."
    ),
    Why.COLUMN: _l("What stands in “%(heading)s” is left out."),
    Why.NO_HEADING: _l("The column has no heading; what stands in it is left out."),
    Why.BEYOND: _l("The sheet is too wide: its last %(count)s columns are not read."),
    Why.ROW: _l("The row has no type; what stands in it is left out."),
    Why.ROW_SETTINGS: _l("Only the first row of settings counts; this one and those below are left out."),
    Why.UNKNOWN_COLUMN: _l("The column “%(heading)s” is not known and left out."),
    Why.REQUIRED: _l("Nobody has to answer here: the question may be left blank."),
    Why.CONDITION: _l("The condition “%(written)s” is left out: everybody is asked."),
    Why.CONDITION_LATER: _l(
        "The condition is left out, for the question “%(question)s” comes later: everybody is asked."
    ),
    Why.CONDITION_SOURCE: _l(
        "The condition is left out, for “%(question)s” is not asked here or has no answers to choose: "
        "everybody is asked."
    ),
    Why.CONDITION_VALUE: _l(
        "The condition is left out, for “%(question)s” has no answer “%(answer)s”: everybody is asked."
    ),
    Why.CONDITION_TWICE: _l("Only this row’s own condition is kept, not that of the group around it."),
    Why.CONDITION_OF_GROUP: _l(
        "The condition “%(written)s” is left out; that of the group around it is kept."
    ),
    Why.CONSTRAINT: _l("The limit “%(written)s” is left out."),
    Why.BOUNDS: _l(
        "Only whole numbers from 0 to %(most)s are asked: the limits are now %(low)s to %(high)s."
    ),
    Why.NO_NUMBERS: _l(
        "Only whole numbers from 0 to %(most)s are asked, and “%(written)s” leaves no two of them: the question is "
        "left out."
    ),
    Why.LENGTH: _l("At most %(most)s characters may be written here."),
    Why.CHOICE_FILTER: _l("The answers are not filtered: all of the list are offered."),
    Why.TOO_MANY_OPTIONS: _l(
        "The list “%(list)s” has %(count)s answers and at most %(most)s are offered; the question is left out."
    ),
    Why.OTHER_SCALE: _l(
        "The list “%(list)s” is a scale in words of its own, so its answers are kept as they are and count for no "
        "satisfaction."
    ),
    Why.LEVEL_WORDS: _l(
        "The answers of the list “%(list)s” become the five levels: people read the ministry’s words for them, not "
        "those of the form."
    ),
    Why.RENAMED: _l("The name “%(name)s” becomes the code “%(code)s”."),
    Why.LANGUAGE: _l("The language of “%(heading)s” is not asked in and left out."),
    Why.LANGUAGE_TWICE: _l(
        "“%(heading)s” is in the same language as an earlier column; its words stand only where that one is empty."
    ),
    Why.LABEL_ENGLISH: _l(
        "“%(heading)s” names no language and stands beside Vietnamese, so its words are taken for English."
    ),
    Why.NO_VIETNAMESE: _l(
        "There is no Vietnamese wording; the words found stand in its place. Please translate."
    ),
    Why.NO_LABEL: _l("There is no wording; the name “%(name)s” stands in its place."),
    Why.LABEL_REFERENCE: _l("The wording repeats an earlier answer; dots stand in its place."),
    Why.LABEL_MARKUP: _l(
        "The wording has signs for bold, colour or headings, and people would read them as they stand. Please "
        "delete them."
    ),
    Why.SETTING: _l("The setting “%(heading)s” is left out."),
}


@dataclass(frozen=True)
class Said:
    """One sentence about a place in the form."""

    place: Markup
    sentence: Markup


def of_finding(finding: Finding) -> Said:
    """Return a finding of the rules as it is read; the form's own words are marked as such."""
    facts = {key: _theirs(value) for key, value in finding.facts.items()}
    return Said(
        _place(finding.sheet, finding.row, finding.column), escape(str(SENTENCES[finding.why])) % facts
    )


def of_cell(error: CellError) -> Said:
    """Return what is wrong with a cell as it is read."""
    return Said(_place(error.sheet, error.row, error.heading), escape(str(error)))


def _place(sheet: str, row: int, column: str) -> Markup:
    facts = {"sheet": _theirs(sheet), "row": str(row), "column": _theirs(column)}
    if not sheet:
        sentence = _l("The file")
    elif not row:
        sentence = _l("Sheet “%(sheet)s”")
    elif not column:
        sentence = _l("Sheet “%(sheet)s”, row %(row)s")
    else:
        sentence = _l("Sheet “%(sheet)s”, row %(row)s, column “%(column)s”")
    return escape(str(sentence)) % facts


def _theirs(value: object) -> Markup | str:
    """Return what somebody wrote, marked as such, or a number."""
    if isinstance(value, int):
        return str(value)
    text = str(value)
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return Markup("<samp>{}</samp>").format(shown)
