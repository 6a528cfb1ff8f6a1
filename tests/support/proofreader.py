"""Flask's test client with a proofreader beside it: a page with a fault fails the test that opened it."""

import base64
import hashlib
import re
from functools import lru_cache
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.proofreading import faults

INLINE = re.compile(r"<(style|script)\b([^>]*)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
DATA_TYPES = ("application/json", "application/ld+json")


#: What differs on every page and says nothing about it.
TOKEN = re.compile(r'(name="csrf_token"[^>]*? value=)"[^"]*"')


class ProofreadingClient(FlaskClient):
    """Reads every HTML page that a test opens, error pages included."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Open a page as Flask's client does; raise AssertionError with all its faults."""
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 307, 308):
            found = response_faults(response)
            listed = "\n".join(f"- {fault}" for fault in found)
            assert not found, (
                f"{response.request.method} {response.request.path} is not fit to be shown:\n{listed}"
            )
        return response


def response_faults(response: TestResponse) -> list[str]:
    """Return the faults of a page and of the headers that belong to it."""
    page = response.get_data(as_text=True)
    found = [] if "charset=utf-8" in response.headers["Content-Type"].lower() else ["The page is not UTF-8."]
    return [
        *found,
        *policy_faults(page, response.headers.get("Content-Security-Policy", "")),
        *_faults(TOKEN.sub(r'\1"t"', page)),
    ]


@lru_cache(maxsize=500)
def _faults(page: str) -> tuple[str, ...]:
    """Return the faults of a page; the same page, opened by many tests, is read once."""
    return tuple(faults(page))


def policy_faults(page: str, policy: str) -> list[str]:
    """Return what is wrong with a page's Content-Security-Policy, and which inline parts it would block."""
    if "default-src" not in policy:
        return ["The page has no Content-Security-Policy with a default-src."]
    found = [
        f"The Content-Security-Policy says {word}."
        for word in ("unsafe-inline", "unsafe-eval")
        if word in policy
    ]
    for kind, attributes, text in INLINE.findall(page):
        if re.search(r"\bsrc=", attributes) or any(data in attributes for data in DATA_TYPES):
            continue
        if not _is_allowed(attributes, text, policy):
            found.append(f"The Content-Security-Policy blocks an inline {kind}: {text.strip()[:60]}")
    return found


def _is_allowed(attributes: str, text: str, policy: str) -> bool:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    nonce = re.search(r"nonce=[\"']?([\w+/=-]+)", attributes)
    return f"'sha256-{digest}'" in policy or bool(nonce and f"'nonce-{nonce[1]}'" in policy)
