"""Tags: short words in small letters, under which the staff find cases again."""

import re
import unicodedata

#: Letters of one tag, and tags of one case.
LONGEST = 30
MOST = 10
#: Letters, digits, single blanks and hyphens; no five digits in a row, which would be a telephone or a register number.
_FIT = re.compile(r"[^\W_]+(?:[ -][^\W_]+)*")
_NUMBER = re.compile(r"\d{5}")


def plain(typed: str) -> str:
    """Return a tag as it is kept: in small letters, without blanks around or doubled."""
    return " ".join(unicodedata.normalize("NFC", typed).lower().split())


def is_fit(name: str) -> bool:
    """Is it a tag, not a sentence, a telephone or anybody's number?"""
    return 0 < len(name) <= LONGEST and bool(_FIT.fullmatch(name)) and not _NUMBER.search(name)
