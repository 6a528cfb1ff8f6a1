"""Who is on duty is shown by name, with the photo where there is one."""

from playwright.sync_api import expect

from core.domain.access import Role, Scope
from core.services.places import photos
from tests.kiosk.visits import open_tablet
from tests.support import pictures
from tests.support.browser import Screens, artefacts
from tests.support.counter_app import Counter
from tests.support.worlds import World

MANAGER = Scope(account_id=1, role=Role.MANAGER, unit_ids=frozenset({World.centre}))


def test_the_officer_is_shown_by_photo_and_name(counter: Counter, screens: Screens):
    photos.put(MANAGER, World.centre, World.an, content=pictures.jpeg(), actor="thu")
    page = open_tablet(screens, counter)

    page.get_by_role("button", name="Chạm để bắt đầu").click()

    expect(page.get_by_text("Nguyễn Văn An")).to_be_visible()
    photo = page.locator("#app img")
    expect(photo).to_be_visible()
    assert photo.evaluate("image => image.complete && image.naturalWidth > 50")
    page.screenshot(path=artefacts() / "tablet" / "officer-photo.png")
    expect(page.get_by_role("button", name="Không phải về người này")).to_be_visible()
