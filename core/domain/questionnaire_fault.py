"""One thing that is wrong with a draft, or that its author should know."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """`code` names it, `question` says where (None: the questionnaire as a whole), `facts` carry the rest.

    With an error the draft cannot be published; a warning leaves that to its author.
    """

    code: str
    question: str | None = None
    is_error: bool = True
    facts: Mapping[str, object] = field(default_factory=dict)


def error(code: str, question: str | None = None, **facts: object) -> Fault:
    """Return what must be put right first."""
    return Fault(code, question, is_error=True, facts=facts)


def warning(code: str, question: str | None = None, **facts: object) -> Fault:
    """Return what is only said."""
    return Fault(code, question, is_error=False, facts=facts)
