from django.db import migrations

from portolan.search.domain.index import ensure_index


def make_index(apps, schema_editor):
    """The full-text table beside the entries: FTS5 on SQLite, a tsvector on PostgreSQL."""
    ensure_index(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make_index, migrations.RunPython.noop)]
