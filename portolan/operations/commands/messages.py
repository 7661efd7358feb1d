"""`portolan messages`: the catalogues of translations."""
# ruff: noqa: PLC0415  a command imports what it needs when it runs, so that the help of all is instant

from __future__ import annotations

import click


@click.group("messages")
def command() -> None:
    """Texts to translate: take them out of the code, compile and check the catalogues."""


@command.command("extract")
@click.option("--app", "application", default="", help="One application only.")
def extract(application: str) -> None:
    """Bring the catalogues to the texts of the code. Translations are kept."""
    from portolan.operations.catalogues import extract_all
    from portolan.operations.start import start_django

    start_django()
    for name, number in extract_all(application).items():
        click.echo(f"{name}: {number} texts")


@command.command("compile")
def compile_() -> None:
    """Compile the catalogues that changed."""
    from portolan.operations.catalogues import compile_all

    click.echo(f"compiled {compile_all()} catalogues")


@command.command("check")
def check() -> None:
    """Fail unless every catalogue is complete and sound."""
    from portolan.operations.catalogue_checks import problems
    from portolan.operations.start import start_django

    start_django()
    found = problems()
    for line in found:
        click.echo(line)
    if found:
        raise SystemExit(1)
    click.echo("the catalogues are complete")
