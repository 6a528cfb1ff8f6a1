"""Every page of every door in a real browser: whole, accessible, under the policy, and asking no other host."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, Request

from core.db import write_session
from core.domain.access import Role, Scope
from core.services import questionnaire_drafts
from tests.support import worlds
from tests.support.access_page import read_matrix
from tests.support.browser import Screens, axe
from tests.support.databases import Databases
from tests.support.server import Server
from tests.support.sign_in import sign_in_page

pytestmark = pytest.mark.thorough

#: What a browser stores instead of showing.
FILES = (".csv", ".json", ".pdf", ".png", ".svg", ".xlsx", ".zip")


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: what pages say is tested on both kinds of database elsewhere."""
    return sqlite_databases


def pages_of(role: Role) -> Iterator[str]:
    """Yield the start page, and every page of the desk nobody before this role opens."""
    earlier = {str(other) for other in list(Role)[: list(Role).index(role)]}
    for endpoint, (method, address, who) in read_matrix().items():
        is_file = urlsplit(address).path.endswith(FILES)
        is_page = method == "GET" and address.startswith("/admin/") and not is_file
        is_new = endpoint == "overview.show" or not earlier & who
        if is_page and str(role) in who and is_new:
            yield address


def faults(page: Page) -> list[str]:
    """Return what is wrong with the page as it stands."""
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    found = ["wider than the screen"] if page.evaluate(wide) else []
    inline = page.locator("[style], script:not([src]), [onclick], style").count()
    return [*found, *([f"{inline} inline styles or scripts"] if inline else []), *axe(page)]


@pytest.mark.parametrize("screen", ["desktop", "small-phone"])
def test_every_page_of_the_desk_is_whole_and_asks_nobody_else(
    app: Flask, served: Server, screens: Screens, screen: str
) -> None:
    with write_session() as session:
        world = worlds.office(session)
        worlds.target(session, 8500)
        for role in Role:
            worlds.account(session, role)
    author = Scope(account_id=1, role=Role.MANAGER, unit_ids=frozenset({world.centre}))
    questionnaire_drafts.copy(author, world.centre, world.quick, "quick", actor="manager")
    hosts: set[str | None] = set()
    found: dict[str, list[str]] = {}
    visited = 0

    def note(request: Request) -> None:
        hosts.add(urlsplit(request.url).hostname if not request.url.startswith("data:") else "127.0.0.1")

    for role in Role:
        page = screens.open(screen)
        page.context.on("request", note)
        sign_in_page(page, served.url, str(role))
        for address in pages_of(role):
            answer = page.goto(served.url + address.format(code=world.single))
            visited += 1
            wrong = faults(page)
            assert answer is not None
            policy = answer.headers.get("content-security-policy", "")
            if "unsafe-inline" in policy or "default-src" not in policy:
                wrong.append(f"policy: {policy}")
            if answer.status >= 500:
                wrong.append(f"status {answer.status}")
            if wrong:
                found[f"{role} {address}"] = wrong
        page.context.close()

    assert found == {}
    assert hosts == {"127.0.0.1"}
    assert visited > 60
