"""A citizen with a phone: reads pages without script, remembers no cookie, presses buttons, goes back, tries again.

Works over any transport: Flask's test client in this process, or HTTP to a served product.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import httpx
from flask.testing import FlaskClient

#: What a form holds: name and value, in the page's order.
Pairs = Sequence[tuple[str, str]]
Headers = Mapping[str, str]
#: Sends (method, address, form or None, headers) and returns (status, headers, text).
Transport = Callable[[str, str, Pairs | None, Headers], tuple[int, Headers, str]]


def over_flask(client: FlaskClient) -> Transport:
    """Return a transport inside this process."""

    def send(method: str, address: str, form: Pairs | None, headers: Headers) -> tuple[int, Headers, str]:
        body = None if form is None else str(httpx.QueryParams(list(form)))
        kind = None if form is None else "application/x-www-form-urlencoded"
        answer = client.open(address, method=method, data=body, content_type=kind, headers=dict(headers))
        return answer.status_code, httpx.Headers(list(answer.headers)), answer.get_data(as_text=True)

    return send


def over_http(client: httpx.Client) -> Transport:
    """Return a transport to a served product: `httpx.Client(base_url=server.url, trust_env=False)`."""

    def send(method: str, address: str, form: Pairs | None, headers: Headers) -> tuple[int, Headers, str]:
        body = None if form is None else str(httpx.QueryParams(list(form)))
        kind = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
        answer = client.request(method, address, content=body, headers={**headers, **kind})
        return answer.status_code, answer.headers, answer.text

    return send


@dataclass(frozen=True)
class Form:
    """One form of a page: where it goes, what it holds, which fields offer which values."""

    action: str
    filled: Pairs
    offered: Mapping[str, tuple[str, ...]]
    buttons: Pairs

    def fill(self, changes: Mapping[str, Sequence[str]], *, pressing: tuple[str, str] | None = None) -> Pairs:
        """Return what a browser sends after these fields were set and this button pressed."""
        for name, values in changes.items():
            assert name in self.offered, f"The page has no field “{name}”, only {sorted(self.offered)}"
            strange = [value for value in values if self.offered[name] and value not in self.offered[name]]
            assert not strange, f"The field “{name}” does not offer {strange}, only {self.offered[name]}"
        assert pressing is None or pressing in self.buttons, f"No button {pressing}, only {self.buttons}"
        kept = [(name, value) for name, value in self.filled if name not in changes]
        given = [(name, value) for name, values in changes.items() for value in values]
        return [*kept, *given, *([pressing] if pressing else [])]


@dataclass(frozen=True)
class Page:
    """One page as it arrived."""

    status: int
    headers: Headers
    html: str
    address: str

    @cached_property
    def root(self) -> Element:
        """The parsed page."""
        return html5lib.parse(self.html, namespaceHTMLElements=False)

    @property
    def heading(self) -> str:
        """The h1."""
        return _text(next(self.root.iter("h1")))

    @property
    def text(self) -> str:
        """All that can be read in the main part."""
        return _text(next(self.root.iter("main")))

    @property
    def language(self) -> str:
        """What the page says it is written in."""
        return self.root.get("lang") or ""

    @property
    def form(self) -> Form:
        """The page's form; the survey never shows two."""
        forms = [_form(element) for element in self.root.iter("form")]
        assert len(forms) == 1, f"{self.address} has {len(forms)} forms, expected one: {self.text[:200]}"
        return forms[0]

    def form_with(self, button: str) -> Form:
        """Return the form that has a button of this name, where a page has several."""
        forms = [_form(element) for element in self.root.iter("form")]
        found = [form for form in forms if button in dict(form.buttons)]
        assert len(found) == 1, f"{self.address} has {len(found)} forms with “{button}”: {self.text[:200]}"
        return found[0]

    def link(self, words: str) -> str:
        """Return where the link with these words leads."""
        for element in self.root.iter("a"):
            if words in _text(element):
                return urljoin(self.address, element.get("href") or "")
        raise AssertionError(f"{self.address} has no link “{words}”")


