"""The web server: gunicorn with threads, configured here and nowhere else."""

from __future__ import annotations

import sys
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from portolan.config import environment as env


class QuietLogger(Logger):
    """Says what happened to the server, never what a reader sent: no address, no query, no header."""

    def setup(self, cfg: Any) -> None:
        """The handlers of our settings answer; gunicorn's own would write in another form."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Gunicorn warns of malformed requests with the reader's address: left out."""
        if not str(msg).startswith("Invalid request"):
            super().warning(msg, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """The kind of error only: its message and the address it happened at may hold a reader's values."""
        kind = sys.exc_info()[0]
        super().error("A request failed in the server: %s", kind.__name__ if kind else "unknown")


class Server(BaseApplication):
    """`portolan.config.wsgi` on an address, with `WEB_CONCURRENCY` processes of `WEB_THREADS` threads."""

    def __init__(self, host: str, port: int) -> None:
        self.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Loaded once before the processes part, so that they share the memory of the code."""
        options = {
            "bind": [self.address],
            "workers": env.number("WEB_CONCURRENCY", 2),
            "threads": env.number("WEB_THREADS", 4),
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 15,
            "keepalive": 5,
            "loglevel": "warning",
            "logger_class": QuietLogger,
            "proc_name": "portolan",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application."""
        from portolan.config.wsgi import application  # noqa: PLC0415  only the process that serves needs it

        return application
