"""Structured logs: one JSON object a line, with the request's id and nothing about the person."""

from __future__ import annotations

import logging
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")


class WithRequestId(logging.Filter):
    """Adds the id of the request being answered."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "portolan.config.logs.WithRequestId"}},
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
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
    },
}
