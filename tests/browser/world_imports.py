"""An import in each state; the one to be checked has a row of each verdict and a likely duplicate."""

import datetime as dt
import io

from portolan.accounts.models import User
from portolan.exchange.domain.imports import commit, discard, preview
from portolan.exchange.enums import RunState
from portolan.exchange.models import ImportRun
from portolan.network.models import Person
from tests.exchange.books import about, workbook
from tests.factories import PersonFactory

HEAD = ["code", "name_fr", "name_ar", "country", "region", "zone", "latitude", "longitude"]
GREEN = ["isle-verte", "Île Verte", "الجزيرة الخضراء", "ZZ", "europe", "Etc/GMT+1", "50.4", "-12.6"]
PLACES = [
    HEAD,
    ["reylla", "Reylla", "ريلا", "ZZ", "europe", "Etc/GMT+1", "41.4", "-12.6"],
    [*GREEN[:-2], "50.5", "-12.6"],
    ["neome", "Néome", "نيوم", "ZZ", "europe", "Etc/GMT+1", "146.6", "-14.8"],
]
PEOPLE = [["code", "given_name", "family_name"], ["p-1", "Alidade", "Vergue"], ["p-2", "Cabestan", "Amarre"]]


def imports(manager: User, now: dt.datetime) -> dict:
    """The addresses of imports in each state: `run` is ready, the others are named `run_<state>`."""
    taken = _give(manager, "mer-des-iles.xlsx", places=[HEAD, GREEN])
    commit(taken, by=manager)
    discarded = discard(_give(manager, "brouillon.xlsx", places=PLACES), by=manager)
    refused = preview(io.BytesIO(b"nothing"), by=manager, name="damaged.xlsx")
    known = {
        "given_name": "Alidade",
        "family_name": "Vergue",
        "match_key": "alidade vergue",
        "sort_key": "vergue alidade",
    }
    PersonFactory(**known, email="", email_key="")
    ready = _give(manager, "قائمة.xlsx", places=PLACES, people=PEOPLE)
    assert Person.objects.filter(family_name="Amarre").count() == 0
    waiting = ImportRun.objects.create(name="grand.xlsx", made_at=now, made_by=manager)
    reading = ImportRun.objects.create(
        name="lecture.xlsx", made_at=now, made_by=manager, state=RunState.READING, rows_total=900, rows_done=300
    )
    runs = {"committed": taken, "discarded": discarded, "refused": refused, "waiting": waiting, "reading": reading}
    return {"run": ready.pk, **{f"run_{state}": run.pk for state, run in runs.items()}}


def _give(manager: User, name: str, **sheets: list[list[str]]) -> ImportRun:
    return preview(io.BytesIO(workbook(about=about(), **sheets)), by=manager, name=name)
