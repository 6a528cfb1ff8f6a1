"""The audit chain as people read it: searched, one entry with its hashes, checked, taken away as CSV."""
