"""Reading aloud in a real browser: by the device's voice or by recordings, in order, ended by any touch."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Request, Route, expect

from kiosk.spoken import CLIPS, clip_name
from tests.support.browser import Screens, screenshot
from tests.support.counter_app import Counter, pair
from tests.support.databases import Databases, settings_for
from tests.support.reading import (
    DEVICE,
    LISTEN,
    build,
    heard,
    keep_all,
    kept,
    open_page,
    outcomes,
    seconds_of,
    touch_read,
)
from tests.support.server import Server

pytestmark = pytest.mark.thorough

QUESTION, FIRST, SECOND = "Về việc gì?", "Sớm", "Trễ"
#: No recording has this text.
OWN_WORDS = "Câu hỏi riêng của xã"


@pytest.fixture(scope="module")
def office(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The served product, for all tests of this file that leave it running."""
    with sqlite_databases.fresh() as url:
        server = Server(settings_for(url), log=tmp_path_factory.mktemp("voice") / "server.log")
        server.start()
        yield server
        server.stop()


def test_recordings_are_played_in_order_and_what_is_read_is_lit(office: Server, screens: Screens):
    page = open_page(screens, office)
    texts = (QUESTION, FIRST, SECOND)
    lengths = [round(seconds_of(page, text), 2) for text in texts]

    touch_read(page, *texts)

    expect(page.locator("#question")).to_have_class("is-read")
    assert page.evaluate("voice.isSpeaking") is True
    assert outcomes(page) == ["read"]
    assert heard(page) == [(lengths[0], "question", 0), (lengths[1], "first", 0), (lengths[2], "second", 0)]
    assert len(set(lengths)) == 3, "texts of equal length would prove no order"
    expect(page.locator(".is-read")).to_have_count(0)
    assert page.evaluate("voice.isSpeaking") is False
    assert page.locator("[aria-current]").count() == 0


def test_nothing_is_heard_before_somebody_touches(office: Server, screens: Screens):
    page = open_page(
        screens, office, "window.AudioContext = class { constructor() { window.isHeard = true; } };"
    )

    page.wait_for_function("() => voice.available")

    assert page.evaluate("[heard.length, window.isHeard ?? false]") == [0, False]


@pytest.mark.parametrize("way", ["touch", "key", "stop"])
def test_a_touch_and_a_key_end_the_reading_at_once(office: Server, screens: Screens, way: str):
    page = open_page(screens, office)
    touch_read(page, QUESTION, FIRST, SECOND)
    expect(page.locator("#question")).to_have_class("is-read")
    page.wait_for_function("() => sounding === 1")

    if way == "touch":
        page.touchscreen.tap(400, 700)
    elif way == "key":
        page.keyboard.press("Tab")
    else:
        page.evaluate("voice.stop()")

    expect(page.locator(".is-read")).to_have_count(0)
    assert outcomes(page) == ["stopped"]
    assert page.evaluate("[sounding, voice.isSpeaking]") == [0, False]
    page.wait_for_timeout(1500)
    assert len(heard(page)) == 1, "the choices after it were read all the same"


def test_reading_again_never_sounds_twice_at_once(office: Server, screens: Screens):
    page = open_page(screens, office)

    touch_read(page, QUESTION, FIRST)
    page.wait_for_function("() => sounding === 1")
    touch_read(page, QUESTION, FIRST)

    assert outcomes(page, 2) == ["stopped", "read"]
    assert [others for _, _, others in heard(page)] == [0, 0, 0]


def test_a_choice_that_is_taken_away_ends_the_reading(office: Server, screens: Screens):
    page = open_page(screens, office)

    touch_read(page, QUESTION, FIRST, SECOND)
    page.wait_for_function("() => sounding === 1")
    page.evaluate("document.getElementById('first').remove()")

    assert outcomes(page) == ["stopped"]


def test_words_of_the_offices_own_are_passed_over_where_only_recordings_are_there(
    office: Server, screens: Screens
):
    page = open_page(screens, office)

    touch_read(page, OWN_WORDS, FIRST)

    assert outcomes(page) == ["partly"]
    assert [lit for _, lit, _ in heard(page)] == ["first"]
    assert page.evaluate("texts => voice.covers(texts)", [FIRST]) is True
    assert page.evaluate("texts => voice.covers(texts)", [FIRST, OWN_WORDS]) is False


@pytest.mark.parametrize(
    "broken",
    [
        "window.AudioContext = class { constructor() { throw new DOMException('no device'); } };",
        "AudioContext.prototype.resume = () => new Promise(() => {});"
        "Object.defineProperty(AudioContext.prototype, 'state', {get: () => 'suspended'});",
        "AudioContext.prototype.decodeAudioData = () => Promise.reject(new DOMException('no decoder'));",
    ],
    ids=["refuses", "never answers", "cannot decode"],
)
def test_without_an_audio_device_the_voice_says_that_it_cannot(office: Server, screens: Screens, broken: str):
    page = open_page(screens, office, broken)

    touch_read(page, FIRST)

    assert outcomes(page) == ["cannot"]
    expect(page.locator(".is-read")).to_have_count(0)
    assert page.evaluate("voice.isSpeaking") is False


