"""The API described on a page of ours: in three languages, from the description machines read, without another host."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from portolan.api.texts import LANGUAGES
from portolan.kernel.languages import current_language, site_languages
from portolan.ui.tables import Cell, Column, Table


def docs_of(schema: Callable[[], Any]) -> Callable[[HttpRequest], HttpResponse]:
    """The page for what `schema()` describes."""

    def docs(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        code = asked if asked in LANGUAGES else translation.get_language_from_request(request)
        with translation.override(code):
            return render(request, "api/docs.html", _context(request, schema()))

    return docs


def _context(request: HttpRequest, described: Any) -> dict[str, Any]:
    return {
        "page_title": _("The data as a service"),
        "operations": list(_operations(described)),
        "languages": [
            {"language": language, "url": f"?lang={language.code}", "current": language.code == current_language()}
            for language in site_languages()
        ],
    }


def _operations(described: Any) -> Iterator[dict[str, Any]]:
    """Each address with its parameters and the fields of a row."""
    parts = described["components"]["schemas"]
    for path, operations in described["paths"].items():
        operation = operations["get"]
        answer = operation["responses"][200]["content"]["application/json"]["schema"]
        results = _resolved(answer, parts).get("properties", {}).get("results", {})
        row = _resolved(results.get("items", {}), parts)
        yield {
            "path": path,
            "name": operation["operationId"],
            "summary": _(operation["summary"]),
            "parameters": _parameters(operation),
            "fields": _fields(row, parts),
        }


def _parameters(operation: Any) -> Table:
    columns = [Column(_("Parameter")), Column(_("Values")), Column(_("Meaning"))]
    rows = [
        [Cell(each["name"]), Cell(_values(each["schema"])), Cell(_meaning(each))] for each in operation["parameters"]
    ]
    return Table(columns, rows)


def _meaning(parameter: Any) -> str:
    words = parameter["schema"].get("description") or parameter.get("description") or ""
    return _(words) if words else ""


def _fields(row: Any, parts: Any) -> Table:
    columns = [Column(_("Field")), Column(_("Type"))]
    names = row.get("properties", {})
    return Table(columns, [[Cell(name), Cell(_type(described, parts))] for name, described in names.items()])


def _values(schema: Any) -> str:
    """`city | partner`, `1–100`, or the type."""
    ways = [way for way in schema.get("anyOf", [schema]) if way.get("type") != "null"]
    told = ways[0]
    if "enum" in told:
        return " | ".join(str(value) for value in told["enum"])
    if "const" in told:
        return str(told["const"])
    if "minimum" in told:
        return f"{told['minimum']}–{told['maximum']}"
    return str(told.get("type", ""))


def _type(schema: Any, parts: Any) -> str:
    """The type of a field as developers write it: `string`, `PlaceOut`, `CaseOut[]`."""
    ways = [way for way in schema.get("anyOf", [schema]) if way.get("type") != "null"]
    told = ways[0] if ways else {}
    optional = "?" if "anyOf" in schema else ""
    if "$ref" in told:
        return told["$ref"].rsplit("/", 1)[-1] + optional
    if told.get("type") == "array":
        return _type(told.get("items", {}), parts) + "[]"
    return str(told.get("type", "any")) + optional


def _resolved(schema: Any, parts: Any) -> Any:
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    return parts.get(name, {}) if name else schema
