from django.db import migrations

# As `search.domain.index.kind_token` wrote them when this migration was made: `¶kind¶network¶place`.
SQLITE = """
UPDATE search_index SET facets = facets || ' ¶kind¶' ||
    (SELECT replace(kind, '.', '¶') FROM search_entry WHERE search_entry.id = search_index.rowid)
WHERE rowid IN (SELECT id FROM search_entry)
"""
POSTGRESQL = """
UPDATE search_index SET
    title = search_index.title || quote_literal('¶kind¶' || replace(entry.kind, '.', '¶'))::tsvector,
    everything = search_index.everything || quote_literal('¶kind¶' || replace(entry.kind, '.', '¶'))::tsvector
FROM search_entry entry WHERE entry.id = search_index.entry_id
"""


def name_kinds(apps, schema_editor):
    """The kind of each entry goes among its words, so that a question visits only the kinds it asks for."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_index")]

    operations = [migrations.RunPython(name_kinds, migrations.RunPython.noop)]
