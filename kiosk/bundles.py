"""Bundles as JSON: what a tablet keeps, and the tag by which it knows that it has the newest."""

import base64
import json
from datetime import datetime, time
from hashlib import sha256
from typing import Any

from core import clock, config
from core.domain.questionnaire import Question, Questionnaire
from core.domain.roster import Hours
from core.domain.tablet import PIN_ROUNDS
from core.queries.kiosk.bundle import Bundle, DutyLine
from core.services.kiosk import envelopes

_TAG_DIGITS = 16


def tagged(bundle: Bundle) -> tuple[str, dict[str, Any]]:
    """Return the bundle's tag and the bundle; the same content always has the same tag."""
    content = _content(bundle)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:_TAG_DIGITS], content


def text_of(content: bytes) -> str:
    """Return bytes as URL-safe Base64 without padding (RFC 4648)."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _content(bundle: Bundle) -> dict[str, Any]:
    place = bundle.place
    address = f"{config.current().public_url}/q/{place.code}"
    key_id, point = envelopes.public_key()
    return {
        "tablet": {"id": bundle.tablet_id, "name": bundle.name},
        "office": place.office,
        "unit": place.unit,
        "help_phone": place.help_phone,
        "counter": {"id": bundle.counter_id, "name": bundle.counter, "number": place.counter_number},
        "touchpoint": place.touchpoint_id,
        "code": place.code,
        "address": address,
        "short_address": address.partition("://")[2],
        "fields": [
            {"id": field.id, "name": field.name, "is_other": field.is_other} for field in place.fields
        ],
        "questionnaire": _questionnaire(place.version_id, bundle.questionnaire),
        "roster": [_duty(line) for line in bundle.roster],
        "hours": {
            **_hours(bundle.hours, at=clock.now()),
            "closed": sorted(day.isoformat() for day in bundle.closed),
        },
        "settings": {
            "mode": str(bundle.settings.mode),
            "reads_aloud": bundle.settings.reads_aloud,
            "asks_comment": bundle.settings.asks_comment,
            "pin": {
                "salt": text_of(bundle.settings.pin_salt),
                "hash": text_of(bundle.settings.pin_hash),
                "rounds": PIN_ROUNDS,
            },
        },
        "server_key": {"id": key_id, "public": text_of(point)},
    }


def _questionnaire(version_id: int, questionnaire: Questionnaire) -> dict[str, Any]:
    return {
        "version": version_id,
        "lead": questionnaire.lead,
        "texts": dict(questionnaire.texts),
        "questions": [_question(question) for question in questionnaire.questions],
    }


def _question(question: Question) -> dict[str, Any]:
    condition = question.condition
    return {
        "code": question.code,
        "kind": str(question.kind),
        "scope": str(question.scope),
        "texts": dict(question.texts),
        "options": [{"code": option.code, "texts": dict(option.texts)} for option in question.options],
        "condition": condition and {"question": condition.question, "any_of": list(condition.any_of)},
    }


def _duty(line: DutyLine) -> dict[str, Any]:
    picture = f"data:image/jpeg;base64,{base64.b64encode(line.photo).decode()}" if line.photo else None
    return {
        "entry": line.entry_id,
        "officer": line.officer,
        "title": line.title,
        "photo": picture,
        "starts": _milliseconds(line.starts_at),
        "ends": _milliseconds(line.ends_at),
    }


def _hours(hours: Hours, *, at: datetime) -> dict[str, Any]:
    offset = at.astimezone(hours.zone).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else 0
    return {
        "zone_minutes": minutes,
        "morning": [_clock(moment) for moment in hours.morning],
        "afternoon": [_clock(moment) for moment in hours.afternoon],
        "last_weekday": hours.last_weekday,
    }


def _clock(moment: time) -> str:
    return moment.strftime("%H:%M")


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
