"""Who the shelf of documents, the library and their files are for; as `tests/access_table.py`."""

import datetime as dt
import io

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portolan.documents.domain.pictures import take_picture
from portolan.documents.exports.files import PDF, ask_edition_file
from portolan.documents.models import EditionFile, PictureUse
from portolan.network.enums import Role
from portolan.network.models import Organisation
from tests.access_table import PUBLIC, Page, post_only
from tests.factories.documents import document_with, hand_of
from tests.factories.editions import published

HIDDEN = (403, 404)
NOW = dt.datetime(2026, 5, 4, 9, tzinfo=dt.UTC)
SHELF = {"slug": "shelf_slug"}
SHELF_SECTION = {**SHELF, "key": "shelf_section"}
SHELF_FILE = {**SHELF, "language": "shelf_language", "ending": "shelf_ending"}
LIBRARY = {"slug": "document_slug"}
EDITION = {**LIBRARY, "number": "edition_number"}


def _of_document(audience, **keys):
    return Page(audience, keys or SHELF, on="city", refused=HIDDEN)


def _button(audience, keys):
    return post_only(audience, keys=keys, on="city")


DOCUMENTS = {
    "desk:documents": Page("document.read"),
    "desk:documents-matrix": Page("document.read"),
    "desk:document-new": Page("document.manage"),
    "desk:document": _of_document("document.read"),
    "desk:document-edit": _of_document("document.manage"),
    "desk:document-hands": _of_document("document.manage"),
    "desk:document-hand-end": _button("document.manage", {**SHELF, "user": "shelf_writer", "role": "shelf_role"}),
    "desk:document-chain": _of_document("document.manage"),
    "desk:document-sections": _of_document("document.write"),
    "desk:document-section-up": _button("document.write", SHELF_SECTION),
    "desk:document-section-remove": _button("document.write", SHELF_SECTION),
    "desk:document-hand-in": _of_document("document.write"),
    "desk:document-send-back": _of_document("document.manage"),
    "desk:document-publish": _of_document("document.manage"),
    "desk:document-change": _of_document("document.manage"),
    "desk:edition-withdraw": _of_document("document.manage", **EDITION),
    "desk:document-file": _of_document("document.read", **SHELF_FILE),
    "desk:document-file-ask": _button("document.read", SHELF_FILE),
    "portal:documents": Page(PUBLIC),
    "portal:document": Page(PUBLIC, LIBRARY),
    "portal:document-section": Page(PUBLIC, {**LIBRARY, "key": "edition_section"}),
    "portal:edition": Page(PUBLIC, EDITION),
    "portal:edition-section": Page(PUBLIC, {**EDITION, "key": "edition_section"}),
    "portal:edition-file": Page(PUBLIC, {**EDITION, "language": "shelf_language", "ending": "shelf_ending"}),
    "portal:document-picture": Page(PUBLIC, {"digest": "picture_digest"}),
    "api:list_documents": Page(PUBLIC),
}


def document_things(own: Organisation) -> dict:
    """A document in work and a published one, both of the city `own`; a file and a picture of the latter."""
    document = document_with(city=own)
    edition = published(city=own)
    file = ask_edition_file(edition, "fr", PDF, at=NOW)
    file.file.save("mayda.pdf", ContentFile(b"%PDF-1.7"), save=False)
    EditionFile.objects.filter(pk=file.pk).update(file=file.file.name, made_at=NOW)
    drawn = io.BytesIO()
    Image.new("RGB", (2, 1)).save(drawn, "PNG")
    picture = take_picture(SimpleUploadedFile("port.png", drawn.getvalue()), by=None, at=NOW)
    PictureUse.objects.create(picture=picture, edition=edition)
    return {
        "shelf_slug": document.slug,
        "shelf_section": "priorities",
        "shelf_writer": hand_of(document, Role.LEAD_AUTHOR).pk,
        "shelf_role": "lead-author",
        "shelf_language": "fr",
        "shelf_ending": PDF,
        "document_slug": edition.document.slug,
        "edition_number": edition.number,
        "edition_section": "framework",
        "picture_digest": picture.digest,
    }
