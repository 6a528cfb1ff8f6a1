"""Posters: what one sheet beside a counter says, and that its two ways in lead to the same place."""

from dataclasses import dataclass

from core.domain.errors import DomainError


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """One printed sheet: whose office, which place, where its code leads.

    `url` is what the QR code says, `short_address` what is printed under it for those who type.
    """

    office: str
    unit: str
    place: str
    fields: tuple[str, ...]
    url: str
    short_address: str
    code: str

    def __post_init__(self) -> None:
        """Refuse a sheet whose QR code or printed address would lead to another place than its code."""
        for address in (self.url, self.short_address):
            if not self.code or self.code not in address.split("/"):
                raise DomainError("poster_without_its_code", poster_code=self.code, address=address)
