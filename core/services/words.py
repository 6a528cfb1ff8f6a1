"""Words of a revision: a comment and the words given to questions, masked, merged with what was said before, sealed.

Words never stand among the answers; there only a mark says that a question has some.
"""

from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Row

from core import config
from core.domain.poles import STANDING
from core.domain.questionnaire import POLES, WORDS, AnswerRefused, Kind, Questionnaire
from core.domain.submission import MAX_COMMENT, CommentTooLong, SubmissionDraft
from core.domain.written import Written
from core.queries.comments.opened import CommentUnreadable, OpenedComment, open_comment
from core.services import comments
from core.services.personal_data import mask


class Said(NamedTuple):
    """What a draft itself says in words, masked, and which kinds of personal data were covered."""

    written: Written
    kinds: tuple[str, ...]


class Told(NamedTuple):
    """The words of a revision as they will stand, or those of an earlier revision carried on as they are sealed."""

    written: Written = Written()
    may_become_case: bool = False
    source: Row[Any] | None = None
    #: The text questions that have words; told apart from `written`, which nobody opened when they are carried on.
    codes: tuple[str, ...] = ()


def check(draft: SubmissionDraft, questionnaire: Questionnaire) -> None:
    """Refuse words no honest page could send: AnswerRefused `not_a_text`, CommentTooLong."""
    check_written(Written(draft.comment, draft.texts), questionnaire)


def check_written(written: Written, questionnaire: Questionnaire) -> None:
    """Refuse words as they will be handed in: AnswerRefused `not_a_text`, CommentTooLong (`question`: its code)."""
    parts = [("", written.comment, MAX_COMMENT)]
    parts += [(code, words, limit_of(questionnaire, code)) for code, words in written.texts.items()]
    for code, words, limit in parts:
        if len(words) > limit:
            raise CommentTooLong("comment_too_long", limit=limit, length=len(words), question=code)


def limit_of(questionnaire: Questionnaire, code: str) -> int:
    """Return how many characters the words of a question may have; raise AnswerRefused `not_a_text`."""
    question = questionnaire.question(code)
    if question.kind is not Kind.TEXT:
        raise AnswerRefused("not_a_text", question=code)
    return min(question.high or 0, MAX_COMMENT)


def cut(written: Written, questionnaire: Questionnaire) -> Written:
    """Return words that are too long cut to what the record takes; raise AnswerRefused `not_a_text`."""
    texts = {code: words[: limit_of(questionnaire, code)] for code, words in written.texts.items()}
    return Written(written.comment[:MAX_COMMENT], texts)


def said(draft: SubmissionDraft) -> Said:
    """Return the words of a draft with personal data covered, in every part alike."""
    comment = mask(draft.comment.strip())
    texts = {code: mask(words.strip()) for code, words in draft.texts.items() if words.strip()}
    kinds = dict.fromkeys(kind for masked in (comment, *texts.values()) for kind in masked.kinds)
    return Said(Written(comment.text, {code: masked.text for code, masked in texts.items()}), tuple(kinds))


def with_order(draft: SubmissionDraft, questionnaire: Questionnaire) -> SubmissionDraft:
    """Record the order of the scales' poles: as drawn by the door, else the standing one."""
    if not questionnaire.randomises_poles or POLES in draft.answers:
        return draft
    return replace(draft, answers={**draft.answers, POLES: (STANDING,)})


