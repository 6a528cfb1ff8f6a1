"""Backups: one file each, checked by its own manifest, restored only together with the list of erasures."""
