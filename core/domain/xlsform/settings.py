"""Settings: what a form says of itself in the first row of its third sheet."""

from collections.abc import Mapping
from typing import TypeVar

from core.domain.questionnaire_draft import LONGEST_SOURCE, LONGEST_TITLE
from core.domain.scoring import Method
from core.domain.xlsform import conditions, dollars, extras, left_out
from core.domain.xlsform.form import SETTINGS, Finding, Row, Table, Why
from core.domain.xlsform.headings import Columns
from core.domain.xlsform.names import LONGEST_CODE, code_of, is_code

Meaning = TypeVar("Meaning")
_METHODS = {str(method): method for method in Method}
#: What a form calls itself; everything else in `settings` is for other programs.
_TAKEN = ("form_title", "form_id", "version", "default_language", "allow_choice_duplicates")
_YES = ("yes", "true", "true()", "1")


class Settings:
    """What the first row of `settings` says."""

    def __init__(
        self, table: Table | None, said: list[Finding], wrong: list[Finding], *, is_ours: bool
    ) -> None:
        row = table.rows[0] if table is not None and table.rows else Row(0, {})
        columns = Columns(table if table is not None else Table((), ()), is_ours=is_ours)
        self._row, self._columns, self._said, self._wrong = row, columns, said, wrong
        self.row_number = row.number
        self.language = self._cell("default_language")
        self.may_repeat = self._cell("allow_choice_duplicates").lower() in _YES
        self.code = self._own_code() or code_of(self._cell("form_id"))
        self.lead = self._cell(extras.LEAD) or None
        self.source = self._words(extras.SOURCE)
        self._check_length(extras.SOURCE, self.source, LONGEST_SOURCE)
        self.randomises_poles = (
            self._one_of(extras.POLES_SHOWN, {extras.YES: True, extras.NO: False}) or False
        )
        self.method: Method = self._one_of(extras.METHOD, _METHODS) or Method.TOP2_CRITERIA_MEAN
        for known in columns.all:
            is_kept = known.name in _TAKEN or known.is_ours or known.is_theirs
            if known.heading in row.cells and not is_kept:
                said.append(
                    Finding(SETTINGS, row.number, known.heading, Why.SETTING, {"heading": known.heading})
                )
        if table is not None:
            left_out.of_width(table, SETTINGS, said)
            said.extend(Finding(SETTINGS, more.number, "", Why.ROW_SETTINGS) for more in table.rows[1:2])

    def texts(self, name: str) -> Mapping[str, str]:
        """Return the form's title per language; the file's name where it has none."""
        title = self._words("form_title") or self._cell("form_id") or name or "XLSForm"
        english = self._words(extras.TITLE_EN)
        self._check_length("form_title", title, LONGEST_TITLE)
        self._check_length(extras.TITLE_EN, english, LONGEST_TITLE)
        return {"vi": title, **({"en": english} if english else {})}

    def _check_length(self, column: str, text: str, most: int) -> None:
        if len(text) > most:
            facts = {"length": len(text), "most": most}
            self._wrong.append(Finding(SETTINGS, self._row.number, column, Why.TEXT_TOO_LONG, facts))

    def _own_code(self) -> str:
        """Return the code in our own column, "" for none; refuse what no page could be opened by."""
        written = self._cell(extras.FORM_CODE)
        if written and not is_code(written):
            facts = {"written": written, "most": LONGEST_CODE}
            self._wrong.append(Finding(SETTINGS, self._row.number, extras.FORM_CODE, Why.CODE_BAD, facts))
        return written

    def _cell(self, name: str) -> str:
        return self._columns.cell(self._row, name)

    def _words(self, name: str) -> str:
        """Return what people will read; no answer is repeated in it."""
        written = self._cell(name)
        if conditions.has_references(written):
            self._said.append(Finding(SETTINGS, self._row.number, name, Why.LABEL_REFERENCE))
            written = conditions.without_references(written)
        return dollars.as_kept(written) if self._columns.is_ours else written

    def _one_of(self, name: str, known: Mapping[str, Meaning]) -> Meaning | None:
        written = self._cell(name).lower()
        if written and written not in known:
            facts = {"written": written, "known": ", ".join(known)}
            self._wrong.append(Finding(SETTINGS, self._row.number, name, Why.EXTRA_UNKNOWN, facts))
        return known.get(written)
