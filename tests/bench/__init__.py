"""Tests of the bench: that it runs and judges, never how fast anything is."""
