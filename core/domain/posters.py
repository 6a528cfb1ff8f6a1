"""Posters: what one printed thing says, in which forms it is printed, and that its addresses lead to its code."""

from dataclasses import dataclass
from enum import StrEnum

from core.domain.errors import DomainError


class Product(StrEnum):
    """The forms in which codes are printed, each on sheets every office printer takes."""

    POSTER_A4 = "poster-a4"
    POSTER_A5 = "poster-a5"
    #: Folded in the middle, read from both sides of the table: one on a sheet of A4, or two small ones.
    CARD_A5 = "card-a5"
    CARD_A6 = "card-a6"
    #: Ten labels of 90 × 54 mm on a sheet of A4, with marks for the scissors.
    STICKER = "sticker"
    #: Eight slips of one code on a sheet of A4, to be handed out.
    SLIP = "slip"
    #: All codes of an office together, eight on a sheet of A4, for the hall.
    BOARD = "board"


#: How many codes one page carries. A sheet of slips carries one, eight times.
PER_PAGE: dict[Product, int] = {
    Product.POSTER_A4: 1,
    Product.POSTER_A5: 1,
    Product.CARD_A5: 1,
    Product.CARD_A6: 2,
    Product.STICKER: 10,
    Product.SLIP: 1,
    Product.BOARD: 8,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """One printed thing: whose office, which place, where its code leads.

    `url` is what the QR code says, `short_address` what is printed under it for those who type, `check_address`
    where anybody can see whether the code is genuine.
    """

    office: str
    unit: str
    place: str
    fields: tuple[str, ...]
    url: str
    short_address: str
    check_address: str
    code: str

    def __post_init__(self) -> None:
        """Refuse a sheet whose QR code or printed address would lead to another place than its code."""
        for address in (self.url, self.short_address, self.check_address):
            if not self.code or self.code not in address.split("/"):
                raise DomainError("poster_without_its_code", poster_code=self.code, address=address)
