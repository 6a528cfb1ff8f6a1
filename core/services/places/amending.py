"""Amending: changes a row and tells what it said before and says now, for the audit chain."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.db import Base


def amend(row: Base, **columns: Any) -> dict[str, dict[str, Any]]:
    """Set the columns that differ and return their old and new values as `differences` does."""
    before = {name: getattr(row, name) for name in columns}
    for name, value in columns.items():
        if before[name] != value:
            setattr(row, name, value)
    return differences(before, columns)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return `before` and `after` with only what changed, as plain data; nothing at all where nothing did."""
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return {}
    return {
        "before": {name: _plain(before[name]) for name in changed},
        "after": {name: _plain(after[name]) for name in changed},
    }


def plain(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns as the audit chain keeps them: a day as 2026-11-24."""
    return {name: _plain(value) for name, value in columns.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
