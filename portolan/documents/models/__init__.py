"""Long documents."""

from portolan.documents.models.document import Document, DocumentTemplate, Section, TemplateSection
from portolan.documents.models.edition import Edition, EditionFile, EditionSection, Picture, PictureUse
from portolan.documents.models.remark import Guest, GuestCode, Remark
from portolan.documents.models.returned import ReturnedFile
from portolan.documents.models.signing import SignOff, Step
from portolan.documents.models.text import Draft, LastLook, Revision, SectionText

__all__ = [
    "Document",
    "DocumentTemplate",
    "Draft",
    "Edition",
    "EditionFile",
    "EditionSection",
    "Guest",
    "GuestCode",
    "LastLook",
    "Picture",
    "PictureUse",
    "Remark",
    "ReturnedFile",
    "Revision",
    "Section",
    "SectionText",
    "SignOff",
    "Step",
    "TemplateSection",
]
