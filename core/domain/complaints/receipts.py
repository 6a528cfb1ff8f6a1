"""Receipt codes and register numbers: the one only the citizen knows, the other only staff use."""

from collections.abc import Callable, Collection

from core.domain.office.codes import ALPHABET

#: Letters of a receipt code: 17 to the tenth power, some 41 bits, in two groups that are easily read aloud.
RECEIPT_LENGTH = 10
_GROUP = 5
_REGISTER_DIGITS = 5


def receipt_of(digest: bytes) -> str:
    """Return the receipt code a keyed digest stands for: always the same; 32 bytes favour no letter."""
    number, letters = int.from_bytes(digest), []
    for _ in range(RECEIPT_LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)


def shown(receipt: str) -> str:
    """Return a receipt code as it is shown and read out: 7K4M9-2R9HC."""
    return f"{receipt[:_GROUP]}-{receipt[_GROUP:]}"


def spelled(receipt: str) -> str:
    """Return a receipt code letter by letter, as it is read out: 7 K 4 M 9, 2 R 9 H C."""
    return ", ".join(" ".join(group) for group in shown(receipt).split("-"))


def normalise(typed: str) -> str | None:
    """Return the code somebody typed, however they wrote it; None when no code looks like that."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    return plain if len(plain) == RECEIPT_LENGTH and set(plain) <= set(ALPHABET) else None


def draw_register(choose: Callable[[str], str], taken: Collection[str]) -> str:
    """Return a register number nobody has in this unit: PA- and five digits that tell no order."""
    while True:
        number = "PA-" + "".join(choose("0123456789") for _ in range(_REGISTER_DIGITS))
        if number not in taken:
            return number
