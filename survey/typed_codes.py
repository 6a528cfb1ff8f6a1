"""Typed codes: finds the code in what somebody typed or pasted, and tells our addresses from everybody else's."""

import re
from dataclasses import dataclass
from unicodedata import category, normalize
from urllib.parse import parse_qs, unquote, urlsplit

from core.domain.office.codes import LENGTH, is_acceptable

#: Nobody types more; an address of ours is far shorter.
LONGEST = 300
#: Left and right of a word in a sentence; the slash ends many an address.
_AROUND = " .,;:!?()[]{}<>«»“”\"'–—-"
_SCHEME = re.compile(r"(https?)://")
#: An address of ours without its host, as far as the word that says what stands behind it.
_OURS = re.compile(r"/?(?:q|xac-minh)(?=[/?#]|$)")
_PORTS = {"http": ":80", "https": ":443"}
#: The end of a host's name: letters alone, so that «3F7.K4N» and «Q.3» are none.
_DOMAIN = re.compile(r"\.(?:[^\W\d_]{2,}|xn--[\w-]+)(?:[?#:]|$)")


@dataclass(frozen=True)
class Typed:
    """What somebody typed or pasted: the code in it, and whether it names another address than ours."""

    code: str
    is_foreign: bool = False


def read(text: str, public_url: str) -> Typed:
    """Return the code in what was typed: alone, among other words, or in one of our addresses.

    Whatever a browser might open elsewhere is foreign, however it is written; `public_url` is where our pages are.
    """
    shown = "".join(letter for letter in text.lower() if category(letter) != "Cf")[:LONGEST]
    words = [word for word in (part.strip(_AROUND).rstrip("/") for part in shown.split()) if word]
    addresses = {word: _in_address(word, public_url) for word in words if _is_address(word, public_url)}
    if not addresses:
        return Typed(code_in(shown))
    codes = {found.code for found in addresses.values() if found.code}
    is_foreign = any(found.is_foreign for found in addresses.values())
    if len(codes) == 1 and not is_foreign:
        return Typed(codes.pop())
    # One address over two lines, as it stands on narrow paper.
    whole = _in_address("".join(shown.split()).strip(_AROUND).rstrip("/"), public_url)
    if is_acceptable(whole.code):
        return whole
    if is_foreign:
        return Typed("", is_foreign=True)
    return Typed(code_in(" ".join(word for word in words if word not in addresses)))


def code_in(text: str) -> str:
    """Return the code in a text without an address, in capitals: its letters and digits, or the one word or two
    neighbours among several that could be a code of ours.
    """
    words = [letters for letters in map(_letters, text.split()) if letters]
    whole = "".join(words)
    if len(whole) <= LENGTH:
        return whole
    pairs = [first + second for first, second in zip(words, words[1:], strict=False)]
    found = {word for word in (*words, *pairs) if is_acceptable(word)}
    return found.pop() if len(found) == 1 else whole


def _letters(text: str) -> str:
    return "".join(letter for letter in normalize("NFKC", text).upper() if letter.isalnum())


def _is_address(word: str, public_url: str) -> bool:
    """Might a browser open this word, or does it name our host?"""
    # Browsers take the full stops of Chinese and Japanese, and wide letters, for those of an address.
    plain = normalize("NFKC", word).replace("\N{IDEOGRAPHIC FULL STOP}", ".")
    is_spelled_out = any(mark in plain for mark in "/\\@") or _DOMAIN.search(plain) is not None
    return is_spelled_out or _behind(word, public_url) is not None


def _behind(word: str, public_url: str) -> str | None:
    """Return what stands behind our host in an address of ours, None of any other."""
    if _OURS.match(word):
        return word
    ours = urlsplit(public_url.lower())
    own = ours.netloc.removesuffix(_PORTS.get(ours.scheme, "")) + ours.path.rstrip("/")
    named = _SCHEME.match(word)
    scheme, rest = (named[1], word[named.end() :]) if named else (ours.scheme, word)
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    rest = host.removesuffix(_PORTS.get(scheme, "")) + rest[len(host) :]
    if not rest.startswith(own) or rest[len(own) : len(own) + 1] not in ("", "/", "?", "#"):
        return None
    return rest[len(own) :]


def _in_address(word: str, public_url: str) -> Typed:
    """Return the code in an address: behind `q` or `xac-minh`, or what it asks with; any other host's is foreign."""
    tail = _behind(word, public_url)
    if tail is None:
        return Typed("", is_foreign=True)
    address = urlsplit(f"//own{tail if tail[:1] in ('/', '?', '#') else f'/{tail}'}")
    door, _slash, behind = address.path.lstrip("/").partition("/")
    code = code_in(unquote(behind.split("/")[0]))
    if door in ("q", "xac-minh") and code:
        return Typed(code)
    asked = parse_qs(address.query)
    words = asked.get("ma") or asked.get("q")
    # What it asks with may be an address again, and somebody else's; each is shorter than the one around it.
    return read(words[0], public_url) if words else Typed("")
