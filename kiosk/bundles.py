"""Bundles as JSON: what a tablet or phone keeps, and the tag by which it knows that it has the newest."""

import base64
import json
from datetime import datetime, time
from hashlib import sha256
from typing import Any

from core import clock, config
from core.domain.access import CITIZEN
from core.domain.questionnaire import Kind, Question, Questionnaire
from core.domain.roster import Hours
from core.domain.tablet import PIN_ROUNDS, Mode
from core.queries.kiosk import bundle as query
from core.queries.kiosk import interviewing
from core.queries.kiosk.bundle import Bundle, DutyLine
from core.queries.kiosk.interviewing import InterviewBundle
from core.services.kiosk import envelopes
from core.services.kiosk.devices import Device

_TAG_DIGITS = 16


def newest(device: Device) -> tuple[str, dict[str, Any]] | None:
    """Return the tag and the bundle a device should have now; None while there is nothing it could ask."""
    if device.round_id is not None:
        interviews = interviewing.bundle(CITIZEN, device.id)
        return _tagged(_for_interviews(interviews)) if interviews is not None else None
    found = query.bundle(CITIZEN, device.id, clock.now())
    return _tagged(_for_tablet(found)) if found is not None else None


def _tagged(content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the bundle's tag and the bundle; the same content always has the same tag."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:_TAG_DIGITS], content


def text_of(content: bytes) -> str:
    """Return bytes as URL-safe Base64 without padding (RFC 4648)."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _for_tablet(bundle: Bundle) -> dict[str, Any]:
    place = bundle.place
    address = f"{config.current().public_url}/q/{place.code}"
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
        "questionnaire": questionnaire_of(place.version_id, bundle.questionnaire),
        "roster": [_duty(line) for line in bundle.roster],
        "hours": {
            **_hours(bundle.hours, at=clock.now()),
            "closed": sorted(day.isoformat() for day in bundle.closed),
        },
        "settings": {
            "mode": str(bundle.settings.mode),
            "reads_aloud": bundle.settings.reads_aloud,
            "asks_comment": bundle.settings.asks_comment,
            "pin": _pin(bundle.settings.pin_salt, bundle.settings.pin_hash),
        },
        "server_key": _server_key(),
    }


def _for_interviews(bundle: InterviewBundle) -> dict[str, Any]:
    factors = {factor.code: dict(factor.texts) for factor in bundle.questionnaire.factors}
    questionnaire = questionnaire_of(bundle.version_id, bundle.questionnaire)
    asked = [
        (content, bundle.questionnaire.question(content["code"])) for content in questionnaire["questions"]
    ]
    questions = [
        {**content, "factor": question.factor, "low": question.low, "high": question.high}
        for content, question in asked
    ]
    return {
        "tablet": {"id": bundle.tablet_id, "name": bundle.name},
        "office": bundle.office,
        "unit": bundle.unit,
        "help_phone": bundle.help_phone,
        "round": {
            "id": bundle.round_id,
            "name": bundle.round_name,
            "begins_on": bundle.begins_on.isoformat(),
            "ends_on": bundle.ends_on.isoformat(),
            "sample": bundle.sample,
            "is_closed": bundle.is_closed,
            "hamlets": [
                {"number": one.number, "name": one.name, "sample": one.sample} for one in bundle.hamlets
            ],
        },
        "touchpoint": bundle.touchpoint_id,
        "questionnaire": {**questionnaire, "questions": questions, "factors": factors},
        "roster": [],
        "hours": {**_hours(bundle.hours, at=clock.now()), "closed": []},
        "settings": {
            "mode": str(Mode.INTERVIEW),
            "reads_aloud": False,
            "asks_comment": False,
            "pin": _pin(bundle.pin_salt, bundle.pin_hash),
        },
        "server_key": _server_key(),
    }


def _pin(salt: bytes, pin_hash: bytes) -> dict[str, Any]:
    return {"salt": text_of(salt), "hash": text_of(pin_hash), "rounds": PIN_ROUNDS}


def _server_key() -> dict[str, str]:
    key_id, point = envelopes.public_key()
    return {"id": key_id, "public": text_of(point)}


def questionnaire_of(version_id: int, questionnaire: Questionnaire) -> dict[str, Any]:
    """Return a version as tablets ask it."""
    return {
        "version": version_id,
        "lead": questionnaire.lead,
        "texts": dict(questionnaire.texts),
        # The order of the poles is nobody's question, and on tablets it never changes.
        "questions": [_question(question) for question in questionnaire.asked],
    }


def _question(question: Question) -> dict[str, Any]:
    condition = question.condition
    is_written = question.kind in (Kind.NUMBER, Kind.TEXT)
    bounds = {"low": question.low or 0, "high": question.high or 0} if is_written else {}
    options = () if is_written else question.options
    return {
        "code": question.code,
        "kind": str(question.kind),
        "scope": str(question.scope),
        "texts": dict(question.texts),
        "options": [{"code": option.code, "texts": dict(option.texts)} for option in options],
        "condition": condition and {"question": condition.question, "any_of": list(condition.any_of)},
        **bounds,
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
