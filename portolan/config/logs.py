"""Structured logs: one JSON object a line, with the request's id, without anybody's personal data."""

from __future__ import annotations

import logging
import re
import traceback
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.json import JsonFormatter

request_id: ContextVar[str] = ContextVar("request_id", default="")

_MAIL_ADDRESS = re.compile(r"[^\s\"'<>@=&?/\\]+(@|%40)[\w.-]+")


class WithRequestId(logging.Filter):
    """Adds the id of the request being answered."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class Impersonal(JsonFormatter):
    """Writes an error's kind and steps, not its message, which holds values; and no mail address, whoever logs it."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  the name is logging's
        """`ValueError: module:function:line < module:function:line`, innermost first."""
        kind, _error, trace = ei
        steps = [
            f"{step.f_globals.get('__name__')}:{step.f_code.co_name}:{line}" for step, line in traceback.walk_tb(trace)
        ]
        return f"{kind.__name__ if kind else 'error'}: {' < '.join(reversed(steps))}"

    def format(self, record: logging.LogRecord) -> str:
        """The net under every library's own log lines."""
        return _MAIL_ADDRESS.sub("(address)", super().format(record))


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "portolan.config.logs.WithRequestId"}},
    "formatters": {
        "json": {
            "()": "portolan.config.logs.Impersonal",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "portolan": {"level": "INFO"},
        # These name addresses, hosts and queries of the reader: kept out of the logs; faults are kept by our own list.
        "django.security": {"level": "CRITICAL"},
        "django.request": {"level": "CRITICAL"},
        # These print whole traces of failed tasks, values included; our worker says what failed and where.
        "django_tasks": {"level": "CRITICAL"},
        "django_tasks_db": {"level": "CRITICAL"},
    },
}
