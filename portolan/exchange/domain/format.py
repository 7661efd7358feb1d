"""The workbook's form as data: its sheets, their columns, what each may hold; `docs/workbook.md` in other words."""

from __future__ import annotations

from django.db.models import TextChoices

from portolan.dialogue.enums import ProductKind
from portolan.exchange.domain.columns import Column, Sheet, Type
from portolan.meetings.enums import Capacity, MeetingKind, Mode, Scope
from portolan.network.enums import MemberRole, OrganisationKind, PlaceKind, Region, Sex
from portolan.provenance.enums import RecordKind, SourceKind
from portolan.results.enums import EditionRole, FigureKind, Operator, Unit
from portolan.vocabulary.enums import Scheme

VERSION = "1"
ABOUT_KEYS = ("template", "record", "kind", "title_fr", "title_en", "title_ar", "source", "language", "programme")


def _choice(name: str, choices: type[TextChoices], *more: str, required: bool = False) -> Column:
    return Column(name, Type.CHOICE, 30, required, (*choices.values, *more))


def _code(name: str, length: int = 50, *, required: bool = False) -> Column:
    return Column(name, Type.CODE, length, required)


def _texts(name: str) -> Column:
    return Column(name, Type.TEXTS, 20_000)


_START, _END = Column("start", Type.DATE), Column("end", Type.DATE)
_TAIL = (Column("labels", Type.LABELS), _code("source"), Column("locator", length=200))
_SOURCE = _TAIL[1:]
_VALUE = (Column("value", Type.NUMBER), _choice("operator", Operator), _choice("unit", Unit))
_LINE = Column("line", Type.INTEGER)

SHEETS: tuple[Sheet, ...] = (
    Sheet("about", (Column("key", required=True), Column("value"))),
    Sheet(
        "sources",
        (
            _code("code", required=True),
            Column("title", required=True),
            Column("publisher", length=200),
            _choice("kind", SourceKind),
            Column("address", Type.ADDRESS, 1000),
            Column("edition", length=200),
            Column("published", Type.DATE),
            Column("retrieved", Type.DATE),
            Column("language", Type.LANGUAGE, 20),
            Column("licence", length=200),
            Column("note", length=20_000),
        ),
    ),
    Sheet(
        "programmes",
        (
            _code("code", required=True),
            _texts("name"),
            Column("short_name", length=40),
            Column("acronym", length=40),
            _texts("summary"),
            Column("email", Type.EMAIL, 254),
            Column("website", Type.ADDRESS, 200),
            Column("social", length=2000),
            *_TAIL,
        ),
    ),
    Sheet(
        "phases",
        (
            _code("code", required=True),
            _code("programme", required=True),
            Column("number", Type.INTEGER),
            _texts("name"),
            _START,
            _END,
            Column("current", Type.FLAG),
            Column("budget", Type.NUMBER),
            Column("currency", length=3),
            _texts("note"),
            *_TAIL,
        ),
    ),
    Sheet(
        "places",
        (
            _code("code", required=True),
            Column("geonames", Type.INTEGER),
            _choice("kind", PlaceKind),
            _texts("name"),
            Column("aliases", Type.ALIASES, 4000),
            Column("country", Type.COUNTRY, 2),
            _choice("region", Region),
            Column("zone", Type.ZONE, 60),
            Column("latitude", Type.NUMBER),
            Column("longitude", Type.NUMBER),
            Column("label_side", Type.CHOICE, 5, False, ("start", "end")),
            Column("label_dy", Type.INTEGER),
            Column("label_rank", Type.INTEGER),
            *_TAIL,
        ),
    ),
    Sheet(
        "organisations",
        (
            _code("code", 80, required=True),
            _choice("kind", OrganisationKind),
            _texts("name"),
            _texts("acronym"),
            Column("aliases", Type.ALIASES, 4000),
            _code("place"),
            _code("parent", 80),
            Column("website", Type.ADDRESS, 500),
            *_TAIL,
        ),
    ),
    Sheet(
        "members",
        (
            _LINE,
            Column("listed_as", length=300),
            _code("organisation", 80),
            _code("phase", required=True),
            _choice("role", MemberRole, "member", required=True),
            _texts("field"),
            _START,
            _END,
            *_TAIL,
        ),
    ),
    Sheet(
        "terms",
        (
            _choice("scheme", Scheme, "theme", required=True),
            _code("code", required=True),
            Column("position", Type.INTEGER),
            _texts("label"),
            _texts("note"),
            *_TAIL,
        ),
    ),
    Sheet(
        "events",
        (
            _LINE,
            _code("code", 100, required=True),
            Column("listed_as", length=1000),
            _texts("title"),
            Column("other_titles", Type.ALIASES, 4000),
            _choice("kind", MeetingKind),
            Column("host", length=300),
            Column("cohosts", Type.NAMES, 2000),
            Column("venue", length=300),
            _START,
            _END,
            _choice("mode", Mode),
            _choice("scope", Scope),
            Column("themes", Type.CODES, 1000),
            _code("phase"),
            _texts("summary"),
            Column("participants_declared", Type.INTEGER),
            *_TAIL,
        ),
    ),
    Sheet(
        "products",
        (
            _code("event", 100, required=True),
            _choice("kind", ProductKind, required=True),
            Column("language", Type.LANGUAGE, 8, True),
            Column("title"),
            Column("address", Type.ADDRESS, 1000),
            *_SOURCE,
        ),
    ),
    Sheet(
        "cases",
        (
            _code("event", 100, required=True),
            Column("presented_by", length=300, required=True),
            _texts("title"),
            *_TAIL,
        ),
    ),
    Sheet(
        "people",
        (
            _code("code", 60, required=True),
            Column("given_name", length=150),
            Column("family_name", length=150, required=True),
            Column("email", Type.EMAIL, 254),
            _code("organisation", 80),
            _texts("function"),
            Column("language", Type.LANGUAGE, 8),
            _START,
            _END,
            Column("sex", Type.CHOICE, 1, False, tuple(Sex.values)),
            *_TAIL,
        ),
    ),
    Sheet(
        "participations",
        (
            _code("event", 100, required=True),
            _code("person", 60, required=True),
            _code("organisation", 80),
            _choice("capacity", Capacity),
            Column("days", Type.INTEGER),
            *_SOURCE,
        ),
    ),
    Sheet(
        "figures",
        (
            _code("code", required=True),
            _choice("kind", FigureKind, required=True),
            _texts("what"),
            *_VALUE,
            _texts("display"),
            _texts("population"),
            _texts("definition"),
            _code("place"),
            Column("reference", length=40),
            _texts("note"),
            *_TAIL,
        ),
    ),
    Sheet(
        "editions",
        (
            _code("figure", required=True),
            _choice("role", EditionRole, required=True),
            *_VALUE,
            _texts("wording"),
            _texts("population"),
            Column("reference", length=40),
            *_TAIL,
        ),
    ),
    Sheet(
        "facts",
        (
            Column(
                "subject_kind",
                Type.CHOICE,
                30,
                True,
                ("organisation", "place", "event", "programme", "phase", "member"),
            ),
            Column("subject", length=300, required=True),
            _code("field", 60, required=True),
            Column("value", length=4000),
            _texts("text"),
            *_TAIL,
        ),
    ),
)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
RECORD_KINDS = tuple(RecordKind.values)
