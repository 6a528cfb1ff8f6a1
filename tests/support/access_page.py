"""Reads docs/access.md, the reviewed page of every route and who reaches it."""

from core.domain.access import Role
from tests.support.databases import ROOT

PAGE = ROOT / "docs" / "access.md"


def read_matrix() -> dict[str, tuple[str, str, set[str]]]:
    """Return endpoint → (method, address, who may); "anyone" is a visitor without account."""
    rows = [
        [cell.strip().strip("`") for cell in line.strip("|\n").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    heading, _rule, *lines = rows
    people = heading[3:]
    assert people == ["anyone", *(str(role) for role in Role)]
    matrix = {
        endpoint: (method, address, {who for who, mark in zip(people, marks, strict=True) if mark})
        for endpoint, method, address, *marks in lines
    }
    assert len(matrix) == len(lines), "a route stands twice"
    return matrix
