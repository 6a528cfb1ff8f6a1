"""What the tablet can say in Vietnamese: the texts that have a recording, and the names of the recordings."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from core.domain.builtin.ministry import MINISTRY
from core.domain.builtin.quick import QUICK
from core.domain.questionnaire import Questionnaire

#: Where the recordings are; `bin/clips` fills it.
CLIPS = Path(__file__).parent / "static" / "kiosk" / "clips"
#: Words of these screens are read to citizens; those of the staff's screens are not.
_READ_ALOUD = (
    "attract.",
    "sleep.",
    "rating.",
    "choices.",
    "comment.",
    "pressed.",
    "thanks.",
    "idle.",
    "rest.title",
)
_SPACES = re.compile("[ \t\n\r\u00a0\u202f]+")
_NAME_DIGITS = 16


def normalised(text: str) -> str:
    """Return the form of a text that names its recording: NFC, single spaces; clips.js does the same."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")


def clip_name(text: str) -> str:
    """Return the name of a text's recording: the first 16 hexadecimal digits of its SHA-256."""
    return sha256(normalised(text).encode()).hexdigest()[:_NAME_DIGITS]


def spoken_texts(words: Mapping[str, str]) -> dict[str, str]:
    """Return clip name → normalised text of all that may be read aloud.

    `words` are the tablet's own Vietnamese words by key; one with a value in it («còn %(count)s») has no recording.
    """
    texts = [*_questions(QUICK), *_questions(MINISTRY)]
    texts += [text for key, text in words.items() if key.startswith(_READ_ALOUD) and "%(" not in text]
    return {clip_name(text): normalised(text) for text in texts}


def _questions(questionnaire: Questionnaire) -> Iterator[str]:
    for question in questionnaire.asked:
        yield question.texts["vi"]
        # Numbers and words have places to count in, and nothing that could be said.
        yield from (option.texts["vi"] for option in question.options if "vi" in option.texts)
