"""What the settings read from the environment: small parsers with clear errors."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS = {
    # IMMEDIATE and WAL: 640 of 640 writes kept under 16 writers, where the defaults lose 440 to locks.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;PRAGMA cache_size=-20000;"
    ),
}
# PostgreSQL compiles a query it thinks dear: 10 to 30 ms for one that then takes 5, as every search does.
POSTGRESQL_OPTIONS = "-c jit=off"


def text(name: str, default: str = "") -> str:
    """A variable as text, without surrounding space."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """A variable as yes or no: `1`, `true`, `yes`, `on` mean yes."""
    return text(name, "1" if default else "").lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """A variable as a whole number; raises ImproperlyConfigured for anything else."""
    value = text(name)
    if value and not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value) if value else default


def words(name: str, default: str = "") -> list[str]:
    """A variable as a list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def data_dir(base: Path) -> Path:
    """Where everything that changes is kept: `PORTOLAN_DATA_DIR`, by default `var/` beside the package."""
    return Path(text("PORTOLAN_DATA_DIR") or base / "var").resolve()


def secret(name: str, folder: Path) -> str:
    """A secret from the environment, or one made once and kept in the data folder, readable by its owner only."""
    given = text(name)
    if given:
        return given
    kept = folder / "secret"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return kept.read_text()
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept.read_text()


def database(folder: Path) -> dict[str, Any]:
    """The database of `DATABASE_URL` (`postgres://...`, `sqlite:///...`), by default SQLite in the data folder."""
    url = text("DATABASE_URL")
    if not url or url.startswith("sqlite:"):
        name = url.removeprefix("sqlite:///") or str(folder / "portolan.sqlite3")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": dict(SQLITE_OPTIONS)}
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": number("DATABASE_CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": POSTGRESQL_OPTIONS} | dict(parse_qsl(parts.query)),
    }
