"""Poles: in which order the levels of a scale stand before somebody, where a questionnaire leaves that to chance."""

from hashlib import sha256

#: What is recorded: the lowest level first, or the highest.
LOWEST_FIRST, HIGHEST_FIRST = "1", "2"
#: How the levels stand wherever nothing is drawn: on tablets, on paper, in interviews.
STANDING = HIGHEST_FIRST
_PURPOSE = b"langnghe/poles/1"


def drawn(secret: bytes) -> str:
    """Return the order for the holder of a secret: each with chance 1/2, the same for every page, kept nowhere."""
    return HIGHEST_FIRST if sha256(_PURPOSE + secret).digest()[0] & 1 else LOWEST_FIRST
