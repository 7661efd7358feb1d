"""Global frameworks and their objectives, and the glossary."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop
from ninja import Field

from portolan.api.collections import Asked, Code, Collection
from portolan.api.texts import Closed, Said, said
from portolan.vocabulary.models import Framework, GlossaryTerm, Node


class FrameworkRow(Closed):
    """A framework."""

    code: str
    name: Said | None
    symbol: str
    licence: str
    note: Said | None
    complete: bool = Field(..., description="all its objectives are here")
    position: int


class NodeRow(Closed):
    """An objective, goal, target, principle or paragraph of a framework."""

    framework: str
    code: str = Field(..., description="text: 16.10 is not 16.1")
    parent: str | None
    position: int
    label: Said | None
    note: Said | None


class GlossaryRow(Closed):
    """A term of the field."""

    code: str
    label: Said | None
    note: Said | None
    avoid: Said | None = Field(..., description="words not to be used for it")
    arabic_status: str
    source: str


class AskedNodes(Asked):
    """Filters of objectives."""

    framework: Code | None = Field(None, description=gettext_noop("Code of a framework."))


def _frameworks(asked: Asked) -> QuerySet[Framework]:
    return Framework.objects.order_by("position", "code")


def _framework(row: Framework, common: dict[str, Any], language: str | None) -> FrameworkRow:
    return FrameworkRow(
        code=row.code,
        name=said(row.name, language),
        symbol=row.symbol,
        licence=row.licence,
        note=said(row.note, language),
        complete=row.is_complete,
        position=row.position,
    )


def _nodes(asked: AskedNodes) -> QuerySet[Node]:
    rows = Node.objects.select_related("framework", "parent").order_by("framework__position", "position", "pk")
    return rows.filter(framework__code=asked.framework) if asked.framework else rows


def _node(row: Node, common: dict[str, Any], language: str | None) -> NodeRow:
    return NodeRow(
        framework=row.framework.code,
        code=row.code,
        parent=row.parent.code if row.parent else None,
        position=row.position,
        label=said(row.label, language),
        note=said(row.note, language),
    )


def _glossary(asked: Asked) -> QuerySet[GlossaryTerm]:
    return GlossaryTerm.objects.order_by("code")


def _glossary_term(row: GlossaryTerm, common: dict[str, Any], language: str | None) -> GlossaryRow:
    return GlossaryRow(
        code=row.code,
        label=said(row.label, language),
        note=said(row.note, language),
        avoid=said(row.avoid, language),
        arabic_status=row.arabic_status,
        source=row.source,
    )


FRAMEWORKS = Collection(
    "frameworks", gettext_noop("Global frameworks"), Asked, FrameworkRow, _frameworks, _framework, recorded=False
)
NODES = Collection(
    "framework-nodes",
    gettext_noop("Objectives of the frameworks"),
    AskedNodes,
    NodeRow,
    _nodes,
    _node,
    recorded=False,
)
GLOSSARY = Collection(
    "glossary", gettext_noop("Glossary"), Asked, GlossaryRow, _glossary, _glossary_term, recorded=False
)