def test_a_browser_that_plays_no_sound_offers_no_reading(office: Server, screens: Screens):
    page = open_page(screens, office, "delete window.AudioContext; delete window.speechSynthesis;")

    touch_read(page, FIRST)

    assert outcomes(page) == ["cannot"]
    assert page.evaluate("voice.available") is False


def test_english_is_read_only_by_an_english_voice_of_the_device(office: Server, screens: Screens):
    page = open_page(screens, office, DEVICE)
    page.evaluate("voice.locale = 'en'")
    before = page.evaluate("voice.available")

    page.evaluate("install({name: 'far', lang: 'en-US', localService: false})")
    far = page.evaluate("voice.available")
    page.evaluate("install({name: 'near', lang: 'en_GB'})")
    near = page.evaluate("voice.available")
    touch_read(page, "Early")

    assert (before, far, near) == (False, False, True)
    assert outcomes(page) == ["read"]
    assert page.evaluate("said") == [["near", "Early"]], "a voice that sends texts away was used"


def test_a_vietnamese_voice_that_appears_late_reads_instead_of_the_recordings(
    office: Server, screens: Screens
):
    page = open_page(screens, office, DEVICE)
    page.evaluate("install({name: 'Linh', lang: 'vi-VN'})")

    touch_read(page, "Ông/Bà hài lòng?", OWN_WORDS)

    assert outcomes(page) == ["read"]
    assert page.evaluate("said") == [["Linh", "Ông Bà hài lòng?"], ["Linh", OWN_WORDS]]
    assert heard(page) == []


def test_a_voice_that_never_begins_is_replaced_by_the_recordings(office: Server, screens: Screens):
    page = open_page(screens, office, DEVICE)
    page.evaluate("install({name: 'mute', lang: 'vi-VN', silent: true})")

    touch_read(page, FIRST, SECOND)

    assert outcomes(page) == ["read"]
    assert page.evaluate("said") == [["mute", FIRST]]
    assert len(heard(page)) == 2


def test_a_network_gates_page_is_neither_played_nor_kept(office: Server, screens: Screens):
    page = open_page(screens, office)
    gate = "<html>Xin đăng nhập mạng</html>"
    page.context.route(re.compile(r"\.ogg$"), lambda route: route.fulfill(status=200, body=gate))

    touch_read(page, FIRST)

    assert outcomes(page) == ["cannot"]
    assert kept(page) == []


def test_a_citizen_hears_question_and_choices_and_a_touch_on_a_face_ends_it(
    counter: Counter, screens: Screens
):
    page = screens.open("tablet")
    page.add_init_script(LISTEN)
    pair(page, counter.server.url, counter.phrase())
    page.get_by_role("button", name="Chạm để bắt đầu").click()
    question = page.get_by_role("heading", level=1)
    expect(question).to_have_text("Ông/Bà hài lòng thế nào với lần phục vụ vừa rồi?")
    assert heard(page) == []

    page.get_by_role("button", name="Nghe đọc").click()
    expect(question).to_have_class(re.compile("is-read"))
    screenshot(page, "kiosk/reading-aloud")
    page.wait_for_function("() => heard.length >= 3", timeout=20_000)

    assert [lit for _, lit, _ in heard(page)] == ["heading", "Rất hài lòng", "Hài lòng"]
    page.get_by_role("button", name="Bình thường").tap()
    expect(question).not_to_have_text("Ông/Bà hài lòng thế nào với lần phục vụ vừa rồi?")
    assert "Rất không hài lòng" not in [lit for _, lit, _ in heard(page)], (
        "the last face was read all the same"
    )
    assert {others for _, _, others in heard(page)} == {0}


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """Nothing here depends on the kind of database."""
    return sqlite_databases


def test_with_the_server_stopped_every_recording_is_still_read(served: Server, screens: Screens):
    page = open_page(screens, served)
    fetched: list[str] = []

    def count(request: Request) -> None:
        if request.url.endswith(".ogg"):
            fetched.append(request.url)

    page.on("request", count)
    assert keep_all(page) is True
    assert kept(page) == sorted(file.stem for file in CLIPS.glob("*.ogg"))
    assert len(fetched) == len(set(fetched)) == len(kept(page))
    assert keep_all(page) is True
    assert len(fetched) == len(kept(page)), "what is on the tablet was fetched again"
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")

    served.stop()
    page.reload()
    build(page)
    touch_read(page, QUESTION, FIRST, SECOND)

    assert outcomes(page) == ["read"]
    assert [lit for _, lit, _ in heard(page)] == ["question", "first", "second"]


def test_recordings_that_changed_replace_the_earlier_ones(office: Server, screens: Screens):
    page = open_page(screens, office)
    page.evaluate(
        "async () => (await caches.open('langnghe-clips')).put('/kiosk/clips/0123456789abcdef?old', new Response('x'))"
    )

    assert keep_all(page) is True

    assert "0123456789abcdef" not in kept(page)


def test_a_clip_that_cannot_be_had_now_is_had_at_the_next_try(office: Server, screens: Screens):
    page = open_page(screens, office)
    missing = clip_name(SECOND)

    def cut(route: Route) -> None:
        route.fulfill(status=404, body="")

    page.context.route(re.compile(missing), cut)
    first = keep_all(page)
    page.context.unroute(re.compile(missing))

    assert (first, keep_all(page)) == (False, True)
    assert missing in kept(page)
