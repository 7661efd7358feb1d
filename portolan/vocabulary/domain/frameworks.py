"""Frameworks and glossary as files bring them: made when new, brought up to date when different, never removed."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import models, transaction

from portolan.kernel.texts import OFFICIAL, WORKING, Text
from portolan.vocabulary.enums import TermStatus
from portolan.vocabulary.models import Framework, GlossaryTerm, Node

LANGUAGES = ("en", "fr", "ar")


def load_frameworks(folder: Path) -> int:
    """Read `frameworks.csv` and `nodes.csv` of a folder; gives how many rows were new or changed.

    Raises KeyError for a node whose framework or parent stands nowhere before it.
    """
    changed = 0
    with transaction.atomic():
        frameworks = {row.code: row for row in Framework.objects.all()}
        for position, line in enumerate(_lines(folder / "frameworks.csv"), start=1):
            framework = frameworks.setdefault(line["code"], Framework(code=line["code"]))
            changed += _bring(
                framework,
                name=_text(line, "name", labels=line["labels"]),
                symbol=line["symbol"],
                licence=line["licence"],
                note=Text.of("en", en=line["official_title"]),
                is_complete=line.get("complete") == "yes",
                position=position,
            )
        nodes = {(row.framework_id, row.code): row for row in Node.objects.all()}
        for position, line in enumerate(_lines(folder / "nodes.csv"), start=1):
            framework = frameworks[line["framework"]]
            key = (framework.pk, line["code"])
            node = nodes.setdefault(key, Node(framework=framework, code=line["code"]))
            changed += _bring(
                node,
                parent=nodes[framework.pk, line["parent"]] if line["parent"] else None,
                position=position,
                label=_text(line, "label", labels=line["labels"]),
                note=Text.of("en", en=line["note"]),
            )
    return changed


def load_glossary(path: Path) -> int:
    """Read the glossary's table; gives how many terms were new or changed."""
    changed = 0
    with transaction.atomic():
        terms = {row.code: row for row in GlossaryTerm.objects.all()}
        for line in _lines(path):
            status = TermStatus(line["ar_status"] or TermStatus.WORKING)
            arabic = OFFICIAL if status == TermStatus.SEEN else WORKING
            label = Text.of("en", {"ar": arabic}, **{code: line[code] for code in LANGUAGES})
            changed += _bring(
                terms.setdefault(line["code"], GlossaryTerm(code=line["code"])),
                label=label,
                note=_text(line, "note"),
                avoid=_text(line, "forbidden"),
                arabic_status=status,
                source=line["source"],
            )
    return changed


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _text(line: dict[str, str], name: str, *, labels: str = "") -> Text:
    texts = {code: line.get(f"{name}_{code}", "") for code in LANGUAGES}
    source = next((code for code, text in texts.items() if text), "en")
    return Text.of(source, dict(word.split(":") for word in labels.split()), **texts)


def _bring(thing: models.Model, **values: object) -> bool:
    """Set what differs and save; False when nothing did."""
    different = thing.pk is None
    for name, value in values.items():
        if getattr(thing, name) != value:
            setattr(thing, name, value)
            different = True
    if different:
        thing.save()
    return different
