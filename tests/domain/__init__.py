"""Tests of the rules: no app, no database, done in seconds."""
