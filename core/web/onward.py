"""Onward: a page of ours that opens the next address by itself, for people who arrive from another site.

The session's cookie is SameSite=Strict: the browser withholds it from whatever another site leads to, redirects
included, and brings it along once a page of ours asks.
"""

from flask import render_template, request
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response


def is_from_elsewhere() -> bool:
    """Did a page of another site lead here? (Fetch Metadata; browsers that say nothing are believed.)"""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Site") == "cross-site"


def page(target: str, *, is_fault: bool = False) -> Response:
    """Return the page that opens an own address."""
    answer = Response(render_template("onward.html", target=target, is_fault=is_fault), mimetype="text/html")
    answer.headers["Refresh"] = f"0; url={iri_to_uri(target)}"
    return answer
