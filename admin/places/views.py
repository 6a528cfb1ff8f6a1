"""Views of the places: the blueprint with every file of views attached."""

from admin.places import codes, counters, fields, merging, officers, photos, targets, units
from admin.places.blueprint import blueprint

__all__ = ["blueprint", "codes", "counters", "fields", "merging", "officers", "photos", "targets", "units"]
