"""What reading the sheet `survey` has found so far: questions by name, what was lost, what refuses the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.domain.questionnaire import Kind
from core.domain.questionnaire_draft import LANGUAGES
from core.domain.xlsform import conditions, dollars
from core.domain.xlsform.choices import Choice, ChoiceList
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

    def wording(self, row: Row, name: str, most: int) -> Mapping[str, str]:
        """Return a row's wording as it can be shown, the name in its place where there is none.

        No answer is repeated in it; what it loses is noted, and refused what has more than `most` letters.
        """
        texts: Mapping[str, str]
        texts, is_vietnamese = self.columns.texts(row)
        if not texts:
            self.say(row, "label", Why.NO_LABEL, name=name)
            texts = {LANGUAGES[0]: name}
        elif not is_vietnamese and self.columns.has_vietnamese:
            self.say(row, "label", Why.NO_VIETNAMESE)
        shown = self._as_shown(row, texts)
        longest = max(len(text) for text in shown.values())
        if longest > most:
            self.refuse(row, "label", Why.TEXT_TOO_LONG, length=longest, most=most)
        return shown

    def _as_shown(self, row: Row, texts: Mapping[str, str]) -> Mapping[str, str]:
        if not self.columns.is_ours and any(conditions.has_markup(text) for text in texts.values()):
            self.say(row, "label", Why.LABEL_MARKUP)
        if any(conditions.has_references(text) for text in texts.values()):
            self.say(row, "label", Why.LABEL_REFERENCE)
            texts = {tag: conditions.without_references(text) for tag, text in texts.items()}
        return dollars.all_kept(texts) if self.columns.is_ours else texts

    def show(self, choice: Choice, most: int) -> None:
        """Note what the words of a choice lack where people will read them; refuse more than `most` letters."""
        if choice.untranslated is not None:
            self.said.append(choice.untranslated)
        longest = max(len(text) for text in choice.texts.values())
        if longest > most:
            self.wrong.append(choice.finding(Why.TEXT_TOO_LONG, length=longest, most=most))

    def say(self, row: Row, column: str, why: Why, /, **facts: object) -> None:
        """Note what a row loses."""
        self.said.append(Finding(SURVEY, row.number, self.columns.heading(column), why, facts))

    def refuse(self, row: Row, column: str, why: Why, /, **facts: object) -> None:
        """Note what refuses the form."""
        self.wrong.append(Finding(SURVEY, row.number, self.columns.heading(column), why, facts))
