"""Workbooks that go out: safe to open, complete, and read back without a change."""

import io

from django.utils import translation
from openpyxl import load_workbook

from portolan.exchange.domain.format import SHEETS
from portolan.exchange.domain.imports import commit, preview
from portolan.exchange.domain.loading import load_shipped_records
from portolan.exchange.enums import Verdict
from portolan.exchange.exports.network import network_workbook
from portolan.exchange.exports.report import report_workbook
from portolan.exchange.exports.template import template_workbook
from portolan.network.enums import Role
from portolan.network.models import Affiliation, Organisation, Person
from portolan.provenance.enums import RecordKind
from portolan.provenance.models import Statement
from tests.exchange.books import about, table, workbook
from tests.factories import PersonFactory, record, user_with


def test_the_network_read_back_changes_nothing():
    load_shipped_records()
    team = user_with(Role.MANAGER)
    person = PersonFactory(
        given_name="Alidade", family_name="Vergue", match_key="alidade vergue", email="", email_key=""
    )
    Affiliation.objects.create(person=person, organisation=Organisation.objects.get(slug="city-lyon"))
    before = Statement.objects.count()

    run = preview(io.BytesIO(network_workbook(user=team)), by=team, name="network.xlsx")
    commit(run, by=team)

    assert set(run.rows.values_list("verdict", flat=True)) == {Verdict.LEFT}
    assert (Statement.objects.count(), Person.objects.real().count()) == (before, 1)


def test_people_leave_only_with_those_who_may_read_them():
    PersonFactory(family_name="Vergue")
    book = load_workbook(io.BytesIO(network_workbook(user=user_with(Role.DONOR_READER))))

    assert "people" not in book.sheetnames


def test_nothing_invented_leaves_with_the_network():
    PersonFactory(family_name="Phantom", record=record(RecordKind.DEMONSTRATION))
    PersonFactory(family_name="Vergue")

    book = load_workbook(io.BytesIO(network_workbook(user=user_with(Role.MANAGER))))

    assert [row[2] for row in book["people"].iter_rows(min_row=2, values_only=True)] == ["Vergue"]


def test_no_cell_of_a_report_is_a_formula(tmp_path):
    evil = '=HYPERLINK("http://drogeo.example")'
    (tmp_path / "about.csv").write_text(table(about()))
    (tmp_path / "people.csv").write_text(table([["code", "family_name"], ["p-1", evil]]))
    run = preview(tmp_path, by=None, name=evil)

    book = load_workbook(io.BytesIO(report_workbook(run)))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert any(evil in str(cell.value) for cell in cells)


def test_every_row_of_a_file_is_in_its_report():
    people = [["code", "family_name"], ["p-1", "Vergue"], ["P 2", "Amarre"], ["p-1", "Largue"]]
    run = preview(io.BytesIO(workbook(about=about(), people=people)), by=None, name="people")

    book = load_workbook(io.BytesIO(report_workbook(run)))

    rows = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
    assert [row[:2] for row in rows] == [("people", 2), ("people", 3), ("people", 4)]


def test_the_template_has_every_sheet_its_version_and_allowed_values():
    with translation.override("ar"):
        book = load_workbook(io.BytesIO(template_workbook()))

    assert book.sheetnames == ["guidance", *(sheet.name for sheet in SHEETS)]
    assert book["about"]["B2"].value == "1"
    assert book["guidance"].sheet_view.rightToLeft is True
    assert len(book["places"].data_validations.dataValidation) == 3
