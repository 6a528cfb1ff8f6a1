"""What the place is called that a code stands for, the same on paper, at the desk and on citizens' pages."""


def place_name(
    label: str,
    counter: str | None = None,
    officer: str | None = None,
    field: str | None = None,
    *,
    otherwise: str = "",
) -> str:
    """Return a code's label, else the name of its counter, officer or field; `otherwise` where it has none of them.

    An officer's code may count for a field: it is called by the officer.
    """
    return label or counter or officer or field or otherwise
