"""Which documents the demonstration has, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass

from portolan.documents.enums import DocumentKind, Stage
from portolan.kernel.texts import Text

ALL = ("fr", "en", "ar")


@dataclass(frozen=True)
class Plan:
    """A document to make: `stage` is where it stands in the end; `is_reopened` published, then opened for a change."""

    slug: str
    kind: str
    city: str
    title: Text
    stage: str = Stage.PUBLISHED
    languages: tuple[str, ...] = ALL
    template: str = ""
    is_reopened: bool = False
    is_stale: bool = False


def _profile(slug: str, stage: str, title: Text, **more: bool) -> Plan:
    languages = ALL if stage in (Stage.READY, Stage.PUBLISHED, Stage.VALIDATION) else ("fr", "ar")
    return Plan(f"profile-{slug}", DocumentKind.PROFILE, slug.removesuffix("-again"), title, stage, languages, **more)


def _of(fr: str, en: str, ar: str) -> Text:
    """A city's profile by its name in each language."""
    names = {"fr": f"Profil migratoire {fr}", "en": f"City Migration Profile of {en}"}
    return Text.of("fr", **names, ar=f"الملف التعريفي للهجرة في {ar}")


# The first one is the document that the accounts of document roles are made for: a draft, where there is most to do.
PLANS = (
    _profile("frislandia", Stage.DRAFT, _of("de Frislandia", "Frislandia", "فريسلانديا")),
    _profile("mayda", Stage.SUPERVISION, _of("de Mayda", "Mayda", "مايدا")),
    _profile("sanzorzo", Stage.QUALITY, _of("de Sanzorzo", "Sanzorzo", "سانزورزو")),
    _profile("drogeo", Stage.STAKEHOLDERS, _of("de Drogeo", "Drogeo", "دروجيو")),
    _profile("saint-brandan", Stage.VALIDATION, _of("de Saint-Brandan", "Saint Brandan", "سان براندان"), is_stale=True),
    _profile("estotiland", Stage.READY, _of("d’Estotilande", "Estotiland", "إستوتيلاند")),
    _profile(
        "sanzorzo-again",
        Stage.PUBLISHED,
        Text.of(
            "fr",
            fr="Profil migratoire de Sanzorzo, première édition",
            en="City Migration Profile of Sanzorzo, first edition",
            ar="الملف التعريفي للهجرة في سانزورزو، الطبعة الأولى",
        ),
        is_reopened=True,
    ),
    Plan(
        "priority-paper-antillia",
        DocumentKind.PRIORITY_PAPER,
        "antillia",
        Text.of("fr", fr="Priorités d’Antillia", en="Priorities of Antillia", ar="أولويات أنتيليا"),
    ),
    Plan(
        "learning-note-antillia",
        DocumentKind.LEARNING_NOTE,
        "antillia",
        Text.of(
            "fr",
            fr="Ce que les villes ont appris à Antillia",
            en="What the cities learnt in Antillia",
            ar="ما تعلمته المدن في أنتيليا",
        ),
    ),
    Plan(
        "story-mayda",
        DocumentKind.STORY,
        "mayda",
        Text.of("fr", fr="La lampe de Mayda", en="The lamp of Mayda", ar="مصباح مايدا"),
    ),
    Plan(
        "news-antillia",
        DocumentKind.NEWS,
        "antillia",
        Text.of("fr", fr="Antillia publie son profil", en="Antillia publishes its profile", ar="أنتيليا تنشر ملفها"),
    ),
)
COMPLETE = Plan(
    "profile-antillia",
    DocumentKind.PROFILE,
    "antillia",
    _of("d’Antillia", "Antillia", "أنتيليا"),
    template="city-migration-profile-full",
)
