"""Text as people paste it, made comparable: composed letters, no hidden characters, single spaces."""

import re
import unicodedata


def text(value: object) -> str:
    """Return the text composed, on one line, without hidden characters and spaces at its ends."""
    composed = unicodedata.normalize("NFC", str(value))
    # First to spaces, for a line break is a control character too and would glue two words together.
    spaced = re.sub(r"\s", " ", composed)
    visible = "".join(letter for letter in spaced if unicodedata.category(letter)[0] != "C")
    return re.sub(r" +", " ", visible).strip()
