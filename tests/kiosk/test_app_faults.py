"""The tablet app when network, server or storage fail: nothing lost, nothing doubled, no thanks too early."""

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import ceil

import pytest
from playwright.sync_api import Page, expect

from core.db import write_session
from core.models import HeldItem
from core.models import Tablet as TabletRow
from tests.support.browser import Screens
from tests.support.counter_app import (
    Counter,
    Gate,
    counts,
    expect_invitation,
    forgive_network,
    give,
    open_staff_corner,
    pair,
    run,
    send,
    stored_answers,
    wait_for_counts,
)
from tests.support.link import Exchange, Mode

pytestmark = pytest.mark.thorough

SUBMISSIONS = "/kiosk/api/submissions"
RESTING = "Máy này tạm nghỉ. Xin dùng phiếu giấy hoặc quét mã QR."


#: Takes what room there is, in ever smaller pieces, as photos and other apps do.
_FILL = """async () => {
  const opening = indexedDB.open("filling", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("all", { autoIncrement: true });
  const database = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
  const fits = (size) => new Promise((resolve) => {
    const writing = database.transaction("all", "readwrite");
    writing.objectStore("all").add(crypto.getRandomValues(new Uint8Array(size)));
    writing.oncomplete = () => resolve(true);
    writing.onabort = () => resolve(false);
  });
  for (const size of [60000, 10000, 2000, 400, 100]) while (await fits(size));
  database.close();
}"""


@pytest.fixture
def forgiving(screens: Screens) -> Iterator[Screens]:
    """Screens on a network that the test breaks."""
    yield screens
    forgive_network(screens)


@pytest.fixture
def gate(counter: Counter) -> Iterator[Gate]:
    with Gate(counter.server.port) as gate:
        yield gate


@pytest.fixture
def page(counter: Counter, forgiving: Screens, gate: Gate) -> Iterator[Page]:
    """A tablet that has just been paired, behind the gate."""
    page = forgiving.open("tablet")
    pair(page, gate.url, counter.phrase())
    send(page)
    yield page
    page.context.close()


def said(status: int, body: object, headers: dict[str, str], *, is_ours: bool, **more: str) -> Exchange:
    """Return an answer, repeating the nonce when it is to look like the office's own."""
    echo = {"Langnghe-Echo": headers["langnghe-nonce"]} if is_ours else {}
    kind = {"Content-Type": "application/json"}
    return Exchange(status, tuple({**kind, **echo, **more}.items()), json.dumps(body).encode())


Reply = Callable[[dict[str, str], bytes], Exchange]


def forged(headers: dict[str, str], body: bytes, *, nonce: str, mark: str = "") -> Exchange:
    """Say that everything was accepted, as somebody between tablet and office might."""
    results = [
        {
            "device": item["device"],
            "number": item["number"],
            "mark": mark or item["mark"],
            "outcome": "accepted",
        }
        for item in json.loads(body)["items"]
    ]
    content = {"service": "langnghe", "nonce": nonce, "server_time": 1, "results": results}
    return said(200, content, headers, is_ours=bool(mark))


#: What may stand in the office's place, and what the office itself may say when it cannot take anything.
REPLIES: dict[str, Reply] = {
    "a login page": lambda _h, _b: Exchange(200, (("Content-Type", "text/html"),), b"<h1>Wi-Fi</h1>"),
    "foreign JSON": lambda h, _b: said(200, {"status": "ok", "results": []}, h, is_ours=False),
    "a redirect": lambda _h, _b: Exchange(302, (("Location", "/kiosk/"),), b""),
    "a redirect that keeps the POST": lambda _h, _b: Exchange(307, (("Location", "/healthz"),), b""),
    "an answer to somebody else": lambda h, b: forged(h, b, nonce="AAAAAAAAAAAAAAAAAAAAAA"),
    "marks of other items": lambda h, b: forged(h, b, nonce=h["langnghe-nonce"], mark="A" * 43),
    "a 400 of a gate": lambda h, _b: said(400, {}, h, is_ours=False),
    "a 401 of a gate": lambda h, _b: said(401, {"code": "revoked"}, h, is_ours=False),
    "a 404": lambda h, _b: said(404, {}, h, is_ours=True),
    "a 409": lambda h, _b: said(409, {"code": "no_place"}, h, is_ours=True),
    "a 413 of a proxy": lambda h, _b: said(413, {}, h, is_ours=False),
    "a 429": lambda h, _b: said(429, {"code": "busy"}, h, is_ours=True, **{"Retry-After": "60"}),
    "a 500": lambda h, _b: said(500, {}, h, is_ours=True),
    "a 503": lambda h, _b: said(503, {"code": "storage"}, h, is_ours=True, **{"Retry-After": "30"}),
}


