import pytest
from babel.messages.mofile import read_mo

from portolan.operations.catalogue_checks import problems
from portolan.operations.catalogues import (
    PLURALS,
    Key,
    catalogue_path,
    compile_all,
    entries,
    extract_all,
    read_catalogue,
    texts_of,
)

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext, npgettext_lazy

_("Harbour")
_(
    "Two lines "
    "of one text"
)
pgettext("menu", "Chart")
ngettext("%(n)s pilot", "%(n)s pilots", 2)
npgettext_lazy("crew", "%(n)s hand", "%(n)s hands", "n")
_(variable)
"""
TEMPLATE = """{% load i18n %}
  {# never taken: _("a comment") #}
{% translate "Lighthouse" %} {% translate "Sound" context "of a bell" as sound %}
{% include "x.html" with title=_("Anchorage") %} {{ value|default:_("Unknown shore") }}
    {% blocktranslate trimmed with name=city.name %}
        The harbour of {{ name }}
        is 100% open.
    {% endblocktranslate %}
{% blocktranslate count n=ships|length trimmed context "fleet" %}
  {{ n }} ship
{% plural %}
  {{ n }} ships
{% endblocktranslate %}
"""


@pytest.fixture
def package(tmp_path):
    """A package with one application, `shore`, that has a Python file and a template."""
    app = tmp_path / "shore"
    (app / "templates" / "shore").mkdir(parents=True)
    (app / "__init__.py").touch()
    (app / "views.py").write_text(PYTHON)
    (app / "templates" / "shore" / "page.html").write_text(TEMPLATE)
    return tmp_path


@pytest.fixture
def small(tmp_path):
    """A package with one text of each kind, all translated."""
    app = tmp_path / "shore"
    app.mkdir()
    (app / "__init__.py").write_text('_("Harbour of %(name)s")\nngettext("%(n)s pilot", "%(n)s pilots", n)\n')
    extract_all(package=tmp_path)
    replace(tmp_path, "fr", 'msgid "Harbour of %(name)s"\nmsgstr ""', 'Port de %(name)s"')
    replace(tmp_path, "ar", 'msgid "Harbour of %(name)s"\nmsgstr ""', 'ميناء %(name)s"')
    for number, form in enumerate(("%(n)s pilote", "%(n)s pilotes")):
        replace(tmp_path, "fr", f'msgstr[{number}] ""', f'{form}"')
    for number, form in enumerate(("بلا ربان", "ربان واحد", "ربانان", "%(n)s ربابنة", "%(n)s ربانًا", "%(n)s ربان")):
        replace(tmp_path, "ar", f'msgstr[{number}] ""', f'{form}"')
    return tmp_path


def replace(package, language, found, text, *, application="shore"):
    """Complete the first entry that ends as `found` does with a translation."""
    path = catalogue_path(application, language, package)
    said = path.read_text()
    assert found in said
    path.write_text(said.replace(found, found[:-1] + text, 1))


def change(package, language, old, new):
    path = catalogue_path("shore", language, package)
    said = path.read_text()
    assert old in said
    path.write_text(said.replace(old, new, 1))


def test_texts_of_python_and_templates_are_found(package):
    found = texts_of("shore", package)

    assert found == {
        Key("", "Harbour"),
        Key("", "Two lines of one text"),
        Key("menu", "Chart"),
        Key("", "%(n)s pilot", "%(n)s pilots"),
        Key("crew", "%(n)s hand", "%(n)s hands"),
        Key("", "Lighthouse"),
        Key("of a bell", "Sound"),
        Key("", "Anchorage"),
        Key("", "Unknown shore"),
        Key("", "The harbour of %(name)s is 100%% open."),
        Key("fleet", "%(n)s ship", "%(n)s ships"),
    }


def test_extract_twice_changes_no_byte(package):
    extract_all(package=package)
    before = {path: path.read_bytes() for path in package.rglob("*.po")}

    extract_all(package=package)

    assert {path: path.read_bytes() for path in package.rglob("*.po")} == before
    assert len(before) == 3


def test_extract_says_english_as_it_stands(package):
    extract_all(package=package)

    english = entries(read_catalogue(catalogue_path("shore", "en", package), "en"))

    assert english[Key("", "Harbour")].string == "Harbour"
    assert english[Key("fleet", "%(n)s ship", "%(n)s ships")].string == ("%(n)s ship", "%(n)s ships")


def test_extract_keeps_translations_and_drops_what_nobody_asks_for(small):
    (small / "shore" / "__init__.py").write_text('_("Harbour of %(name)s")\n_("Tide")\n')

    extract_all(package=small)

    french = entries(read_catalogue(catalogue_path("shore", "fr", small), "fr"))
    assert {key.text: message.string for key, message in french.items()} == {
        "Harbour of %(name)s": "Port de %(name)s",
        "Tide": "",
    }


def test_extract_takes_a_translation_another_application_has(small):
    (small / "deep").mkdir()
    (small / "deep" / "__init__.py").write_text('_("Harbour of %(name)s")\n')

    extract_all(package=small)

    french = entries(read_catalogue(catalogue_path("deep", "fr", small), "fr"))
    assert french[Key("", "Harbour of %(name)s")].string == "Port de %(name)s"


def test_complete_catalogues_have_no_problem(small):
    assert problems(small) == []


@pytest.mark.parametrize(
    ("language", "old", "new", "problem"),
    [
        ("fr", 'msgstr "Port de %(name)s"', 'msgstr ""', "shore/fr: “Harbour of %(name)s” is not translated"),
        (
            "fr",
            "Port de %(name)s",
            "Port de %(nom)s",
            "shore/fr: “Harbour of %(name)s” has other placeholders: ['nom'] instead of ['name']",
        ),
        ("fr", "Port de %(name)s", "<b>Port</b> de %(name)s", "shore/fr: “Harbour of %(name)s” has other tags"),
        (
            "fr",
            '#, python-format\nmsgid "Harbour',
            '#, fuzzy, python-format\nmsgid "Harbour',
            "shore/fr: “Harbour of %(name)s” is marked fuzzy",
        ),
        (
            "ar",
            "ميناء %(name)s",
            "Harbor %(name)s",
            "shore/ar: “Harbour of %(name)s” is not in Arabic: “Harbor %(name)s”",
        ),
        (
            "ar",
            "%(n)s ربابنة",
            "ربابنة",
            "shore/ar: “%(n)s pilot” has other placeholders: [] instead of ['n']",
        ),
    ],
)  # fmt: skip
def test_faulty_catalogue_is_refused(small, language, old, new, problem):
    change(small, language, old, new)

    assert problems(small) == [problem]


def test_wrong_number_of_plural_forms_is_refused(small):
    change(small, "ar", "nplurals=6", "nplurals=5")

    found = problems(small)

    assert found == [f"shore/ar: the header must say Plural-Forms: {PLURALS['ar']}"]


def test_catalogue_that_cannot_be_read_is_refused(small):
    change(small, "fr", 'msgstr[0] "', 'msgstr[7] "')

    found = problems(small)

    assert [line.split(":")[:2] for line in found] == [["shore/fr", " cannot be read"]]


def test_arabic_copied_from_french_is_refused(tmp_path):
    (tmp_path / "shore").mkdir()
    (tmp_path / "shore" / "__init__.py").write_text('_("Chart")\n')
    extract_all(package=tmp_path)
    for language in ("fr", "ar"):
        replace(tmp_path, language, 'msgid "Chart"\nmsgstr ""', 'خريطة"')

    assert problems(tmp_path) == ["shore/ar: “Chart” is the same as in another language"]


def test_one_text_said_two_ways_is_refused(small):
    (small / "deep").mkdir()
    (small / "deep" / "__init__.py").write_text('_("Harbour of %(name)s")\n')
    extract_all(package=small)
    change(small, "fr", "Port de %(name)s", "Havre de %(name)s")

    assert problems(small) == [
        "fr: “Harbour of %(name)s” is said in more than one way: deep “Port de %(name)s”, shore “Havre de %(name)s”"
    ]


def test_missing_and_unwanted_entries_are_refused(small):
    (small / "shore" / "__init__.py").write_text('_("Harbour of %(name)s")\n_("Tide")\n')

    found = [line for line in problems(small) if line.startswith("shore/fr")]

    assert found == ["shore/fr: “Tide” is missing", "shore/fr: “%(n)s pilot” is asked for by nobody"]


def test_acronym_may_stay_latin_in_arabic(tmp_path):
    (tmp_path / "shore").mkdir()
    (tmp_path / "shore" / "__init__.py").write_text('_("PDF")\n')
    extract_all(package=tmp_path)
    for language in ("fr", "ar"):
        replace(tmp_path, language, 'msgid "PDF"\nmsgstr ""', 'PDF"')

    assert problems(tmp_path) == []


def test_compile_makes_what_is_stale_only(small):
    counts = [compile_all(small), compile_all(small)]

    with catalogue_path("shore", "ar", small).with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert counts == [3, 0]
    assert compiled.get("Harbour of %(name)s").string == "ميناء %(name)s"
