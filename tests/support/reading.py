"""Reading aloud as a test sees it: what is heard and lit, what a touch starts, what is kept on the tablet."""

import re
from typing import Any

from playwright.sync_api import Page

from kiosk.spoken import clip_name
from tests.support.browser import Screens
from tests.support.server import Server

#: Notes each recording as it begins: its length, what is lit meanwhile, how many others are still heard.
LISTEN = """
window.heard = [];
window.sounding = 0;
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function () {
  const lit = document.querySelector(".is-read");
  heard.push({seconds: this.buffer.duration, lit: lit && (lit.id || lit.textContent), others: sounding});
  window.sounding += 1;
  start.call(this);
};
const disconnect = AudioBufferSourceNode.prototype.disconnect;
AudioBufferSourceNode.prototype.disconnect = function () {
  window.sounding -= 1;
  disconnect.call(this);
};
"""

#: A device with voices of its own; `said` holds what they were given. `silent` voices never begin.
DEVICE = """
window.said = [];
class Utterance { constructor(text) { this.text = text; } }
const voices = [];
const device = new EventTarget();
Object.assign(device, {
  getVoices: () => voices,
  cancel() {},
  speak(utterance) {
    said.push([utterance.voice.name, utterance.text]);
    if (utterance.voice.silent) return;
    setTimeout(() => { utterance.onstart?.(); setTimeout(() => utterance.onend?.(), 50); }, 10);
  },
});
Object.defineProperty(window, "speechSynthesis", {value: device});
window.SpeechSynthesisUtterance = Utterance;
window.install = (voice) => {
  voices.push({localService: true, ...voice});
  device.dispatchEvent(new Event("voiceschanged"));
};
"""

BUILD = """async (folder) => {
  const { createVoice } = await import(`${folder}/voice.js`);
  document.body.innerHTML = `<h1 id="question">?</h1><button id="first">1</button><button id="second">2</button>
    <button id="read" data-voice>Nghe đọc</button>`;
  window.changes = [];
  window.outcomes = [];
  window.voice = createVoice();
  voice.onchange = () => changes.push(voice.available);
  window.read = async (texts, options) => {
    const ids = ["question", "first", "second"];
    const passages = texts.map((text, place) => ({ text, element: document.getElementById(ids[place]) }));
    outcomes.push(await voice.speak(passages, options));
  };
  document.getElementById("read").addEventListener("click", () => read(window.texts));
}"""


def open_page(screens: Screens, server: Server, *scripts: str) -> Page:
    """Open the app's page, put three elements there instead, and give it a voice."""
    page = screens.open("tablet")
    for script in (LISTEN, *scripts):
        page.add_init_script(script)
    page.goto(f"{server.url}/kiosk/")
    build(page)
    return page


def build(page: Page) -> None:
    """Put a question, two choices and the button there instead of the app's screen."""
    version = page.locator("html").get_attribute("data-version")
    page.evaluate(BUILD, f"/kiosk/static/{version}")


def touch_read(page: Page, *texts: str) -> None:
    """Touch «Nghe đọc»."""
    page.evaluate("texts => { window.texts = texts; }", texts)
    page.locator("#read").click()


def outcomes(page: Page, count: int = 1) -> list[str]:
    """Wait until so many readings have ended, and say how."""
    page.wait_for_function("count => outcomes.length >= count", arg=count, timeout=15_000)
    return list(page.evaluate("outcomes"))


def seconds_of(page: Page, text: str) -> float:
    """How long the recording of a text is, decoded apart from the product."""
    version = page.locator("html").get_attribute("data-version")
    return float(
        page.evaluate(
            """async (address) => {
              const content = await (await fetch(address)).arrayBuffer();
              return (await new OfflineAudioContext(1, 1, 48000).decodeAudioData(content)).duration;
            }""",
            f"/kiosk/static/{version}/clips/{clip_name(text)}.ogg",
        )
    )


def heard(page: Page) -> list[tuple[float, str, int]]:
    """Each recording that began: its length in seconds, what was lit, how many others sounded."""
    return [(round(one["seconds"], 2), one["lit"], one["others"]) for one in page.evaluate("heard")]


def kept(page: Page) -> list[str]:
    """The recordings that are on the tablet, by name."""
    addresses: list[Any] = page.evaluate(
        "async () => (await (await caches.open('langnghe-clips')).keys()).map((request) => request.url)"
    )
    return sorted(re.search(r"/([0-9a-f]{16})\?", address).group(1) for address in addresses)  # type: ignore[union-attr]


def keep_all(page: Page) -> bool:
    """Let the app keep every recording now; return whether all of them are on the tablet."""
    version = page.locator("html").get_attribute("data-version")
    script = "async (folder) => (await import(`${folder}/clips.js`)).createClipShelf().keepAll()"
    return bool(page.evaluate(script, f"/kiosk/static/{version}"))
