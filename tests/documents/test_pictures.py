"""Pictures: taken in clean, seen by those who may see a text that shows them."""

import datetime as dt
import hashlib
import io

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from portolan.documents.domain import pictures
from portolan.documents.domain.pictures import may_read_picture, note_published, picture_bytes, take_picture
from portolan.documents.domain.writing import save_text
from portolan.documents.models import Edition, Guest, Picture, PictureUse
from portolan.kernel.errors import DomainError
from portolan.network.enums import Role
from tests.factories import OrganisationFactory, UserFactory, user_with
from tests.factories.documents import WRITTEN, document_with, section_of

SEA, SAND = (20, 60, 110), (225, 200, 150)


def _upload(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return SimpleUploadedFile(f"any.{kind.lower()}", out.getvalue())


def _chart(size=(40, 30), mode="RGB"):
    """Sea above, sand below: turned, it shows."""
    image = Image.new(mode, size, SEA if mode == "RGB" else 90)
    if mode == "RGB":
        image.paste(SAND, (0, size[1] // 2, size[0], size[1]))
    return image


def _take(upload, by=None):
    return take_picture(upload, by=by, at=WRITTEN)


def _opened(picture):
    return Image.open(io.BytesIO(picture_bytes(picture.digest)))


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(("kind", "kept"), [("PNG", "PNG"), ("JPEG", "JPEG"), ("WEBP", "JPEG")])
def test_picture_is_kept_under_the_digest_of_its_file(kind, kept):
    picture = _take(_upload(_chart(), kind))

    assert hashlib.sha256(picture_bytes(picture.digest)).hexdigest() == picture.digest
    assert (_opened(picture).format, picture.width, picture.height) == (kept, 40, 30)


def test_place_and_author_a_camera_wrote_are_gone():
    exif = Image.Exif()
    exif[0x013B] = "Brandan"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 46.0, 0.0)})
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Brandan")

    photograph = _take(_upload(_chart(), "JPEG", exif=exif, comment=b"Brandan"))
    drawing = _take(_upload(_chart(), "PNG", exif=exif, pnginfo=info))

    for picture in (photograph, drawing):
        opened = _opened(picture)
        assert (dict(opened.getexif()), b"Brandan" in picture_bytes(picture.digest)) == ({}, False)
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


def test_picture_lying_on_its_side_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    picture = _take(_upload(_chart(), "JPEG", exif=exif, quality=95))

    assert (picture.width, picture.height) == (30, 40)
    right = _opened(picture).convert("RGB").getpixel((25, 20))
    assert max(abs(a - b) for a, b in zip(right, SEA, strict=True)) < 12


def test_see_through_picture_stays_so_and_grey_stays_grey():
    clear = Image.new("RGBA", (10, 10), (0, 0, 0, 0))

    kept = [_opened(_take(_upload(image, kind))).mode for image, kind in ((clear, "WEBP"), (_chart(mode="L"), "PNG"))]

    assert kept == ["RGBA", "L"]
    assert _opened(_take(_upload(Image.new("I;16", (10, 10), 65535)))).getpixel((0, 0)) == 255


def test_picture_larger_than_a_page_can_print_is_made_smaller():
    picture = _take(_upload(_chart((7016, 100)), "JPEG"))

    assert (picture.width, picture.height) == (3508, 50)


def test_same_picture_twice_is_one_and_what_we_gave_out_comes_back_as_it_is():
    mine, theirs = UserFactory(), UserFactory()
    first = _take(_upload(_chart(), "JPEG"), mine)
    second = _take(_upload(_chart(), "JPEG"), theirs)
    back = _take(SimpleUploadedFile("from-word.jpg", picture_bytes(first.digest)), theirs)

    assert (second, back, Picture.objects.count()) == (first, first, 1)
    assert [may_read_picture(user, first.digest) for user in (mine, theirs, UserFactory())] == [True, True, False]


def _gif():
    return _upload(_chart().convert("P"), "GIF")


def _svg():
    return SimpleUploadedFile("x.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")


def _cut():
    return SimpleUploadedFile("x.jpg", _upload(_chart((400, 400)), "JPEG").read()[:900])


def _empty():
    return SimpleUploadedFile("x.png", b"")


def _heavy():
    return SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"0" * pictures.MOST_BYTES)


def _wide():
    return _upload(Image.new("1", (8001, 5000)))


def _bomb():
    return _upload(Image.new("1", (20_000, 10_000)))


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (_gif, "wrong-kind"),
        (_svg, "wrong-kind"),
        (_cut, "wrong-kind"),
        (_empty, "wrong-kind"),
        (_heavy, "too-large"),
        (_wide, "too-many-pixels"),
        (_bomb, "too-many-pixels"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused_on_its_field(made, code):
    with pytest.raises(DomainError) as refusal:
        _take(made())

    assert (refusal.value.code, refusal.value.field) == (code, "picture")
    assert Picture.objects.count() == 0


def test_picture_of_a_draft_text_is_seen_by_its_readers_and_that_of_an_edition_by_all():
    city = OrganisationFactory()
    document, other = document_with({}, city=city), document_with({})
    writer, focal_point = UserFactory(), user_with(Role.FOCAL_POINT, organisation=city)
    foreign = user_with(Role.FOCAL_POINT, organisation=other.city)
    picture = _take(_upload(_chart()), writer)
    html = f'<figure class="picture"><img src="picture:{picture.digest}" alt="Le port"></figure>'
    readers = (writer, focal_point, foreign, AnonymousUser())

    def seen():
        return [may_read_picture(reader, picture.digest) for reader in readers]

    before = seen()
    save_text(section_of(document), "fr", html=html, base=None, by=writer, at=WRITTEN)
    saved = seen()
    edition = Edition.objects.create(document=document, number=1, title=document.title, published_at=WRITTEN)
    note_published(edition, [html])
    published = seen()
    Edition.objects.update(withdrawn_at=WRITTEN, withdrawal_reason="x", is_current=False)

    assert before == [True, False, False, False]
    assert saved == [True, True, False, False]
    assert published == [True, True, True, True]
    assert seen() == saved


def test_guest_sees_the_pictures_of_the_document_they_were_invited_to():
    document, other = document_with({}), document_with({})
    picture = _take(_upload(_chart()))
    PictureUse.objects.create(picture=picture, document=document)
    values = {"name": "Ava", "email": "a@mayda.example", "language": "fr", "made_by": UserFactory()}
    times = {"made_at": WRITTEN, "expires_at": WRITTEN + dt.timedelta(days=9)}
    guests = [Guest.objects.create(document=each, digest=str(each.pk), **values, **times) for each in (document, other)]

    seen = [may_read_picture(AnonymousUser(), picture.digest, guest=guest) for guest in guests]

    assert seen == [True, False]


def test_writing_down_the_digest_of_a_picture_opens_it_to_nobody():
    document = document_with({})
    theirs, mine = UserFactory(), UserFactory()
    picture = _take(_upload(_chart()), theirs)
    html = f'<figure class="picture"><img src="picture:{picture.digest}" alt="x"></figure>'

    save_text(section_of(document), "fr", html=html, base=None, by=mine, at=WRITTEN)

    assert PictureUse.objects.filter(document=document).count() == 0
    assert may_read_picture(mine, picture.digest) is False


def test_picture_whose_file_is_gone_has_no_bytes():
    picture = _take(_upload(_chart()))
    picture.file.storage.delete(picture.file.name)

    assert (picture_bytes(picture.digest), picture_bytes("0" * 64)) == (None, None)
