"""Drafts of questionnaires for tests: any that an author could publish."""

import string

from hypothesis import strategies as st

from core.domain.publishing import OPTION_CODES
from core.domain.questionnaire import POLES, Condition, Factor, Kind, QuestionScope
from core.domain.questionnaire_draft import Draft, DraftOption, DraftQuestion
from core.domain.scoring import Method

#: What people write: Vietnamese, signs that mean something to a spreadsheet or to XML, other scripts.
_LETTERS = "aăâbcđeêghioôơpqstuưvxyÀẾỢ 0129=+-@'\"<>&;:,.?!()[]{}$#%/\\|~^*_…“”是ß😀"
_CODES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,39}", fullmatch=True).filter(lambda code: code != POLES)


def words(longest: int = 40) -> st.SearchStrategy[str]:
    """Return one line of text as it is kept: no spaces at its ends or side by side."""
    return (
        st.text(_LETTERS, min_size=1, max_size=longest).map(lambda text: " ".join(text.split())).filter(bool)
    )


def texts() -> st.SearchStrategy[dict[str, str]]:
    """Return a wording in Vietnamese, and sometimes in English."""
    return st.fixed_dictionaries({"vi": words()}, optional={"en": words()})


@st.composite
def _question(draw: st.DrawFn, code: str, earlier: list[DraftQuestion], factors: list[str]) -> DraftQuestion:
    kind = draw(st.sampled_from(list(Kind)))
    options: tuple[DraftOption, ...] = ()
    low = high = None
    if kind in (Kind.CHOICE, Kind.MULTI):
        codes = draw(st.lists(st.sampled_from(OPTION_CODES), min_size=1, max_size=6, unique=True))
        options = tuple(DraftOption(each, draw(texts())) for each in codes)
    if kind is Kind.NUMBER:
        low, high = sorted(draw(st.tuples(st.integers(0, 9_999), st.integers(0, 9_999))))
    if kind is Kind.TEXT:
        high = draw(st.integers(1, 2000))
    return DraftQuestion(
        code=code,
        kind=kind,
        scope=draw(st.sampled_from(list(QuestionScope))),
        texts=draw(texts()),
        options=options,
        factor=draw(st.sampled_from(["", *factors])),
        is_scored=draw(st.booleans()),
        condition=draw(_condition(earlier)),
        low=low,
        high=high,
        offers_not_applicable=kind is Kind.LEVEL and draw(st.booleans()),
    )


@st.composite
def _condition(draw: st.DrawFn, earlier: list[DraftQuestion]) -> Condition | None:
    asked = [question for question in earlier if question.kind not in (Kind.NUMBER, Kind.TEXT)]
    if not asked or draw(st.booleans()):
        return None
    question = draw(st.sampled_from(asked))
    codes = [option.code for option in question.options] or list("12345")
    return Condition(question.code, tuple(draw(st.lists(st.sampled_from(codes), min_size=1, unique=True))))


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Return a draft whose parts fit together."""
    factors = draw(st.lists(_CODES, max_size=3, unique=True))
    questions: list[DraftQuestion] = []
    for code in draw(st.lists(_CODES, min_size=1, max_size=6, unique=True)):
        questions.append(draw(_question(code, questions, factors)))
    levels = [question.code for question in questions if question.kind is Kind.LEVEL]
    return Draft(
        code=draw(_CODES),
        texts=draw(texts()),
        method=draw(st.sampled_from(list(Method))),
        questions=tuple(questions),
        factors=tuple(Factor(code, draw(texts())) for code in factors),
        lead=draw(st.sampled_from([None, *levels])),
        source=draw(st.text(string.ascii_letters, max_size=10)),
        randomises_poles=draw(st.booleans()),
    )
