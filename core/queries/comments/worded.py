"""Words as the Front reads them: the comment, then what was written at each question, under the question's wording."""

from core.domain.questionnaire import Questionnaire
from core.domain.written import Written


def worded(written: Written, questionnaire: Questionnaire) -> str:
    """Return one text; always in Vietnamese, so that what was covered in it stays covered in every language."""
    parts = [
        f"{question.texts['vi']}: {written.texts[question.code]}"
        for question in questionnaire.questions
        if question.code in written.texts
    ]
    return "\n".join(part for part in (written.comment, *parts) if part)