@dataclass
class Citizen:
    """One visit to the office; every page is parsed, every cookie is refused."""

    transport: Transport
    #: `Accept-Language` and whatever else a test wants the browser to say.
    headers: Mapping[str, str] = field(default_factory=lambda: {"Accept-Language": "vi"})
    history: list[Page] = field(default_factory=list)
    _last: tuple[str, str, Pairs | None] | None = None

    @property
    def page(self) -> Page:
        """What the phone shows."""
        return self.history[-1]

    def open(self, address: str) -> Page:
        """Follow a link or type an address."""
        return self._send("GET", address, None)

    def scan(self, code: str) -> Page:
        """Point the phone at a code."""
        return self.open(f"/q/{code}")

    def tap(self, level: int, *, field: int | None = None) -> Page:
        """Touch a face, after a chip if one is named."""
        chips = {} if field is None else {"field": (str(field),)}
        return self.send(chips, pressing=("level", str(level)))

    def details(self, *, comment: str | None = None, **answers: str | Sequence[str]) -> Page:
        """Fill in the details and send them: `details(officer="4", reasons=("0", "3"), comment="…")`.

        Names are the questions' codes, or `field`, `other_officer`, `drop_comment` for what stands beside them.
        """
        beside = ("field", "other_officer", "drop_comment")
        changes: dict[str, Sequence[str]] = {
            name if name in beside else f"q_{name}": (given,) if isinstance(given, str) else tuple(given)
            for name, given in answers.items()
        }
        if comment is not None:
            changes["comment"] = (comment,)
        return self.send(changes)

    def skip(self) -> Page:
        """Leave the details out."""
        return self.send({}, pressing=("skip", "1"))

    def send(self, changes: Mapping[str, Sequence[str]], *, pressing: tuple[str, str] | None = None) -> Page:
        """Set fields of the page's form, press a button and see what comes."""
        form = self.page.form
        return self._send("POST", form.action, form.fill(changes, pressing=pressing))

    def press(self, button: str, **changes: str) -> Page:
        """Fill in the form that has this button and press it, on a page with several forms."""
        form = self.page.form_with(button)
        given = {name: (value,) for name, value in changes.items()}
        return self._send(
            "POST", form.action, form.fill(given, pressing=(button, dict(form.buttons)[button]))
        )

    def change_level(self) -> Page:
        """Follow «Đổi» from the details or the thank-you page back to the faces."""
        for element in self.page.root.iter("a"):
            if "tiep=" in (element.get("href") or ""):
                return self.open(urljoin(self.page.address, element.get("href") or ""))
        raise AssertionError(f"{self.page.address} offers no change")

    def back(self) -> Page:
        """Press Back: the browser shows the page before as it kept it, nothing is sent."""
        self.history.pop()
        return self.page

    def again(self) -> Page:
        """Send the last request once more: a double click, a reload, an impatient phone."""
        assert self._last, "Nothing was sent yet"
        return self._send(*self._last)

    def thanks(self) -> Page:
        """Return the page if it is the thank-you page; fail otherwise."""
        path = urlsplit(self.page.address).path
        assert self.page.status == 200, f"{self.page.status}: {self.page.text[:300]}"
        assert path.endswith("/cam-on"), f"{path}: {self.page.text[:300]}"
        return self.page

    def _send(self, method: str, address: str, form: Pairs | None) -> Page:
        """Send, follow a 303 as browsers do, and remember what was sent."""
        self._last = (method, address, form)
        status, headers, html = self.transport(method, address, form, self.headers)
        while status == 303:
            assert "Set-Cookie" not in headers
            address = urljoin(address, headers["Location"])
            status, headers, html = self.transport("GET", address, None, self.headers)
        assert "Set-Cookie" not in headers, f"{address} sets a cookie"
        self.history.append(Page(status, headers, html, address))
        return self.page


def _form(element: Element) -> Form:
    filled: list[tuple[str, str]] = []
    offered: dict[str, tuple[str, ...]] = {}
    buttons: list[tuple[str, str]] = []
    for inner in element.iter():
        name, value, kind = inner.get("name") or "", inner.get("value") or "", inner.get("type")
        if inner.tag == "button" and name:
            buttons.append((name, value))
        elif inner.tag == "select":
            options = list(inner.iter("option"))
            offered[name] = tuple(option.get("value") or "" for option in options)
            chosen = next((one for one in options if one.get("selected") is not None), options[0])
            filled.append((name, chosen.get("value") or ""))
        elif inner.tag == "textarea":
            offered[name] = ()
            filled.append((name, inner.text or ""))
        elif inner.tag == "input" and kind in ("radio", "checkbox"):
            offered[name] = (*offered.get(name, ()), value)
            if inner.get("checked") is not None:
                filled.append((name, value))
        elif inner.tag == "input":
            if kind != "hidden":
                offered[name] = ()
            filled.append((name, value))
    return Form(element.get("action") or "", filled, offered, buttons)


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
