"""The accounts of an office, for its administrator."""
