"""Files people hand in: looked at before they are kept, and kept under names of ours."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _

from portolan.kernel.errors import DomainError

MOST_OF_A_LETTER = 10 * 1024 * 1024
MOST_OF_A_LOGO = 512 * 1024
# How a file of each kind begins; the name and type a browser sends are not believed.
_DOCUMENTS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
_IMAGES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
CONTENT_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}


def take_letter(upload: Any) -> Any:
    """A letter as PDF, PNG or JPEG of at most 10 MB, renamed; raises DomainError on `letter` for anything else."""
    ending = _ending(upload, _DOCUMENTS)
    if not ending:
        raise DomainError(_("A letter is a PDF, PNG or JPEG file."), code="wrong-kind", field="letter")
    return _named(upload, ending, MOST_OF_A_LETTER, "letter")


def take_logo(upload: Any) -> Any:
    """A logo as PNG, JPEG or WebP image of at most 512 KB, renamed; raises DomainError on `logo` for anything else."""
    ending = _ending(upload, _IMAGES)
    if not ending and (head := _head(upload))[:4] == b"RIFF" and head[8:12] == b"WEBP":
        ending = "webp"
    if not ending:
        raise DomainError(_("A logo is a PNG, JPEG or WebP image."), code="wrong-kind", field="logo")
    return _named(upload, ending, MOST_OF_A_LOGO, "logo")


def content_type(name: str) -> str:
    """The type under which a kept file is served."""
    return CONTENT_TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def _head(upload: Any) -> bytes:
    upload.seek(0)
    head = upload.read(16)
    upload.seek(0)
    return bytes(head)


def _ending(upload: Any, kinds: dict[bytes, str]) -> str:
    head = _head(upload)
    return next((ending for start, ending in kinds.items() if head.startswith(start)), "")


def _named(upload: Any, ending: str, most: int, field: str) -> Any:
    if upload.size > most:
        words = _("The file is larger than %(most)d KB.") % {"most": most // 1024}
        raise DomainError(words, code="too-large", field=field)
    upload.name = f"{uuid.uuid4().hex}.{ending}"
    return upload
