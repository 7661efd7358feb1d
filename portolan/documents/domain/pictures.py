"""Pictures of texts: taken in clean, known by their digest, seen by those who may see a text that shows them."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from portolan.accounts.domain import audit
from portolan.accounts.models import User
from portolan.documents.models import Document, Edition, Guest, Picture, PictureUse
from portolan.documents.rules.blocks import pictures_in
from portolan.kernel.errors import DomainError

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
# The long side of an A4 page at 300 dots per inch: more is never printed.
LONGEST_SIDE = 3508
QUALITY = 88
FORMATS = ("PNG", "JPEG", "WEBP")


def take_picture(upload: Any, *, by: User | None, at: dt.datetime) -> Picture:
    """Take a PNG, JPEG or WebP picture of at most 8 MB and 40 megapixels.

    It is turned upright, freed of all it says beside the picture (place, camera, author), brought to sRGB and at most
    the size a page can print, and kept as PNG or JPEG, which Word and PDF both show. The same picture twice is one.
    One we gave out ourselves comes back as it is. Raises DomainError on `picture` for anything else.
    """
    data = _read(upload)
    known = Picture.objects.filter(digest=hashlib.sha256(data).hexdigest()).first()
    kept, ending = (b"", "") if known else _clean(data)
    digest = known.digest if known else hashlib.sha256(kept).hexdigest()
    with transaction.atomic():
        picture = known or Picture.objects.filter(digest=digest).first() or _keep(kept, digest, ending, by, at)
        if by is not None:
            PictureUse.objects.get_or_create(picture=picture, user=by)
    return picture


def picture_bytes(digest: str) -> bytes | None:
    """The file of a picture; None for one that is not there."""
    picture = Picture.objects.filter(digest=digest).first()
    if picture is None:
        return None
    try:
        with picture.file.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def may_read_picture(user: Any, digest: str, *, guest: Guest | None = None) -> bool:
    """Whether somebody may see a picture: it stands in a public edition, in a document they read, or they brought it.

    A guest sees the pictures of the document they were invited to.
    """
    edition = Edition.objects.visible_to(user).values("pk")
    reasons = Q(edition__in=edition) | Q(document__in=Document.objects.visible_to(user).values("pk"))
    if getattr(user, "is_authenticated", False):
        reasons |= Q(user=user)
    if guest is not None:
        reasons |= Q(document=guest.document_id)
    return PictureUse.objects.filter(reasons, picture__digest=digest).exists()


def note_pictures(document: Document, html: str, *, by: User | None) -> None:
    """Note which pictures stand in a document, so that its readers see them.

    A picture the writer may not see themselves is not noted: writing its digest down opens it to nobody.
    """
    shown = set(pictures_in(html))
    if not shown:
        return
    noted = PictureUse.objects.filter(document=document, picture__digest__in=shown)
    for picture in Picture.objects.filter(digest__in=shown - set(noted.values_list("picture__digest", flat=True))):
        if by is None or may_read_picture(by, picture.digest):
            PictureUse.objects.get_or_create(picture=picture, document=document)


def note_published(edition: Edition, htmls: list[str]) -> None:
    """Note which pictures an edition shows to everyone: those its document shows."""
    digests = {digest for html in htmls for digest in pictures_in(html)}
    shown = Picture.objects.filter(digest__in=digests, uses__document=edition.document_id)
    PictureUse.objects.bulk_create([PictureUse(picture=picture, edition=edition) for picture in shown])


def _read(upload: Any) -> bytes:
    if upload.size > MOST_BYTES:
        words = _("The picture is larger than %(most)d MB.") % {"most": MOST_BYTES // 1024 // 1024}
        raise DomainError(words, code="too-large", field="picture")
    upload.seek(0)
    return bytes(upload.read())


def _clean(data: bytes) -> tuple[bytes, str]:
    """The picture as it is kept, and the ending of its name."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _too_many_pixels()
            # A large JPEG is read at a fraction of its size, with a fraction of the memory.
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            return _encode(_to_srgb(upright), image.format == "JPEG" or image.format == "WEBP")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise DomainError(_("A picture is a PNG, JPEG or WebP file."), code="wrong-kind", field="picture") from error


def _too_many_pixels() -> DomainError:
    words = _("The picture has more than %(most)d megapixels.") % {"most": MOST_PIXELS // 1_000_000}
    return DomainError(words, code="too-many-pixels", field="picture")


def _to_srgb(image: Image.Image) -> Image.Image:
    """The picture in grey, RGB or RGBA of eight bits, its colours as its own profile means them."""
    if image.mode.startswith("I"):
        # Sixteen bits of grey: the upper eight.
        return image.point(lambda value: value / 256).convert("L")
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    mode = "RGBA" if has_alpha else "L" if image.mode in {"1", "L"} else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, target, outputMode=mode if mode != "L" else "RGB")
            image = converted or image
        except ImageCms.PyCMSError:
            pass
    return image.convert(mode)


def _encode(image: Image.Image, is_photograph: bool) -> tuple[bytes, str]:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new picture of the same points: nothing the file said beside them comes along.
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = io.BytesIO()
    if is_photograph and image.mode != "RGBA":
        bare.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
        return out.getvalue(), "jpg"
    bare.save(out, "PNG", optimize=True)
    return out.getvalue(), "png"


def _keep(data: bytes, digest: str, ending: str, by: User | None, at: dt.datetime) -> Picture:
    """Keep the file under its digest; of two who bring it at the same time, the second finds the first one's."""
    picture = Picture(digest=digest, made_at=at, made_by=by)
    name = f"{digest}.{ending}"
    picture.file.save(name, ContentFile(data, name=name), save=False)
    picture, is_new = Picture.objects.get_or_create(
        digest=digest,
        defaults={
            "file": picture.file.name,
            "width": picture.width,
            "height": picture.height,
            "made_at": at,
            "made_by": by,
        },
    )
    if is_new:
        audit.record("picture-taken", picture, by=by, at=at)
    return picture
