"""Mail addresses: which ones can be written to without a doubt about where a line or a name ends."""

import re

#: RFC 5321, 4.5.3.1: with the brackets around it an address has at most 256 characters.
_LONGEST, _LONGEST_LOCAL = 254, 64
#: A dot-atom (RFC 5322, 3.2.3): no quotes, no spaces, nothing that ends a header or names a second address.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"({_LABEL}\.)+{_LABEL}")


def is_address(text: str) -> bool:
    """Is this one plain mail address, such as name@example.vn?"""
    local, at, domain = text.rpartition("@")
    return (
        bool(at)
        and len(text) <= _LONGEST
        and len(local) <= _LONGEST_LOCAL
        and _LOCAL.fullmatch(local) is not None
        and _DOMAIN.fullmatch(domain) is not None
    )
