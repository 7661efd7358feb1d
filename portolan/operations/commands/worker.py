"""`portolan worker`: background work."""
# ruff: noqa: PLC0415  a command imports what it needs when it runs, so that the help of all is instant

from __future__ import annotations

import secrets
import socket

import click


@click.command("worker")
@click.option(
    "--lease", default=45.0, show_default=True, help="Seconds of silence after which a worker is taken for dead."
)
def command(lease: float) -> None:
    """Work off the queue and keep the clock, until stopped. As many as you like, on as many machines."""
    from portolan.operations.start import start_django

    start_django()
    from portolan.operations.worker import Pace, Worker

    name = f"{socket.gethostname()[:40]}-{secrets.token_hex(8)}"
    worker = Worker(name, Pace(lease=lease, beat=min(5.0, lease / 4)))
    worker.configure_signals()
    worker.run()
