"""What the rules raise: a code and the facts; the sentence people read is written once by each door."""


class DomainError(Exception):
    """Something the rules refuse. `code` names the reason, `facts` carries what a sentence about it needs."""

    def __init__(self, code: str, /, **facts: object) -> None:
        # Only the code goes into `args`: the error survives pickling, and no answer reaches a log through `str`.
        super().__init__(code)
        self.code = code
        self.facts = facts


class Unknown(DomainError):
    """There is no such thing for this person: what belongs to somebody else looks like what does not exist."""
