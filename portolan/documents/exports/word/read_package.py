"""Opens a Word file within limits and refuses what is none, what is damaged and what could do harm.

Nothing here follows a link, resolves an entity or runs anything: parts are read from the archive by their name.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext as _
from lxml import etree

from portolan.documents.exports.word.xml import RELATIONSHIPS
from portolan.kernel.errors import DomainError

# A profile with its pictures has some 10 MB; a part of 100 pages some 10 MB of XML.
MOST_BYTES, MOST_PARTS = 60_000_000, 4_000
MOST_OF_A_PART, MOST_TOGETHER = 40_000_000, 300_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Refused before the parser sees them; in text these letters are always escaped.
_DOCUMENT_TYPES = [
    mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
]
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Files saved as "strict Open XML" name the same things otherwise.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/officeDocument", b"http://schemas.openxmlformats.org/officeDocument/2006"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip


@dataclass(frozen=True)
class Relation:
    """What a part points at: a kind (the last word of its type), and a part or, when external, an address."""

    kind: str
    target: str
    is_external: bool


def refuse(code: str, message: str) -> DomainError:
    """A refusal of the file."""
    return DomainError(message, code=code, field="file")


class Package:
    """An opened file. Parts are read when they are asked for, and all together within limits."""

    def __init__(self, data: bytes) -> None:
        """Open, or refuse with a DomainError on field `file`."""
        self._archive = _opened(data)
        self._names = {info.filename.lstrip("/"): info for info in self._archive.infolist() if not info.is_dir()}
        self._read = 0
        self._refuse_active()
        self.main = self._main()
        self.relations = self.relations_of(self.main)

    def _refuse_active(self) -> None:
        if any(name.lower().endswith("vbaproject.bin") for name in self._names):
            raise refuse("macros", _("This Word file contains macros. Save it as a document without macros (.docx)."))
        if any(info.flag_bits & 1 for info in self._names.values()):
            raise refuse("password", _("This file is protected by a password. Save it without one."))
        types = self.data("[Content_Types].xml") or b""
        if b"macroEnabled" in types:
            raise refuse("macros", _("This Word file contains macros. Save it as a document without macros (.docx)."))

    def _main(self) -> str:
        for relation in self.relations_of("").values():
            if relation.kind == "officeDocument" and not relation.is_external and relation.target in self._names:
                root = self.xml(relation.target)
                if root is not None and etree.QName(root).localname == "document":
                    return relation.target
        if "mimetype" in self._names:
            raise refuse("open-document", _("This is not a Word file (.docx). Save it as one, then send it again."))
        raise _not_word()

    def has(self, name: str) -> bool:
        """True when there is such a part."""
        return name in self._names

    def names(self) -> list[str]:
        """The names of all parts."""
        return list(self._names)

    def data(self, name: str) -> bytes | None:
        """The bytes of a part; None when there is none. Stops reading at the limit, whatever the archive claims."""
        if name not in self._names:
            return None
        try:
            with self._archive.open(self._names[name]) as part:
                data = part.read(MOST_OF_A_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as fault:
            raise _damaged() from fault
        self._read += len(data)
        if len(data) > MOST_OF_A_PART or self._read > MOST_TOGETHER:
            raise _too_large()
        return data

    def xml(self, name: str) -> Any:
        """The root of a part of XML; None when there is none."""
        data = self.data(name)
        return None if data is None else parsed(data)

    def relations_of(self, name: str) -> dict[str, Relation]:
        """The relations of a part, by identifier; of the package for an empty name."""
        folder, _, own = name.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{own}.rels"))
        found: dict[str, Relation] = {}
        for node in root.iter(f"{{{RELATIONSHIPS}}}Relationship") if root is not None else ():
            target, is_external = node.get("Target", ""), node.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            found[node.get("Id", "")] = Relation(node.get("Type", "").rpartition("/")[2], target, is_external)
        return found

    def part(self, kind: str) -> str:
        """The name of the main part's part of that kind (`footnotes`), or nothing."""
        for relation in self.relations.values():
            if relation.kind == kind and not relation.is_external and relation.target in self._names:
                return relation.target
        return ""


def parsed(data: bytes) -> Any:
    """XML without a document type; no entity is resolved, no address opened."""
    if any(mark in data for mark in _DOCUMENT_TYPES):
        raise _dangerous()
    for strict, usual in _STRICT if b"purl.oclc.org/ooxml" in data else ():
        data = data.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                             remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise _damaged() from fault
    if root.getroottree().docinfo.doctype:
        raise _dangerous()
    return root


def _opened(data: bytes) -> zipfile.ZipFile:
    if len(data) > MOST_BYTES:
        raise _too_large()
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data:
            raise refuse("password", _("This file is protected by a password. Save it without one."))
        raise refuse("old-word", _("This is a file of an older Word (.doc). Save it as .docx, then send it again."))
    if not data.startswith(b"PK"):
        raise _not_word()
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise _damaged() from fault
    if len(archive.infolist()) > MOST_PARTS:
        raise _too_large()
    return archive


def _not_word() -> DomainError:
    return refuse("not-word", _("This is not a Word file (.docx)."))


def _damaged() -> DomainError:
    return refuse("damaged", _("This Word file is damaged and cannot be read. Open it in Word and save it again."))


def _dangerous() -> DomainError:
    return refuse("dangerous", _("This file contains a document type definition, which no Word file has."))


def _too_large() -> DomainError:
    return refuse("too-large", _("This Word file is too large. Make its pictures smaller, or send it in parts."))
