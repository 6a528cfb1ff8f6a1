"""Reading: a form becomes a draft, with the list of what it loses; or is refused with every reason."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from core.domain.publishing import MOST_PLACES
from core.domain.questionnaire import Factor
from core.domain.questionnaire_draft import LANGUAGES, LONGEST_TITLE, Draft
from core.domain.scoring import Method
from core.domain.xlsform import extras
from core.domain.xlsform.choices import ChoiceList, read_lists
from core.domain.xlsform.form import (
    CHOICES,
    SETTINGS,
    SURVEY,
    Finding,
    Form,
    FormRefused,
    Row,
    Table,
    Why,
    in_order,
)
from core.domain.xlsform.headings import UNSUPPORTED, Column, Columns
from core.domain.xlsform.names import LONGEST_CODE, code_of, is_code
from core.domain.xlsform.sheet import Sheet
from core.domain.xlsform.survey import Became, Walk

Meaning = TypeVar("Meaning")
_METHODS = {str(method): method for method in Method}
#: The columns of the other sheets that are taken, in whole or in part.
_SURVEY = ("type", "name", "label", "relevant", "required", "constraint", "choice_filter", "disabled")
_CHOICES = ("list_name", "name", "label")
#: What a form calls itself; everything else in `settings` is for other programs.
_SETTINGS = ("form_title", "form_id", "version", "default_language", "allow_choice_duplicates")
_YES = ("yes", "true", "true()", "1")


@dataclass(frozen=True)
class Reading:
    """What a form became: the draft, which row became which question, and everything that was not converted."""

    draft: Draft
    became: tuple[Became, ...]
    said: tuple[Finding, ...]


def draft_from(form: Form) -> Reading:
    """Return the draft a form describes. Raise FormRefused with every reason, by sheet, row and column."""
    said: list[Finding] = []
    wrong: list[Finding] = []
    if form.survey is None:
        raise FormRefused((Finding(SURVEY, 0, "", Why.NO_SURVEY),))
    _check_headings(form, wrong)
    if wrong:
        raise FormRefused(in_order(wrong))
    settings = _Settings(form.settings, said, wrong)
    columns = Columns(form.survey, settings.language)
    lists = _lists(form.choices, settings, said, wrong)
    _check_factor_codes(lists.get(extras.FACTORS_LIST), wrong)
    names = {name: row.number for row in reversed(form.survey.rows) if (name := columns.cell(row, "name"))}
    walk = Walk(Sheet(columns, lists, names, said=said, wrong=wrong))
    walk.go(form.survey)
    _say_columns(form.survey, SURVEY, columns, said)
    if not walk.became and not wrong:
        wrong.extend([*said, Finding(SURVEY, 0, "", Why.NOTHING_LEFT)])
    draft = Draft(
        code=settings.code or code_of(form.name) or "bieu_mau",
        texts=settings.texts(form.name),
        method=settings.method,
        questions=tuple(became.question for became in walk.became),
        factors=_factors(walk, lists.get(extras.FACTORS_LIST)),
        lead=settings.lead,
        source=settings.source,
        randomises_poles=settings.randomises_poles,
    )
    _check_whole(draft, walk, settings, wrong)
    if wrong:
        raise FormRefused(in_order(wrong))
    return Reading(draft, tuple(walk.became), in_order(said))


def _check_whole(draft: Draft, walk: Walk, settings: "_Settings", wrong: list[Finding]) -> None:
    if len(walk.became) > MOST_PLACES:
        # Each takes a place at least; a draft of more could never be published, and no page could show it.
        facts = {"count": len(walk.became), "most": MOST_PLACES}
        wrong.append(Finding(SURVEY, walk.became[MOST_PLACES].row, "", Why.TOO_MANY_QUESTIONS, facts))
    if draft.lead is not None and draft.question(draft.lead) is None:
        wrong.append(
            Finding(SETTINGS, settings.row_number, extras.LEAD, Why.LEAD_UNKNOWN, {"lead": draft.lead})
        )


def _check_headings(form: Form, wrong: list[Finding]) -> None:
    for sheet, table in ((SURVEY, form.survey), (CHOICES, form.choices), (SETTINGS, form.settings)):
        if table is None:
            continue
        counted = Counter(heading for heading in table.headings if heading)
        wrong.extend(
            Finding(sheet, table.heading_row, heading, Why.HEADING_TWICE, {"heading": heading})
            for heading, count in counted.items()
            if count > 1
        )
        wrong.extend(
            Finding(
                sheet,
                table.heading_row,
                heading,
                Why.HEADING_ALIKE,
                {"heading": heading, "earlier": earlier},
            )
            for heading, earlier in Columns(table).alike()
        )
    if form.survey is not None and not Columns(form.survey).has("type"):
        wrong.append(
            Finding(SURVEY, form.survey.heading_row, "type", Why.HEADING_MISSING, {"heading": "type"})
        )


def _check_factor_codes(listed: ChoiceList | None, wrong: list[Finding]) -> None:
    for choice in listed.choices if listed else ():
        if not is_code(choice.name):
            facts = {"written": choice.name, "most": LONGEST_CODE}
            wrong.append(Finding(CHOICES, choice.row, "name", Why.CODE_BAD, facts))


def _lists(
    table: Table | None, settings: "_Settings", said: list[Finding], wrong: list[Finding]
) -> dict[str, ChoiceList]:
    if table is None or not table.rows:
        return {}
    columns = Columns(table, settings.language)
    for known in columns.all:
        if any(known.heading in row.cells for row in table.rows) and not _is_taken(known, _CHOICES):
            why = Why.COLUMN if known.name in UNSUPPORTED else Why.UNKNOWN_COLUMN
            said.append(Finding(CHOICES, table.heading_row, known.heading, why, {"heading": known.heading}))
    _say_unread(table, CHOICES, said)
    _say_languages(table, CHOICES, columns, said)
    return read_lists(table, columns, may_repeat=settings.may_repeat, said=said, wrong=wrong)


def _say_columns(table: Table, sheet: str, columns: Columns, said: list[Finding]) -> None:
    """Note the columns nobody knows, and labels in languages we do not ask in."""
    for known in columns.all:
        is_known = known.name in UNSUPPORTED or _is_taken(known, _SURVEY)
        if not is_known and any(known.heading in row.cells for row in table.rows):
            facts = {"heading": known.heading}
            said.append(Finding(sheet, table.heading_row, known.heading, Why.UNKNOWN_COLUMN, facts))
    _say_unread(table, sheet, said)
    _say_languages(table, sheet, columns, said)
    if columns.labels and LANGUAGES[0] not in columns.labels.values():
        heading = next(iter(columns.labels))
        said.append(Finding(sheet, table.heading_row, heading, Why.NO_VIETNAMESE))


def _say_languages(table: Table, sheet: str, columns: Columns, said: list[Finding]) -> None:
    has_none_of_ours = not any(columns.labels.values())
    seen: set[str] = set()
    for place, (heading, tag) in enumerate(columns.labels.items()):
        # Without a language of ours the first one stands in its place.
        if tag is None and not (has_none_of_ours and place == 0):
            said.append(Finding(sheet, table.heading_row, heading, Why.LANGUAGE, {"heading": heading}))
        elif tag in seen:
            said.append(Finding(sheet, table.heading_row, heading, Why.LANGUAGE_TWICE, {"heading": heading}))
        seen |= {tag} if tag else set()


def _say_unread(table: Table, sheet: str, said: list[Finding]) -> None:
    """Note the columns without a heading, and those too far to the right."""
    said.extend(Finding(sheet, table.heading_row, letter, Why.NO_HEADING) for letter in table.untitled)
    if table.beyond:
        said.append(Finding(sheet, table.heading_row, "", Why.BEYOND, {"count": table.beyond}))


def _is_taken(known: Column, names: tuple[str, ...]) -> bool:
    return known.name in names or known.is_ours or known.is_theirs


def _factors(walk: Walk, listed: ChoiceList | None) -> tuple[Factor, ...]:
    """Return the factors in the order of our own list, those of groups behind it; a group's words are the newer."""
    texts: dict[str, Mapping[str, str]] = {
        choice.name: choice.texts for choice in (listed.choices if listed else ())
    }
    for code, words in walk.factors.items():
        texts[code] = words or texts.get(code) or {"vi": code}
    for became in walk.became:
        if became.question.factor:
            texts.setdefault(became.question.factor, {"vi": became.question.factor})
    return tuple(Factor(code, dict(words)) for code, words in texts.items())


