"""Documents of invented cities: a template with three sections, and texts written straight into the tables."""

import datetime as dt
import hashlib
import re

import factory

from portolan.documents.enums import DocumentKind, SectionFamily, Stage
from portolan.documents.models import Document, DocumentTemplate, Revision, Section, SectionText, TemplateSection
from portolan.kernel.texts import Text
from portolan.network.models import RoleAssignment
from tests.factories.accounts import UserFactory, user_with
from tests.factories.network import OrganisationFactory
from tests.factories.provenance import record

WRITTEN = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
SECTIONS = (
    ("framework", SectionFamily.FRAMEWORK, Text.of("fr", fr="Le cadre", en="The framework", ar="الإطار")),
    ("perceptions", SectionFamily.PERCEPTIONS, Text.of("fr", fr="Les perceptions", en="Perceptions", ar="التصورات")),
    ("priorities", SectionFamily.PRIORITIES, Text.of("fr", fr="Les priorités", en="Priorities", ar="الأولويات")),
)


class DocumentTemplateFactory(factory.django.DjangoModelFactory):
    """A template with the three sections, the last one not required."""

    class Meta:
        model = DocumentTemplate
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"template-{n}")
    version = 1
    kind = DocumentKind.PROFILE
    title = Text.of("fr", fr="Modèle", en="Template", ar="نموذج")

    @factory.post_generation
    def sections(self, create, extracted, **kwargs):
        for position, (key, family, heading) in enumerate(SECTIONS, 1):
            TemplateSection.objects.create(
                template=self,
                key=key,
                position=position,
                family=family,
                heading=heading,
                guidance=Text.of("fr", fr=f"Écrire {key}."),
                is_required=key != "priorities",
            )


class DocumentFactory(factory.django.DjangoModelFactory):
    """A document in draft with its template's sections, without any text."""

    class Meta:
        model = Document
        skip_postgeneration_save = True

    record = factory.LazyFunction(record)
    slug = factory.Sequence(lambda n: f"profile-{n}")
    kind = DocumentKind.PROFILE
    template = factory.SubFactory(DocumentTemplateFactory, kind=factory.SelfAttribute("..kind"))
    title = factory.Sequence(lambda n: Text.of("fr", fr=f"Profil {n}", en=f"Profile {n}", ar=f"ملف {n}"))
    source_language = "fr"
    languages = ["fr", "en", "ar"]
    city = factory.SubFactory(OrganisationFactory)
    component = "knowledge"
    stage = Stage.DRAFT
    stage_since = WRITTEN
    made_at = WRITTEN

    @factory.post_generation
    def sections(self, create, extracted, **kwargs):
        for each in self.template.sections.all():
            Section.objects.create(
                document=self,
                key=each.key,
                position=each.position,
                family=each.family,
                heading=each.heading,
                of_template=each,
            )


def section_of(document, key="framework"):
    """A section of a document by its key."""
    return document.sections.get(key=key)


def written(section, language="fr", html="<p>Le port accueille.</p>", *, by=None, at=WRITTEN, renders=None, done=False):
    """A further revision of a section, as if saved: `html` must be canonical already."""
    number = section.revisions.filter(language=language).count() + 1
    text = re.sub(r"<[^>]+>", "", html.replace("</p><p>", "</p>\n<p>"))
    revision = Revision.objects.create(
        section=section,
        language=language,
        number=number,
        html=html,
        text=text,
        hash=hashlib.sha256(html.encode()).hexdigest(),
        words=len(text.split()),
        renders=renders,
        made_at=at,
        made_by=by,
    )
    SectionText.objects.update_or_create(
        section=section,
        language=language,
        defaults={"current": revision, "renders": renders, "is_done": done},
    )
    return revision


def document_with(texts=None, **fields):
    """A document whose sections have texts: `{"framework": {"fr": "<p>…</p>"}}`; by default all three in French."""
    document = DocumentFactory(**fields)
    wanted = texts if texts is not None else {key: {"fr": f"<p>Le port, {key}.</p>"} for key, _, _ in SECTIONS}
    for key, by_language in wanted.items():
        section = section_of(document, key)
        source = None
        for language, html in sorted(by_language.items(), key=lambda pair: pair[0] != document.source_language):
            revision = written(section, language, html, renders=source, done=source is not None)
            source = source or revision
    return document


def hand_of(document, role, *, section=None, user=None):
    """An account with a role on a document; on a section it is also a reader of the whole, as `give_hand` does."""
    things = [(section, role), (document, "reader")] if section is not None else [(document, role)]
    (thing, first), *more = things
    named = {"object_kind": thing._meta.label_lower, "object_id": str(thing.pk)}
    if user is None:
        user = user_with(first, **named)
    else:
        RoleAssignment.objects.create(user=user, role=first, starts_on=dt.date(2020, 1, 1), **named)
    for other, second in more:
        RoleAssignment.objects.create(
            user=user,
            role=second,
            starts_on=dt.date(2020, 1, 1),
            object_kind=other._meta.label_lower,
            object_id=str(other.pk),
        )
    user.__dict__.pop("_grants", None)
    return user


__all__ = [
    "SECTIONS",
    "WRITTEN",
    "DocumentFactory",
    "DocumentTemplateFactory",
    "UserFactory",
    "document_with",
    "hand_of",
    "section_of",
    "written",
]
