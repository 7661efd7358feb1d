"""Two web processes and a worker on PostgreSQL, with shared files and cache: what one publishes the other serves."""

import base64
import json
import os
import re
import secrets
import urllib.parse

import psycopg
import pytest

from tests.exchange.books import about, zipped
from tests.operations.processes import free_port, portolan, run_python, started, wait_for
from tests.system.reader import Reader

pytestmark = pytest.mark.slow
STARTING_SECONDS = 180
# The design promises that no machine serves a page older than this.
STALE_SECONDS = 2
# The list of events, invented ones included: the manager edits the first of the desk's list, which may be one.
PAGE = "/fr/events/?demonstration=1"
TITLE = "Retour de Saint-Brandan"
SERVER = os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
# One dot.
LOGO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ENQUEUE = "from tests.operations.sample_tasks import works\nworks.enqueue()"
LOOK = "from portolan.messages.models import PeriodicRun\nprint(PeriodicRun.objects.filter(name='worked').count())"


@pytest.fixture
def database():
    """An empty database of this test's own."""
    name = f"portolan_two_{secrets.token_hex(4)}"
    server = urllib.parse.urlsplit(SERVER)._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urllib.parse.urlsplit(SERVER)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def shared(database, tmp_path):
    """The environment both machines have: one database, one folder of files and stored pages, one cache."""
    return {"DATABASE_URL": database, "PORTOLAN_DEMONSTRATION": "1", "WEB_CONCURRENCY": "1"}


@pytest.fixture
def machines(shared, tmp_path):
    """The addresses of two web servers; the first came with the worker."""
    first, second = free_port(), free_port()
    with started(tmp_path, "run", PORT=str(first), **shared):
        log = tmp_path / "run.log"
        wait_for(lambda: "answers at" in log.read_text(), seconds=STARTING_SECONDS)
        with started(tmp_path, "serve", PORT=str(second), **shared):
            other = f"http://localhost:{second}"
            wait_for(lambda: answers(other), seconds=STARTING_SECONDS)
            yield f"http://localhost:{first}", other


def answers(url):
    try:
        return Reader().open(f"{url}/healthz").status == 200
    except OSError:
        return False


def enter(reader, url, folder, shared):
    """Sign in as the programme's manager, with password and code."""
    account = next(x for x in json.loads((folder / "demonstration.json").read_text()) if x["role"] == "manager")
    reader.open(f"{url}/fr/accounts/login/").send("password", login=account["email"], password=account["password"])
    code = portolan(folder, "user", "code", account["email"], **shared).stdout.strip()
    reader.send("code", code=code)


def test_what_one_process_publishes_the_other_serves(machines, shared, tmp_path):
    first, second = machines
    manager = Reader()
    before = [Reader().open(f"{url}{PAGE}").text for url in (first, second)]

    enter(manager, first, tmp_path, shared)
    event = manager.open(f"{second}/fr/desk/events/").links("/desk/events/")
    edited = next(address for address in event if address.rstrip("/").rsplit("/", 1)[1].isdigit())
    manager.open(f"{edited.replace(second, first)}edit/").send("title_fr", title_fr=TITLE)

    assert [page.count(TITLE) for page in before] == [0, 0]
    assert (manager.status, manager.url) == (200, edited.replace(second, first))
    for url in (second, first):
        wait_for(lambda url=url: TITLE in Reader().open(f"{url}{PAGE}").text, seconds=STALE_SECONDS)


def test_worker_does_what_another_process_asks_for(machines, shared, tmp_path):
    first, second = machines

    run_python(tmp_path, ENQUEUE, **shared)

    wait_for(lambda: run_python(tmp_path, LOOK, **shared) == "1")
    states = [json.loads(Reader().open(f"{url}/healthz").text) for url in (first, second)]
    assert [(state["status"], state["worker"]["status"]) for state in states] == [("ok", "ok"), ("ok", "ok")]


def test_a_file_given_to_one_process_is_served_by_the_other(machines, shared, tmp_path):
    first, second = machines
    manager = Reader()
    enter(manager, first, tmp_path, shared)

    manager.open(f"{first}/fr/desk/settings/").upload("logo", "logo.png", LOGO)

    assert (manager.status, Reader().open(f"{second}/logo").content) == (200, LOGO)


def test_a_file_given_to_one_process_is_read_by_the_worker_and_shown_by_the_other(machines, shared, tmp_path):
    first, second = machines
    manager = Reader()
    enter(manager, first, tmp_path, shared)
    people = [["code", "family_name"], *([f"p-{number}", f"Pilote {number}"] for number in range(15_000))]

    # More than is read while the one who gives it waits.
    manager.open(f"{second}/fr/desk/imports/").upload("file", "people.zip", zipped(about=about(), people=people))
    given = manager.url

    wait_for(lambda: 'id="summary"' in manager.open(given.replace(second, first)).text, seconds=STARTING_SECONDS)
    assert (given.startswith(second), re.sub(r"\D", "", manager.text).count("15000") > 0) == (True, True)
