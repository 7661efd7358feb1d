"""What the tests of the house look at: files, trees, templates, addresses."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.template.loader import get_template
from django.urls import URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "portolan"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def python_files(folder):
    """Our Python files, without migrations."""
    return sorted(file for file in folder.rglob("*.py") if "migrations" not in file.parts)


@cache
def tree(file):
    return ast.parse(file.read_text(encoding="utf-8"))


def name_of(file):
    return str(file.relative_to(ROOT))


def functions(file):
    """Every function of a file, methods and inner ones included."""
    return [node for node in ast.walk(tree(file)) if isinstance(node, FUNCTIONS)]


def length(function):
    """Lines from `def` to the end, without the docstring and without the lines of functions defined inside."""
    inner = [node for node in ast.walk(function) if isinstance(node, FUNCTIONS) and node is not function]
    own = set(range(function.lineno, function.end_lineno + 1))
    for node in inner:
        own -= set(range(node.lineno, node.end_lineno + 1))
    if ast.get_docstring(function) is not None:
        own -= set(range(function.body[0].lineno, function.body[0].end_lineno + 1))
    return len(own)


def templates():
    """Name of a template, as it is asked for -> its file."""
    found = {}
    for folder in PACKAGE.glob("*/templates"):
        found.update({str(file.relative_to(folder)): file for file in folder.rglob("*") if file.is_file()})
    return found


def strings(file):
    """The strings of a Python file as patterns: `f"ui/{name}.html"` becomes `ui/[^/]+\\.html`."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield "".join(re.escape(x.value) if isinstance(x, ast.Constant) else "[^/]+" for x in node.values)


def is_of_a_library(template):
    """True when a library brings a template of this name: ours stands in its place."""
    origins = [PACKAGE.parent / "none"]
    for config in apps.get_app_configs():
        file = Path(config.path) / "templates" / template
        if not config.name.startswith("portolan.") and file.exists():
            origins.append(file)
    return len(origins) > 1 and bool(get_template(template))


def layers():
    """Package -> its height in the house, from the contract in pyproject.toml; neighbours are equal."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    rows = [[name.strip() for name in row.split("|")] for row in reversed(contract["layers"])]
    return {name: height for height, row in enumerate(rows) for name in row}


def our_models():
    """Every model of ours, with its package."""
    return [
        (model, model.__module__.split(".")[1])
        for model in apps.get_models()
        if model.__module__.startswith("portolan.")
    ]


def pages(resolver=None, route="", namespaces=()):
    """(name or route, namespaces, view) of every address of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from pages(pattern, here, inner)
        else:
            yield pattern.name or here.partition("/")[2], namespaces, pattern.callback
