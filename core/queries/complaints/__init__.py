"""Reads about complaints and petitions: what the citizen sees, and what each of the staff may see."""
