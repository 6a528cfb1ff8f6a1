"""A group of commands that is loaded when somebody uses it, as click describes for lazy subcommands."""

from importlib import import_module
from typing import Any

import click


class Deferred(click.Group):
    """Stands for the group of the same name in another module until one of its commands is asked for."""

    def __init__(self, name: str, *, module: str, **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self._module = module

    def _group(self) -> click.Group:
        group = getattr(import_module(self._module), self.name or "")
        if not isinstance(group, click.Group):
            raise TypeError(f"{self._module}.{self.name} is no group of commands")
        return group

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the group's commands."""
        return self._group().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command of the group."""
        return self._group().get_command(ctx, cmd_name)
