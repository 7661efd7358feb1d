"""Long documents of the world: one being written, in two languages and two revisions, and one published."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from portolan.accounts.models import User
from portolan.documents.domain.pictures import take_picture
from portolan.documents.models import PictureUse
from portolan.kernel.texts import Text
from portolan.network.enums import Role
from portolan.network.models import Organisation
from tests.factories.documents import document_with, hand_of, section_of, written
from tests.factories.editions import published

PROFILE = Text.of("fr", fr="Profil de Maïda", en="Profile of Maida", ar="ملف مائدة")
ATLAS = Text.of("fr", fr="Atlas des marées", en="Atlas of the tides", ar="أطلس المدّ")
PASSAGES = (
    "<h3>Le port</h3><p>Le port accueille.</p><ul><li><p>un quai</p></li></ul>",
    "<h3>Le port</h3><p>Le port accueille, et compte.</p><ul><li><p>deux quais</p></li></ul>",
)


def documents(own: Organisation, manager: User) -> dict:
    """The addresses of both; the manager is a lead author of the first."""
    draft = document_with({"framework": {"fr": PASSAGES[0], "ar": "<p>الميناء يستقبل.</p>"}}, city=own, title=PROFILE)
    written(section_of(draft), "fr", PASSAGES[1], by=manager)
    hand_of(draft, Role.LEAD_AUTHOR, user=manager)
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    picture = take_picture(SimpleUploadedFile("maida.png", file.getvalue()), by=manager, at=timezone.now())
    PictureUse.objects.create(picture=picture, document=draft)
    edition = published({key: {"fr": PASSAGES[0]} for key in ("framework", "perceptions")}, city=own, title=ATLAS)
    return {
        "profile": draft.slug,
        "section": "framework",
        "french": "fr",
        "arabic": "ar",
        "first": 1,
        "second": 2,
        "digest": picture.digest,
        "document_slug": edition.document.slug,
        "edition_number": edition.number,
        "edition_section": "framework",
    }
