"""The overview of an office's results: live figures of a period, their definitions, and the same as CSV."""
