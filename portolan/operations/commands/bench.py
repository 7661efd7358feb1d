"""`portolan bench`."""
# ruff: noqa: PLC0415  a command imports what it needs when it runs, so that the help of all is instant

from __future__ import annotations

import json
import os
from pathlib import Path

import click

NOT_MEASURED = "not measured"


@click.command("bench")
@click.option("--only", "parts", multiple=True, help="A part to run; repeat it for several. Without it, all.")
@click.option("--json", "report", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures to a file.")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="Where its installations are kept.")
def command(parts: tuple[str, ...], report: Path | None, folder: Path | None) -> None:
    """Measure the budgets of the design, each figure beside its budget.

    It works on installations of its own in a folder that is kept, since the large network takes minutes to build; with
    DATABASE_URL the large network is built there, in PostgreSQL. Exit code 1 when a budget is broken or not measured.
    """
    from rich.console import Console

    from portolan.operations.bench.budgets import BUDGETS, PARTS
    from portolan.operations.bench.parts import Bench, run_parts

    unknown = set(parts) - set(PARTS)
    if unknown:
        raise click.UsageError(f"There is no part {', '.join(sorted(unknown))}. Parts: {', '.join(PARTS)}.")
    place = (folder or Path(os.environ.get("PORTOLAN_DATA_DIR") or "var") / "bench").resolve()
    place.mkdir(parents=True, exist_ok=True)
    bench = Bench(place, lambda words: click.echo(f"· {words}", err=True), database=os.environ.get("DATABASE_URL", ""))
    chosen = tuple(part for part in PARTS if not parts or part in parts)
    measures, failed = run_parts(bench, chosen)
    rows = [_row(budget, measures.get(budget.name), failed) for budget in BUDGETS if budget.part in chosen]
    Console().print(_table(rows))
    if report:
        report.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    raise SystemExit(0 if all(row["verdict"] in {"", "held"} for row in rows) else 1)


def _row(budget, measure, failed: dict[str, str]) -> dict[str, object]:
    """One budget with its figure and a verdict: held, broken, not measured; none without a limit."""
    value = measure.value if measure else None
    note = measure.note if measure else failed.get(budget.part, "")
    if value is None:
        verdict = NOT_MEASURED
    elif budget.limit is None:
        verdict = ""
    else:
        verdict = "held" if budget.holds(value) else "broken"
    kept = {"name": budget.name, "part": budget.part, "words": budget.words, "unit": budget.unit, "limit": budget.limit}
    return kept | {"at_least": budget.at_least, "value": value, "verdict": verdict, "note": note}


def _table(rows: list[dict[str, object]]):
    from rich.table import Table
    from rich.text import Text

    from portolan.operations.bench.budgets import ELSEWHERE

    table = Table("what", "measured", "budget", "", "where and how")
    colours = {"held": "green", "broken": "red", NOT_MEASURED: "yellow"}
    for row in rows:
        limit = (
            "baseline" if row["limit"] is None else f"{'≥' if row['at_least'] else '≤'} {row['limit']:g} {row['unit']}"
        )
        value = "–" if row["value"] is None else f"{_figure(row['value'])} {row['unit']}"
        verdict = Text(str(row["verdict"]), style=colours.get(str(row["verdict"]), ""))
        table.add_row(str(row["words"]), value, limit, verdict, Text(str(row["note"])))
    for words, where in ELSEWHERE.items():
        table.add_row(words, "", "", "", where)
    return table


def _figure(value) -> str:
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"
