"""Tests of the glue the doors share."""
