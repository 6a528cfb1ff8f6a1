"""What building the product anew for every test would do over and over: compile its templates and its addresses."""

from collections.abc import Callable

from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


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