class _Settings:
    """What the first row of `settings` says."""

    def __init__(self, table: Table | None, said: list[Finding], wrong: list[Finding]) -> None:
        row = table.rows[0] if table is not None and table.rows else Row(0, {})
        columns = Columns(table if table is not None else Table((), ()))
        self._row, self._columns, self._wrong = row, columns, wrong
        self.row_number = row.number
        self.language = self._cell("default_language")
        self.may_repeat = self._cell("allow_choice_duplicates").lower() in _YES
        self.code = self._own_code() or code_of(self._cell("form_id"))
        self.lead = self._cell(extras.LEAD) or None
        self.source = self._cell(extras.SOURCE)
        self.randomises_poles = (
            self._one_of(extras.POLES_SHOWN, {extras.YES: True, extras.NO: False}) or False
        )
        self.method: Method = self._one_of(extras.METHOD, _METHODS) or Method.TOP2_CRITERIA_MEAN
        for known in columns.all:
            is_kept = known.name in _SETTINGS or known.is_ours or known.is_theirs
            if known.heading in row.cells and not is_kept:
                said.append(
                    Finding(SETTINGS, row.number, known.heading, Why.SETTING, {"heading": known.heading})
                )
        if table is not None:
            _say_unread(table, SETTINGS, said)
            said.extend(Finding(SETTINGS, more.number, "", Why.ROW_SETTINGS) for more in table.rows[1:2])

    def texts(self, name: str) -> Mapping[str, str]:
        """Return the form's title per language; the file's name where it has none."""
        title = self._cell("form_title") or self._cell("form_id") or name or "XLSForm"
        english = self._cell(extras.TITLE_EN)
        for column, text in (("form_title", title), (extras.TITLE_EN, english)):
            if len(text) > LONGEST_TITLE:
                facts = {"length": len(text), "most": LONGEST_TITLE}
                self._wrong.append(Finding(SETTINGS, self._row.number, column, Why.TEXT_TOO_LONG, facts))
        return {"vi": title, **({"en": english} if english else {})}

    def _own_code(self) -> str:
        """Return the code in our own column, "" for none; refuse what no page could be opened by."""
        written = self._cell(extras.FORM_CODE)
        if written and not is_code(written):
            facts = {"written": written, "most": LONGEST_CODE}
            self._wrong.append(Finding(SETTINGS, self._row.number, extras.FORM_CODE, Why.CODE_BAD, facts))
        return written

    def _cell(self, name: str) -> str:
        return self._columns.cell(self._row, name)

    def _one_of(self, name: str, known: Mapping[str, Meaning]) -> Meaning | None:
        written = self._cell(name).lower()
        if written and written not in known:
            facts = {"written": written, "known": ", ".join(known)}
            self._wrong.append(Finding(SETTINGS, self._row.number, name, Why.EXTRA_UNKNOWN, facts))
        return known.get(written)
