"""Screens: how much of a phone a quick questionnaire fills, estimated from its words, so that its author is warned.

A screen is what a phone of 360 × 640 CSS pixels shows at once; the page of faces is one whatever stands on it. Behind
it only the questions count: the comment, the buttons and the footer are the same everywhere and may be skipped. The
way through the questions that is longest decides, and a last screen counts from half of it on. Sizes are those of
survey/css/details.css, measured in Chromium; the built-in quick questionnaire fills exactly three.
"""

from core.domain.publishing import LEVEL_TEXTS
from core.domain.questionnaire import Kind, QuestionScope
from core.domain.questionnaire_draft import Draft, DraftQuestion

#: The quick kind promises to be done within these.
MOST_SCREENS = 3
#: Pixels of a phone's screen, and of a line of answers on it.
SCREEN, _LINE = 640, 328
#: Letters of a bold legend, of a plain one, and of a tick's words that fit on one line.
_BOLD, _PLAIN, _TICKED = 34, 42, 36
_LEVELS, _TICK, _LONG_TICK, _CHIP = 119, 60, 12, 55
_NUMBER, _TEXT = 70, 130
_HEADING = 52


def screens(draft: Draft) -> int:
    """Return how many screens the longest way through a questionnaire with faces takes; 0 without faces."""
    lead = draft.lead and draft.question(draft.lead)
    if not lead:
        return 0
    longest = max(_height(draft, code) for code, _vi, _en in LEVEL_TEXTS)
    return 1 + int(longest / SCREEN + 0.5)


def _height(draft: Draft, level: str) -> int:
    """Return the pixels of the questions that follow a level."""
    asked = [question for question in draft.questions if _is_asked(draft, question, level)]
    facts = _HEADING if any(question.kind is Kind.CHOICE for question in asked) else 0
    return facts + sum(_question(question) for question in asked)


def _is_asked(draft: Draft, question: DraftQuestion, level: str) -> bool:
    """Is a question asked after a level? Also not where it waits for one that is not; other answers may be anything."""
    if question.code == draft.lead:
        return False
    met: set[str] = set()
    while question.condition is not None and question.code not in met:
        if question.condition.question == draft.lead:
            return level in question.condition.any_of
        met.add(question.code)
        question = draft.question(question.condition.question) or question
    return True


def _question(question: DraftQuestion) -> int:
    words = question.texts.get("vi", "")
    bold = 24 + 24 * _lines(words, _BOLD)
    match question.kind:
        case Kind.LEVEL:
            about_officer = 24 + 62 if question.scope is QuestionScope.OFFICER else 0
            return bold + _LEVELS + about_officer + (_CHIP if question.offers_not_applicable else 0)
        case Kind.MULTI:
            texts = [option.texts.get("vi", "") for option in question.options]
            return bold + sum(_TICK + _LONG_TICK * (len(text) > _TICKED) for text in texts)
        case Kind.CHOICE:
            return 14 + 23 * _lines(words, _PLAIN) + _CHIP * _rows(question)
        case Kind.NUMBER:
            return bold + _NUMBER
        case Kind.TEXT:
            return bold + _TEXT


def _lines(words: str, letters: int) -> int:
    return max(1, -(-len(words) // letters))


def _rows(question: DraftQuestion) -> int:
    """Return how many lines the chips of a choice take, laid one after the other."""
    rows, used = 1, 0
    for option in question.options:
        width = min(_LINE, 46 + 8 * len(option.texts.get("vi", "")))
        if used and used + width > _LINE:
            rows, used = rows + 1, 0
        used += width
    return rows
