"""Compares a catalogue with the texts of the product: what is missing, empty, uncertain or has lost a placeholder."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from typing import TypeGuard

from babel.messages.catalog import Catalog, Message

PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|\{\w*\}")

#: What a text is said by; who collects the texts looks for these, and not inside formatted strings.
_SAYS = {"_", "_l", *(f"{lazy}{kind}gettext" for lazy in ("", "lazy_") for kind in ("", "n", "p", "np"))}


def formatted_texts(source: str) -> list[int]:
    """Return the lines on which a text is said inside a formatted string, where nobody finds it to be translated."""
    strings = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr))
    return sorted({call.lineno for string in strings for call in ast.walk(string) if _is_said(call)})


def _is_said(node: ast.AST) -> TypeGuard[ast.Call]:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in _SAYS


def catalogue_faults(template: Catalog, catalogue: Catalog, *, is_source: bool) -> list[str]:
    """Return a sentence for each text that a reader of this language would miss.

    The language of the message ids themselves (`is_source`) may leave a text as it is.
    """
    return [fault for wanted in template if wanted.id for fault in _faults(wanted, catalogue, is_source)]


def _faults(wanted: Message, catalogue: Catalog, is_source: bool) -> Iterator[str]:
    original = wanted.id if isinstance(wanted.id, str) else wanted.id[0]
    found = catalogue.get(wanted.id, wanted.context)
    if found is None:
        if not is_source:
            yield f"Missing: {original}"
        return
    forms = (found.string,) if isinstance(found.string, str) else tuple(found.string or ("",))
    if not all(forms):
        if not is_source:
            yield f"Not translated: {original}"
        return
    if found.fuzzy:
        yield f"Uncertain (fuzzy): {original}"
    if any(form != unicodedata.normalize("NFC", form) for form in forms):
        yield f"Not in Unicode form NFC: {original}"
    if any(_placeholders(form) != _placeholders(_longest(wanted)) for form in forms) and "%" in original:
        yield f"Other placeholders than the original: {original}"


def _longest(message: Message) -> str:
    """Return the form with every placeholder: English singulars sometimes leave the number out."""
    return message.id if isinstance(message.id, str) else message.id[-1]


def _placeholders(text: str) -> set[str]:
    return {found.group() for found in PLACEHOLDER.finditer(text)}
