"""`portolan run`, as somebody at a terminal would use it."""

import json
import os
import signal
import stat
import subprocess
import urllib.error
import urllib.request

import pytest

from tests.operations.processes import free_port, portolan, started, wait_for

pytestmark = pytest.mark.slow
LONG = 120


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One data folder for the file: the first start fills it, the later ones find it."""
    return tmp_path_factory.mktemp("run")


def get(url):
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_for_site(port):
    wait_for(lambda: get(f"http://127.0.0.1:{port}/healthz")[0] == 200, seconds=LONG)
    return wait_for(lambda: (seen := json.loads(get(f"http://127.0.0.1:{port}/healthz")[1]))["status"] == "ok" and seen)


def children(process):
    """Process ids of what a process started, by their command."""
    listed = subprocess.run(
        ["ps", "--ppid", str(process.pid), "-o", "pid=,args="], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return {line.split(None, 1)[1].split("portolan ")[-1].split()[0]: int(line.split()[0]) for line in listed}


def read_until(file, words):
    """What a log says, once the words are in it."""
    text = file.read_text()
    return text if words in text else ""


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_run_serves_prints_how_to_enter_and_stops_everything(folder):
    port = free_port()

    with started(folder, "run", PORT=str(port)) as process:
        health = wait_for_site(port)
        front = get(f"http://127.0.0.1:{port}/fr/")[0]
        said = wait_for(lambda: read_until(folder / "run.log", "answers at"))
        parts = children(process)
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=LONG)

    accounts = json.loads((folder / "demonstration.json").read_text())
    assert (health["status"], health["faults_24h"], front, code) == ("ok", 0, 200, 0)
    assert f"http://localhost:{port}" in said
    assert [account for account in accounts if account["password"] not in said] == []
    assert sorted(parts) == ["serve", "worker"]
    assert [name for name, pid in parts.items() if is_alive(pid)] == []


@pytest.fixture
def started_once(folder):
    """The same folder after a first start, whichever test comes first."""
    if not (folder / "demonstration.json").exists():
        port = free_port()
        with started(folder, "run", PORT=str(port)):
            wait_for_site(port)
    return folder


def test_secrets_are_readable_by_their_owner_only(started_once):
    folder = started_once
    modes = {name: stat.S_IMODE((folder / name).stat().st_mode) for name in ("secret", "demonstration.json")}

    assert modes == {"secret": 0o600, "demonstration.json": 0o600}


def test_second_run_keeps_secret_and_passwords_and_another_on_its_port_is_refused(started_once):
    folder, port = started_once, free_port()
    before = [(folder / name).read_text() for name in ("secret", "demonstration.json")]

    with started(folder, "run", PORT=str(port)):
        wait_for_site(port)
        other = portolan(folder, "run", PORT=str(port))

    assert [(folder / name).read_text() for name in ("secret", "demonstration.json")] == before
    assert other.returncode == 3
    assert other.stderr.startswith(f"127.0.0.1:{port} is taken")


@pytest.mark.parametrize("victim", ["serve", "worker"])
def test_when_one_part_dies_all_stop_and_the_exit_code_says_so(folder, victim):
    port = free_port()

    with started(folder, "run", PORT=str(port)) as process:
        wait_for_site(port)
        parts = children(process)
        os.kill(parts[victim], signal.SIGKILL)
        code = process.wait(timeout=LONG)

    assert code == 1
    assert wait_for(lambda: get(f"http://127.0.0.1:{port}/healthz")[0] == 0)
    assert [name for name, pid in parts.items() if is_alive(pid)] == []


def test_code_is_shown_for_accounts_of_the_demonstration(started_once):
    shown = portolan(started_once, "user", "code", "manager@antillia.example")

    assert shown.returncode == 0
    assert len(shown.stdout.strip()) == 6
    assert shown.stdout.strip().isdigit()


def test_help_needs_no_django(tmp_path):
    shown = portolan(tmp_path / "never-made", "--help", DJANGO_SETTINGS_MODULE="no.such.settings")

    assert shown.returncode == 0
    assert not (tmp_path / "never-made").exists()
