"""Requests of tablets: reads what a device sent, strictly, and who signed it."""

import json
from typing import Any

from flask import request

from core.domain.tablet import BATCH, DeviceClock, signed_request
from core.domain.tablet_answer import LAST_MILLISECOND, Malformed, whole
from core.services.kiosk import devices
from core.services.kiosk.devices import Device, Heartbeat
from core.services.kiosk.held import from_text

_LONGEST_NONCE = 64
_MOST_EPOCHS = 10_000


def nonce() -> str:
    """Return what the device wants to hear back, so that it knows whom it speaks to; empty when it says none."""
    said = request.headers.get("Langnghe-Nonce", "")
    return said if len(said) <= _LONGEST_NONCE and said.isascii() and said.isprintable() else ""


def signature() -> bytes:
    """Return the signature of this request; raise Malformed."""
    return from_text(request.headers.get("Langnghe-Signature", ""))


def signed_text(device: str) -> bytes:
    """Return what the device has signed of this request."""
    return signed_request(request.method, request.path, device, nonce(), request.get_data())


def sender(*, is_handing_over: bool = False) -> Device:
    """Return the tablet that sent this request; raise Malformed or TabletRefused (see `devices.authenticate`)."""
    said = request.headers.get("Langnghe-Device", "")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise Malformed("malformed")
    return devices.authenticate(int(said), signature(), signed_text(said), is_handing_over=is_handing_over)


def body() -> dict[str, Any]:
    """Return the request's JSON object; raise Malformed."""
    try:
        values = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise Malformed("malformed") from error
    if not isinstance(values, dict):
        raise Malformed("malformed")
    return values


def items(values: dict[str, Any]) -> list[Any]:
    """Return the items of a batch as they came; raise Malformed when there are none or too many."""
    found = values.get("items")
    if not isinstance(found, list) or not 1 <= len(found) <= BATCH:
        raise Malformed("malformed")
    return found


def device_clock(values: dict[str, Any]) -> DeviceClock:
    """Return what a batch says about the device's clock; raise Malformed."""
    said = values.get("epochs", {})
    if not isinstance(said, dict) or len(said) > _MOST_EPOCHS:
        raise Malformed("malformed")
    offsets: dict[int, int | None] = {}
    for epoch, offset in said.items():
        if not (epoch.isascii() and epoch.isdigit() and len(epoch) < 10):
            raise Malformed("malformed")
        offsets[int(epoch)] = (
            None if offset is None else whole(offset, least=-LAST_MILLISECOND, most=LAST_MILLISECOND)
        )
    return DeviceClock(
        sent_wall=whole(values.get("sent_wall"), most=LAST_MILLISECOND),
        epoch=whole(values.get("epoch")),
        offsets=offsets,
    )


def heartbeat(values: dict[str, Any]) -> Heartbeat:
    """Return what a heartbeat says; raise Malformed."""
    battery = values.get("battery")
    if battery is not None and (
        isinstance(battery, bool) or not isinstance(battery, int | float) or not 0 <= battery <= 1
    ):
        raise Malformed("malformed")
    return Heartbeat(
        beat=whole(values.get("beat")),
        sent_wall=whole(values.get("sent_wall"), most=LAST_MILLISECOND),
        queue=whole(values.get("queue")),
        shelf=whole(values.get("shelf")),
        next_number=whole(values.get("next_number"), least=1),
        app_version=text(values.get("app_version")),
        battery=battery,
        is_charging=_flag(values.get("charging")),
        is_persistent=_flag(values.get("persistent")),
    )


def text(value: Any) -> str:
    """Return a text that a database can hold; raise Malformed."""
    if not isinstance(value, str) or not value.isprintable():
        raise Malformed("malformed")
    return value


def said_again(value: Any) -> int | str | None:
    """Return a number or a text as it came; None for what would make the answer no JSON, such as NaN."""
    return value if isinstance(value, int | str) else None


def _flag(value: Any) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise Malformed("malformed")
    return value
