"""Glossary: what the words on the desk's pages mean, each in a sentence or two."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Word:
    """One word with its meaning; the code is its place on the help page."""

    code: str
    term: LazyString
    meaning: LazyString


WORDS = (
    Word(
        "share",
        _l("Satisfied share"),
        _l(
            "Of all who answered the question, how many chose “satisfied” or “very satisfied”. Blanks do not "
            "count."
        ),
    ),
    Word(
        "interval",
        _l("Confidence interval"),
        _l(
            "The span in which the true share most likely lies. Few answers make it wide; then small "
            "differences mean nothing."
        ),
    ),
    Word(
        "not_enough",
        _l("Not enough data"),
        _l("Fewer than 30 answers: no verdict is given, neither good nor bad. Silence is not satisfaction."),
    ),
    Word(
        "uncertain",
        _l("Not certain"),
        _l(
            "The share is above or below the target, but the interval still contains the target. More "
            "answers will tell."
        ),
    ),
    Word(
        "verified",
        _l("Verified visits and tablet"),
        _l(
            "Answers with a one-time code of a visit, or given on the office’s rating tablet. The large "
            "figure is drawn from them."
        ),
    ),
    Word(
        "open",
        _l("Open QR – not verified"),
        _l(
            "Anybody can scan the code on a poster, several times too. These answers stand apart and never "
            "enter a comparison of officers."
        ),
    ),
    Word(
        "tablet",
        _l("Rating tablet"),
        _l(
            "A tablet of the office at a counter, paired with it by a phrase. It keeps answers when there is no "
            "network and can never read them back."
        ),
    ),
    Word(
        "missing_numbers",
        _l("Missing numbers"),
        _l(
            "Every tablet numbers its answers. A number that never came shows that an answer was lost or deleted."
        ),
    ),
    Word(
        "qr",
        _l("QR code"),
        _l(
            "The square picture on a poster. Scanned by a phone’s camera it opens the page on which citizens "
            "rate that very place."
        ),
    ),
    Word(
        "published",
        _l("Published figure"),
        _l(
            "A figure that moves only in steps of at least five or ten new answers, so that nobody can read "
            "a single person’s answer from it."
        ),
    ),
    Word(
        "level",
        _l("At the common level"),
        _l("The difference to the colleagues in the same field is no larger than chance explains."),
    ),
    Word(
        "target",
        _l("Target"),
        _l("The share a plan or decision asks for, with document and article."),
    ),
    Word(
        "second_factor",
        _l("Second factor"),
        _l(
            "A code besides the password: from an app on the phone, or from the printed card. Exports ask "
            "for a fresh one."
        ),
    ),
    Word(
        "chain",
        _l("Chain and head"),
        _l(
            "Every entry of the audit log carries the hash of the one before. The last hash is the head: "
            "whoever wrote it down can tell whether anything before it was changed."
        ),
    ),
)
