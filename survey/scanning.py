"""Scanning: what a visitor brings to the first page – an open code, a changing one, or one that is used up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core import clock
from core.domain import changing_code
from core.domain.changing_code import Slot
from core.domain.submission import Receipt, Tier
from core.queries.entries import Entry
from core.services.kiosk import changing_codes
from core.web import tokens
from core.web.tokens import Purpose, TokenRefused
from survey import entry
from survey.entry import OpenForm

#: What the screen of a counter adds to the address: a text that changes every 30 seconds.
CODE = "m"
#: The page's own token, which the links to other languages carry so that the code keeps its worth.
KEPT = "phieu"
#: Stands in the address of the page after a tap whose code had been used up meanwhile, under «ma».
_USED = "da-dung"


@dataclass(frozen=True)
class Scan:
    """The token of a first page, and what its code proves; for the pages that follow, what came of the code."""

    token: str
    #: The secret the token carries; empty where no page is begun.
    secret: bytes = b""
    #: The page was opened with a fresh code of a counter's screen.
    is_proof: bool = False
    #: A code was brought that is used, expired or not ours: the answer counts as one of an open code.
    is_used_up: bool = False
    #: The first page itself, not one that follows it.
    is_first: bool = True


#: A page that follows, of which there is nothing to say.
RETURNED = Scan("", is_first=False)


def read(place: Entry, arguments: Mapping[str, str]) -> Scan:
    """Return the scan behind an address; whatever stands in it, there is a page (docs/promises.md P5)."""
    if KEPT in arguments:
        return _kept(place, arguments[KEPT])
    if CODE not in arguments:
        return Scan(*entry.draw(place))
    slot = changing_codes.recognise(place.touchpoint_id, arguments[CODE], clock.now())
    return Scan(*entry.draw(place, slot=slot), is_proof=slot is not None, is_used_up=slot is None)


def slot_mark(opened: OpenForm) -> bytes | None:
    """Return what the first answer of this form spends; None when it proves no visit, or no longer."""
    slot = _sealed(opened)
    return changing_codes.mark_of(slot) if slot else None


def used_meanwhile(opened: OpenForm, receipt: Receipt) -> str | None:
    """Return what the next page's address says when the code of this form was worth nothing any more."""
    return _USED if opened.ticket.slot is not None and receipt.tier is not Tier.A else None


def told(arguments: Mapping[str, str]) -> Scan:
    """Return what the address of a page that follows says of the code."""
    return replace(RETURNED, is_used_up=arguments.get("ma") == _USED)


def _kept(place: Entry, text: str) -> Scan:
    """Return the same form again, in another language: the same secret, officer and code."""
    try:
        opened = OpenForm(tokens.read(Purpose.FORM, text), is_continued=False)
    except TokenRefused:
        return Scan(*entry.draw(place), is_used_up=True)
    ticket = opened.ticket
    is_same_page = (ticket.touchpoint_id, ticket.version_id) == (place.touchpoint_id, place.version_id)
    if not is_same_page or _sealed(opened) is None:
        return Scan(*entry.draw(place), is_used_up=True)
    return Scan(tokens.issue(Purpose.FORM, ticket), ticket.secret, is_proof=True)


def _sealed(opened: OpenForm) -> Slot | None:
    """Return the code this form was opened with, as long as it is worth something."""
    is_worth = not opened.is_continued and changing_code.is_sealed(opened.age)
    return opened.ticket.slot if is_worth else None
