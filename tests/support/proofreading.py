"""A proofreader of HTML pages: what every page of the product must be, each fault as a sentence."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from html5lib import HTMLParser
from html5lib.constants import E as PARSE_ERRORS

#: A page may load from and send to itself; these are its own names in tests.
OWN_HOSTS = {"", "localhost", "127.0.0.1"}
#: Attributes that make the browser fetch or send something.
LOADING = ("src", "srcset", "action", "formaction", "poster", "data")
#: Attributes that a person reads or hears.
SPOKEN = ("title", "alt", "aria-label", "placeholder")
#: Elements whose text is not the product's prose: machine text, and words that somebody else wrote.
NOT_PROSE = {"script", "style", "code", "pre", "kbd", "samp", "textarea", "q", "blockquote", "template"}
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
#: Template code, placeholders that nothing filled, UTF-8 read as something else.
MACHINE_TEXT = re.compile(r"\{\{|\}\}|\{%|%\(\w+\)|áº|Ã¡|â€")

#: (pattern, what is wrong), for prose in any language.
TYPOGRAPHY = (
    (re.compile(r"(?<=\S) {2,}(?=\S)"), "two spaces in a row"),
    (re.compile(r"\.{3}"), "three dots instead of an ellipsis (…)"),
    (re.compile(r"\w [,.;:?!%](?:\s|$)"), "a space before a punctuation mark"),
)
#: In Vietnamese prose straight quotes are a typewriter's; the house writes «…» or “…”.
VIETNAMESE_TYPOGRAPHY = (
    (re.compile(r"[\"']"), "a straight quotation mark"),
    (re.compile(r"\b(?:None|True|False|NaN|undefined)\b"), "a word of the programming language"),
)


def faults(page: str) -> list[str]:
    """Return a sentence for each thing that is wrong with an HTML page; an empty list for a good one."""
    parser = HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(page)
    # The parser speaks only HTML names: elements of drawings keep their namespace and are looked at by attribute.
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    return [
        *_markup(parser, page),
        *_frame(root, elements),
        *_references(elements),
        *_forms(elements),
        *_behaviour(elements),
        *_addresses(elements),
        *_prose(root, language=root.get("lang") or ""),
    ]


def text_of(element: Element) -> str:
    """Return the text inside an element, spaces collapsed as a browser does."""
    return " ".join("".join(element.itertext()).split())


def _markup(parser: HTMLParser, page: str) -> Iterator[str]:
    for (line, _), code, facts in parser.errors:
        yield f"The HTML is not valid at line {line}: {PARSE_ERRORS[code] % facts}"
    if page != unicodedata.normalize("NFC", page):
        yield "The page is not in Unicode form NFC: searching and sorting would miss its words."
    for found in sorted(set(CONTROL.findall(page))):
        yield f"The page contains the unreadable character U+{ord(found):04X}."


def _frame(root: Element, elements: list[Element]) -> Iterator[str]:
    headings = [text_of(element) for element in elements if element.tag == "h1"]
    if len(headings) != 1:
        yield f"A page has exactly one h1, this one has {len(headings)}: {headings}"
    elif not headings[0]:
        yield "The h1 is empty."
    titles = [text_of(element) for element in elements if element.tag == "title"]
    if not titles or not titles[0]:
        yield "The page has no title."
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", root.get("lang") or ""):
        yield "The html element does not say its language (lang)."
    if not any(element.tag == "main" for element in elements):
        yield "The page has no main landmark."
    for element in elements:
        if element.tag == "img" and element.get("alt") is None:
            yield f"An image has no alt text: {element.get('src')}"
        if element.tag in ("a", "button") and not _name(element):
            yield f"A {element.tag} has no name that can be read aloud: {dict(element.attrib)}"


def _references(elements: list[Element]) -> Iterator[str]:
    ids = [name for element in elements if (name := element.get("id")) is not None]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"The id “{name}” is given twice."
    for element in elements:
        wanted = [
            *(element.get("for", "").split() if element.tag == "label" else []),
            *element.get("aria-labelledby", "").split(),
            *element.get("aria-describedby", "").split(),
            *element.get("aria-controls", "").split(),
        ]
        if element.tag == "a" and element.get("href", "").startswith("#"):
            wanted.append(element.get("href", "")[1:])
        for name in wanted:
            if name and name not in ids:
                yield f"A {element.tag} refers to the id “{name}”, which is not on the page."


def _forms(elements: list[Element]) -> Iterator[str]:
    labelled = {element.get("for") for element in elements if element.tag == "label" and text_of(element)}
    wrapped = {
        id(inner)
        for element in elements
        if element.tag == "label" and text_of(element)
        for inner in element.iter()
    }
    for element in elements:
        if element.tag == "form":
            if not element.get("action"):
                yield "A form has no action."
            if element.get("method", "").lower() not in ("get", "post"):
                yield f"A form does not say its method: action={element.get('action')}"
        if element.tag not in ("input", "select", "textarea") or element.get("type") in UNLABELLED:
            continue
        is_labelled = element.get("id") in labelled or id(element) in wrapped
        if not (is_labelled or element.get("aria-label") or element.get("aria-labelledby")):
            yield f"The {element.tag} “{element.get('name')}” has no label."


def _behaviour(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        for name in element.attrib:
            if name == "style" or name.startswith("on"):
                yield f"A {_tag(element)} carries the attribute {name}; style and behaviour live in files of their own."
        if element.get("href", "").lower().startswith("javascript:"):
            yield "A link runs a script instead of going somewhere."


def _addresses(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2]
            is_loaded = plain in LOADING or (plain == "href" and element.tag not in ("a", "area"))
            if is_loaded and urlsplit(value.strip()).netloc.partition(":")[0] not in OWN_HOSTS:
                yield f"A {_tag(element)} loads from or sends to a third party: {value}"
        away = urlsplit(element.get("href", "")).netloc.partition(":")[0]
        if (
            element.tag == "a"
            and away not in OWN_HOSTS
            and "noreferrer" not in element.get("rel", "").split()
        ):
            yield f"A link to {away} does not say rel=noreferrer: it would tell that site which page was open."


def _prose(element: Element, *, language: str) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in NOT_PROSE:
        return
    language = element.get("lang") or language
    spoken = [element.get(name) for name in SPOKEN]
    for text in (*spoken, element.text, *(child.tail for child in element)):
        yield from _words(text or "", language)
    for child in element:
        yield from _prose(child, language=language)


def _words(text: str, language: str) -> Iterator[str]:
    rules = TYPOGRAPHY + (VIETNAMESE_TYPOGRAPHY if language.startswith("vi") else ())
    for pattern, what in rules:
        if found := pattern.search(text):
            around = text[max(0, found.start() - 30) : found.end() + 30].strip()
            yield f"The text has {what}: “{around}”"
    if found := MACHINE_TEXT.search(text):
        yield f"The text shows something that was meant for the machine: “{found.group()}” in “{text.strip()[:80]}”"


def _name(element: Element) -> str:
    pictures = [inner.get("alt") or inner.get("aria-label") or "" for inner in element.iter()]
    return text_of(element) or element.get("aria-labelledby", "") or "".join(pictures)


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
