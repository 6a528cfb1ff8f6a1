"""Reads about tablets: what one takes along, and what the desk sees of them."""
