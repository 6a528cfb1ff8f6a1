"""Row 6: what was acknowledged is stored, exactly, although workers and the whole server are killed meanwhile."""

import time
from hashlib import sha256

from flask import Flask
from sqlalchemy import select

from bench import survey_load
from bench.goals import Measured
from bench.ground import Ground
from bench.load import Job, Running
from bench.scale import Scale
from core.db import db
from core.models import InboxRevision
from core.services import rollups
from core.web import tokens
from core.web.tokens import Purpose
from tests.support.server import Server

#: Seconds between two kills; a worker is back and busy by then.
_PAUSE = 0.2


def kills(ground: Ground, scale: Scale) -> list[Measured]:
    """Measure row 6."""
    with ground.database() as url:
        with ground.product(url) as product:
            drawn = survey_load.tokens(product, scale.stubborn_posts)
            levels = [number % 5 + 1 for number in range(len(drawn))]
            requests = tuple(
                survey_load.tap(token, level, number)
                for number, (token, level) in enumerate(zip(drawn, levels, strict=True))
            )
            running = Running(Job(product.port, requests, seconds=300, is_stubborn=True))
            killed = _kill(product, running, scale.kills)
            load = running.result()
        with ground.centre(url) as app:
            acknowledged = {
                _id(app, drawn[number]): str(levels[number])
                for number, status in load.answered.items()
                if status == 303
            }
            stored = _stored()
            wrong_cells = len(rollups.check())
    refused = sum(count for status, count in load.statuses.items() if status != 303)
    lost, unasked = acknowledged.keys() - stored.keys(), stored.keys() - acknowledged.keys()
    changed = [key for key in acknowledged.keys() & stored.keys() if stored[key] != [acknowledged[key]]]
    differences = len(lost) + len(unasked) + len(changed) + wrong_cells + refused
    differences += len(drawn) - len(acknowledged)
    return [
        Measured(
            "6",
            f"{len(acknowledged):,} acknowledged, {len(stored):,} stored, {killed} kills",
            "exact" if not differences else f"{differences} wrong",
            {"differences": differences},
            notes=(
                f"lost {len(lost)}, stored without answer {len(unasked)}, other content {len(changed)}, "
                f"refused {refused}, wrong cells {wrong_cells}; short version of bin/faults",
            ),
        )
    ]


def _kill(product: Server, running: Running, kills: int) -> int:
    """Kill workers one after the other, and once the whole server, while submissions come in."""
    for number in range(kills):
        time.sleep(_PAUSE)
        if running.is_over:
            return number
        if number == kills // 2:
            product.kill()
            product.start()
        elif product.workers():
            product.kill_worker()
    return kills


def _id(app: Flask, token: str) -> bytes:
    """Return the id of the submission whose secret a form token carries."""
    with app.app_context():
        return sha256(tokens.read(Purpose.FORM, token).secret).digest()[:16]


def _stored() -> dict[bytes, list[str]]:
    """Return the level of every revision in the inbox by id; exactly one each is wanted."""
    inbox = InboxRevision.__table__
    found: dict[bytes, list[str]] = {}
    with db.engine.connect() as connection:
        for row in connection.execute(select(inbox.c.id, inbox.c.revision, inbox.c.answers)):
            found.setdefault(bytes(row.id), []).append(row.answers[0])
    return found
