"""Questionnaires every office has from the first day, as data."""

from core.domain.builtin.ministry import MINISTRY
from core.domain.builtin.quick import QUICK

BUILTIN = (QUICK, MINISTRY)

__all__ = ["BUILTIN", "MINISTRY", "QUICK"]
