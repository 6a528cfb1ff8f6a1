"""Register numbers as people type them: PA-48213, pa 48213."""

import re

REGISTER = re.compile(r"\bpa[\s-]*(\d{5})\b", re.IGNORECASE)


def register_in(typed: str) -> str:
    """Return the register number somebody typed, as it is written; empty where there is none."""
    found = REGISTER.search(typed)
    return f"PA-{found[1]}" if found else ""
