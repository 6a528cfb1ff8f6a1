"""Photos sent with a form: read into memory only, so many bytes in a whole process, so that no disk ever holds one.

What is beyond a bound is read and forgotten: the words beside it arrive all the same.
"""

from io import BytesIO
from threading import Lock
from typing import IO, Any

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.formparser import FormDataParser

#: The only kind of body that brings files.
MULTIPART = "multipart/form-data"
#: Bytes that all threads of a process together keep of photos that arrive.
MOST_HELD = 24 << 20
#: One value of a form while it is read; fields and files of one form.
_MOST_OF_A_VALUE = 192 * 1024
_MOST_PARTS = 32


class _Budget:
    """How many bytes are held at this moment."""

    def __init__(self) -> None:
        self._lock, self._held = Lock(), 0

    def take(self, size: int) -> bool:
        """Take so many bytes, or say that there is no room."""
        with self._lock:
            if self._held + size > MOST_HELD:
                return False
            self._held += size
            return True

    def give_back(self, size: int) -> None:
        """Give so many bytes back."""
        with self._lock:
            self._held -= size

    @property
    def held(self) -> int:
        """Bytes held now; none while no form is being read."""
        return self._held


budget = _Budget()


class SentPhoto(BytesIO):
    """A file as it arrives: it stops keeping what is too much, and gives its room back once nobody holds it."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most, self._taken = most, 0
        self.is_too_large = False
        #: Too much was arriving at that moment.
        self.is_crowded = False

    def write(self, data: Any) -> int:
        """Keep the bytes, unless they are too many."""
        if self.is_too_large or self.is_crowded:
            return len(data)
        self.is_too_large = self._taken + len(data) > self._most
        self.is_crowded = not self.is_too_large and not budget.take(len(data))
        if self.is_too_large or self.is_crowded:
            self._forget()
            return len(data)
        self._taken += len(data)
        return super().write(data)

    def __del__(self) -> None:
        budget.give_back(self._taken)

    def _forget(self) -> None:
        budget.give_back(self._taken)
        self._taken = 0
        self.seek(0)
        self.truncate()


def read(field: str, *, most_bytes: int) -> tuple[MultiDict[str, str], list[SentPhoto]]:
    """Return the values of a multipart form, and the files of one of its fields that were chosen.

    Raise ValueError for a body that is no such form; RequestEntityTooLarge as werkzeug does.
    """

    def begin(
        total_content_length: int | None,  # noqa: ARG001 (werkzeug names what it hands over)
        content_type: str | None,  # noqa: ARG001
        filename: str | None,  # noqa: ARG001
        content_length: int | None = None,  # noqa: ARG001
    ) -> IO[bytes]:
        return SentPhoto(most_bytes)

    parser = FormDataParser(
        stream_factory=begin,
        max_form_memory_size=_MOST_OF_A_VALUE,
        max_form_parts=_MOST_PARTS,
        silent=False,
    )
    _rest, values, files = parser.parse(
        request.stream, request.mimetype, request.content_length, request.mimetype_params
    )
    return values, [file.stream for file in files.getlist(field) if _is_chosen(file)]  # type: ignore[misc]


def _is_chosen(file: FileStorage) -> bool:
    """A browser sends a nameless, empty part for a field nobody chose a file in."""
    return bool(file.filename or file.stream.read(1))
