"""`portolan restore FILE`."""
# ruff: noqa: PLC0415  a command imports what it needs when it runs, so that the help of all is instant

from __future__ import annotations

from pathlib import Path

import click


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Give up what is there, after a safety backup of it.")
def command(file: Path, *, replace: bool) -> None:
    """Bring back the database and files of FILE into an empty installation.

    Stop the web server and the worker first. Everyone is signed out, and waiting jobs are gone.
    """
    from portolan.operations.start import start_django

    start_django()
    from portolan.operations.backup_format import BackupError
    from portolan.operations.progress import shown_progress
    from portolan.operations.restore import restore_backup

    try:
        with shown_progress() as bar:
            manifest, safety = restore_backup(file, replace=replace, bar=bar)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    if safety:
        click.echo(f"What was there before: {safety}")
    click.echo(f"Restored {sum(manifest.counts.values())} rows of the backup of {manifest.made_at}.")
