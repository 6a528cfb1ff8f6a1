"""Reads: frozen dataclasses out, `Scope` in as the first argument of every one."""
