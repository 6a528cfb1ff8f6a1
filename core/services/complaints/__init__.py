"""Writes about complaints and petitions: filing, moving on, and what time does by itself."""
