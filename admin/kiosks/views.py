"""Views of the tablets: the blueprint with every file of views attached."""

from admin.kiosks import aside, changing, lists, pairing
from admin.kiosks.blueprint import blueprint

__all__ = ["aside", "blueprint", "changing", "lists", "pairing"]
