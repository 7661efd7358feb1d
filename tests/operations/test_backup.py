"""What a backup file is, and which files are refused as one."""

import json
import shutil
import zipfile

import pytest

from portolan.operations import erasures
from portolan.operations.backup_check import verify
from portolan.operations.backup_format import BackupError, Manifest, seal, seal_holds
from portolan.operations.backup_stream import LEFT_OUT, kept_models
from portolan.operations.progress import shown_progress


def _refused(path) -> str:
    with shown_progress() as bar, pytest.raises(BackupError) as caught:
        verify(path, bar=bar)
    return str(caught.value)


def flipped(path, place: int):
    content = bytearray(path.read_bytes())
    content[place] ^= 0b100
    path.write_bytes(content)


def rewritten(kept, path, change):
    """The backup again, well sealed, with `change(name, content)` in the place of each member's content."""
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(path, "w") as new:
        new.comment = old.comment
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    seal(path)
    return path


def test_each_member_flipped_is_refused(kept, tmp_path):
    with zipfile.ZipFile(kept) as archive:
        members = [info for info in archive.infolist() if info.compress_size]
    copy = tmp_path / "flipped.zip"

    messages = []
    for info in members:
        shutil.copy(kept, copy)
        flipped(copy, info.header_offset + 30 + len(info.filename) + 20 + info.compress_size // 2)
        messages.append(_refused(copy))

    assert len(members) == len(kept_models()) + 3 - sum(info.compress_size == 0 for info in members)
    assert [message for message in messages if not message.endswith("Nothing was changed.")] == []


def test_any_byte_flipped_breaks_the_seal(kept, tmp_path):
    copy = tmp_path / "flipped.zip"
    size = kept.stat().st_size

    verdicts = set()
    for place in range(0, size, max(1, size // 150)):
        shutil.copy(kept, copy)
        flipped(copy, place)
        verdicts.add(seal_holds(copy))

    assert seal_holds(kept) is True
    assert True not in verdicts


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_truncated_file_is_refused(share, kept, tmp_path):
    copy = tmp_path / "cut.zip"
    content = kept.read_bytes()
    copy.write_bytes(content[: int(len(content) * share)])

    assert _refused(copy).endswith("Nothing was changed.")


def test_file_of_another_kind_is_refused(tmp_path):
    other = tmp_path / "letters.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("letter.txt", "Frislandia lies there.")

    assert _refused(other) == f"{other}: This is not a backup of Portolan: it has no manifest. Nothing was changed."


def test_file_of_a_later_format_is_refused(kept, tmp_path):
    def later(name, content):
        return content.replace(b'"format": 1', b'"format": 2') if name == "manifest.json" else content

    path = rewritten(kept, tmp_path / "later.zip", later)

    assert "made by a later version of Portolan (0.1.0)" in _refused(path)


def test_member_that_is_missing_is_refused(kept, tmp_path):
    path = rewritten(kept, tmp_path / "less.zip", lambda name, content: None if "person" in name else content)

    assert "its members are not those of its manifest" in _refused(path)


def test_member_that_reaches_outside_is_refused(kept, tmp_path):
    path = tmp_path / "outside.zip"
    with zipfile.ZipFile(path, "w") as archive:
        manifest = Manifest("0.1.0", "2026-01-01T00:00:00+00:00", "sqlite", {}, {}, {"files/../../secret": {}})
        archive.writestr("files/../../secret", b"taken")
        archive.writestr("manifest.json", manifest.to_json())

    assert "it holds 'files/../../secret'" in _refused(path)


def test_backup_is_for_its_owner_only_and_leaves_nothing_beside_it(kept):
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["antillia.zip"]


def test_manifest_says_what_the_backup_is(kept):
    with zipfile.ZipFile(kept) as archive:
        manifest = json.loads(archive.read("manifest.json"))

    assert {key: manifest[key] for key in ("product", "format", "engine")} == {
        "product": "portolan-backup",
        "format": 1,
        "engine": "sqlite",
    }
    assert manifest["migrations"]["network"][0] == "0001_initial"
    assert manifest["counts"]["network.person"] == 2


def test_no_kept_table_points_at_one_that_is_left_out():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in kept_models()
        for field in model._meta.local_concrete_fields
        if field.remote_field and field.remote_field.model._meta.app_label in LEFT_OUT
    ]

    assert wrong == []


def test_tables_come_after_those_they_point_at():
    order = {model: place for place, model in enumerate(kept_models())}

    wrong = [
        f"{model._meta.label}.{field.name}"
        for model, place in order.items()
        for field in model._meta.local_concrete_fields
        if field.remote_field and order[field.remote_field.model] > place
    ]

    assert wrong == []


def test_journal_of_erasures_survives_a_line_cut_short():
    whole = erasures.parse(b'{"person": 17, "at": "2026-03-01T10:00:00+00:00"}\n{"person": 18, "a')

    assert erasures.parse(erasures.dump(whole)) == whole
    assert list(whole) == [17]
