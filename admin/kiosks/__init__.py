"""Tablets at counters, as the desk looks after them."""
