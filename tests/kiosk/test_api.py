"""The tablet's interface: who may speak, what it is told, and every way of saying something wrong to it."""

import json
import random
from functools import partial
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from core.db import write_session
from core.models import Tablet as TabletRow
from core.models import TabletContact
from kiosk import api
from kiosk.attempts import Attempts
from tests.services import record
from tests.support import ledger, pairing
from tests.support.clock import Clock
from tests.support.pairing import PHRASE
from tests.support.sealing import b64, milliseconds, unb64
from tests.support.tablet import Answer, Tablet, Transport
from tests.support.worlds import World

#: The module counts failures for its whole process.
LIMIT = 20


@pytest.fixture(autouse=True)
def nobody_has_failed_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_attempts", Attempts(most=LIMIT, seconds=60))


@pytest.fixture
def unpaired(world: World, wire: Transport) -> Tablet:
    """A tablet that does not know its phrase yet; one waits at counter 3."""
    with write_session() as session:
        pairing.waiting(session)
    return Tablet(wire)


def refusal(answer: Answer) -> tuple[int, str]:
    """Return status and code of a problem, which must look as a problem does."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json
    assert set(said) == {"type", "title", "status", "detail", "code"}
    assert said["status"] == answer.status
    return answer.status, said["code"]


def contact(tablet: Tablet) -> dict[str, Any]:
    [row] = [row for row in record.rows(TabletContact.__tablename__) if row["tablet_id"] == tablet.id]
    return dict(row)


def test_a_phrase_pairs_a_tablet_with_its_counter(unpaired: Tablet, clock: Clock):
    answer = unpaired.enrol(PHRASE)

    assert answer.status == 201
    assert answer.json["service"] == "langnghe"
    assert answer.json["server_time"] == milliseconds(clock.moment)
    assert len(unb64(answer.json["display_key"])) == 32
    assert unpaired.bundle["tablet"]["id"] == answer.json["device"] == unpaired.id
    assert unpaired.bundle["counter"]["id"] == World.many_counter


def test_the_phrase_may_be_typed_without_marks(unpaired: Tablet):
    typed = ("MAY TRE LUA SEN", "mây  tre, lúa. sen", " may-tre-lua-sen ")

    assert [unpaired.enrol(phrase).status for phrase in typed] == [201, 201, 201]


def test_the_same_key_may_ask_again_and_another_may_not(unpaired: Tablet):
    first = unpaired.enrol(PHRASE)
    again = unpaired.enrol(PHRASE)
    stranger = Tablet(unpaired.transport)

    assert (again.status, again.json["device"]) == (201, first.json["device"])
    assert again.json["display_key"] == first.json["display_key"]
    assert refusal(stranger.enrol(PHRASE)) == (403, "unknown_phrase")


def test_a_phrase_is_over_after_a_quarter_of_an_hour(unpaired: Tablet, clock: Clock):
    clock.advance(minutes=15)

    assert refusal(unpaired.enrol(PHRASE)) == (403, "unknown_phrase")


def test_a_wrong_phrase_pairs_nothing(unpaired: Tablet):
    assert refusal(unpaired.enrol("mây tre lúa nếp")) == (403, "unknown_phrase")

    assert [row["state"] for row in record.rows(TabletRow.__tablename__)] == ["waiting"]


def test_guessing_ends_after_some_attempts(unpaired: Tablet):
    answers = [unpaired.enrol(f"mây tre lúa {number}") for number in range(LIMIT + 1)]

    assert {refusal(answer) for answer in answers[:LIMIT]} == {(403, "unknown_phrase")}
    assert refusal(answers[LIMIT]) == (429, "too_many_attempts")
    assert int(answers[LIMIT].headers["Retry-After"]) > 0


def test_a_malformed_enrolment_is_refused(unpaired: Tablet):
    strange: tuple[dict[str, Any], ...] = (
        {"phrase": 7},
        {"phrase": None},
        {"phrase": "\0"},
        {"public_key": "x"},
        {"public_key": b64(b"\x04" + b"\0" * 64)},
        {"public_key": None},
    )

    said = [refusal(unpaired.enrol(PHRASE, **changes))[0] for changes in strange]

    assert said == [400] * len(strange)
    assert [row["state"] for row in record.rows(TabletRow.__tablename__)] == ["waiting"]


def test_an_enrolment_must_be_signed_by_the_key_it_brings(unpaired: Tablet):
    said = {
        "phrase": PHRASE,
        "public_key": b64(unpaired.public_key),
        "app_version": "1",
        "sent_wall": unpaired.wall,
    }
    other = ec.generate_private_key(ec.SECP256R1())

    assert unpaired.request("POST", "/kiosk/api/enrol", said, device="", key=other).status == 400
    assert [row["state"] for row in record.rows(TabletRow.__tablename__)] == ["waiting"]


def test_the_bundle_holds_what_a_tablet_needs_for_a_month(world: World, tablet: Tablet, clock: Clock):
    bundle = tablet.bundle

    assert (bundle["touchpoint"], bundle["code"]) == (world.many_point, world.many)
    assert bundle["address"].endswith(f"/q/{world.many}")
    assert [field["id"] for field in bundle["fields"]][:4] == [
        world.land,
        world.building,
        world.investment,
        world.environment,
    ]
    assert (bundle["questionnaire"]["version"], bundle["questionnaire"]["lead"]) == (world.quick, "overall")
    assert [(duty["entry"], duty["officer"]) for duty in bundle["roster"]] == [
        (world.duty_of_an, "Nguyễn Văn An"),
        (world.duty_of_binh, "Trần Thị Bình"),
    ]
    assert bundle["roster"][0]["starts"] == milliseconds(clock.moment) - 90 * 60 * 1000
    assert (bundle["hours"]["zone_minutes"], bundle["hours"]["morning"]) == (420, ["07:30", "11:30"])
    assert bundle["settings"]["mode"] == "survey"
    assert bundle["settings"]["pin"]["rounds"] == 200_000


def test_an_unchanged_bundle_is_not_sent_again(tablet: Tablet, clock: Clock):
    tag = tablet.fetch_bundle().headers["ETag"]
    clock.advance(minutes=5)

    assert tablet.fetch_bundle(**{"If-None-Match": tag}).status == 304
    with write_session() as session:
        session.get_one(TabletRow, tablet.id).mode = "code"
    fresh = tablet.fetch_bundle(**{"If-None-Match": tag})

    assert (fresh.status, fresh.json["settings"]["mode"]) == (200, "code")
    assert fresh.headers["ETag"] != tag


def test_a_heartbeat_tells_the_desk_how_the_tablet_is(tablet: Tablet, clock: Clock):
    answer = tablet.heartbeat(
        queue=3, shelf=1, next_number=9, battery=0.42, sent_wall=tablet.wall + 7000, charging=False
    )

    assert answer.status == 200
    assert answer.json["bundle"] == tablet.bundle["etag"]
    row = contact(tablet)
    assert (row["queue"], row["shelf"], row["next_number"], row["battery"]) == (3, 1, 9, 42)
    assert (row["clock_ahead"], row["is_charging"], row["is_persistent"]) == (7, False, True)
    assert milliseconds(row["at"]) == milliseconds(clock.moment)


def test_an_old_heartbeat_sent_again_changes_nothing(tablet: Tablet, clock: Clock):
    tablet.heartbeat(beat=5, queue=2)
    before = contact(tablet)
    clock.advance(hours=1)

    assert tablet.heartbeat(beat=5, queue=9).status == 200
    assert tablet.heartbeat(beat=4, queue=9).status == 200

    assert contact(tablet) == before


def test_a_malformed_heartbeat_is_refused(tablet: Tablet):
    strange: tuple[dict[str, Any], ...] = (
        {"beat": "1"},
        {"beat": -1},
        {"queue": 2**31},
        {"shelf": None},
        {"next_number": 0},
        {"battery": 2},
        {"battery": "full"},
        {"charging": "yes"},
        {"persistent": 1},
        {"app_version": 3},
        {"sent_wall": None},
        {"sent_wall": 1e300},
    )

    said = [refusal(tablet.heartbeat(**changes)) for changes in strange]

    assert said == [(400, "malformed")] * len(strange)
    assert record.rows(TabletContact.__tablename__) == []


CALLS: list[tuple[str, str, Any]] = [
    ("GET", "/kiosk/api/bundle", None),
    ("POST", "/kiosk/api/submissions", {"sent_wall": 1, "epoch": 1, "epochs": {}, "items": []}),
    ("POST", "/kiosk/api/heartbeat", {"beat": 1}),
]


@pytest.mark.parametrize("state", ["revoked", "retired"])
def test_a_tablet_out_of_use_is_told_so(tablet: Tablet, state: str):
    pairing.end(tablet, state)

    answers = [tablet.request(*call) for call in CALLS]

    assert [refusal(answer) for answer in answers] == [(401, state)] * len(CALLS)
    assert all(answer.headers["Langnghe-Echo"] for answer in answers)


def test_nobody_speaks_for_a_tablet_without_its_key(tablet: Tablet):
    other = ec.generate_private_key(ec.SECP256R1())
    for call in CALLS:
        ask = partial(tablet.request, *call)

        assert refusal(ask(key=other)) == (401, "bad_signature")
        assert refusal(ask(signed_body=b"other")) == (401, "bad_signature")
        assert refusal(ask(headers={"Langnghe-Nonce": "AAAA"})) == (401, "bad_signature")
        assert refusal(ask(headers={"Langnghe-Signature": ""})) == (401, "bad_signature")
        assert refusal(ask(headers={"Langnghe-Signature": "=="})) == (400, "malformed")
        assert refusal(ask(device="999")) == (401, "unknown_device")
        assert refusal(ask(device="")) == (400, "malformed")
        assert refusal(ask(device="9" * 40)) == (400, "malformed")


def test_a_tablet_that_still_waits_for_its_phrase_may_not_speak(unpaired: Tablet):
    unpaired.id = record.rows(TabletRow.__tablename__)[0]["id"]

    assert refusal(unpaired.heartbeat())[0] == 401


def test_a_body_that_is_no_request_is_refused(tablet: Tablet):
    bodies = (
        b"",
        b"null",
        b"[]",
        b'"x"',
        b"{",
        b"\xff",
        b"[" * 50_000,
        b'{"items":' + b"9" * 5000 + b"}",
        b'{"sent_wall":NaN,"epoch":1,"epochs":{},"items":[]}',
    )
    for path in ("enrol", "submissions", "heartbeat"):
        device = "" if path == "enrol" else None

        said = [refusal(tablet.request("POST", f"/kiosk/api/{path}", body, device=device)) for body in bodies]

        assert said == [(400, "malformed")] * len(bodies)


def test_a_malformed_batch_is_refused_and_nothing_of_it_stored(tablet: Tablet):
    strange: tuple[dict[str, Any], ...] = (
        {"items": {}},
        {"items": None},
        {"items": []},
        {"sent_wall": None},
        {"sent_wall": -1},
        {"sent_wall": 1.5},
        {"epoch": "1"},
        {"epochs": []},
        {"epochs": {"x": 1}},
        {"epochs": {"1": "x"}},
        {"epochs": {"1": 10**40}},
    )
    item = tablet.give(4)

    said = [refusal(tablet.send([item], **changes)) for changes in strange]

    assert said == [(400, "malformed")] * len(strange)
    assert ledger.revisions() == []


def test_a_strange_item_is_refused_by_itself(tablet: Tablet):
    fields: tuple[dict[str, Any], ...] = (
        {"device": "7"},
        {"device": None},
        {"number": 0},
        {"number": -1},
        {"number": 2**31},
        {"number": 1.5},
        {"number": True},
        {"previous": 5},
        {"previous": "äöü"},
        {"previous": "A" * 20_000},
        {"envelope": "=="},
        {"envelope": None},
        {"signature": "x"},
        {"signature": "A" * 86},
    )
    whole: list[Any] = [None, 7, "item", [], {}, {"device": 1}]
    strange = [*whole, *({**tablet.give(5).sent(), **changes} for changes in fields)]

    results = tablet.results([*strange, tablet.give(4)])

    assert [result["outcome"] for result in results] == ["refused"] * len(strange) + ["accepted"]
    assert all(result["reason"] for result in results[:-1])
    assert len(ledger.revisions()) == 1


def test_a_batch_of_fifty_one_is_refused_as_a_whole(tablet: Tablet):
    assert refusal(tablet.send(tablet.lose(51))) == (400, "malformed")

    assert ledger.revisions() == []


def test_fifty_of_the_longest_comments_are_one_batch(tablet: Tablet):
    items = [tablet.give(4, comment="🇻🇳" * 1000) for _ in range(50)]

    assert set(tablet.outcomes(*items)) == {"accepted"}


def test_a_body_that_is_too_large_is_refused(tablet: Tablet):
    item = {**tablet.give(4).sent(), "filling": "x" * 1_200_000}

    assert tablet.send([item]).status == 413
    assert tablet.heartbeat(app_version="x" * 100_000).status == 413
    assert ledger.revisions() == []


def test_every_answer_repeats_the_nonce(tablet: Tablet):
    good = tablet.heartbeat()
    bad = tablet.heartbeat(beat="x")

    assert good.json["nonce"] == good.headers["Langnghe-Echo"]
    assert bad.headers["Langnghe-Echo"]


def test_a_nonce_cannot_add_a_header(tablet: Tablet):
    answer = tablet.request("GET", "/kiosk/api/bundle", headers={"Langnghe-Nonce": "x" * 5000})

    assert answer.status == 401
    assert answer.headers.get("Langnghe-Echo") == ""


def test_a_thousand_malformed_requests_are_no_error_of_the_server(tablet: Tablet):
    dice = random.Random(7)
    good = json.dumps({"sent_wall": 1, "epoch": 1, "epochs": {"1": 0}, "items": [tablet.give(4).sent()]})
    statuses = set()
    for _ in range(1000):
        body = bytearray(good.encode())
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(body))
            body[at : at + dice.randint(0, 3)] = dice.randbytes(dice.randint(0, 3))
        path = dice.choice(["submissions", "heartbeat", "enrol"])
        device = "" if path == "enrol" else None
        statuses.add(tablet.request("POST", f"/kiosk/api/{path}", bytes(body), device=device).status)

    assert statuses <= {200, 400, 403, 429}
