"""The catalogues of translations, without gettext's programs: texts out of the code, catalogues updated and compiled.

Each application has its own, one for each language, in `portolan/<application>/locale`. English is the language of
the sources; its catalogue says each text as it stands, so that every language is served the same way.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
SOURCE_LANGUAGE = "en"
PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "en": "nplurals=2; plural=(n != 1);",
    "ar": (
        "nplurals=6; "
        "plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
    ),
}
LANGUAGES = tuple(PLURALS)
FORMS = {"fr": 2, "en": 2, "ar": 6}
_PLAIN = {"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
KEYWORDS = {"_": None, "gettext_noop": None, **_PLAIN, **{f"{name}_lazy": spec for name, spec in _PLAIN.items()}}


class Key(NamedTuple):
    """What makes an entry: its context, its text, and its plural when it has one."""

    context: str
    text: str
    plural: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        """As Babel wants it."""
        return (self.text, self.plural) if self.plural else self.text


def applications(package: Path = PACKAGE) -> list[str]:
    """Every part of the package that may have texts of its own."""
    return sorted(folder.name for folder in package.iterdir() if (folder / "__init__.py").exists())


def catalogue_path(application: str, language: str, package: Path = PACKAGE) -> Path:
    """Where a catalogue lives."""
    return package / application / "locale" / language / "LC_MESSAGES" / "django.po"


def texts_of(application: str, package: Path = PACKAGE) -> set[Key]:
    """The texts an application asks to have translated, out of its Python files and templates."""
    folder = package / application
    python = (file.read_bytes() for file in folder.rglob("*.py") if "migrations" not in file.parts)
    templates = (
        _as_python(file)
        for suffix in ("html", "txt", "svg", "xml")
        for file in folder.rglob(f"templates/**/*.{suffix}")
    )
    return {key for sources in (python, templates) for source in sources for key in _keys(source)}


def _as_python(template: Path) -> bytes:
    """Django's own rendering of a template as a source for gettext. In brackets, so that its indentation is free."""
    return f"(\n{templatize(template.read_text(encoding='utf-8'), origin=template.name)}\n)".encode()


def _keys(source: bytes) -> Iterator[Key]:
    for _line, found, _comments, context in extract(
        "python", io.BytesIO(source), KEYWORDS, options={"encoding": "utf-8"}
    ):
        if isinstance(found, tuple):
            yield Key(context or "", found[0], found[1])
        elif found:
            yield Key(context or "", found)


def read_catalogue(path: Path, language: str) -> Catalog:
    """A catalogue as it stands; an empty one when the file is missing."""
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8", abort_invalid=True)


def entries(catalogue: Catalog) -> dict[Key, Message]:
    """The entries of a catalogue, without its header."""
    found = {}
    for message in catalogue:
        if message.id:
            text, plural = message.id if isinstance(message.id, (list, tuple)) else (message.id, "")
            found[Key(message.context or "", text, plural)] = message
    return found


def extract_all(only: str = "", package: Path = PACKAGE) -> dict[str, int]:
    """Bring the catalogues (of one application, or all) to the present texts; application -> number of texts.

    Translations are kept; a new text takes the translation another application already has; one nobody asks for goes.
    """
    known = {language: _translations(language, package) for language in LANGUAGES}
    counted = {}
    for application in [only] if only else applications(package):
        keys = texts_of(application, package)
        for language in LANGUAGES:
            _update(catalogue_path(application, language, package), language, keys, known[language])
        if keys:
            counted[application] = len(keys)
    return counted


def _translations(language: str, package: Path) -> dict[Key, str | tuple[str, ...]]:
    """What any application's catalogue says for a text, to fill new entries with."""
    known = {}
    for application in applications(package):
        for key, message in entries(read_catalogue(catalogue_path(application, language, package), language)).items():
            if message.string and not message.fuzzy:
                known[key] = message.string
    return known


def _update(path: Path, language: str, keys: set[Key], known: dict[Key, str | tuple[str, ...]]) -> None:
    if not keys:
        path.unlink(missing_ok=True)
        return
    present = entries(read_catalogue(path, language))
    catalogue = Catalog(locale=language, charset="utf-8")
    for key in keys:
        old = present.get(key)
        said = old.string if old and any(old.string) else known.get(key) or _first_words(key, language)
        flags = {"fuzzy"} if old and old.fuzzy else set()
        catalogue.add(key.id, said, context=key.context or None, flags=flags)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_header(language) + _body(catalogue))


def _first_words(key: Key, language: str) -> str | tuple[str, ...]:
    if language == SOURCE_LANGUAGE:
        return (key.text, key.plural) if key.plural else key.text
    return ("",) * FORMS[language] if key.plural else ""


def _header(language: str) -> bytes:
    """No date, no name, no version: the file changes only when a text does."""
    lines = (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS[language]}",
    )
    return ('msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines) + "\n").encode()


def _body(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalogue, width=110, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return file.getvalue().rstrip(b"\n") + b"\n"


def compile_all(package: Path = PACKAGE) -> int:
    """Compile every catalogue that is newer than its compiled form; returns how many were."""
    stale = [path for path in package.glob("*/locale/*/LC_MESSAGES/django.po") if _is_stale(path)]
    for path in stale:
        language = path.parent.parent.name
        beside = path.with_name(f".{os.getpid()}.mo")
        with beside.open("wb") as file:
            write_mo(file, read_catalogue(path, language))
        beside.replace(path.with_suffix(".mo"))
    return len(stale)


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < path.stat().st_mtime_ns
