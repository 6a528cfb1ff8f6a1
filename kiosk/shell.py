"""Shell: the files of the tablet app, one version for all of them, packed once and kept by browsers for ever."""

import base64
import gzip
import json
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import render_template
from flask_babel import force_locale

from kiosk.words import words

_OWN = Path(__file__).parent / "static" / "kiosk"
#: Recordings are fetched and checked by the app itself when it has time (clips.js), icons by whoever installs it, and
#: no tablet ever shows a preview.
_LATER = (".ogg", ".png", "preview.js")
#: The service worker has its own address, whose path is its reach; the rest is for readers of the source.
_LEFT_OUT = ("sw.js", ".md", ".txt", ".gitkeep")
#: Whole lines of comment in our own scripts and styles: for readers of the source, a third of what they weigh.
_COMMENTS = re.compile(rb"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*|)\n", re.MULTILINE | re.DOTALL)
_COMMENTED = (".js", ".css")
_PACKED = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
_TYPES = {
    ".js": "text/javascript",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".ogg": "audio/ogg",
}


@dataclass(frozen=True)
class File:
    """One file as it goes over the wire."""

    content: bytes
    #: The same compressed; None where that saves nothing.
    packed: bytes | None
    mimetype: str


@dataclass(frozen=True)
class Shell:
    """All files of one version of the app."""

    version: str
    files: Mapping[str, File]
    page: File
    worker: File


@lru_cache
def shell() -> Shell:
    """Return the app as it is now; needs an application context for its words."""
    files = {name: _file(name, content) for name, content in _contents().items()}
    version = sha256(b"".join(sha256(file.content).digest() for file in files.values())).hexdigest()[:12]
    # The same for everybody: its fingerprint stands in the service worker.
    with force_locale("vi"):
        page = _file("page.html", render_template("kiosk/shell.html", version=version).encode())
    kept = {
        f"/kiosk/static/{version}/{name}": _digest(file.content)
        for name, file in files.items()
        if not name.endswith(_LATER)
    }
    kept["/kiosk/"] = _digest(page.content)
    opening = f"const VERSION = {json.dumps(version)};\nconst FILES = {json.dumps(kept, indent=0)};\n"
    worker = _file("sw.js", opening.encode() + _without_comments(_OWN / "sw.js"))
    return Shell(version, files, page, worker)


def manifest() -> dict[str, object]:
    """Return what makes the app installable; it fills the screen and turns with the tablet."""
    folder = f"/kiosk/static/{shell().version}/icons"
    sizes = [(f"lotus-{size}.png", f"{size}x{size}", "image/png") for size in (192, 512)]
    pictures = [("lotus.svg", "any", "image/svg+xml"), *sizes]
    icons = [
        {"src": f"{folder}/{name}", "sizes": size, "type": kind, "purpose": purpose}
        for name, size, kind in pictures
        for purpose in ("any", "maskable")
    ]
    return {
        "id": "/kiosk/",
        "name": "Lắng Nghe",
        "short_name": "Lắng Nghe",
        "lang": "vi",
        "start_url": "/kiosk/",
        "scope": "/kiosk/",
        "display": "fullscreen",
        "display_override": ["fullscreen", "standalone"],
        "orientation": "any",
        "background_color": "#FBF8F2",
        "theme_color": "#5E0F13",
        "icons": icons,
    }


def _contents() -> dict[str, bytes]:
    """Return name → content of everything the app may fetch."""
    found = {
        path.relative_to(_OWN).as_posix(): _without_comments(path)
        for path in _OWN.rglob("*")
        if path.is_file() and not path.name.endswith(_LEFT_OUT)
    }
    found["words.json"] = json.dumps(words(), ensure_ascii=False, separators=(",", ":")).encode()
    return dict(sorted(found.items()))


def _without_comments(path: Path) -> bytes:
    """Return a file's content; what others wrote keeps every word, its licence above all."""
    content = path.read_bytes()
    is_own = path.suffix in _COMMENTED and "vendor" not in path.parts
    return _COMMENTS.sub(b"", content) if is_own else content


def _file(name: str, content: bytes) -> File:
    suffix = Path(name).suffix
    mimetype = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_text = mimetype.startswith(_PACKED)
    return File(content, gzip.compress(content, 9, mtime=0) if is_text else None, mimetype)


def _digest(content: bytes) -> str:
    """Return the SHA-256 by which the service worker knows the file from a network gate's page."""
    return base64.b64encode(sha256(content).digest()).decode()
