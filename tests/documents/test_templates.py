"""The templates shipped with this version."""

import copy

import pytest

from portolan.documents.domain import templates
from portolan.documents.domain.templates import current_template, load_templates, template_files, templates_of
from portolan.documents.enums import DocumentKind, SectionFamily
from portolan.documents.models import DocumentTemplate, TemplateSection
from portolan.kernel.errors import DomainError

LANGUAGES = {"fr", "en", "ar"}


def test_templates_are_loaded_once():
    first, second = load_templates(), load_templates()

    assert (first, second) == (len(template_files()), 0)
    assert DocumentTemplate.objects.count() == len(template_files())


def test_every_kind_of_document_has_a_template_named_as_itself():
    load_templates()

    assert [current_template(kind).code for kind in DocumentKind] == [kind.value for kind in DocumentKind]


def test_every_heading_and_all_guidance_is_there_in_three_languages():
    load_templates()
    rows = list(TemplateSection.objects.select_related("template"))

    short = [f"{row.template} {row.key}" for row in rows if set(row.heading.texts) != LANGUAGES]
    silent = [f"{row.template} {row.key}" for row in rows if row.guidance and set(row.guidance.texts) != LANGUAGES]

    assert (short, silent) == ([], [])


def test_perceptions_are_in_every_profile_and_never_optional():
    load_templates()
    profiles = templates_of(DocumentKind.PROFILE)

    assert [template.code for template in profiles] == ["city-migration-profile", "city-migration-profile-full"]
    for template in profiles:
        asked = template.sections.filter(family=SectionFamily.PERCEPTIONS)
        assert [section.is_required for section in asked] == [True] * len(asked)
        assert len(asked) > 0
        families = set(template.sections.values_list("family", flat=True))
        assert families >= set(SectionFamily.values) - {"other"}


def test_newer_version_is_the_current_one_and_documents_keep_theirs(monkeypatch):
    load_templates()
    old = current_template(DocumentKind.NEWS)
    newer = {**copy.deepcopy(template_files()["news@1"]), "version": 2}
    monkeypatch.setattr(templates, "template_files", lambda: {"news@2": newer})

    assert load_templates() == 1
    assert (current_template(DocumentKind.NEWS).version, old.version) == (2, 1)
    assert current_template(DocumentKind.NEWS).sections.count() == old.sections.count()


def test_changed_template_under_its_old_version_is_refused(monkeypatch):
    load_templates()
    changed = copy.deepcopy(template_files()["news@1"])
    changed["sections"][0]["heading"]["fr"] = "Autre chose"
    monkeypatch.setattr(templates, "template_files", lambda: {"news@1": changed})

    with pytest.raises(DomainError) as refusal:
        load_templates()

    assert refusal.value.code == "template-changed"


def test_template_nobody_made_is_refused():
    with pytest.raises(DomainError) as refusal:
        current_template(DocumentKind.STORY)

    assert refusal.value.code == "no-template"
