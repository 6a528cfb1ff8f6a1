"""What building the product anew for every test would do over and over: read and compile what never changes."""

from collections.abc import Callable
from functools import cache

from babel.support import NullTranslations, Translations
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


_load = Translations.load


@cache
def _loaded(folder: str, locale: str, domain: str) -> NullTranslations:
    return _load(folder, [locale], domain)


class ReadTranslations:
    """Catalogues as this process read them first; Flask-Babel copies what it is given."""

    @staticmethod
    def load(folder: str, locales: list[object], domain: str) -> NullTranslations:
        """Return what Babel's own `load` returns."""
        (locale,) = locales
        return _loaded(str(folder), str(locale), domain)


def remember() -> None:
    """Compile addresses and read catalogues once in this process, for every product it makes."""
    Flask.url_rule_class = CompiledRule
    Translations.load = ReadTranslations.load  # type: ignore[method-assign,assignment]


class CompiledTemplates(BytecodeCache):
    """Templates as this process compiled them first: each test has a product of its own, with the same pages."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


class CompiledRule(Rule):
    """An address as this process compiled it first: two hundred of them took half the time of a product's making."""

    _kept: dict[str, Builder] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        # All that the builder is made of; it finds the rule itself when it is called.
        key = repr((self.rule, self._trace, self.defaults, append_unknown))
        if key not in self._kept:
            self._kept[key] = super()._compile_builder(append_unknown)
        return self._kept[key]
