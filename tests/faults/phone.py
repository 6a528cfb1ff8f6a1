"""A phone for crowds: plain HTTP without parsing whole pages: the load falls on the product, not on the tests."""

import http.client
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

#: What may happen to a request on its way; the citizen sees a page that does not load.
TROUBLE = (OSError, http.client.HTTPException)
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_ACTION = re.compile(r'<form method="post" action="([^"]*)"')

Form = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """What came back: status, where to go next, and the page."""

    status: int
    location: str
    page: str
    retry_after: str = ""

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's form."""
        return dict(_HIDDEN.findall(self.page))

    @property
    def action(self) -> str:
        """Where the page's form is sent."""
        found = _ACTION.search(self.page)
        assert found, self.page[:500]
        return found[1].replace("&amp;", "&")

    @property
    def continuation(self) -> str:
        """The token in the address this answer leads to."""
        return parse_qs(urlsplit(self.location).query)["t"][0]


class Phone:
    """Sends requests to 127.0.0.1, from any address of 127.0.0.0/8, over one connection, renewed when it breaks."""

    def __init__(
        self, port: int, *, headers: Mapping[str, str] | None = None, address: str = "127.0.0.1"
    ) -> None:
        self.headers = {"Host": "localhost", "Accept-Language": "vi", **(headers or {})}
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(address, 0))

    def get(self, path: str) -> Answer:
        """Open a page. Raises one of TROUBLE when nothing came back."""
        return self._send("GET", path, None)

    def post(self, path: str, form: Form) -> Answer:
        """Send a form. Raises one of TROUBLE when nothing came back."""
        return self._send("POST", path, form)

    def post_without_waiting(self, path: str, form: Form) -> None:
        """Send a form and do not read what comes: the first half of a double click."""
        self._request("POST", path, form)

    def read(self) -> Answer:
        """Read what came to `post_without_waiting`."""
        response = self._line.getresponse()
        try:
            page = response.read().decode()
        finally:
            response.close()
        return Answer(
            response.status,
            response.getheader("Location") or "",
            page,
            response.getheader("Retry-After") or "",
        )

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _send(self, method: str, path: str, form: Form | None) -> Answer:
        try:
            self._request(method, path, form)
            return self.read()
        except TROUBLE:
            self._line.close()
            raise

    def _request(self, method: str, path: str, form: Form | None) -> None:
        body = None if form is None else urlencode(form)
        kind = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
        self._line.request(method, path, body=body, headers={**self.headers, **kind})
