"""What a catalogue must be: complete, in its own language, and of one mind with the others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError

from portolan.operations.catalogues import (
    FORMS,
    LANGUAGES,
    PACKAGE,
    PLURALS,
    Key,
    applications,
    catalogue_path,
    entries,
    read_catalogue,
    texts_of,
)

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sdf]|\{(\w*)\}")
_POSITIONAL = re.compile(r"(?<!%)%[sd]")
_TAG = re.compile(r"</?(\w+)")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_WORD = re.compile(r"[^\W\d_]+")
# Forms for one number only (Arabic: none, one, two) may say it in words.
_FORMS_IN_WORDS = {"ar": {0, 1, 2}, "en": {0}, "fr": set()}

Said = dict[tuple[str, Key], dict[str, str]]


def problems(package: Path = PACKAGE) -> list[str]:
    """Every fault of every catalogue, as lines to read; empty when all is well."""
    found: list[str] = []
    said: Said = defaultdict(dict)
    for application in applications(package):
        keys = texts_of(application, package)
        found += [f"{application}: “{key.text}” has positional placeholders" for key in keys if _has_positional(key)]
        for language in LANGUAGES:
            path = catalogue_path(application, language, package)
            if keys or path.exists():
                present, faults = _examine(path, language, keys)
                found += [f"{application}/{language}: {fault}" for fault in faults]
                for key, message in present.items():
                    said[language, key][application] = "\n".join(_forms(message))
    return found + list(_disagreements(said)) + list(_copies(said))


def _has_positional(key: Key) -> bool:
    return any(len(_POSITIONAL.findall(text)) > 1 for text in (key.text, key.plural))


def _examine(path: Path, language: str, keys: set[Key]) -> tuple[dict[Key, Message], list[str]]:
    """The entries of one catalogue and its faults; no entries when it cannot be read."""
    if not path.exists():
        return {}, ["the catalogue is missing"]
    if keys and f'"Plural-Forms: {PLURALS[language]}\\n"' not in path.read_text(encoding="utf-8"):
        return {}, [f"the header must say Plural-Forms: {PLURALS[language]}"]
    try:
        present = entries(read_catalogue(path, language))
    except PoFileError as error:
        return {}, [f"cannot be read: {error}"]
    faults = [f"“{key.text}” is missing" for key in sorted(keys - present.keys())]
    faults += [f"“{key.text}” is asked for by nobody" for key in sorted(present.keys() - keys)]
    for key in sorted(keys & present.keys()):
        faults += [f"“{key.text}” {fault}" for fault in _faults_of_entry(key, present[key], language)]
    return present, faults


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (list, tuple)) else (message.string or "",)


def _faults_of_entry(key: Key, message: Message, language: str) -> Iterator[str]:
    forms = _forms(message)
    wanted = FORMS[language] if key.plural else 1
    if message.fuzzy:
        yield "is marked fuzzy"
    if len(forms) != wanted:
        yield f"has {len(forms)} forms instead of {wanted}"
    if not all(forms):
        yield "is not translated"
        return
    for number, form in enumerate(forms):
        yield from _faults_of_form(key, number, form, language)


def _faults_of_form(key: Key, number: int, form: str, language: str) -> Iterator[str]:
    source = key.plural if key.plural and number else key.text
    asked, given = _placeholders(source), _placeholders(form)
    in_words = bool(key.plural) and number in _FORMS_IN_WORDS[language]
    if given - _placeholders(key.text + key.plural) or (asked - given and not in_words):
        yield f"has other placeholders: {sorted(given)} instead of {sorted(asked)}"
    if sorted(_TAG.findall(source)) != sorted(_TAG.findall(form)):
        yield "has other tags"
    if language == "ar" and not _ARABIC.search(form) and not _has_no_words(source):
        yield f"is not in Arabic: “{form}”"


def _placeholders(text: str) -> set[str]:
    return {first or second for first, second in _PLACEHOLDER.findall(text)}


def _has_no_words(text: str) -> bool:
    """True for signs and acronyms only, which stay as they are: “PDF”, “→”, “%(n)s / %(all)s”."""
    bare = _TAG.sub("", _PLACEHOLDER.sub("", text))
    return all(word.isupper() for word in _WORD.findall(bare))


def _disagreements(said: Said) -> Iterator[str]:
    """One text in one context is said one way; where two applications need two, `pgettext` tells them apart."""
    for (language, key), by_application in sorted(said.items()):
        if len(set(by_application.values())) > 1:
            ways = ", ".join(f"{application} “{way}”" for application, way in sorted(by_application.items()))
            yield f"{language}: “{key.text}” is said in more than one way: {ways}"


def _copies(said: Said) -> Iterator[str]:
    """An Arabic entry equal to the French or English one was forgotten."""
    for (language, key), by_application in sorted(said.items()):
        if language == "ar" and not _has_no_words(key.text):
            others = {way for other in ("fr", "en") for way in said.get((other, key), {}).values()}
            for application, way in by_application.items():
                if way and way in others:
                    yield f"{application}/ar: “{key.text}” is the same as in another language"
