"""The tablet's door: what it may say, what becomes of it, and what no network and no power cut may lose."""
