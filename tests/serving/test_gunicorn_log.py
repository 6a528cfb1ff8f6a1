"""gunicorn's log says what failed and where in the code, never who asked, for what, or with which words."""

import logging
import runpy
import socket

import pytest
from gunicorn.config import Config

from tests.support.databases import ROOT
from tests.support.server import Server


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture):
    logger = runpy.run_path(str(ROOT / "gunicorn.conf.py"))["LoggerWithoutVisitors"](Config())
    # gunicorn's logger stands alone; the test listens to it directly.
    logger.error_log.handlers = [caplog.handler]
    return logger


def test_a_malformed_request_is_logged_without_sender_and_content(log, caplog: pytest.LogCaptureFixture):
    log.warning("Invalid request from ip=203.0.113.7: Invalid HTTP request line: '/q/K7M2'")

    assert caplog.messages == ["Refused a malformed request."]


def test_a_failure_is_logged_as_type_and_place(log, caplog: pytest.LogCaptureFixture):
    try:
        raise ValueError("what a citizen wrote")
    except ValueError:
        log.exception("Error handling request %s %s", "POST", "/q/K7M2")

    (message,) = caplog.messages
    assert message.startswith("A request failed with ValueError at ")
    assert "test_gunicorn_log.py:" in message
    assert caplog.records[0].exc_info is None


def test_other_warnings_and_failures_stay_as_they_are(log, caplog: pytest.LogCaptureFixture):
    log.warning("Worker (pid:%s) was sent SIGKILL!", 7)
    log.exception("Unhandled exception in main loop")

    assert caplog.messages == ["Worker (pid:7) was sent SIGKILL!", "Unhandled exception in main loop"]
    assert caplog.records[1].levelno == logging.ERROR


def test_a_served_product_logs_neither_the_page_nor_the_address_of_a_visitor(served: Server):
    with socket.create_connection(("127.0.0.1", served.port)) as visitor:
        visitor.sendall(b"GET /q/K7M2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert visitor.recv(9) == b"HTTP/1.1 "
    with socket.create_connection(("127.0.0.1", served.port)) as visitor:
        visitor.sendall(b"GET /q/K7M2\x01 HTTP/9.9\r\n\r\n")
        assert visitor.recv(12) == b"HTTP/1.1 400"

    assert served.log_text().count("Refused a malformed request.") == 1
    assert "K7M2" not in served.log_text()
    assert "127.0.0.1" not in served.log_text()
