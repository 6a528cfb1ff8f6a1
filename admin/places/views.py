"""Views of the places: the blueprint with every file of views attached."""

from admin.places import codes, counters, fields, officers, targets, units
from admin.places.blueprint import blueprint

__all__ = ["blueprint", "codes", "counters", "fields", "officers", "targets", "units"]
