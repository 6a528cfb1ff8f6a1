"""Migrations: every step up and down, with data, guards and the same tables as the models."""
