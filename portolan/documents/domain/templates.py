"""Templates of documents: read from the files of this version, never changed once documents use them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.documents.enums import DocumentKind, SectionFamily
from portolan.documents.models import DocumentTemplate, TemplateSection
from portolan.kernel.errors import DomainError
from portolan.kernel.texts import Text

FOLDER = Path(__file__).resolve().parents[1] / "data"


def load_templates(*, by: User | None = None) -> int:
    """Take over the templates of this version; how many were new. Run again it does nothing.

    Raises DomainError for a file that says something else than the template of its code and version: documents keep
    their template, so a change is a new version.
    """
    with transaction.atomic():
        return sum(_load(file, by) for file in template_files().values())


@cache
def template_files() -> dict[str, dict[str, Any]]:
    """`code@version` -> the template as its file in `documents/data` says it."""
    read = (json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.json")))
    return {f"{file['code']}@{file['version']}": file for file in read}


def current_template(kind: str, code: str | None = None) -> DocumentTemplate:
    """The newest version of a template; without a code, that of the template named as the kind.

    Raises DomainError when there is none.
    """
    wanted = code or str(DocumentKind(kind).value)
    found = DocumentTemplate.objects.filter(kind=kind, code=wanted).order_by("-version").first()
    if found is None:
        raise DomainError(_("There is no such template."), code="no-template", field="template")
    return found


def templates_of(kind: str) -> list[DocumentTemplate]:
    """Each template of a kind in its newest version, the one named as the kind first."""
    newest: dict[str, DocumentTemplate] = {}
    for template in DocumentTemplate.objects.filter(kind=kind).order_by("code", "-version"):
        newest.setdefault(template.code, template)
    return sorted(newest.values(), key=lambda template: (template.code != kind, template.code))


def _load(file: Mapping[str, Any], by: User | None) -> bool:
    present = DocumentTemplate.objects.filter(code=file["code"], version=file["version"]).first()
    if present is not None:
        if _as_file(present) != _wanted(file):
            words = _("The template %(template)s has changed: give it a new version.") % {"template": present}
            raise DomainError(words, code="template-changed")
        return False
    template = DocumentTemplate.objects.create(
        code=file["code"],
        version=file["version"],
        kind=DocumentKind(file["kind"]),
        title=Text.from_json(file["title"]),
    )
    TemplateSection.objects.bulk_create(_sections(template, file))
    audit.record("document-template-loaded", template, by=by)
    return True


def _sections(template: DocumentTemplate, file: Mapping[str, Any]) -> Iterator[TemplateSection]:
    for position, section in enumerate(file["sections"], 1):
        yield TemplateSection(
            template=template,
            key=section["key"],
            position=position,
            level=section.get("level", 1),
            family=SectionFamily(section.get("family", SectionFamily.OTHER)),
            heading=Text.from_json(section["heading"]),
            guidance=Text.from_json(section.get("guidance")),
            is_required=section.get("required", True),
            is_numbered=section.get("numbered", True),
            least_words=section.get("least_words", 0),
        )


def _wanted(file: Mapping[str, Any]) -> list[Any]:
    rows = [_row(section) for section in _sections(DocumentTemplate(), file)]
    return [file["kind"], Text.from_json(file["title"]).to_json(), rows]


def _as_file(template: DocumentTemplate) -> list[Any]:
    rows = [_row(section) for section in template.sections.order_by("position")]
    return [template.kind, template.title.to_json(), rows]


def _row(section: TemplateSection) -> list[Any]:
    return [
        section.key,
        section.position,
        section.level,
        str(section.family),
        section.heading.to_json(),
        section.guidance.to_json(),
        section.is_required,
        section.is_numbered,
        section.least_words,
    ]
