"""Languages: which one a page speaks. By link and browser for citizens, by account for staff."""

from pathlib import Path

from babel import Locale
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel

from core import config

_TRANSLATIONS = config.PROJECT / "translations"


def available(folder: Path = _TRANSLATIONS) -> tuple[str, ...]:
    """Return the languages that have a catalogue, Vietnamese first: a new one is a new folder."""
    found = {path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/messages.po")}
    return tuple(sorted(found, key=lambda code: (code != "vi", code)))


def init_app(app: Flask) -> None:
    """Let flask-babel ask `choose` for each request."""
    app.config.update(
        BABEL_DEFAULT_LOCALE=app.config["LANGNGHE"].locale,
        BABEL_TRANSLATION_DIRECTORIES=str(_TRANSLATIONS),
        LANGUAGES=available(),
    )
    Babel(app, locale_selector=choose)
    names = {code: own_name(code) for code in app.config["LANGUAGES"]}
    app.context_processor(
        lambda: {"languages": app.config["LANGUAGES"], "language_names": names, "language": current()}
    )


def own_name(code: str) -> str:
    """Return what a language calls itself: «Tiếng Việt», «English»."""
    name = Locale.parse(code).get_display_name(code) or code
    return name[0].upper() + name[1:]


def choose() -> str:
    """Return the language of this request: the link's, the account's, the browser's, the office's."""
    default = config.current().locale
    if not has_request_context():
        return default
    languages = available_here()
    asked = request.args.get("lang")
    if asked in languages:
        return asked
    person = g.get("staff")
    if person is not None:
        return str(person.locale)
    return request.accept_languages.best_match(languages, default) or default


def available_here() -> tuple[str, ...]:
    """Return the languages of the running product, read once at its start."""
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    return languages


def current() -> str:
    """Return the language this request speaks, for the page's `lang`."""
    return choose()


def chosen_by_link() -> str | None:
    """Return the language the address asks for, so that links and forms carry it on."""
    asked = request.args.get("lang")
    return asked if asked in available_here() else None
