"""The tablet's interface: enrolment, what to take along, answers in batches, and signs of life."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from core import clock
from core.domain.access import CITIZEN, Permission
from core.domain.submission import StorageUnavailable
from core.domain.tablet import MAX_BATCH_BYTES, ItemOutcome, TabletRefused
from core.domain.tablet_answer import Malformed
from core.queries.kiosk import interviewing
from core.services.kiosk import devices, enrolment, intake, signatures
from core.services.kiosk.devices import Device
from core.services.kiosk.held import from_text, sealed_item
from core.services.kiosk.intake import ItemResult
from core.web.access import requires
from core.web.large_bodies import takes
from kiosk import bundles, requests
from kiosk.attempts import Attempts
from kiosk.bundles import text_of
from kiosk.problems import problem

blueprint = Blueprint("kiosk_api", __name__, url_prefix="/kiosk/api")

#: By this name a tablet knows that it speaks to us and not to the page of some network's gate.
SERVICE = "langnghe"
_attempts = Attempts(most=20, seconds=60)


@blueprint.post("/enrol")
@requires(Permission.PUBLIC)
def enrol() -> Response:
    """Pair the tablet that types a phrase from the desk; it shows that it holds the key it brings."""
    values = requests.body()
    phrase = requests.text(values.get("phrase"))
    public_key = from_text(values.get("public_key"))
    if not signatures.is_point(public_key) or not signatures.fits(
        public_key, requests.signature(), requests.signed_text("")
    ):
        raise TabletRefused("bad_key")
    if _attempts.are_too_many():
        return problem("too_many_attempts")
    try:
        enrolled = enrolment.enrol(phrase, public_key)
    except TabletRefused:
        _attempts.note()
        raise
    answer = _answer({"device": enrolled.tablet_id, "display_key": text_of(enrolled.display_key)})
    answer.status_code = 201
    return answer


@blueprint.get("/bundle")
@requires(Permission.PUBLIC)
def bundle() -> Response:
    """Give the tablet what it takes along for a month; nothing when it has the newest."""
    found = bundles.newest(requests.sender())
    if found is None:
        return problem("no_place")
    tag, content = found
    answer = _answer({**content, "etag": tag})
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-store"
    if request.if_none_match.contains(tag):
        answer.status_code = 304
        answer.set_data(b"")
    return answer


@blueprint.post("/submissions")
@requires(Permission.PUBLIC)
@takes(MAX_BATCH_BYTES)
def submissions() -> Response:
    """Take a batch and say of each item what became of it."""
    device = requests.sender(is_handing_over=True)
    values = requests.body()
    device_clock = requests.device_clock(values)
    results = []
    for one in requests.items(values):
        try:
            item = sealed_item(one)
        except Malformed:
            results.append(_unreadable(one))
            continue
        results.append(_result(intake.take(device.unit_id, device_clock, item)))
    return _answer({"results": results, **_progress(device)})


@blueprint.post("/heartbeat")
@requires(Permission.PUBLIC)
def heartbeat() -> Response:
    """Note that a tablet lives, and tell it which bundle is the newest."""
    device = requests.sender()
    devices.hear(device, requests.heartbeat(requests.body()))
    found = bundles.newest(device)
    return _answer({"bundle": found[0] if found is not None else "", **_progress(device)})


@blueprint.errorhandler(Malformed)
@blueprint.errorhandler(TabletRefused)
def _refused(error: Malformed | TabletRefused) -> Response:
    return problem(error.code)


@blueprint.errorhandler(StorageUnavailable)
def _unavailable(_error: StorageUnavailable) -> Response:
    return problem("storage")


@blueprint.after_request
def _echo(answer: Response) -> Response:
    """Repeat what the device wants to hear, on every answer: a gate's page cannot know it."""
    answer.headers["Langnghe-Echo"] = requests.nonce()
    return answer


def _answer(values: Mapping[str, Any]) -> Response:
    return jsonify(
        service=SERVICE,
        nonce=requests.nonce(),
        server_time=round(clock.now().timestamp() * 1000),
        **values,
    )


def _progress(device: Device) -> dict[str, Any]:
    """Tell an interviewer's phone how far its round has come: answers by hamlet, whoever asked."""
    if device.round_id is None:
        return {}
    return {
        "progress": {str(number): n for number, n in interviewing.progress(CITIZEN, device.round_id).items()}
    }


def _result(result: ItemResult) -> dict[str, Any]:
    return {
        "device": result.item.device,
        "number": result.item.number,
        "mark": text_of(result.item.mark),
        "outcome": str(result.outcome),
        "reason": result.reason,
    }


def _unreadable(item: Any) -> dict[str, Any]:
    """Name an item that has not even an item's shape, as far as it has a name that can be said again."""
    named = item if isinstance(item, dict) else {}
    return {
        **{name: requests.said_again(named.get(name)) for name in ("device", "number", "mark")},
        "outcome": str(ItemOutcome.REFUSED),
        "reason": "malformed",
    }
