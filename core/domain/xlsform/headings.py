"""Headings: which column is which, in the spellings and languages forms have."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.questionnaire_draft import LANGUAGES
from core.domain.xlsform.extras import KIND, PREFIX
from core.domain.xlsform.form import Row, Table

_ALIASES = {
    "relevance": "relevant",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::constraint": "constraint",
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "list": "list_name",
    "set_form_title": "form_title",
    "set_form_id": "form_id",
    "id_string": "form_id",
}
#: Columns of XLSForm for which we have nothing; each cell that holds something is named.
UNSUPPORTED = frozenset(
    {
        *("hint", "guidance_hint", "required_message", "requiredmsg", "constraint_message"),
        *("constraining_message", "appearance", "default", "calculation", "calculate", "readonly"),
        *("read_only", "repeat_count", "count", "jr:count", "image", "big-image", "audio", "video", "media"),
        *("parameters", "trigger", "autoplay", "body", "bind", "instance", "control", "rows", "intent"),
        *("save_to", "no_app_error_string", "noapperrorstring", "compact_tag", "query"),
        *("sms_field", "sms_option", "sms_separator", "sms_allow_media", "sms_date_format"),
        *("sms_datetime_format", "sms_response"),
    }
)
#: What other programs write for themselves.
_THEIR_OWN = re.compile(r"(kobo--|\$|_xpath|_isrepeat|hxl|odk:).*")
_LANGUAGE_NAMES = {
    "vi": (
        *("vi", "vie", "vn", "vietnamese", "vietnam", "viet nam", "việt nam", "tiếng việt", "tiếng việt nam"),
        *("việt", "tiếng kinh", "tieng viet", "tieng viet nam", "viet"),
    ),
    "en": ("en", "eng", "english", "tiếng anh", "tieng anh"),
}
#: What a form calls its language that does not name one.
_NO_LANGUAGE = ("", "default", "none")
#: Columns of which a sheet has one, whatever it is called; labels have one per language.
_SINGLE = frozenset(
    {"type", "name", "list_name", "relevant", "required", "constraint", "choice_filter", "label"}
)


@dataclass(frozen=True)
class Column:
    """One column: its heading as written, the name XLSForm knows it by, and the language behind it."""

    heading: str
    name: str
    language: str = ""

    @property
    def is_theirs(self) -> bool:
        """Is it a column another program writes for itself?"""
        return bool(_THEIR_OWN.fullmatch(self.name))

    @property
    def is_ours(self) -> bool:
        """Is it one of our own?"""
        return self.name.startswith(PREFIX)


def column(heading: str) -> Column:
    """Return which column a heading stands for."""
    plain = re.sub(r"\s*(::|:)\s*", r"\1", heading.strip())
    name = re.sub(r"\s+", "_", plain.lower())
    if name.startswith(PREFIX) or name in _ALIASES or name in UNSUPPORTED:
        return Column(heading, _ALIASES.get(name, name))
    parts = plain.split("::" if "::" in plain else ":", 1)
    first = re.sub(r"\s+", "_", parts[0].lower())
    if first == "media" and len(parts) > 1:
        return Column(heading, "media")
    return Column(heading, _ALIASES.get(first, first), parts[1] if len(parts) > 1 else "")


def tag_of(language: str) -> str | None:
    """Return which of our languages a form means by «Vietnamese (vi)», «english» or «Tiếng Việt»; else None."""
    plain = language.strip().lower()
    code = re.search(r"\(([a-z]{2,3})([-_][a-z]+)?\)\s*$", plain)
    name = re.sub(r"[-_][a-z]{2}$", "", plain.split("(")[0].strip())
    for word in (code[1] if code else name, name):
        for tag, words in _LANGUAGE_NAMES.items():
            if word in words:
                return tag
    return None


def is_ours(survey: Table) -> bool:
    """Was the form with this sheet `survey` written by this product?"""
    return any(column(heading).name == KIND for heading in survey.headings)


class Columns:
    """The columns of one sheet."""

    def __init__(self, table: Table, default_language: str = "", *, is_ours: bool = False) -> None:
        #: Was the form written by this product?
        self.is_ours = is_ours
        self.all = tuple(column(heading) for heading in table.headings if heading)
        self._by_name: dict[str, list[Column]] = {}
        for known in self.all:
            self._by_name.setdefault(known.name, []).append(known)
        self._has_no_language = default_language.lower() in _NO_LANGUAGE
        self.labels = self._labels(default_language)

    def has(self, name: str) -> bool:
        """Is there such a column?"""
        return name in self._by_name

    def cell(self, row: Row, name: str) -> str:
        """Return what a row says in a column of this name, "" for nothing."""
        return next(
            (row.cells[known.heading] for known in self._by_name.get(name, ()) if known.heading in row.cells),
            "",
        )

    def heading(self, name: str) -> str:
        """Return a column's heading as it is written, or the name where there is none."""
        return self._by_name[name][0].heading if name in self._by_name else name

    def alike(self) -> list[tuple[str, str]]:
        """Return each heading that stands for the same column as an earlier one, and that one."""
        earlier: dict[tuple[str, str], str] = {}
        found = []
        for known in self.all:
            if known.name in _SINGLE or known.is_ours:
                first = earlier.setdefault((known.name, known.language.lower()), known.heading)
                found.extend([(known.heading, first)] if first != known.heading else [])
        return found

    def texts(self, row: Row) -> tuple[dict[str, str], bool]:
        """Return the wording per language, and whether Vietnamese was there itself; "vi" is there if anything is."""
        found: dict[str, str] = {}
        for heading, tag in self.labels.items():
            if tag is not None and heading in row.cells:
                found.setdefault(tag, row.cells[heading])
        first = LANGUAGES[0]
        if first in found:
            return {tag: found[tag] for tag in LANGUAGES if tag in found}, True
        anything = next((row.cells[heading] for heading in self.labels if heading in row.cells), "")
        instead = next(iter(found.values()), anything)
        return ({first: instead, **found} if instead else {}), False

    @property
    def has_vietnamese(self) -> bool:
        """Has the sheet a column of Vietnamese labels?"""
        return LANGUAGES[0] in self.labels.values()

    def is_guess(self, heading: str) -> bool:
        """Was the language of these labels guessed, for neither their heading nor the form names one?"""
        return self._has_no_language and not column(heading).language

    def _labels(self, default_language: str) -> Mapping[str, str | None]:
        """Return the language of each column of labels, None for one we do not ask in.

        A plain one has the form's own; where the form names none, the first of ours that is free.
        """
        labels = self._by_name.get("label", [])
        named = {tag_of(known.language) for known in labels if known.language}
        free = next((tag for tag in LANGUAGES if tag not in named), None)
        plain = free if self._has_no_language else tag_of(default_language)
        return {known.heading: tag_of(known.language) if known.language else plain for known in labels}
