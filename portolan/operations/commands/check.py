"""`portolan check`."""
# ruff: noqa: PLC0415  a command imports what it needs when it runs, so that the help of all is instant

from __future__ import annotations

import click

FOUND = 4


@click.command("check")
@click.option("--deploy", is_flag=True, help="Look at the settings of this installation too.")
@click.option(
    "--examples", default=5, show_default=True, type=click.IntRange(0), help="How many faults to print a line."
)
def command(examples: int, *, deploy: bool) -> None:
    """Inspect the data: counts, links, files, names, search, conflicts. Exit code 4 when something is wrong."""
    from portolan.operations.start import start_django

    start_django()
    from rich.console import Console

    from portolan.operations.checks import INSPECTIONS, Finding

    findings: list[tuple[str, bool, Finding]] = []
    console = Console()
    with console.status("looking") as status:
        for inspection in INSPECTIONS:
            status.update(inspection.name)
            findings.append((inspection.name, inspection.told, inspection.look()))
    console.print(_table(findings, examples))
    bad = any(finding.wrong for _, told, finding in findings if not told)
    if deploy:
        bad = not _settings_are_safe() or bad
    raise SystemExit(FOUND if bad else 0)


def _table(findings, examples: int):
    from rich.table import Table
    from rich.text import Text

    table = Table("what", "looked at", "wrong", "such as")
    for name, told, finding in findings:
        wrong = f"{len(finding.wrong)}" + (" (told)" if told and finding.wrong else "")
        shown = finding.wrong[:examples] + (["…"] if len(finding.wrong) > examples else [])
        table.add_row(name, str(finding.looked_at), wrong, Text("\n".join(shown)))
    return table


def _settings_are_safe() -> bool:
    from django.core.management import CommandError, call_command

    try:
        call_command("check", deploy=True, fail_level="WARNING")
    except (CommandError, SystemExit) as error:
        click.echo(str(error), err=True)
        return False
    return True
