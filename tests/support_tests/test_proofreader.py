"""The proofreading client reads what a test opens, error pages too, and leaves everything else alone."""

import pytest
from flask import Flask, redirect

from tests.support.proofreader import ProofreadingClient

PAGE = (
    '<!doctype html><html lang="vi"><head><title>Trang</title></head>'
    "<body><main><h1>Trang</h1>{}</main></body></html>"
)
POLICY = {"Content-Security-Policy": "default-src 'self'"}


@pytest.fixture
def client() -> ProofreadingClient:
    app = Flask("example")
    app.test_client_class = ProofreadingClient
    app.add_url_rule("/good", "good", lambda: (PAGE.format("<p>Tốt</p>"), POLICY))
    app.add_url_rule("/bad", "bad", lambda: (PAGE.format("<h1>Hai</h1>"), POLICY))
    app.add_url_rule("/lost", "lost", lambda: ("<p>", 404, POLICY))
    app.add_url_rule("/data", "data", lambda: {"is": "no page..."})
    app.add_url_rule("/away", "away", lambda: redirect("/bad"))
    client = app.test_client()
    assert isinstance(client, ProofreadingClient)
    return client


@pytest.mark.parametrize("address", ["/good", "/data", "/away"])
def test_good_pages_data_and_redirects_pass(client: ProofreadingClient, address: str):
    client.get(address)


@pytest.mark.parametrize("address", ["/bad", "/lost"])
def test_a_bad_page_fails_the_test_that_opened_it(client: ProofreadingClient, address: str):
    with pytest.raises(AssertionError, match=f"GET {address} is not fit to be shown:\n- "):
        client.get(address)


def test_a_page_behind_a_redirect_is_read_too(client: ProofreadingClient):
    with pytest.raises(AssertionError, match="exactly one h1"):
        client.get("/away", follow_redirects=True)
