import json

import pytest
from click.testing import CliRunner

from portolan.accounts.models import User
from portolan.exchange.models import ImportRun, StagedRow
from portolan.network.enums import Role
from portolan.network.models import Organisation, RoleAssignment
from portolan.operations.commands import COMMANDS, cli
from portolan.operations.demonstration import open_accounts
from tests.factories import EventFactory, MembershipFactory, OrganisationFactory, record
from tests.factories.documents import DocumentFactory

ABOUT = "key,value\ntemplate,1\nrecord,antillia\nkind,desk\ntitle_en,Antillia\nlanguage,en\n"
PLACES = "code,name_en,country,region,zone,latitude,longitude\nmayda,Mayda,{country},europe,Europe/Lisbon,41.5,-20.1\n"


@pytest.fixture
def folder(tmp_path):
    """A record of one place, as a folder of CSV files."""
    (tmp_path / "about.csv").write_text(ABOUT)
    (tmp_path / "places.csv").write_text(PLACES.format(country="PT"))
    return tmp_path


def call(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_every_command_explains_itself():
    for name in cli.list_commands(None):
        shown = call(name, "--help")

        assert (name, shown.exit_code) == (name, 0)
        assert "Usage:" in shown.output
    assert set(cli.list_commands(None)) <= set(COMMANDS)


def test_unknown_command_is_wrong_usage():
    assert call("sink").exit_code == 2


def test_dry_run_of_an_import_writes_nothing(folder):
    shown = call("import", folder, "--dry-run")

    assert shown.exit_code == 0
    assert (ImportRun.objects.count(), StagedRow.objects.count()) == (0, 0)


def test_import_of_a_file_with_errors_writes_nothing(folder):
    (folder / "places.csv").write_text(PLACES.format(country="Atlantis"))

    shown = call("import", folder)

    assert shown.exit_code == 1
    assert shown.output.splitlines()[-1] == ("Error: Some rows are in error: mend the file, or add --leave-out-errors.")
    assert ImportRun.objects.count() == 0


def test_import_of_what_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")

    shown = call("import", tmp_path / "x.xlsx")

    assert shown.exit_code == 1
    assert shown.output.startswith("Error: ")


def test_import_twice_is_taken_over_once(folder):
    codes = [call("import", folder).exit_code for _ in range(2)]

    assert codes == [0, 0]


def test_user_add_gives_a_role_and_prints_a_password_that_works(client):
    shown = call("user", "add", "Ava@Mayda.example", "--role", "manager")

    user = User.objects.get(email="ava@mayda.example")
    assert shown.exit_code == 0
    assert user.check_password(shown.output.strip())
    assert list(user.role_assignments.values_list("role", flat=True)) == ["manager"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ava@mayda.example", "--role", "pirate"), "Error: No such role: pirate."),
        (("ava@mayda.example", "--role", "focal-point"), "Error: Say for which city."),
        (
            ("ava@mayda.example", "--role", "focal-point", "--city", "mayda"),
            "Error: No organisation has the code mayda.",
        ),
    ],
)
def test_user_add_that_is_refused_makes_no_account(arguments, words):
    shown = call("user", "add", *arguments)

    assert shown.exit_code == 1
    assert shown.output.startswith(words)
    assert User.objects.count() == 0


def test_user_role_ends_what_was_given():
    call("user", "add", "ava@mayda.example", "--role", "translator")

    codes = [call("user", "role", "ava@mayda.example", "translator", "--end").exit_code for _ in range(2)]

    assert codes == [0, 1]
    assert RoleAssignment.objects.get().ended_at is not None


def test_user_deactivate_closes_the_account():
    call("user", "add", "ava@mayda.example")

    call("user", "deactivate", "AVA@mayda.example")

    assert User.objects.get().is_active is False


def test_demonstration_has_one_account_for_each_role_in_invented_places(tmp_path):
    real = MembershipFactory()
    invented = MembershipFactory(organisation=OrganisationFactory(record=record("demonstration")))
    EventFactory(meeting__record=record("demonstration"))
    DocumentFactory(record=record("demonstration"))

    accounts = open_accounts(tmp_path)

    assert sorted(account["role"] for account in accounts) == sorted(Role.values)
    limited = RoleAssignment.objects.exclude(organisation=None)
    assert set(limited.values_list("organisation", flat=True)) == {invented.organisation_id}
    assert Organisation.objects.filter(pk=real.organisation_id, role_assignments__isnull=False).count() == 0
    assert User.objects.filter(is_demonstration=False).count() == 0


def test_accounts_of_the_demonstration_open_with_their_passwords_and_stay(tmp_path):
    first = open_accounts(tmp_path)

    second = open_accounts(tmp_path)

    assert first == second == json.loads((tmp_path / "demonstration.json").read_text())
    for account in first:
        assert User.objects.get(email=account["email"]).check_password(account["password"])


def test_accounts_whose_passwords_were_lost_get_new_ones(tmp_path):
    before = open_accounts(tmp_path)
    (tmp_path / "demonstration.json").unlink()

    after = open_accounts(tmp_path)

    assert User.objects.count() == len(before) == len(after)
    assert [new["password"] for new in after] != [old["password"] for old in before]
    assert User.objects.get(email=after[0]["email"]).check_password(after[0]["password"])
