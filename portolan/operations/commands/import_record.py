"""`portolan import`: a record from a workbook or a folder of CSV files."""
# ruff: noqa: PLC0415  a command imports what it needs when it runs, so that the help of all is instant

from __future__ import annotations

from typing import Any

import click

from portolan.operations.start import refusals, start_django

SHOWN_ROWS = 40


@click.command("import")
@click.argument("path", type=click.Path(exists=True))
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--leave-out-errors", is_flag=True, help="Take the other rows over when some are in error.")
def command(path: str, *, dry_run: bool, leave_out_errors: bool) -> None:
    """Read a workbook (XLSX) or a folder of CSV files, show what it would do, and take it over in one transaction.

    Reading the same file twice changes nothing. Exit code 1: refused, or rows in error.
    """
    start_django()
    with refusals():
        run = _preview(path)
        is_faulty = _show(run)
        if dry_run:
            _forget(run)
        elif is_faulty and not leave_out_errors:
            _forget(run)
            raise click.ClickException("Some rows are in error: mend the file, or add --leave-out-errors.")
        else:
            _commit(run, leave_out_errors=leave_out_errors)
    raise SystemExit(1 if dry_run and is_faulty else 0)


def _preview(path: str) -> Any:
    """The run, staged; refused files end here."""
    from pathlib import Path

    from rich.console import Console

    from portolan.exchange.domain.imports import preview
    from portolan.exchange.domain.wording import say_refusal

    with Console(stderr=True).status("reading"):
        run = preview(path, by=None, name=Path(path).name)
    if run.refusal:
        code, params = run.refusal
        raise click.ClickException(say_refusal(code, params))
    return run


def _show(run: Any) -> bool:
    """Print the verdicts by sheet and the rows that ask for a look; True when a row is in error."""
    from rich.console import Console
    from rich.table import Table

    from portolan.exchange.domain.wording import say_note
    from portolan.exchange.enums import Verdict

    table = Table(box=None, pad_edge=False)
    table.add_column("sheet")
    for verdict in Verdict:
        table.add_column(str(verdict.label), justify="right")
    for sheet, counts in run.counts.items():
        table.add_row(sheet, *(str(counts.get(verdict, 0)) for verdict in Verdict))
    console = Console(width=130)
    console.print(table)
    noted = run.rows.exclude(notes=[])
    for row in noted[:SHOWN_ROWS]:
        for level, code, column, params in row.notes:
            where = f"{row.sheet} row {row.number}" + (f", {column}" if column else "")
            console.print(f"{level}: {where}: {say_note(code, params)}", markup=False, highlight=False)
    if (more := noted.count() - SHOWN_ROWS) > 0:
        console.print(f"… and {more} more rows with notes")
    return run.rows.filter(verdict=Verdict.ERROR).exists()


def _commit(run: Any, *, leave_out_errors: bool) -> None:
    from rich.console import Console

    from portolan.exchange.domain.imports import commit

    with Console(stderr=True).status("writing"):
        commit(run, by=None, leave_out_errors=leave_out_errors)
    click.echo("Taken over.")


def _forget(run: Any) -> None:
    """A dry run leaves nothing behind."""
    run.rows.all().delete()
    run.delete()
