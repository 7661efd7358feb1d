"""`portolan serve`: the web server alone."""
# ruff: noqa: PLC0415  a command imports what it needs when it runs, so that the help of all is instant

from __future__ import annotations

import click


@click.command("serve")
@click.option("--host", envvar="HOST", default="127.0.0.1", show_default=True)
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535))
def command(host: str, port: int) -> None:
    """Serve the site, without preparing anything: for a service manager, behind a proxy."""
    from portolan.operations.server import Server
    from portolan.operations.start import start_django

    start_django()
    Server(host, port).run()
