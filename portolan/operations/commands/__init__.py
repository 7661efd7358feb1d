"""`portolan`, the command line: one file a command, each read only when it is called for."""

from __future__ import annotations

import importlib.util
from importlib import import_module

import click

# Name of the command -> its module. A module that is not built yet is left out.
COMMANDS = {
    "run": "run",
    "prepare": "prepare",
    "serve": "serve",
    "worker": "worker",
    "import": "import_record",
    "check": "check",
    "user": "user",
    "backup": "backup",
    "restore": "restore",
    "demo": "demo",
    "bench": "bench",
    "messages": "messages",
}


class Commands(click.Group):
    """A group whose commands are imported by name; none of them imports Django at its top."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, module in COMMANDS.items() if importlib.util.find_spec(f"{__name__}.{module}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        return import_module(f"{__name__}.{COMMANDS[cmd_name]}").command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="portolan")
def cli() -> None:
    """The working platform of a network of cities.

    Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 the address is taken, 4 `check` found something.
    """
