"""Fifty thousand cases, planted by bulk: in every state, over eighteen months, with words, tags and whom they name."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert, text

from bench.ground import WORLD
from core import clock
from core.db import write
from core.domain.complaints import clocks
from core.domain.complaints.clocks import Clock
from core.domain.complaints.course import State
from core.domain.workdays import WorkCalendar
from core.models import (
    Complaint,
    ComplaintEvent,
    ComplaintKey,
    ComplaintOfficer,
    ComplaintTag,
    ComplaintText,
    ComplaintWord,
)
from core.queries import calendar
from core.queries.complaints import sealed
from core.services.complaints import sealing

TAGS = ("chờ lâu", "thái độ", "thiếu giấy tờ", "đất đai", "máy hỏng", "phí", "trẻ em", "ban đêm")
#: A word of one case in about five hundred.
RARE = "cảm ứng"
_PLACES = ("quầy chứng thực", "quầy đất đai", "quầy hộ tịch", "nhà văn hóa", "sân trung tâm", "phòng chờ")
_WHATS = (
    "Tôi chờ từ sáng đến trưa mới đến lượt, không có số thứ tự",
    "Cán bộ yêu cầu nộp thêm bản sao đã có trên hệ thống",
    "Ba lần đi lại vì thiếu giấy tờ, lần đầu không được hướng dẫn đủ",
    "Máy lấy số hỏng nhiều ngày mà không thấy ai sửa",
    "Đề nghị có người hướng dẫn cho người cao tuổi nộp hồ sơ",
    "Đèn đường trước cổng không sáng, đi lại buổi tối khó khăn",
)
#: What a case may be, with how many of a hundred.
_STATES = {"new": 2, "handling": 6, "approving": 1, "checking": 1, "answered": 4, "appealed": 1, "closed": 85}
_ENDED = (("praise", "noted"), ("feedback", "noted"), ("grievance", "notice_given"), ("outside", "forwarded"))
_DAYS_BACK = 540
_CHUNK = 5_000


def plant(count: int) -> bytes:
    """Plant so many cases at the tests' office; return the number of an open petition."""
    dice = random.Random(20261121)
    today = clock.today()
    deadlines: dict[date, date] = {}
    with write() as connection:
        days = calendar.work(connection, WORLD.centre)
        shown = b""
        for first in range(0, count, _CHUNK):
            rows = [
                _case(dice, number, today, days, deadlines)
                for number in range(first, min(first + _CHUNK, count))
            ]
            _store(connection, dice, rows)
            shown = next((row["id"] for row in rows if row["state"] == str(State.HANDLING)), shown)
    with write() as connection:
        connection.execute(text("ANALYZE"))
    return shown


def _case(
    dice: random.Random, number: int, today: date, days: WorkCalendar, deadlines: dict[date, date]
) -> dict[str, Any]:
    state = dice.choices(list(_STATES), list(_STATES.values()))[0]
    back = dice.randrange(4) if state == "new" else dice.randrange(_DAYS_BACK if state == "closed" else 40)
    received = today - timedelta(days=back)
    if received not in deadlines:
        deadlines[received] = clocks.begin(days, Clock.ANSWER, received).due_on
    due = deadlines[received]
    is_closed = state == "closed"
    kind, outcome = ("petition", "confirmed") if dice.random() < 0.8 else dice.choice(_ENDED)
    return {
        "id": dice.randbytes(16),
        "unit_id": WORLD.centre,
        "register": f"PA-{number:05}",
        "state": state,
        "kind": None if state == "new" else kind if is_closed else "petition",
        "outcome": outcome if is_closed else None,
        "channel": dice.choice(("web", "poster", "survey", "paper")),
        "is_named": dice.random() < 0.3,
        "concerns_front": False,
        "field_id": dice.choice((None, WORLD.land, WORLD.civil, WORLD.environment)),
        "counter_id": None,
        "received_on": received,
        "clock": None if is_closed else "triage" if state == "new" else "answer",
        "clock_since": None if is_closed else received,
        "due_on": None if is_closed else due,
        "first_due_on": None if is_closed else due,
        "contests": 0,
        "triaged_on": None if state == "new" else received,
        "closed_on": received + timedelta(days=9) if is_closed else None,
        "receipt_print": dice.randbytes(32),
    }


def _store(connection: Connection, dice: random.Random, rows: list[dict[str, Any]]) -> None:
    beside: dict[Any, list[dict[str, Any]]] = {
        table: []
        for table in (
            ComplaintKey,
            ComplaintText,
            ComplaintEvent,
            ComplaintWord,
            ComplaintTag,
            ComplaintOfficer,
        )
    }
    for row in rows:
        for table, line in _beside(dice, row):
            beside[table].append({**line, "complaint_id": row["id"], "unit_id": row["unit_id"]})
    _add(connection, Complaint.__table__, rows)
    for table, lines in beside.items():
        _add(connection, table.__table__, lines)


def _beside(dice: random.Random, row: dict[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    words = f"{dice.choice(_WHATS)} tại {dice.choice(_PLACES)}, lần thứ {dice.randrange(400)}"
    words += f", {RARE}" if dice.random() < 0.002 else ""
    key, wrapped = sealing.new_key()
    yield ComplaintKey, {"key": wrapped}
    yield ComplaintText, {"part": "what", "sealed": sealing.seal(key, words)}
    yield (
        ComplaintEvent,
        {
            "number": 1,
            "day": row["received_on"],
            "action": "file",
            "party": "citizen",
            "account_id": 0,
            "is_public": True,
            "sealed": None,
        },
    )
    for word in sealed.search_words((words,)):
        yield ComplaintWord, {"word": word}
    for tag in TAGS:
        if dice.random() < 0.1:
            yield ComplaintTag, {"name": tag}
    if row["state"] != "new" and dice.random() < 0.05:
        yield ComplaintOfficer, {"officer_id": WORLD.an}


def _add(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
