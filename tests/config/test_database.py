"""How PostgreSQL is spoken to."""

import pytest
from django.db import connection

from portolan.config import environment


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("", {"options": "-c jit=off"}),
        ("?sslmode=require", {"options": "-c jit=off", "sslmode": "require"}),
        ("?options=-c%20jit%3Don", {"options": "-c jit=on"}),
    ],
)
def test_queries_are_not_compiled_unless_the_address_says_so(monkeypatch, tmp_path, query, options):
    monkeypatch.setenv("DATABASE_URL", f"postgres://portolan:secret@db.example:5433/islands{query}")

    assert environment.database(tmp_path)["OPTIONS"] == options


@pytest.mark.django_db
def test_the_database_itself_has_it_off():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW jit")
            assert cursor.fetchone() == ("off",)
    else:
        assert "options" not in connection.settings_dict["OPTIONS"]
