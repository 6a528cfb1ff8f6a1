"""setuptools with one step before it: the catalogues are compiled, since only their sources are kept in git."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools.build_meta import *  # noqa: F403
from setuptools.build_meta import build_wheel as _build_wheel

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Build the wheel with every catalogue ready to read."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as texts, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(texts))
    return _build_wheel(wheel_directory, config_settings, metadata_directory)
