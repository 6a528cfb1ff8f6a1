"""Tokens: what a page carries for the server opens for its purpose only, and never after tampering."""

import base64
import struct
from collections.abc import Iterator
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask.ctx import AppContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.config import Config
from core.domain.changing_code import Slot
from core.keys import derive
from core.web import tokens
from core.web.tokens import Purpose, SurveyTicket, TokenRefused
from tests.support.databases import DATA_KEY, SECRET_KEY, settings_for
from wsgi import create_app

OTHER_KEY = DATA_KEY
#: Tokens ask no database.
NEVER_OPENED = "sqlite:////nonexistent/never-opened.db"
TICKET = SurveyTicket(
    secret=bytes(range(16)), touchpoint_id=51, version_id=1, duty_entry_id=41, moment=1_795_226_400.125
)


def issue(purpose: Purpose = Purpose.FORM, ticket: SurveyTicket = TICKET, **changes: str) -> str:
    with product(**changes):
        return tokens.issue(purpose, ticket)


def read(text: str, purpose: Purpose = Purpose.FORM, **changes: str) -> SurveyTicket:
    with product(**changes):
        return tokens.read(purpose, text)


def product(**changes: str) -> AppContext:
    """The product's application context with these settings."""
    return create_app(Config.from_env(settings_for(NEVER_OPENED, **changes))).app_context()


@pytest.fixture
def running() -> Iterator[None]:
    with product():
        yield


def test_a_ticket_comes_back_to_the_millisecond(running: None):
    assert tokens.read(Purpose.FORM, tokens.issue(Purpose.FORM, TICKET)) == TICKET


def test_nobody_on_duty_stays_nobody(running: None):
    ticket = SurveyTicket(bytes(16), 1, 1, None, 1.0)

    assert tokens.read(Purpose.FORM, tokens.issue(Purpose.FORM, ticket)).duty_entry_id is None


def test_the_changing_code_of_a_page_comes_back_and_lengthens_nothing(running: None):
    ticket = replace(TICKET, slot=Slot(71, 59_840_880))

    text = tokens.issue(Purpose.FORM, ticket)

    assert tokens.read(Purpose.FORM, text) == ticket
    assert len(text) == len(tokens.issue(Purpose.FORM, TICKET))


@pytest.mark.parametrize("purpose", list(Purpose))
def test_what_a_citizen_held_before_there_were_changing_codes_still_opens(running: None, purpose: Purpose):
    plain = TICKET.secret + struct.pack(">IIIQ", 51, 1, 41, 1_795_226_400_125)
    nonce = bytes(range(12))
    key = derive(base64.urlsafe_b64decode(SECRET_KEY), purpose)
    text = base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, plain, None)).decode().rstrip("=")

    assert tokens.read(purpose, text) == TICKET


def test_a_token_shows_nothing_of_its_secret(running: None):
    raw = base64.urlsafe_b64decode(tokens.issue(Purpose.FORM, TICKET) + "==")

    assert TICKET.secret[:4] not in raw


def test_the_same_ticket_never_looks_the_same_twice(running: None):
    assert tokens.issue(Purpose.FORM, TICKET) != tokens.issue(Purpose.FORM, TICKET)


def test_a_token_fits_an_address_as_it_is(running: None):
    text = tokens.issue(Purpose.CONTINUATION, TICKET)

    assert len(text) <= 100
    assert text.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    ("made_for", "read_for"),
    [(Purpose.FORM, Purpose.CONTINUATION), (Purpose.CONTINUATION, Purpose.FORM)],
)
def test_a_token_made_for_another_purpose_is_refused(running: None, made_for: Purpose, read_for: Purpose):
    text = tokens.issue(made_for, TICKET)

    with pytest.raises(TokenRefused):
        tokens.read(read_for, text)


def test_after_a_change_of_keys_yesterdays_token_still_opens():
    text = issue(LANGNGHE_SECRET_KEY=OTHER_KEY)

    assert read(text, LANGNGHE_SECRET_KEY=SECRET_KEY, LANGNGHE_SECRET_KEY_OLD=OTHER_KEY) == TICKET


def test_while_two_keys_are_valid_the_new_one_makes_the_tokens():
    text = issue(LANGNGHE_SECRET_KEY=SECRET_KEY, LANGNGHE_SECRET_KEY_OLD=OTHER_KEY)

    with pytest.raises(TokenRefused):
        read(text, LANGNGHE_SECRET_KEY=OTHER_KEY)


def test_a_token_of_a_dropped_key_is_refused():
    text = issue(LANGNGHE_SECRET_KEY=OTHER_KEY)

    with pytest.raises(TokenRefused):
        read(text, LANGNGHE_SECRET_KEY=SECRET_KEY)


def test_every_flipped_bit_is_noticed(running: None):
    raw = bytearray(base64.urlsafe_b64decode(tokens.issue(Purpose.FORM, TICKET) + "=="))

    for place in range(len(raw)):
        changed = bytes(byte ^ 1 if number == place else byte for number, byte in enumerate(raw))
        with pytest.raises(TokenRefused):
            tokens.read(Purpose.FORM, base64.urlsafe_b64encode(changed).decode().rstrip("="))


@pytest.mark.parametrize("text", ["", "x", "....", "AAAA", "A" * 5000, "đánh giá", "\x00", "a b", "%41"])
def test_what_is_no_token_is_refused(running: None, text: str):
    with pytest.raises(TokenRefused):
        tokens.read(Purpose.FORM, text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=120))
def test_any_text_at_all_is_refused_and_nothing_breaks(running: None, text: str):
    with pytest.raises(TokenRefused):
        tokens.read(Purpose.FORM, text)
