"""Every text that the product says exists in Vietnamese; a new language is a new catalogue."""

import io
import subprocess
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.support.databases import ROOT
from tests.support.texts import catalogue_faults, formatted_texts
from tests.support.tree import kept_files

TRANSLATIONS = ROOT / "translations"


def read(file: Path) -> Catalog:
    with file.open("rb") as texts:
        return read_po(texts, abort_invalid=True)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The texts that stand in code and templates now, freshly collected."""
    file = tmp_path_factory.mktemp("texts") / "messages.pot"
    command = [ROOT / "bin" / "messages", "--template", file]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, f"A template cannot be read:\n{done.stderr}"
    return read(file)


def test_texts_are_found_in_code_and_templates(template: Catalog):
    sources = {Path(place).suffix for message in template for place, _ in message.locations}

    assert sources == {".py", ".html"}


def test_vietnamese_is_complete(template: Catalog):
    catalogue = read(TRANSLATIONS / "vi" / "LC_MESSAGES" / "messages.po")

    faults = catalogue_faults(template, catalogue, is_source=False)

    assert not faults, "\n".join(["bin/messages brings the catalogues up to date; then translate:", *faults])


def test_english_is_usable(template: Catalog):
    catalogue = read(TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po")

    assert catalogue_faults(template, catalogue, is_source=True) == []


def test_every_catalogue_compiles():
    for file in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        write_mo(io.BytesIO(), read(file))


def test_no_text_is_said_inside_a_formatted_string():
    ours = [
        file
        for file in kept_files(ROOT)
        if file.suffix == ".py" and file.parts[0] not in {"tests", "migrations"}
    ]
    found = [
        f"{file}:{line}"
        for file in ours
        for line in formatted_texts((ROOT / file).read_text(encoding="utf-8"))
    ]

    assert len(ours) > 100, "The code was not found"
    assert not found, "\n".join(["Say it before: in an f-string it reaches no catalogue.", *found])


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x = f\"{_('Send')} {name}\"", [1]),
        ('x = 1\ny = f"""\n{a or babel.ngettext(1, 2, n)}"""', [3]),
        ("x = f\"{n:{_('>')}}\"", [1]),
        ("x = _('Send %(n)s', n=f'{n}')", []),
        ("said = _('Send')\nx = f'{said} {name}'", []),
        ("x = f'{labels(_)} {texts[0]}'", []),
    ],
)
def test_a_text_inside_a_formatted_string_is_found(source: str, lines: list[int]):
    assert formatted_texts(source) == lines


# Controls: a catalogue with one fault of each kind.


def texts(*messages: Message) -> Catalog:
    catalogue = Catalog(locale="vi")
    for message in messages:
        catalogue[message.id] = message
    return catalogue


COUNT = ("%(num)d answer", "%(num)d answers")


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message("Send", "Gửi"), []),
        (Message("Other", "Khác"), ["Missing: Send"]),
        (Message("Send", ""), ["Not translated: Send"]),
        (Message("Send", "Gửi", flags={"fuzzy"}), ["Uncertain (fuzzy): Send"]),
        (Message("Send", "Gư\u0309i"), ["Not in Unicode form NFC: Send"]),
    ],
)
def test_a_text_that_is_missing_empty_or_uncertain_is_found(message: Message, fault: list[str]):
    assert catalogue_faults(texts(Message("Send")), texts(message), is_source=False) == fault


def test_a_lost_placeholder_is_found():
    template = texts(Message("Hello %(name)s, %(count)s new", flags={"python-format"}))
    catalogue = texts(
        Message("Hello %(name)s, %(count)s new", "Chào %(ten)s, %(count)s mới", flags={"python-format"})
    )

    assert catalogue_faults(template, catalogue, is_source=False) == [
        "Other placeholders than the original: Hello %(name)s, %(count)s new"
    ]


def test_a_plural_needs_every_form_of_its_language():
    catalogue = texts(Message(COUNT, ("",)))

    assert catalogue_faults(texts(Message(COUNT)), catalogue, is_source=False) == [
        "Not translated: %(num)d answer"
    ]


def test_a_source_language_may_leave_texts_as_they_are():
    assert catalogue_faults(texts(Message("Send")), texts(), is_source=True) == []
