"""The API on the record as it is shipped: the numbers of the programme's own presentation."""

import pytest

from portolan.exchange.domain.loading import load_shipped_records


@pytest.fixture
def _shipped():
    load_shipped_records()


@pytest.mark.usefixtures("_shipped")
def test_numbers_of_the_record(client):
    def count(path):
        return client.get(f"/api/v1/{path}").json()["count"]

    figures = client.get("/api/v1/figures").json()["results"]

    assert count("members?kind=city") == 20
    assert count("members?kind=association") == 1
    assert count("events") == 15
    assert sorted(row["kind"] for row in figures) == ["declared"] * 3 + ["headline"] * 3
    assert [row["code"] for row in figures if not row["cited"] or not row["statements"]] == []
    for asked in ("Seville", "Séville", "Sevilla", "إشبيلية"):
        hits = client.get("/api/v1/search", {"q": asked}).json()["results"]
        assert (hits[0]["kind"], hits[0]["code"]) == ("network.place", "seville")
