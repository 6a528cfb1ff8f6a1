"""Tests of the writes, on a real database of each kind."""
