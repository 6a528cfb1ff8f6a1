"""Compares a catalogue with the texts of the product: what is missing, empty, uncertain or has lost a placeholder."""

import re
import unicodedata
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[#0 +-]*\d*(?:\.\d+)?[a-zA-Z]|\{\w*\}")


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
