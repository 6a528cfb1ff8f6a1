"""Time: what runs when, and the worker."""
