"""Tests: sentences about what the office, the citizen and the reader of a figure may rely on."""
