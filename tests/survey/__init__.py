"""The citizen's door: journeys, refusals, what a real browser shows."""
