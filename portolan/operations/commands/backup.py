"""`portolan backup FILE`."""
# ruff: noqa: PLC0415  a command imports what it needs when it runs, so that the help of all is instant

from __future__ import annotations

from pathlib import Path

import click


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Write database and files to FILE, one zip that restores on SQLite or PostgreSQL.

    It holds personal data and password digests: keep it as you keep the database. FILE must not exist.
    """
    from portolan.operations.start import start_django

    start_django()
    from portolan.operations.backup import write_backup
    from portolan.operations.backup_format import BackupError
    from portolan.operations.progress import shown_progress

    try:
        with shown_progress() as bar:
            manifest = write_backup(file, bar=bar)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    files = sum(name.startswith("files/") for name in manifest.members)
    rows = sum(manifest.counts.values())
    click.echo(f"{file}: {rows} rows of {len(manifest.counts)} tables, {files} files, {file.stat().st_size} bytes.")
