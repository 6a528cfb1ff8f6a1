"""Attempts: how many wrong phrases are taken before everybody waits; a process counts for itself, in memory."""

from collections import deque
from threading import Lock
from time import monotonic


class Attempts:
    """At most so many failures within so many seconds."""

    def __init__(self, *, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._failed_at: deque[float] = deque()
        self._lock = Lock()

    def are_too_many(self) -> bool:
        """Were there too many failures just now?"""
        with self._lock:
            while self._failed_at and self._failed_at[0] < monotonic() - self._seconds:
                self._failed_at.popleft()
            return len(self._failed_at) >= self._most

    def note(self) -> None:
        """Count one failure."""
        with self._lock:
            self._failed_at.append(monotonic())
