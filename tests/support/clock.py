"""A clock that stands where a test puts it, for the test and for every process that shares its file."""

from datetime import datetime, timedelta
from pathlib import Path


class Clock:
    """Writes the moment file that `LANGNGHE_CLOCK` names."""

    def __init__(self, file: Path, moment: str) -> None:
        self.file = file
        self.set(moment)

    @property
    def moment(self) -> datetime:
        """Where the clock stands."""
        return datetime.fromisoformat(self.file.read_text(encoding="utf-8"))

    def set(self, moment: str) -> None:
        """Put the clock to an ISO moment with its offset, such as 2026-11-21T09:00:00+07:00."""
        if datetime.fromisoformat(moment).tzinfo is None:
            raise ValueError(f"Say of which zone: {moment}+07:00?")
        # Replaced in one step, for a server may read it at any time.
        fresh = self.file.with_suffix(".new")
        fresh.write_text(moment, encoding="utf-8")
        fresh.replace(self.file)

    def advance(self, **duration: float) -> None:
        """Move the clock on: `clock.advance(minutes=31)`."""
        self.set((self.moment + timedelta(**duration)).isoformat())