@pytest.mark.parametrize("kind", REPLIES)
def test_nothing_is_deleted_for_any_other_answer_than_the_offices_own(gate: Gate, page: Page, kind: str):
    before = stored_answers()
    reply = REPLIES[kind]
    gate.stub = lambda path, headers, body: reply(headers, body) if path == SUBMISSIONS else None

    give(page, 3)
    send(page)
    expected = {"queue": 3, "shelf": 0, "nextNumber": 4}
    assert counts(page) == expected
    assert gate.seen["stub"] > 0
    gate.stub = None
    send(page)
    wait_for_counts(page, queue=0)

    assert counts(page)["shelf"] == 0
    assert stored_answers() == before + 3
    expect_invitation(page)


@pytest.mark.parametrize("mode", [Mode.CAPTIVE, Mode.FOREIGN, Mode.CUT])
def test_a_captive_network_is_not_online(gate: Gate, page: Page, mode: Mode):
    before = stored_answers()
    assert run(page, "return app.sync.state.online;") is True

    gate.mode = mode
    give(page, 2)
    assert send(page) is False
    assert run(page, "return app.sync.state.online;") is False
    page.reload()
    expect_invitation(page)
    gate.mode = Mode.OPEN
    assert send(page) is True
    wait_for_counts(page, queue=0)

    assert stored_answers() == before + 2


def test_a_batch_that_is_too_large_is_halved_until_it_passes(gate: Gate, page: Page):
    before = stored_answers()
    gate.mode = Mode.CUT
    give(page, 20)
    sizes: list[int] = []

    def small_only(path: str, headers: dict[str, str], body: bytes) -> Exchange | None:
        if path != SUBMISSIONS:
            return None
        sizes.append(len(json.loads(body)["items"]))
        return said(413, {"code": "too_large"}, headers, is_ours=True) if sizes[-1] > 5 else None

    gate.stub = small_only
    gate.mode = Mode.OPEN
    send(page)
    wait_for_counts(page, queue=0, shelf=0)

    # What was under way when the network came back may have been a smaller batch; each refusal halves all the same.
    refused = [(size, after) for size, after in pairwise(sizes) if size > 5]
    assert refused
    assert all(after == ceil(size / 2) for size, after in refused)
    assert max(sizes) >= 10
    assert stored_answers() == before + 20


def test_one_poisoned_item_goes_to_the_shelf_and_holds_up_no_other(gate: Gate, page: Page):
    before = stored_answers()
    gate.mode = Mode.CUT
    give(page, 10)

    def poisoned(path: str, headers: dict[str, str], body: bytes) -> Exchange | None:
        if path != SUBMISSIONS or 4 not in [item["number"] for item in json.loads(body)["items"]]:
            return None
        return said(400, {"code": "malformed"}, headers, is_ours=True)

    gate.stub = poisoned
    gate.mode = Mode.OPEN
    send(page)
    wait_for_counts(page, queue=0, shelf=1)
    assert stored_answers() == before + 9

    # Staff send again once the server understands it.
    gate.stub = None
    run(page, "await app.sending.offerShelfAgain(); await app.sync.sendNow();")
    wait_for_counts(page, queue=0, shelf=0)
    assert stored_answers() == before + 10


def test_a_single_item_that_breaks_the_server_lets_the_others_pass(gate: Gate, page: Page):
    before = stored_answers()
    gate.mode = Mode.CUT
    give(page, 4)

    def breaks(path: str, headers: dict[str, str], body: bytes) -> Exchange | None:
        if path != SUBMISSIONS or 1 not in [item["number"] for item in json.loads(body)["items"]]:
            return None
        return said(500, {}, headers, is_ours=True)

    gate.stub = breaks
    gate.mode = Mode.OPEN
    for _ in range(3):
        send(page)
        # A heartbeat takes up what was passed over; the next batch alone decides here.
    wait_for_counts(page, queue=1, shelf=0)

    assert stored_answers() == before + 3


