"""Views of paper forms: the blueprint with every file of views attached."""

from admin.paper import batches, comparing, keying, printing
from admin.paper.blueprint import blueprint

__all__ = ["batches", "blueprint", "comparing", "keying", "printing"]
