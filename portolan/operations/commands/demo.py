"""`portolan demo`."""
# ruff: noqa: PLC0415  a command imports what it needs when it runs, so that the help of all is instant

from __future__ import annotations

import os
from pathlib import Path

import click

SCALES = ("large", "small")


@click.command("demo")
@click.option("--scale", type=click.Choice(SCALES), help="Build an invented network of that size, for measuring.")
@click.option("--seed", type=int, help="Another network of the same size.")
@click.option("--remove", is_flag=True, help="Remove the demonstration from this installation.")
def command(scale: str | None, seed: int | None, *, remove: bool) -> None:
    """Build a network of invented data in an empty data folder of its own, or remove the demonstration.

    `--scale large` has 1,000 cities, 5,000 events, 200,000 people and 1,000,000 attendances, and takes minutes.
    """
    if bool(scale) == remove:
        raise click.UsageError("Say either --scale large, --scale small or --remove.")
    if remove:
        _remove()
    else:
        _build(str(scale), seed)


def _build(name: str, seed: int | None) -> None:
    folder = os.environ.get("PORTOLAN_DATA_DIR", "").strip()
    if not folder:
        raise click.ClickException("Name an empty folder for it: PORTOLAN_DATA_DIR=/somewhere portolan demo --scale …")
    if Path(folder).exists() and any(Path(folder).iterdir()):
        raise click.ClickException(f"{folder} is not empty. Nothing was changed.")
    Path(folder).mkdir(parents=True, exist_ok=True)
    from portolan.operations.start import start_django

    start_django()
    from portolan.operations.large.build import SEED, build_network
    from portolan.operations.large.scales import SCALES as KNOWN
    from portolan.operations.progress import shown_progress

    try:
        with shown_progress() as bar:
            build_network(KNOWN[name], bar=bar, seed=SEED if seed is None else seed)
    except ValueError as error:
        raise click.ClickException(f"{error} Nothing was changed.") from error
    click.echo(f"Built the {name} network in {folder}: {KNOWN[name]}.")


def _remove() -> None:
    from portolan.operations.start import start_django

    start_django()
    from portolan.exchange.domain.demonstration import remove_demonstration
    from portolan.kernel.errors import DomainError
    from portolan.operations.demonstration_documents.pictures import remove_drawings

    try:
        removed = remove_demonstration(by=None)
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    remove_drawings()
    for kind, number in sorted(removed.items()):
        click.echo(f"{number:>8} {kind}")
    click.echo("The demonstration is removed." if removed else "There is no demonstration here.")
