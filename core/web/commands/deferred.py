"""A group whose commands are loaded when somebody uses them, as click describes for lazy subcommands."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class Deferred(click.Group):
    """Knows where each of its commands stands ("module:name") and loads it when it is asked for."""

    def __init__(self, name: str, *, parts: Mapping[str, str], **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self._parts = parts

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the group's commands."""
        return sorted(self._parts)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command of the group, or None."""
        if cmd_name not in self._parts:
            return None
        module, _colon, name = self._parts[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self._parts[cmd_name]} is no command")
        return command
