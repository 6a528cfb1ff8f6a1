"""Filing by a secret: one form is one case with one code, however often and under whichever data key."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from core import config
from core.db import db, write_session
from core.domain.complaints.filing import Filing
from core.domain.complaints.kinds import Channel
from core.models import Complaint, ComplaintEvent, ComplaintText
from core.services.complaints import filing
from core.services.complaints.filing import FiledOtherwise
from tests.support import worlds
from tests.support.worlds import World

SECRET = bytes(range(16))
WRITTEN = Filing(
    unit_id=World.centre, channel=Channel.WEB, what="Chờ hai giờ không ai gọi số.", where="Quầy 3"
)


@pytest.fixture(autouse=True)
def world(app: Flask) -> World:
    """The office «Xã Mẫu»."""
    with write_session() as session:
        return worlds.office(session)


def counts() -> tuple[int, int, int]:
    """Return how many cases, texts and lines of timelines there are."""
    db.session.rollback()
    return tuple(len(list(db.session.scalars(select(kind.unit_id)))) for kind in _KINDS)  # type: ignore[return-value]


_KINDS = (Complaint, ComplaintText, ComplaintEvent)


def test_twenty_sendings_at_once_are_one_case_with_one_code(app: Flask):
    def send(_number: int) -> str:
        with app.app_context():
            return filing.file(WRITTEN, secret=SECRET)

    with ThreadPoolExecutor(20) as crowd:
        codes = set(crowd.map(send, range(20)))

    assert len(codes) == 1
    assert counts() == (1, 2, 1)


def test_another_secret_is_another_case_with_another_code():
    codes = {filing.file(WRITTEN, secret=bytes([number]) * 16) for number in range(5)}
    codes |= {filing.file(WRITTEN) for _ in range(5)}

    assert len(codes) == 10
    assert counts() == (10, 20, 10)


def test_other_words_under_a_used_secret_are_refused_with_the_code_of_the_first():
    receipt = filing.file(WRITTEN, secret=SECRET)

    with pytest.raises(FiledOtherwise) as refused:
        filing.file(replace(WRITTEN, what="Chờ hai giờ, rồi được gọi."), secret=SECRET)

    assert refused.value.facts == {"receipt": receipt}
    assert counts() == (1, 2, 1)


def test_a_data_key_that_changed_between_two_sendings_changes_neither_case_nor_code(app: Flask):
    receipt = filing.file(WRITTEN, secret=SECRET)
    own = config.current()
    app.config["LANGNGHE"] = replace(own, data_keys=(bytes(32), *own.data_keys))

    assert filing.file(WRITTEN, secret=SECRET) == receipt
    assert counts() == (1, 2, 1)


def test_without_the_data_key_a_secret_says_neither_id_nor_code(app: Flask):
    receipt = filing.file(WRITTEN, secret=SECRET)
    app.config["LANGNGHE"] = replace(config.current(), data_keys=(bytes(32),))

    assert filing.file(WRITTEN, secret=SECRET) != receipt
    assert counts()[0] == 2
