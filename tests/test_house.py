"""The house keeps its own rules. Each test names what breaks one; the rule's reason is in the design."""

import ast
import re
import tomllib

import pytest
from django.apps import apps

from portolan.accounts.enums import PersonalData
from portolan.operations.commands import COMMANDS
from tests import foreign_pages
from tests.house import (
    PACKAGE,
    ROOT,
    functions,
    is_of_a_library,
    layers,
    length,
    name_of,
    our_models,
    pages,
    python_files,
    strings,
    templates,
    tree,
)

FUNCTION_LINES, FILE_LINES, TEMPLATE_LINES, TEST_LINES = 30, 300, 200, 60
TEMPLATES = templates()
MARKUP = {name: file for name, file in TEMPLATES.items() if file.suffix in {".html", ".svg"}}


def test_files_are_short():
    long = [name_of(file) for file in python_files(PACKAGE) if len(file.read_text().splitlines()) > FILE_LINES]

    assert long == []


@pytest.mark.parametrize(("folder", "limit"), [(PACKAGE, FUNCTION_LINES), (ROOT / "tests", TEST_LINES)])
def test_functions_are_short(folder, limit):
    long = [
        f"{name_of(file)}:{function.lineno} {function.name}: {length(function)} lines"
        for file in python_files(folder)
        for function in functions(file)
        if length(function) > limit
    ]

    assert long == []


def test_templates_are_short():
    long = [name for name, file in TEMPLATES.items() if len(file.read_text().splitlines()) > TEMPLATE_LINES]

    assert long == []


def test_public_functions_and_classes_say_what_they_do():
    silent = []
    for file in python_files(PACKAGE):
        for node in tree(file).body:
            is_public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
            if is_public and file.name != "apps.py" and ast.get_docstring(node) is None:
                silent.append(f"{name_of(file)}:{node.lineno} {node.name}")

    assert silent == []


def test_nothing_happens_behind_a_save():
    hidden = []
    for file in python_files(PACKAGE):
        for node in ast.walk(tree(file)):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            if "signals" in module.split(".") or module == "django.dispatch":
                hidden.append(f"{name_of(file)}:{node.lineno} imports {module}")
            if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"} and "models" in str(file):
                hidden.append(f"{name_of(file)}:{node.lineno} overrides {node.name}")

    assert hidden == []


def test_every_template_is_used():
    asked = {pattern for file in python_files(PACKAGE) for pattern in strings(file)}
    quoted = {text for file in TEMPLATES.values() for text in re.findall(r"""["']([^"'\s]+)["']""", file.read_text())}
    # A name made of parts counts when its folder is written out: `f"{name}.html"` would match anything.
    patterns = [re.compile(pattern) for pattern in asked if "/" in pattern.partition("[^/]+")[0]]

    unused = [
        name
        for name in TEMPLATES
        if re.escape(name) not in asked
        and name not in quoted
        and not any(pattern.fullmatch(name) for pattern in patterns)
        and not is_of_a_library(name)
    ]

    assert unused == []


def test_every_page_declares_its_audience():
    undeclared = set()
    foreign = set()
    for name, namespaces, view in pages():
        if hasattr(view, "audience") or set(namespaces) & foreign_pages.PUBLIC_NAMESPACES:
            continue
        foreign.add(name)
        if name not in foreign_pages.PUBLIC | foreign_pages.SIGNED_IN:
            undeclared.add(name)

    assert undeclared == set()
    assert (foreign_pages.PUBLIC | foreign_pages.SIGNED_IN) - foreign == set()


def test_pages_of_libraries_ask_for_an_account_unless_they_are_public():
    open_to_all = {
        name
        for name, namespaces, view in pages()
        if name in foreign_pages.SIGNED_IN and getattr(view, "login_required", True) is False
    }

    assert open_to_all == set()


def test_every_model_declares_what_it_holds_about_people():
    silent = [
        model.__name__
        for model, _ in our_models()
        if not isinstance(getattr(model, "personal_data", None), PersonalData)
    ]

    assert silent == []


def test_no_relation_points_upward():
    heights = layers()
    upward = []
    for model, package in our_models():
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            other = field.related_model.__module__.split(".")
            if other[0] == "portolan" and other[1] != package and heights[other[1]] >= heights[package]:
                upward.append(f"{model.__name__}.{field.name} -> {field.related_model.__name__}")

    assert upward == []


def test_style_sheets_know_no_left_or_right():
    physical = re.compile(
        r"(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)|(?<![\w-])(?:left|right)\s*:"
        r"|(?:text-align|float|clear)\s*:\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius)"
    )
    found = []
    for file in sorted(PACKAGE.rglob("static/**/*.css")):
        text = re.sub(r"/\*.*?\*/", lambda match: "\n" * match[0].count("\n"), file.read_text(), flags=re.DOTALL)
        lines = enumerate(text.splitlines(), 1)
        found += [f"{name_of(file)}:{number} {line.strip()}" for number, line in lines if physical.search(line)]

    assert found == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("script", r"<script(?![^>]*\b(?:src=|type=\"(?:application/ld\+json|application/json|importmap)\"))"),
        ("style", r"<style\b|\sstyle=[\"']"),
        ("handler", r"\son[a-z]+=[\"']"),
        ("other host", r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=[\"']https?://"),
        ("untrimmed text", r"{%-?\s*blocktrans(?:late)?\b(?![^%]*\btrimmed\b)"),
    ],
)
def test_templates_hold_nothing_inline(what, pattern):
    found = [f"{name}: {match[0]}" for name, file in MARKUP.items() for match in re.finditer(pattern, file.read_text())]

    assert found == []


def test_every_dependency_says_what_it_is_for():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    project = tomllib.loads("\n".join(lines))["project"]
    named = [*project["dependencies"], *project["optional-dependencies"]["dev"]]

    silent = [name for name in named if not any(f'"{name}",  # ' in line for line in lines)]

    assert silent == []


def test_every_part_of_the_house_has_a_readme():
    parts = [config for config in apps.get_app_configs() if config.name.startswith("portolan.")]

    missing = [config.name for config in parts if not (PACKAGE / config.name.split(".")[1] / "README.md").exists()]

    assert missing == []


def test_commands_of_the_documents_exist():
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    text = "\n".join(file.read_text() for file in documents if file.exists())
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    made = set(re.findall(r"`make ([a-z]+)", text) + re.findall(r"^\s*make ([a-z]+)", text, re.MULTILINE))
    called = set(re.findall(r"(?:`|^\s*)portolan ([a-z]+)", text, re.MULTILINE))

    assert made - targets == set()
    assert called - set(COMMANDS) == set()


def test_no_test_may_skip():
    skipping = re.compile(r"pytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b")

    found = [name_of(file) for file in python_files(ROOT / "tests") if skipping.search(file.read_text())]

    assert found == []
