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
from django.db.models import F

from portolan.network.domain.personal_data import erase_person
from portolan.network.models import FocalPoint, Person

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
    standing = Person.objects.filter(pk__in=later, erased_at=None)
    # Whoever others were merged into comes first, and takes these along.
    found = list(standing.order_by(F("redirect_to").asc(nulls_first=True), "pk").values_list("pk", flat=True))
    for pk in found:
        _erase(Person.objects.get(pk=pk), erasures[pk].date())
    return len(found)


def _erase(person: Person, day: dt.date) -> None:
    """What stood in the way at the moment of the backup, a merge or a post, had ended when the person was erased."""
    if person.erased_at:
        return
    Person.objects.filter(pk=person.pk).update(redirect_to=None)
    for post in FocalPoint.objects.filter(person=person, end=None):
        FocalPoint.objects.filter(pk=post.pk).update(end=max(post.start, day))
    erase_person(person, by=None, reason="Erased after the backup that was restored.")


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
