"""The bench: its budgets are those of the design, and nothing is left out in silence."""

import json

import pytest
from click.testing import CliRunner

from portolan.network.enums import Role
from portolan.operations.bench import pages
from portolan.operations.bench.budgets import BUDGETS, PARTS, Budget, Measure
from portolan.operations.bench.inside import TASKS
from portolan.operations.bench.installations import Installation, PartError, large
from portolan.operations.bench.parts import Bench, run_parts
from portolan.operations.bench.server import free_port, memory_of
from portolan.operations.commands.bench import _row, command
from tests.factories import MembershipFactory, PhaseFactory, ProgrammeFactory, user_with


@pytest.mark.parametrize(
    ("limit", "at_least", "value", "holds"),
    [
        (10, False, 10, True),
        (10, False, 11, False),
        (0.5, True, 0.5, True),
        (0.5, True, 0.4, False),
        (None, False, 7, True),
    ],
)
def test_budget_is_held_up_to_its_limit(limit, at_least, value, holds):
    assert Budget("x", "part", "words", "", limit, at_least).holds(value) is holds


def test_every_part_can_be_measured_and_every_name_is_used_once():
    assert [part for part in PARTS if not hasattr(Bench, part.replace("-", "_"))] == []
    assert len({budget.name for budget in BUDGETS}) == len(BUDGETS)


def test_every_task_inside_an_installation_exists():
    missing = []
    for target in TASKS.values():
        module, _, name = target.partition(":")
        if not hasattr(__import__(module, fromlist=[name]), name):
            missing.append(target)

    assert missing == []


@pytest.mark.parametrize(
    ("measure", "failed", "verdict", "note"),
    [
        (Measure(9, "here"), {}, "held", "here"),
        (Measure(11, "here"), {}, "broken", "here"),
        (Measure(None, "no page"), {}, "not measured", "no page"),
        (None, {"queries": "no browser"}, "not measured", "no browser"),
    ],
)
def test_row_says_the_verdict_and_why(measure, failed, verdict, note):
    row = _row(Budget("x", "queries", "words", "", 10), measure, failed)

    assert (row["verdict"], row["note"]) == (verdict, note)


def test_part_that_cannot_run_says_why(tmp_path):
    (tmp_path / "large").mkdir()
    (tmp_path / "large" / "portolan.sqlite3").write_text("half a network")

    measures, failed = run_parts(Bench(tmp_path, lambda _words: None), ("large",))

    assert measures == {}
    assert failed == {"large": f"{tmp_path}/large holds a large network that was not finished: delete it"}


def test_large_network_that_is_complete_is_used_again(tmp_path):
    (tmp_path / "large").mkdir()
    (tmp_path / "large" / "bench-complete").touch()

    assert large(tmp_path, lambda _words: None, "").folder == tmp_path / "large"


def test_task_that_fails_inside_says_its_last_word(tmp_path):
    with pytest.raises(PartError, match="frislandia"):
        Installation(tmp_path).portolan("frislandia")


def test_unknown_part_is_refused():
    done = CliRunner().invoke(command, ["--only", "frislandia"])

    assert done.exit_code == 2
    assert "There is no part frislandia." in done.output


def test_report_holds_every_row_and_the_run_fails_where_one_is_not_measured(tmp_path):
    report = tmp_path / "bench.json"
    (tmp_path / "large").mkdir()
    (tmp_path / "large" / "stray").touch()

    done = CliRunner().invoke(command, ["--only", "large", "--json", str(report), "--folder", str(tmp_path)])

    assert done.exit_code == 1
    (row,) = json.loads(report.read_text())
    assert (row["name"], row["value"], row["verdict"]) == ("large-pages", None, "not measured")


def test_pages_are_reached_from_home_and_their_queries_counted():
    phase = PhaseFactory(programme=ProgrammeFactory(is_home=True), is_current=True)
    city = MembershipFactory(phase=phase).organisation.place.slug
    user_with(Role.MANAGER)

    reached = dict(pages.public_pages())
    counted = pages.count_queries()

    assert reached["portal:city"] == f"/fr/cities/{city}/"
    assert 1 <= counted["public-queries"][0] <= 10
    assert counted["desk-queries"][0] >= 1


def test_memory_of_this_process_is_told():
    import os

    used, processes = memory_of(os.getpid())

    assert used > 10
    assert processes >= 1
    assert 1024 < free_port() < 65536
