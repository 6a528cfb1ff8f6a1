"""The program that makes the recordings: only what is missing, nothing that nobody says, own recordings kept."""

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from kiosk.spoken import clip_name
from tests.support.databases import ROOT

ASKED = {
    "attract.invite": "Mời Ông/Bà đánh giá",
    "staff.pin": "Mã PIN",
    "comment.left": "Còn %(count)s ký tự",
}


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The program, whose voice writes what it would have said into a folder of the test."""
    spec = spec_from_file_location("voice_clips", ROOT / "bin" / "voice_clips.py")
    assert spec
    assert spec.loader
    found = module_from_spec(spec)
    spec.loader.exec_module(found)
    monkeypatch.setattr(found, "CLIPS", tmp_path)
    monkeypatch.setattr(found, "_vietnamese", lambda: ASKED)
    monkeypatch.setattr(found, "_speak", lambda text, target: target.write_text(f"voice: {text}"))
    return found


def invitation(folder: Path) -> Path:
    return folder / f"{clip_name('Mời Ông/Bà đánh giá')}.ogg"


def test_what_is_missing_is_spoken_and_described(program: ModuleType, tmp_path: Path):
    program.main([])

    listed = json.loads((tmp_path / "index.json").read_text())["clips"]
    assert invitation(tmp_path).read_text() == "voice: Mời Ông Bà đánh giá"
    assert set(listed) == {file.stem for file in tmp_path.glob("*.ogg")}
    assert {clip_name(ASKED["staff.pin"]), clip_name(ASKED["comment.left"])} & set(listed) == set()


def test_a_recording_that_is_there_stays_and_one_that_nobody_says_goes(program: ModuleType, tmp_path: Path):
    invitation(tmp_path).write_text("a person's own voice")
    (tmp_path / "0123456789abcdef.ogg").write_text("an earlier wording")

    program.main([])

    assert invitation(tmp_path).read_text() == "a person's own voice"
    assert not (tmp_path / "0123456789abcdef.ogg").exists()


def test_all_are_made_anew_when_asked(program: ModuleType, tmp_path: Path):
    invitation(tmp_path).write_text("an earlier voice")

    program.main(["--again"])

    assert invitation(tmp_path).read_text() == "voice: Mời Ông Bà đánh giá"


def test_recordings_of_ones_own_are_described_without_a_voice(program: ModuleType, tmp_path: Path):
    program.main([])
    before = (tmp_path / "index.json").read_text()
    invitation(tmp_path).write_text("a person's own voice")

    program.main(["--index"])

    marks = [json.loads(text)["clips"] for text in (before, (tmp_path / "index.json").read_text())]
    assert [name for name in marks[0] if marks[0][name] != marks[1][name]] == [invitation(tmp_path).stem]


def test_a_missing_recording_is_named_instead_of_described(program: ModuleType, tmp_path: Path):
    program.main([])
    invitation(tmp_path).unlink()

    with pytest.raises(SystemExit, match="Mời Ông/Bà đánh giá"):
        program.main(["--index"])


def test_the_list_for_a_speaker_names_file_and_text(program: ModuleType, capsys: pytest.CaptureFixture[str]):
    program.main(["--list"])

    assert f"{clip_name('Có')}.ogg\tCó" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Ông/Bà phải đến mấy lần?", "Ông Bà phải đến mấy lần?"),
        ("Mức phí/lệ phí người dân phải nộp", "Mức phí, lệ phí người dân phải nộp"),
        ("Biết chào, xin phép (4 xin)", "Biết chào, xin phép, 4 xin"),
        ("Xin dùng phiếu giấy hoặc quét mã QR.", "Xin dùng phiếu giấy hoặc quét mã kiu a."),
        ("Chọn «Bắt đầu»", "Chọn  Bắt đầu "),
    ],
)
def test_signs_that_nobody_pronounces_are_not_spoken(program: ModuleType, text: str, spoken: str):
    assert program.said(text) == spoken
