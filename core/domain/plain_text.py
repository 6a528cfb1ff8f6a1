"""Plain text: what anybody typed, written as everybody writes."""

import unicodedata


def tidy(text: str) -> str:
    """Return a text with one form of each letter (NFC), one kind of line end, and no control characters."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    return "".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign) != "Cc")
