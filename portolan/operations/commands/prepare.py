"""`portolan prepare`: everything before the processes of an installation start."""
# ruff: noqa: PLC0415  a command imports what it needs when it runs, so that the help of all is instant

from __future__ import annotations

import click


@click.command("prepare")
def command() -> None:
    """Migrate the database, collect static files, compile the catalogues, load the record; nothing invented."""
    from portolan.operations.start import start_django

    start_django()
    from portolan.operations.prepare import prepare

    prepare(lambda words: click.echo(f"· {words}"), demonstration=False)
