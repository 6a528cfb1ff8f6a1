"""Filters: how templates write numbers, days and texts, and where static files are."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask

from core import labels
from core.web.role_tasks import role_tasks

STATIC = Path(__file__).parent / "static"


def init_app(app: Flask) -> None:
    """Give templates the house's ways of writing."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.add_template_filter(labels.percent, "percent")
    app.add_template_filter(labels.count, "count")
    app.add_template_filter(labels.day, "day")
    app.add_template_global(labels.interval, "interval")
    app.add_template_global(wording)
    app.jinja_env.globals["labels"] = labels
    app.add_template_filter(role_tasks)
    app.add_template_global(static_url)


def wording(texts: Any) -> str:
    """Return a text in the page's language, else in Vietnamese; takes a mapping or whatever carries `texts`."""
    return labels.wording(getattr(texts, "texts", texts))


@lru_cache
def static_url(name: str) -> str:
    """Return the address of a static file; it changes with the content, so that browsers may keep the file."""
    digest = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"
