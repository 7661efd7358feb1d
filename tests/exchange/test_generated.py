"""Generated workbooks: no unhandled exception, nothing lost, the same file twice changes nothing."""

import io
from collections import Counter

from django.core import serializers
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portolan.exchange.domain.imports import commit, preview
from portolan.exchange.enums import RunState, Verdict
from portolan.exchange.models import PersonKey
from portolan.provenance.domain.records import recorded_models
from tests.exchange.books import about, workbook

seen: Counter[str] = Counter()

names = st.sampled_from(
    [
        "Mayda",
        "Maïda",
        "MAYDA",
        "Drogeo",
        "Sanzorzo",
        "San Zorzo",
        "Frislande",
        "Royllo",
        "Estotiland",
        "Saint-Brandan",
        "مايدا",
        "=1+1",
        "x" * 150,
    ]
)
CODES = [f"isle-{letter}" for letter in "abcdefghijklmnop"]
codes = st.sampled_from(CODES)
odd = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)


def mostly(good, bad=odd):
    """Nearly all cells as they should be: one odd cell makes a whole row odd."""
    return st.integers(0, 39).flatmap(lambda number: bad if number == 0 else good)


DATES = mostly(st.sampled_from(["", "2016-07", "2016-07-12", "42563"]), st.sampled_from(["2016-02-30", "soon"]))


def lines(columns: dict[str, st.SearchStrategy[str]]):
    """A sheet of up to five rows."""
    row = st.tuples(*columns.values()).map(list)
    return st.lists(row, max_size=5).map(lambda rows: [list(columns), *rows])


PLACES = {
    "code": mostly(codes),
    "name_fr": names,
    "country": mostly(st.sampled_from(["ZZ", "MA"])),
    "region": mostly(st.just("other")),
    "zone": mostly(st.just("Africa/Tunis")),
    "latitude": mostly(st.sampled_from(["36.5", "-12", "89.99999999"])),
    "longitude": mostly(st.sampled_from(["10", "-14.5"])),
    "aliases": st.sampled_from(["", "es:Sanzorzo | Royllo", "|", "fr:"]),
}
ORGANISATIONS = {
    "code": mostly(codes),
    "kind": mostly(st.sampled_from(["municipality", "ngo"])),
    "name_en": names,
    "place": st.sampled_from(["", "", "", "isle-a", "nowhere"]),
    "parent": st.sampled_from(["", "", "", "isle-a"]),
}
EVENTS = {
    "code": mostly(codes),
    "title_fr": names,
    "kind": mostly(st.sampled_from(["peer-learning", "workshop"])),
    "host": st.sampled_from(["", "Mayda", "Nowhere"]),
    "venue": st.sampled_from(["", "Mayda"]),
    "start": DATES,
    "end": DATES,
    "mode": st.sampled_from(["", "online", "in-person"]),
    "participants_declared": mostly(st.sampled_from(["", "12"])),
}
PEOPLE = {
    "code": mostly(codes),
    "given_name": names,
    "family_name": names,
    "email": mostly(st.sampled_from(["", "a@mayda.example"])),
    "organisation": st.sampled_from(["", "", "isle-a"]),
    "start": DATES,
}
PARTICIPATIONS = {"event": codes, "person": codes, "days": mostly(st.sampled_from(["", "2"]))}
books = st.fixed_dictionaries(
    {},
    optional={
        "places": lines(PLACES),
        "organisations": lines(ORGANISATIONS),
        "events": lines(EVENTS),
        "people": lines(PEOPLE),
        "participations": lines(PARTICIPATIONS),
    },
)


def stored() -> dict[str, str]:
    """Every row of every record, and the codes of people."""
    models = [*recorded_models(), PersonKey]
    return {model._meta.label: serializers.serialize("json", model._base_manager.order_by("pk")) for model in models}


def take_over(content: bytes):
    run = preview(io.BytesIO(content), by=None, name="book.xlsx")
    assert run.state == RunState.READY
    return commit(run, by=None, leave_out_errors=True)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(book=books, kind=st.sampled_from(["desk", "public", "demonstration"]))
def check_one(book, kind):
    """One generated workbook, taken over twice."""
    content = workbook(about=about(kind=kind), **book)
    written = sum(any(cell.strip() for cell in line) for sheet in book.values() for line in sheet[1:])
    with transaction.atomic():
        run = take_over(content)
        verdicts = list(run.rows.values_list("verdict", flat=True))
        seen.update(verdicts)
        first = stored()

        again = take_over(content)

        assert (len(verdicts), stored() == first) == (written, True)
        assert set(again.rows.values_list("verdict", flat=True)) & {Verdict.ADDED, Verdict.CHANGED} == set()
        transaction.set_rollback(True)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_refused_clearly(content):
    run = preview(io.BytesIO(content), by=None, name="bytes")

    assert (run.state, run.rows.count()) == (RunState.REFUSED, 0)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(place=st.integers(0, 5000), byte=st.integers(0, 255))
def test_a_damaged_workbook_is_refused_or_read_whole(place, byte):
    content = bytearray(workbook(about=about(), places=[list(PLACES), ["mayda", "Mayda", "", "", "", "", "", ""]]))
    content[place % len(content)] = byte

    run = preview(io.BytesIO(bytes(content)), by=None, name="damaged")

    assert run.state in {RunState.READY, RunState.REFUSED}


def test_generated_workbooks_lose_nothing_and_twice_change_nothing():
    check_one()

    assert 1 - seen[Verdict.ERROR] / seen.total() >= 0.3
