"""Synthetic answers: two years of an office, brought in through the inbox and settled by the product itself."""

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert, text

from bench.ground import WORLD
from core.config import current
from core.db import db, write
from core.domain.builtin.quick import QUICK
from core.models import COUNT_COLUMNS, InboxRevision, Submission
from core.services import comments, settling
from tests.support.clock import Clock

#: The first day answers are given.
BEGINNING = date(2024, 1, 1)
#: Officers at their counters, each serving two fields: the combinations one day has cells for.
OFFICERS = 34
COMBINATIONS = OFFICERS * 2
#: Share of answers with a comment, and its length in characters.
COMMENTED = 0.15
_COMMENTS = (
    "Cán bộ hướng dẫn rất tận tình, nhưng phải chờ hơi lâu vì buổi sáng đông người dân.",
    "Đề nghị niêm yết rõ lệ phí và thời hạn trả kết quả ngay tại quầy để người dân biết.",
    "Tôi phải đi lại hai lần do lần đầu chưa được hướng dẫn đầy đủ giấy tờ cần chuẩn bị.",
    "Thái độ phục vụ tốt, hồ sơ đất đai được trả đúng hẹn, mong tiếp tục phát huy việc này.",
)
_BATCHES = 10
_CHUNK = 20_000


@dataclass(frozen=True)
class Filled:
    """What was brought in."""

    answers: int
    days: int
    grown_bytes: int


def fill(clock: Clock, *, answers: int, per_cell: int) -> Filled:
    """Bring answers in, so many per day cell, settle and compact; return how much the database grew."""
    before = size()
    days = max(1, round(answers / per_cell / COMBINATIONS))
    dice = random.Random(20261121)
    texts = _answer_texts(dice)
    batch = -(-days // _BATCHES)
    for first in range(0, days, batch):
        stretch = [BEGINNING + timedelta(days=number) for number in range(first, min(days, first + batch))]
        with write() as connection:
            _insert(connection, _rows(stretch, per_cell, texts, dice))
        night = stretch[-1] + timedelta(days=1)
        clock.set(f"{night.isoformat()}T01:00:00+07:00")
        assert settling.settle().submissions == len(stretch) * per_cell * COMBINATIONS
    settling.compact()
    return Filled(days * per_cell * COMBINATIONS, days, size() - before)


def size() -> int:
    """Return how many bytes the database takes on disk, everything in."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
        pages = connection.scalar(text("PRAGMA page_count")) or 0
        return int(pages) * int(connection.scalar(text("PRAGMA page_size")) or 0)


def _insert(connection: Connection, rows: Iterator[dict[str, Any]]) -> None:
    statement = insert(InboxRevision)
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            connection.execute(statement, chunk)
            chunk = []
    if chunk:
        connection.execute(statement, chunk)


def _rows(days: list[date], per_cell: int, texts: list[str], dice: random.Random) -> Iterator[dict[str, Any]]:
    data_keys = current().data_keys
    for day in days:
        for combination in range(COMBINATIONS):
            officer = combination // 2
            for _ in range(per_cell):
                comment = dice.choice(_COMMENTS) if dice.random() < COMMENTED else None
                kept = comments.protect(comment, data_keys) if comment else None
                yield {
                    "id": secrets.token_bytes(16),
                    "revision": 1 + (kept is not None),
                    "received_on": day,
                    "unit_id": WORLD.centre,
                    "version_id": WORLD.quick,
                    "touchpoint_id": 100 + officer,
                    "counter_id": 200 + officer,
                    "field_id": WORLD.land + combination % 5,
                    "duty_entry_id": 1000 + officer,
                    "officer_id": 300 + officer,
                    "round_id": 0,
                    "channel": "qr",
                    "tier": "C",
                    "quality": 0,
                    "day": day,
                    "answers": dice.choice(texts),
                    "comment_text": kept and kept.text,
                    "comment_key": kept and kept.key,
                    "comment_salt": kept and kept.salt,
                    "comment_commitment": kept and kept.commitment,
                }


def _answer_texts(dice: random.Random) -> list[str]:
    """Return answers as citizens give them: half stop after the tap, half tell more."""
    texts = []
    for number in range(1000):
        level = dice.choices("12345", weights=(2, 2, 7, 29, 60))[0]
        answers: dict[str, tuple[str, ...]] = {"overall": (level,)}
        if number % 2:
            answers["officer"] = (dice.choice("345"),)
            for question in QUICK.questions[2:]:
                if QUICK.applies(question, answers) and dice.random() < 0.6:
                    answers[question.code] = (dice.choice(question.options).code,)
        texts.append(QUICK.encode(answers))
    return texts


def multiply(times: int) -> None:
    """Bring the settled answers to so many times their number, under fresh ids, and the cells likewise.

    By SQL: settling tens of millions would take hours. Comments are not copied.
    """
    columns = ", ".join(column.name for column in Submission.__table__.columns if column.name != "id")
    with write() as connection:
        fresh = "randomblob(16)" if connection.dialect.name == "sqlite" else "uuid_send(gen_random_uuid())"
        numbers = f"SELECT 2 UNION ALL SELECT number + 1 FROM copy WHERE number < {times}"
        connection.execute(text(f"CREATE TEMP TABLE original AS SELECT {columns} FROM submission"))
        connection.execute(
            text(
                f"INSERT INTO submission (id, {columns}) "
                f"WITH RECURSIVE copy (number) AS ({numbers}) "
                f"SELECT {fresh}, {columns} FROM original CROSS JOIN copy ORDER BY 1"
            )
        )
        grown = ", ".join(f"{name} = {name} * {times}" for name in COUNT_COLUMNS)
        for table in ("cell_day", "cell_month"):
            connection.execute(text(f"UPDATE {table} SET {grown}"))
    # Rewritten cells leave their old rows behind, which a settled database does not have.
    settling.compact()
