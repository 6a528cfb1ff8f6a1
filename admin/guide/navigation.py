"""Navigation: what a person's menu lists, and which of it the page in hand belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import LazyString

from admin.guide.pages import GROUP_NAMES, PAGES, DeskPage, Group
from core.domain.access import Permission, Scope
from core.queries.places import units


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    name: LazyString
    address: str
    is_current: bool


@dataclass(frozen=True)
class Part:
    """The lines of one group."""

    name: LazyString
    entries: tuple[Entry, ...]


def menu(scope: Scope) -> tuple[Part, ...]:
    """Return what this person's menu lists, in groups; the page in hand, or the one it stands below, is marked."""
    lines = _lines(scope)
    here = _page_in_hand(lines)
    marked = _upper(here, lines) if here else None
    offered = [page for page in lines if _upper(page, lines) is page]
    return tuple(
        Part(GROUP_NAMES[group], entries)
        for group in Group
        if (entries := tuple(_entry(page, marked) for page in offered if page.group is group))
    )


def beside(scope: Scope) -> tuple[Entry, ...]:
    """Return the page in hand, or what it stands below, with everything that stands below that; nothing if alone."""
    lines = _lines(scope)
    here = _page_in_hand(lines)
    if here is None:
        return ()
    family = [page for page in lines if _upper(page, lines) is _upper(here, lines)]
    return tuple(_entry(page, here) for page in family) if len(family) > 1 else ()


def addresses(scope: Scope) -> Iterator[tuple[DeskPage, str]]:
    """Yield every page this person may go to with its address; pages of one unit where it is clear which."""
    working = units.working(scope) if scope.may(Permission.MANAGE_PLACES) else None
    for page in PAGES:
        if not page.is_offered(scope):
            continue
        if not page.names_unit:
            yield page, url_for(page.endpoint)
        elif working is not None:
            yield page, url_for(page.endpoint, unit_id=working)


def _lines(scope: Scope) -> list[DeskPage]:
    return [page for page in PAGES if page.is_in_menu and page.is_offered(scope)]


def _upper(page: DeskPage, lines: list[DeskPage]) -> DeskPage:
    """Return the page another one stands below; itself where that one is not offered."""
    return next((other for other in lines if other.endpoint == page.below), page)


def _page_in_hand(lines: list[DeskPage]) -> DeskPage | None:
    """Return the line the page in hand belongs to: its own, or its blueprint's."""
    own = (page for page in lines if page.endpoint == request.endpoint)
    return next(own, None) or next((page for page in lines if request.blueprint in page.blueprints), None)


def _entry(page: DeskPage, marked: DeskPage | None) -> Entry:
    return Entry(page.name, url_for(page.endpoint), page is marked)
