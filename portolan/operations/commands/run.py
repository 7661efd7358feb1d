"""`portolan run`: the site on this machine, in one command."""
# ruff: noqa: PLC0415  a command imports what it needs when it runs, so that the help of all is instant

from __future__ import annotations

import os

import click

ADDRESS_TAKEN = 3


@click.command("run")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--data", envvar="PORTOLAN_DATA_DIR", type=click.Path(file_okay=False), help="The data folder.")
@click.option("--demonstration/--no-demonstration", default=True, show_default=True, help="Load invented data too.")
def command(host: str, port: int, data: str | None, *, demonstration: bool) -> None:
    """Prepare the data, start web server and worker, and print how to enter. Ctrl-C stops everything."""
    from portolan.operations.supervisor import Supervisor, address_is_free

    if not address_is_free(host, port):
        click.echo(
            f"{host}:{port} is taken, perhaps by another Portolan. Choose another port: PORT={port + 1} make run",
            err=True,
        )
        raise SystemExit(ADDRESS_TAKEN)
    url = f"http://localhost:{port}"
    _set_environment(url, data, demonstration=demonstration)
    _prepare(demonstration=demonstration)
    supervisor = Supervisor()
    supervisor.listen()
    supervisor.start("web server", "serve", "--host", host, "--port", str(port))
    supervisor.start("worker", "worker")
    try:
        ended = _watch(supervisor, url, f"http://{_own_address(host)}:{port}/healthz")
    finally:
        supervisor.stop()
    click.echo("Stopped.")
    if ended is not None:
        click.echo(f"The {ended} ended by itself, so everything was stopped.", err=True)
        raise SystemExit(1)


def _set_environment(url: str, data: str | None, *, demonstration: bool) -> None:
    """What the settings of this process and of its children are to read."""
    os.environ.setdefault("BASE_URL", url)
    os.environ["PORTOLAN_DEMONSTRATION"] = "1" if demonstration else "0"
    if data:
        os.environ["PORTOLAN_DATA_DIR"] = data


def _prepare(*, demonstration: bool) -> None:
    from portolan.operations.start import start_django

    start_django()
    from portolan.operations.prepare import prepare

    prepare(lambda words: click.echo(f"· {words}"), demonstration=demonstration)


def _own_address(host: str) -> str:
    """The address this machine reaches itself at when it listens on `host`."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104  compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _watch(supervisor, url: str, probe: str) -> str | None:
    if supervisor.wait_until_answering(probe):
        _welcome(url)
    return supervisor.wait()


def _welcome(url: str) -> None:
    """The address, and one account for each role."""
    from django.conf import settings
    from rich.console import Console
    from rich.table import Table

    from portolan.operations.demonstration import kept_accounts

    console = Console(width=max(Console().width, 130))
    accounts = kept_accounts(settings.DATA_DIR) if settings.DEMONSTRATION else []
    if accounts:
        table = Table(box=None, pad_edge=False)
        for heading in ("role", "e-mail", "password", "second factor"):
            table.add_column(heading, no_wrap=True)
        for account in accounts:
            code = f"portolan user code {account['email']}" if account["second_factor"] else ""
            table.add_row(account["role"], account["email"], account["password"], code)
        console.print(table)
    console.print(f"\nPortolan answers at [bold]{url}[/bold]   (Ctrl-C stops it)\n")
