"""Recordings: every Vietnamese text that the tablet reads has one, which can be heard and is small."""

import base64
import gzip
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from kiosk.spoken import CLIPS, clip_name, normalised, spoken_texts
from kiosk.words import words
from tests.support.databases import Databases

#: Bytes of all recordings together, and of their list as it travels (the whole first load has 150 kB).
MOST = 1_000_000
MOST_INDEX = 6_000
#: Seconds.
SHORTEST, LONGEST = 0.4, 15.0
#: Loudness of speech, root mean square with 1.0 as the loudest there is; all recordings must be about equally loud.
QUIETEST, LOUDEST = 0.04, 0.25


@dataclass(frozen=True)
class Sound:
    """What a recording is once it is decoded."""

    seconds: float
    loudness: float
    peak: float

    def faults(self) -> list[str]:
        """Say what would be wrong with it for somebody who listens."""
        found = []
        if not SHORTEST <= self.seconds <= LONGEST:
            found.append(f"{self.seconds:.2f} s long")
        if not QUIETEST <= self.loudness <= LOUDEST:
            found.append(f"loudness {self.loudness:.4f}")
        if self.peak > 1:
            found.append(f"clipped at {self.peak:.2f}")
        return found


MEASURE = """async (content) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const sound = await new OfflineAudioContext(1, 1, 24000).decodeAudioData(bytes.buffer);
  const samples = sound.getChannelData(0);
  const squares = samples.reduce((sum, one) => sum + one * one, 0);
  const peak = samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  return [sound.duration, Math.sqrt(squares / samples.length), peak];
}"""


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """Nothing here depends on the kind of database."""
    return sqlite_databases


@pytest.fixture
def texts(app: Flask) -> dict[str, str]:
    """Clip name → text of everything the tablet reads aloud in Vietnamese."""
    return spoken_texts(words()["vi"])


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def measured(page: Page, content: bytes) -> Sound:
    return Sound(*page.evaluate(MEASURE, base64.b64encode(content).decode()))


def test_every_spoken_text_has_a_recording(texts: dict[str, str]):
    missing = {text for name, text in texts.items() if not (CLIPS / f"{name}.ogg").exists()}

    assert not missing, f"bin/clips makes them: {missing}"


def test_no_recording_is_left_of_a_text_that_nobody_says(texts: dict[str, str]):
    assert {file.stem for file in CLIPS.glob("*.ogg")} - set(texts) == set(), "bin/clips deletes them"


def test_the_questions_the_levels_and_the_thanks_are_among_what_is_read(texts: dict[str, str]):
    wanted = {
        "Ông/Bà hài lòng thế nào với lần phục vụ vừa rồi?",
        "Rất hài lòng",
        "Biết chào, xin lỗi, cảm ơn, xin phép (4 xin)",
        "Kết quả giải quyết thủ tục hành chính được trả đúng hẹn.",
        "Ai đã bấm?",
        "Ông/Bà cần thêm thời gian không?",
    }

    assert wanted - set(texts.values()) == set()
    assert [text for text in texts.values() if "%(" in text] == []


def test_the_list_names_each_recording_by_its_content(texts: dict[str, str]):
    listed = json.loads((CLIPS / "index.json").read_text(encoding="utf-8"))["clips"]
    marks = {file.stem: mark_of(file) for file in CLIPS.glob("*.ogg")}

    assert listed == marks, "bin/clips --index describes what lies there"


def mark_of(file: Path) -> str:
    return base64.urlsafe_b64encode(sha256(file.read_bytes()).digest())[:16].decode()


def test_recordings_and_their_list_are_small():
    assert sum(file.stat().st_size for file in CLIPS.glob("*.ogg")) <= MOST
    assert len(gzip.compress((CLIPS / "index.json").read_bytes(), 9)) <= MOST_INDEX


def test_each_recording_can_be_heard(texts: dict[str, str], blank: Page):
    faults = {}
    for name, text in texts.items():
        sound = measured(blank, (CLIPS / f"{name}.ogg").read_bytes())
        if found := sound.faults():
            faults[text] = found

    assert faults == {}


def test_each_recording_takes_about_as_long_as_its_words(texts: dict[str, str], blank: Page):
    """Three syllables a second, give or take: a text that was cut or read as something else stands out."""
    odd = {}
    for name, text in texts.items():
        syllables = len(text.replace("/", " ").split())
        seconds = measured(blank, (CLIPS / f"{name}.ogg").read_bytes()).seconds - 0.2
        if not 0.2 <= seconds / syllables <= 0.6:
            odd[text] = round(seconds / syllables, 2)

    assert odd == {}


def test_a_name_does_not_depend_on_how_a_text_is_typed():
    composed = "Rất hài lòng"
    # The same letters with their marks apart, and with spaces that only a browser sees.
    apart = unicodedata.normalize("NFD", " Rất\u00a0hài  lòng\n")

    assert clip_name(apart) == clip_name(composed)
    # printf 'Rất hài lòng' | sha256sum
    assert clip_name(composed) == "b3ec4c6a2e46a615"
    assert normalised(apart) == composed


# Controls: sounds that nobody could follow.


@pytest.mark.parametrize(
    ("sound", "fault"),
    [
        (Sound(0.3, 0.1, 0.5), "0.30 s long"),
        (Sound(15.2, 0.1, 0.5), "15.20 s long"),
        (Sound(2.0, 0.0, 0.0), "loudness 0.0000"),
        (Sound(2.0, 0.1, 1.2), "clipped at 1.20"),
    ],
)
def test_a_sound_that_nobody_could_follow_is_found(sound: Sound, fault: str):
    assert sound.faults() == [fault]


def test_silence_is_measured_as_silence(blank: Page):
    header = b"RIFF" + (36 + 48000).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    form = b"".join(
        number.to_bytes(size, "little")
        for number, size in [(1, 2), (1, 2), (24000, 4), (48000, 4), (2, 2), (16, 2)]
    )
    silence = header + form + b"data" + (48000).to_bytes(4, "little") + bytes(48000)

    assert measured(blank, silence) == Sound(1.0, 0.0, 0.0)
