"""The tables of a restore: dropped, and made again as they were in the version a backup comes from."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from portolan.operations.backup_upgrades import REMOVED_APPS


def drop_tables() -> None:
    """Drop every table of our applications, those of an older version too, and nothing else that lives there."""
    with connection.cursor() as cursor:
        for name in _virtual_tables(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}")
        for name in connection.introspection.table_names(cursor):
            if _is_ours(name):
                cascade = " CASCADE" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(name)}{cascade}")


def _virtual_tables(cursor: Any) -> list[str]:
    """Full-text indexes of SQLite: they go first and take their own tables with them."""
    if connection.vendor != "sqlite":
        return []
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'")
    return [name for (name,) in cursor.fetchall() if _is_ours(name)]


def _is_ours(name: str) -> bool:
    labels = tuple(f"{config.label}_" for config in apps.get_app_configs())
    others = {MigrationRecorder.Migration._meta.db_table, settings.CACHES["default"].get("LOCATION", "")}
    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return name.startswith(labels) or name in models | others


def make_tables(migrations: dict[str, list[str]]) -> Any:
    """Migrate an empty database to just these migrations; gives the models as they were then."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    wanted = {(app, name) for app, names in migrations.items() for name in names if app not in REMOVED_APPS}
    targets = sorted(key for key in wanted if not _followed(loader, key, wanted))
    executor = MigrationExecutor(connection)
    state = executor.migrate(targets)
    if connection.vendor == "postgresql":  # the migrations have set the keys they made to be checked at once
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return state.apps


def _followed(loader: MigrationLoader, key: tuple[str, str], wanted: set[tuple[str, str]]) -> bool:
    """True when a later migration of the same app is wanted too."""
    return any(child.key in wanted and child.key[0] == key[0] for child in loader.graph.node_map[key].children)
