"""The tests' citizen behaves as a phone: over HTTP as in this process, and only what a page offers."""

from dataclasses import dataclass

import httpx
import pytest
from flask import Flask

from core.db import write_session
from tests.support import ledger, worlds
from tests.support.citizen import Citizen, Headers, Pairs, over_flask, over_http
from tests.support.server import Server


@dataclass
class Replies:
    """A transport that answers with what it was given, and remembers what it was sent."""

    answers: list[tuple[int, Headers, str]]
    sent: list[tuple[str, str, Pairs | None]]

    def __call__(
        self, method: str, address: str, form: Pairs | None, headers: Headers
    ) -> tuple[int, Headers, str]:
        self.sent.append((method, address, form))
        return self.answers.pop(0)


FORM = (
    "<main><h1>Trang</h1><form action='/gui?a=1'><input type=hidden name=token value=x>"
    "<input type=radio name=q_a value=1><input type=radio name=q_a value=2 checked>"
    "<textarea name=comment>\ncũ</textarea><button name=level value=4>4</button></form></main>"
)


def citizen_reading(*pages: str) -> tuple[Citizen, Replies]:
    replies = Replies([(200, {}, page) for page in pages], [])
    return Citizen(replies), replies


def test_the_same_journey_over_http_and_in_this_process(app: Flask, served: Server):
    with write_session() as session:
        world = worlds.office(session)

    with httpx.Client(base_url=served.url, trust_env=False) as client:
        for transport in (over_flask(app.test_client()), over_http(client)):
            citizen = Citizen(transport)
            citizen.scan(world.single)
            citizen.tap(4)
            citizen.details(trips="0", comment="Tốt")
            citizen.thanks()

    assert [row["answers"][0] for row in ledger.revisions()] == ["4"] * 4


def test_a_form_is_sent_as_it_stands_but_for_what_was_changed():
    citizen, replies = citizen_reading(FORM, FORM)
    citizen.open("/")

    citizen.send({"comment": ("mới",)}, pressing=("level", "4"))

    assert replies.sent[-1] == (
        "POST",
        "/gui?a=1",
        [("token", "x"), ("q_a", "2"), ("comment", "mới"), ("level", "4")],
    )


@pytest.mark.parametrize("changes", [{"q_b": ("1",)}, {"q_a": ("3",)}])
def test_what_the_page_does_not_offer_cannot_be_chosen(changes: dict[str, tuple[str, ...]]):
    citizen, _replies = citizen_reading(FORM)
    citizen.open("/")

    with pytest.raises(AssertionError, match="has no field|does not offer"):
        citizen.send(changes)


def test_a_button_that_is_not_there_cannot_be_pressed():
    citizen, _replies = citizen_reading(FORM)
    citizen.open("/")

    with pytest.raises(AssertionError, match="No button"):
        citizen.tap(5)


def test_back_sends_nothing():
    citizen, replies = citizen_reading(FORM, FORM)
    citizen.open("/a")
    citizen.open("/b")

    page = citizen.back()

    assert (page.address, len(replies.sent)) == ("/a", 2)


def test_again_sends_the_same_once_more():
    citizen, replies = citizen_reading(FORM, FORM, FORM)
    citizen.open("/")
    citizen.tap(4)

    citizen.again()

    assert replies.sent[1] == replies.sent[2]


def test_a_cookie_is_not_taken():
    citizen = Citizen(Replies([(200, {"Set-Cookie": "a=b"}, FORM)], []))

    with pytest.raises(AssertionError, match="sets a cookie"):
        citizen.open("/")


def test_another_page_is_not_the_thank_you_page():
    citizen, _replies = citizen_reading(FORM)
    citizen.open("/q/3F7K4N")

    with pytest.raises(AssertionError):
        citizen.thanks()
