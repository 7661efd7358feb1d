"""The journal of erased people, kept outside the database so that a restored backup brings nobody back.

A line says `{"person": 17, "at": "2026-03-01T10:00:00+00:00"}`: a number and a moment, nothing about the person. On
disk it is `erasures.jsonl` in the data folder; in a bucket `journal/erasures.jsonl`, since machines come and go.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from portolan.network.models import Person

JOURNAL = "journal/erasures.jsonl"
Erasures = dict[int, dt.datetime]


def journal() -> Erasures:
    """The people erased so far and when, as the journal knows."""
    return parse(_read())


def in_database() -> Erasures:
    """The people erased so far and when, as the database knows."""
    return dict(Person.objects.filter(erased_at__isnull=False).values_list("pk", "erased_at"))


def keep_journal(further: Erasures | None = None) -> int:
    """Write into the journal whom the database, or `further`, knows as erased and it does not; how many that were.

    Run by the worker's clock, by every backup and by every restore: the verb that erases knows nothing of the journal.
    """
    known = journal()
    missing = {pk: at for pk, at in {**(further or {}), **in_database()}.items() if pk not in known}
    if missing:
        _append(dump(missing))
    return len(missing)


def replay(erasures: Erasures, *, after: dt.datetime) -> int:
    """Erase again whoever was erased after a moment and stands in the database once more; how many that were."""
    later = [pk for pk, at in erasures.items() if at > after]
    people = list(Person.objects.filter(pk__in=later, erased_at=None).order_by("pk"))
    for person in people:
        _erase(person)
    return len(people)


def _erase(person: Person) -> None:
    from portolan.network.domain.personal_data import erase_person  # noqa: PLC0415

    erase_person(person=person, by=None, reason="Erased after the backup that was restored.")


def dump(erasures: Erasures) -> bytes:
    """As lines of the journal, by person."""
    lines = (json.dumps({"person": pk, "at": at.isoformat()}) for pk, at in sorted(erasures.items()))
    return "".join(f"{line}\n" for line in lines).encode()


def parse(content: bytes) -> Erasures:
    """Read lines of the journal. A last line cut short by a crash is passed over."""
    return dict(_complete(content.decode().splitlines()))


def _complete(lines: Iterable[str]) -> Iterable[tuple[int, dt.datetime]]:
    for line in lines:
        try:
            said = json.loads(line)
        except ValueError:
            continue
        yield said["person"], dt.datetime.fromisoformat(said["at"])


def _read() -> bytes:
    if not settings.S3_BUCKET:
        path = _path()
        return path.read_bytes() if path.exists() else b""
    if not default_storage.exists(JOURNAL):
        return b""
    with default_storage.open(JOURNAL) as file:
        return file.read()


def _append(lines: bytes) -> None:
    if not settings.S3_BUCKET:
        _path().parent.mkdir(parents=True, exist_ok=True)
        with _path().open("ab") as file:
            file.write(lines)
        return
    content = _read() + lines
    default_storage.delete(JOURNAL)
    default_storage.save(JOURNAL, ContentFile(content))


def _path() -> Path:
    return Path(settings.DATA_DIR) / "erasures.jsonl"
