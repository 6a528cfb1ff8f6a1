"""The citizens' own ledger: what each one sent, and what the product acknowledged."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Said:
    """Everything a citizen has said so far; a revision is complete."""

    overall: str = ""
    field_id: int = 0
    officer: str = "."
    trips: str = "."
    has_comment: bool = False

    def tapping(self, level: str, *, field_id: int = 0) -> "Said":
        """Touch a face, after a chip if one was chosen: what was told before stays."""
        return replace(self, overall=level, field_id=field_id or self.field_id)

    def telling(self, *, officer: str, trips: str, has_comment: bool, field_id: int = 0) -> "Said":
        """Send the details: the face stays, and a comment once written stays too."""
        return replace(
            self,
            officer=officer,
            trips=trips,
            has_comment=has_comment or self.has_comment,
            field_id=field_id or self.field_id,
        )


@dataclass
class Visit:
    """One citizen's visit: the form token drawn for it, and what was said in it."""

    number: int
    form_token: str = ""
    #: Every content that was answered with success, in order.
    acknowledged: list[Said] = field(default_factory=list)
    #: Sent, but nobody knows whether it arrived, and the citizen gave up.
    unknown: Said | None = None
    #: Tap and details were both acknowledged.
    is_two_step: bool = False
    #: Path and form of every POST that was acknowledged, for replays.
    requests: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)

    @property
    def distinct(self) -> int:
        """How many different contents were sent: no more revisions than these may be stored."""
        sent = [*self.acknowledged, *([self.unknown] if self.unknown else [])]
        return sum(1 for before, after in zip([None, *sent], sent, strict=False) if before != after)

    @property
    def allowed(self) -> list[Said | None]:
        """What may be found stored at the end; None stands for nothing."""
        last = self.acknowledged[-1] if self.acknowledged else None
        return [last, self.unknown] if self.unknown else [last]
