"""Lines: what was found as links, each to the page on which this person can do something with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from admin.guide import glossary, navigation, topics
from admin.guide.pages import GROUP_NAMES
from core.domain.access import Permission, Role, Scope
from core.domain.searching import fits
from core.queries import finding
from core.queries.finding import MOST, Hit, Kind

KIND_NAMES = {
    Kind.UNIT: _l("Units"),
    Kind.COUNTER: _l("Counters"),
    Kind.FIELD: _l("Fields"),
    Kind.OFFICER: _l("Officers"),
    Kind.CODE: _l("QR codes of places"),
    Kind.ROUND: _l("Survey rounds"),
    Kind.QUESTIONNAIRE: _l("Questionnaires"),
    Kind.ACCOUNT: _l("Accounts"),
}


@dataclass(frozen=True)
class Line:
    """One link with what tells it apart."""

    name: str
    address: str
    above: tuple[str, ...] = ()
    is_ended: bool = False


@dataclass(frozen=True)
class Section:
    """The links of one kind."""

    code: str
    name: LazyString
    lines: tuple[Line, ...]
    has_more: bool = False


def found(scope: Scope, words: tuple[str, ...]) -> tuple[Section, ...]:
    """Return everything that fits, by kind: pages first, then things, then help."""
    if not words:
        return ()
    things = (
        Section(
            str(hits.kind),
            KIND_NAMES[hits.kind],
            tuple(_line(scope, hit) for hit in hits.hits),
            hits.has_more,
        )
        for hits in finding.find(scope, words)
    )
    sections = (
        Section("page", _l("Pages"), tuple(_pages(scope, words))[:MOST]),
        *things,
        Section("help", _l("Help"), tuple(_help(scope, words))[:MOST]),
    )
    return tuple(section for section in sections if section.lines)


def _pages(scope: Scope, words: tuple[str, ...]) -> Iterator[Line]:
    for page, address in navigation.addresses(scope):
        if fits(f"{page.name} {page.also}", words):
            yield Line(str(page.name), address, (str(GROUP_NAMES[page.group]),))


def _help(scope: Scope, words: tuple[str, ...]) -> Iterator[Line]:
    page = url_for("guide.show")
    for topic in topics.concerning(scope):
        if fits(f"{topic.title} {topic.purpose}", words):
            yield Line(str(topic.title), f"{page}#{topic.code}", (str(_l("what the page is for")),))
    for word in glossary.WORDS:
        if fits(str(word.term), words):
            yield Line(str(word.term), f"{page}#word-{word.code}", (str(_l("what the word means")),))


def _line(scope: Scope, hit: Hit) -> Line:
    above = tuple(part for part in (hit.note, hit.unit_name, hit.above_name) if part)
    return Line(hit.name, _address(scope, hit), above, hit.is_ended)


def _address(scope: Scope, hit: Hit) -> str:
    """Return where this person goes on with it: to change it, or to read about it."""
    manages = scope.may(Permission.MANAGE_PLACES)
    match hit.kind:
        case Kind.UNIT if manages:
            return url_for("places.office", unit_id=hit.id)
        case Kind.UNIT if scope.may(Permission.MANAGE_UNITS):
            return url_for("places.edit_unit", unit_id=hit.id)
        case Kind.COUNTER:
            return url_for("places.counter", unit_id=hit.unit_id, counter_id=hit.id)
        case Kind.FIELD if manages:
            return url_for("places.field", unit_id=hit.unit_id, field_id=hit.id)
        case Kind.OFFICER if manages:
            return url_for("places.officer", unit_id=hit.unit_id, officer_id=hit.id)
        case Kind.OFFICER:
            return url_for("officers.show", **_commune(scope, hit))
        case Kind.CODE if manages:
            return url_for("places.code", unit_id=hit.unit_id, code_id=hit.id)
        case Kind.CODE:
            return url_for("codes.show")
        case Kind.ROUND:
            return url_for("rounds.one", round_id=hit.id)
        case Kind.QUESTIONNAIRE:
            return url_for("questionnaires.version", version_id=hit.id)
        case Kind.ACCOUNT:
            return url_for("people.one", account_id=hit.id)
        case _:
            return url_for("overview.show", **_commune(scope, hit))


def _commune(scope: Scope, hit: Hit) -> dict[str, Any]:
    """Return the parameter by which a province chooses one of its communes; everybody else sees their own."""
    return {"don-vi": hit.commune_code} if scope.role is Role.PROVINCE else {}