def test_a_revoked_tablet_rests_with_its_queue_and_goes_on_after_pairing_anew(
    counter: Counter, gate: Gate, page: Page
):
    gate.mode = Mode.CUT
    give(page, 3)
    device = int(run(page, "return app.device.current().id;"))
    with write_session() as session:
        session.get_one(TabletRow, device).state = "revoked"
    gate.mode = Mode.OPEN

    run(page, "setTimeout(() => app.sync.sendNow(), 100);")
    expect(page.get_by_role("heading", name=RESTING)).to_be_visible()
    assert counts(page) == {"queue": 3, "shelf": 0, "nextNumber": 4}
    page.reload()
    expect(page.get_by_role("heading", name=RESTING)).to_be_visible()

    open_staff_corner(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Lưu ý kiến chưa nhận ra tệp").click()
    exported = json.loads(download.value.path().read_text("utf-8"))
    assert exported["langnghe"] == "shelf/1"
    assert [item["number"] for item in exported["items"]] == [1, 2, 3]
    page.get_by_role("button", name="Ghép máy lại").click()
    expect(
        page.get_by_text("Số ý kiến đang chờ trên máy, được giữ nguyên và gửi sau khi ghép: 3")
    ).to_be_visible()
    page.get_by_label("Cụm từ ghép máy").fill(counter.phrase())
    page.get_by_role("button", name="Ghép máy", exact=True).click()
    page.get_by_role("button", name="Bắt đầu").click()
    expect_invitation(page)
    send(page)
    wait_for_counts(page, queue=0, shelf=0)

    with write_session() as session:
        held = session.query(HeldItem).filter_by(tablet_id=device).count()
    assert held == 3
    assert counts(page)["nextNumber"] == 1


def test_a_full_disk_shows_the_rest_screen_and_never_thanks(counter: Counter, forgiving: Screens, gate: Gate):
    page = forgiving.open("tablet")
    tools = page.context.new_cdp_session(page)
    tools.send("Storage.overrideQuotaForOrigin", {"origin": gate.url, "quotaSize": 3_000_000})
    pair(page, gate.url, counter.phrase())
    send(page)
    begin_rating(page)
    page.evaluate(_FILL)

    page.get_by_role("button", name="Rất hài lòng").click()

    expect(page.get_by_role("heading", name=RESTING)).to_be_visible()
    expect(page.get_by_text("Cảm ơn")).to_have_count(0)
    expect(page.get_by_role("img", name="Mã QR của quầy này")).to_be_visible()
    assert counts(page)["queue"] == 0
    page.close()


def test_a_database_taken_away_shows_the_rest_screen(page: Page):
    page.evaluate("void indexedDB.deleteDatabase('langnghe-kiosk')")

    expect(page.get_by_role("heading", name=RESTING)).to_be_visible()


def test_a_newer_schema_keeps_what_is_there_and_a_blocked_one_gives_up(page: Page):
    found = run(
        page,
        """
        const { openDatabase, STEPS, StorageBroken } = app.store;
        const first = await openDatabase("probe", STEPS);
        const kept = first.transaction("outbox", "readwrite");
        kept.objectStore("outbox").put({ device: 7, number: 1, envelope: "x" });
        await new Promise((resolve) => (kept.oncomplete = resolve));
        const newer = [...STEPS, (database) => database.createObjectStore("extra")];
        const blocked = await openDatabase("probe", newer).catch((error) => error instanceof StorageBroken);
        first.close();
        const second = await openDatabase("probe", newer);
        const asked = second.transaction("outbox").objectStore("outbox").getAll();
        const records = await new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)));
        return [blocked, second.version, [...second.objectStoreNames].includes("extra"), records.length];
        """,
    )

    assert found == [True, 2, True, 1]


def test_waiting_grows_to_five_minutes_with_full_jitter(page: Page):
    waits = run(
        page,
        """
        const { backOff } = app.patience;
        return [[1, 0, 1], [2, 0, 1], [9, 0, 1], [10, 0, 1], [30, 0, 1], [5, 0, 0], [1, 60, 0.5], [1, 9999, 0]]
          .map(([failures, asked, chance]) => backOff(failures, asked, () => chance));
        """,
    )

    assert waits == [1000, 2000, 256_000, 300_000, 300_000, 0, 60_000, 300_000]


def begin_rating(page: Page) -> None:
    """Go from the invitation to the five faces."""
    page.get_by_role("button", name="Chạm để bắt đầu").click()
    skip = page.get_by_role("button", name="Bỏ qua")
    face = page.get_by_role("button", name="Rất hài lòng")
    expect(skip.or_(face).first).to_be_visible()
    if not face.is_visible():
        skip.click()
    expect(face).to_be_visible()
