"""Speak what the tablet reads aloud into files: only what is missing is made, what nobody says any more is deleted."""

import base64
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import escape
from pathlib import Path

from flask import Flask
from flask_babel import Babel, force_locale

from core.config import PROJECT
from kiosk.spoken import CLIPS, spoken_texts
from kiosk.words import WORDS

#: Three syllables a second (people reading aloud take four), the voice a little higher, the tones at their widest.
_SPEED, _PITCH, _RANGE, _WORD_GAP = 120, 65, 100, 1
#: No rumble, quiet consonants lifted, all clips equally loud, a breath of silence for loudspeakers that wake up.
_SILENCE = ("silence", "1", "0.02", "-45d", "reverse")
_SOUND = (
    *("highpass", "80", "compand", "0.005,0.1", "6:-50,-50,-40,-28,-20,-16,0,-8", "-2"),
    *(*_SILENCE, *_SILENCE),
    *("norm", "-3", "pad", "0.1", "0.12"),
)
#: Dither and chance serial numbers would make every clip new each time.
_CODING = ("--bitrate", "12", "--framesize", "40", "--padding", "0", "--serial", "1")
_STROKE = re.compile(r"(?<=\w)/(?=\w)")
#: Letters are spelled as people say them; the stroke of the address is not said at all.
_SAID = {"Ông/Bà": "Ông Bà", "QR": "kiu a", "PIN": "pin"}


def main(arguments: list[str]) -> int:
    """Bring the clips up to date; `--again` makes all of them anew, `--index` only describes what lies there.

    `--list` prints name and text of each, for a person who records them.
    """
    wanted = spoken_texts(_vietnamese())
    if "--list" in arguments:
        print("\n".join(f"{name}.ogg\t{text}" for name, text in wanted.items()))
        return 0
    if "--index" not in arguments:
        _make(wanted, is_again="--again" in arguments)
    missing = [text for name, text in wanted.items() if not _clip(name).exists()]
    if missing:
        raise SystemExit(f"No recording of: {missing}")
    _write_index(wanted)
    size = sum(_clip(name).stat().st_size for name in wanted)
    print(f"{len(wanted)} clips, {size / 1000:.0f} kB")
    return 0


def said(text: str) -> str:
    """Return a text as a voice should get it: without signs that nobody pronounces."""
    for written, spoken in _SAID.items():
        text = re.sub(rf"\b{written}\b", spoken, text)
    text = _STROKE.sub(", ", text)
    text = re.sub(r"\s*\(([^)]*)\)", r", \1", text)
    return re.sub(r"[«»“”·]", " ", text)


def _make(wanted: Mapping[str, str], *, is_again: bool) -> None:
    CLIPS.mkdir(parents=True, exist_ok=True)
    for path in CLIPS.glob("*.ogg"):
        if path.stem not in wanted:
            path.unlink()
    for name, text in wanted.items():
        if is_again or not _clip(name).exists():
            _speak(said(text), _clip(name))


def _speak(text: str, target: Path) -> None:
    foreign = _run("espeak-ng", "-q", "-x", "-v", "vi", text).stdout.decode()
    if "(" in foreign:
        raise SystemExit(
            f"The voice would read a word of this in another language: {text}: {foreign.strip()}"
        )
    with tempfile.TemporaryDirectory() as folder:
        raw, shaped, coded = (Path(folder) / name for name in ("raw.wav", "shaped.wav", "coded.ogg"))
        passage = f'<speak><prosody range="{_RANGE}">{escape(text)}</prosody></speak>'
        setting = ("-s", str(_SPEED), "-p", str(_PITCH), "-g", str(_WORD_GAP))
        _run("espeak-ng", "-m", "-z", "-v", "vi", *setting, "-w", str(raw), passage)
        _run("sox", "-D", "-R", str(raw), "-r", "24000", "-c", "1", str(shaped), *_SOUND)
        _run("opusenc", "--quiet", "--speech", *_CODING, str(shaped), str(coded))
        target.write_bytes(coded.read_bytes())


def _write_index(wanted: Mapping[str, str]) -> None:
    """Describe the clips: name → 12 bytes of the file's SHA-256, so that only the very file is kept and played."""
    clips = {name: _mark(_clip(name).read_bytes()) for name in sorted(wanted)}
    (CLIPS / "index.json").write_text(
        json.dumps({"clips": clips}, separators=(",", ":")) + "\n", encoding="utf-8"
    )


def _mark(content: bytes) -> str:
    return base64.urlsafe_b64encode(sha256(content).digest()[:12]).decode()


def _clip(name: str) -> Path:
    return CLIPS / f"{name}.ogg"


def _vietnamese() -> dict[str, str]:
    """Return the tablet's own words in Vietnamese."""
    app = Flask("clips")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(PROJECT / "translations")
    Babel(app)
    with app.app_context(), force_locale("vi"):
        return dict(_texts(WORDS))


def _texts(words: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, text in words.items():
        yield key, str(text)


def _run(*command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