def told(draft: SubmissionDraft, new: Written, latest: Row[Any] | None, questionnaire: Questionnaire) -> Told:
    """Return the words of this revision: what it does not say anew stays, as long as its question is still asked.

    What their writer allows may change while the words stay.
    """
    if latest is None or latest.comment_text is None:
        return _told(draft, new, questionnaire, may_become_case=bool(draft.may_become_case))
    if not _could_change(draft, new, latest, questionnaire):
        return _carried(latest, questionnaire)
    earlier = _opened(latest)
    if earlier is None:
        if not new and not draft.is_comment_dropped:
            return _carried(latest, questionnaire)
        return _told(draft, new, questionnaire, may_become_case=bool(draft.may_become_case))
    before = earlier.written
    kept = {code: words for code, words in before.texts.items() if code not in draft.dropped_texts}
    merged = Written(
        new.comment or ("" if draft.is_comment_dropped else before.comment), {**kept, **new.texts}
    )
    allows = earlier.may_become_case
    if draft.may_become_case is not None or new.comment or draft.is_comment_dropped:
        allows = bool(draft.may_become_case)
    found = _told(draft, merged, questionnaire, may_become_case=allows)
    is_unchanged = (found.written, found.may_become_case) == (before, earlier.may_become_case)
    return found._replace(source=latest) if is_unchanged else found


def marked(draft: SubmissionDraft, questionnaire: Questionnaire, words: Told) -> SubmissionDraft:
    """Return the draft whose answers say which questions have words, and nothing else about them."""
    return replace(draft, answers=_with_marks(draft, questionnaire, words.codes))


def is_same(row: Row[Any], words: Told) -> bool:
    """Does the stored revision say exactly these words, what they allow included?"""
    if words.source is not None and not words.written:
        return bool(row.comment_commitment == words.source.comment_commitment)
    if not words.written or row.comment_salt is None:
        return not words.written and row.comment_salt is None
    own = comments.commit(words.written.text, row.comment_salt, may_become_case=words.may_become_case)
    return own == row.comment_commitment


def columns(words: Told) -> dict[str, bytes | None]:
    """Encrypt the new words, or carry the earlier ones on as they stand."""
    kept: tuple[bytes | None, ...] = (None, None, None, None)
    source = words.source
    if source is not None:
        kept = (source.comment_text, source.comment_key, source.comment_salt, source.comment_commitment)
    elif words.written:
        data_keys = config.current().data_keys
        sealed = comments.protect(words.written.text, data_keys, may_become_case=words.may_become_case)
        kept = (sealed.text, sealed.key, sealed.salt, sealed.commitment)
    names = ("comment_text", "comment_key", "comment_salt", "comment_commitment")
    return dict(zip(names, kept, strict=True))


def _told(
    draft: SubmissionDraft, written: Written, questionnaire: Questionnaire, *, may_become_case: bool
) -> Told:
    """Return the words without those of questions that are no longer asked."""
    answers = _with_marks(draft, questionnaire, tuple(written.texts))
    asked = {code for code in written.texts if questionnaire.applies(questionnaire.question(code), answers)}
    fitting = written.only(asked)
    return Told(fitting, bool(fitting) and may_become_case, codes=tuple(fitting.texts))


def _carried(latest: Row[Any], questionnaire: Questionnaire) -> Told:
    return Told(source=latest, codes=_marks(latest, questionnaire))


def _could_change(
    draft: SubmissionDraft, new: Written, latest: Row[Any], questionnaire: Questionnaire
) -> bool:
    """Could the words differ from those that stand, so that these have to be opened?"""
    return (
        bool(new or draft.is_comment_dropped or draft.dropped_texts)
        or draft.may_become_case is not None
        or bool(_marks(latest, questionnaire))
    )


def _marks(row: Row[Any], questionnaire: Questionnaire) -> tuple[str, ...]:
    texts = (question for question in questionnaire.questions if question.kind is Kind.TEXT)
    return tuple(question.code for question in texts if row.answers[question.position] == WORDS)


def _with_marks(
    draft: SubmissionDraft, questionnaire: Questionnaire, codes: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    given = {
        code: chosen
        for code, chosen in draft.answers.items()
        if questionnaire.question(code).kind is not Kind.TEXT
    }
    return {**given, **dict.fromkeys(codes, (WORDS,))}


def _opened(row: Row[Any]) -> OpenedComment | None:
    try:
        return open_comment(row.comment_text, row.comment_key, config.current().data_keys)
    except CommentUnreadable:
        return None
