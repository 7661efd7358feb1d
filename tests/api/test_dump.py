"""The file of all open data."""

import csv
import hashlib
import io
import json
import zipfile

from portolan.api.urls import COLLECTIONS
from portolan.kernel.texts import Text
from tests.api.test_collections import one_of_everything
from tests.factories import MembershipFactory, OrganisationFactory, PlaceFactory


def fetch(client, **params):
    response = client.get("/api/v1/dump.zip", params)
    archive = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    return archive


def table(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(name).decode())))


def test_file_holds_a_table_for_each_collection_with_counts_and_checksums(client):
    one_of_everything(1)
    one_of_everything(2)

    archive = fetch(client)

    manifest = json.loads(archive.read("manifest.json"))
    assert [each["name"] for each in manifest["files"]] == [f"{collection.name}.csv" for collection in COLLECTIONS]
    assert [each["rows"] for each in manifest["files"]] == [2] * len(COLLECTIONS)
    for each in manifest["files"]:
        assert hashlib.sha256(archive.read(each["name"])).hexdigest() == each["sha256"]
        assert len(table(archive, each["name"])) == each["rows"]


def test_dictionary_says_what_every_column_is(client):
    archive = fetch(client)

    told = {(row["table"], row["column"]) for row in table(archive, "dictionary.csv")}
    columns = set()
    for collection in COLLECTIONS:
        header = next(csv.reader(io.StringIO(archive.read(f"{collection.name}.csv").decode())))
        columns |= {(collection.name, column) for column in header}
    assert told == columns


def test_texts_have_a_column_for_each_language(client):
    PlaceFactory(slug="mayda", name=Text.of("fr", fr="Mayda", ar="مايدا"))

    row = table(fetch(client), "places.csv")[0]

    assert (row["name_fr"], row["name_en"], row["name_ar"], row["name_source_language"]) == ("Mayda", "", "مايدا", "fr")


def test_cells_are_never_formulas(client):
    body = OrganisationFactory(slug="x", name=Text.of("fr", fr="=HYPERLINK(1)", en="@sum", ar="+1"))
    MembershipFactory(organisation=body)

    row = table(fetch(client), "organisations.csv")[0]

    assert [row[f"name_{code}"] for code in ("fr", "en", "ar")] == ["'=HYPERLINK(1)", "'@sum", "'+1"]


def test_invented_rows_only_when_asked(client):
    one_of_everything(1)
    one_of_everything(2, "demonstration")

    assert len(table(fetch(client), "places.csv")) == 1
    assert len(table(fetch(client, demonstration="1"), "places.csv")) == 2


def test_unknown_parameter_is_refused(client):
    assert client.get("/api/v1/dump.zip", {"demo": "1"}).status_code == 400


def test_table_larger_than_a_batch_is_whole(client, monkeypatch):
    monkeypatch.setattr("portolan.api.dump.views.BATCH", 2)
    PlaceFactory.create_batch(5)

    assert len(table(fetch(client), "places.csv")) == 5
