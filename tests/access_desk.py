"""Who the desk's screens of the network, of messages and of the trail are for; as `tests/access_table.py`."""

import datetime as dt
import io

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from portolan.documents.domain.pictures import take_picture
from portolan.documents.models import PictureUse
from portolan.exchange.enums import RunState
from portolan.exchange.models import ImportRun
from portolan.network.domain import merging
from portolan.network.enums import NoteReaders
from portolan.network.models import Organisation
from portolan.provenance.models import Conflict
from tests.access_table import PUBLIC, SIGNED_IN, Page, post_only
from tests.factories import (
    AffiliationFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    ProgrammeFactory,
)
from tests.factories.desk import AgreementFactory, CityNoteFactory, FocalPointFactory, MailFactory
from tests.factories.documents import DocumentFactory, section_of, written

HIDDEN = (403, 404)
# Things of the whole programme: no limited role reaches them.
PROGRAMME = "programme"
TWO_PEOPLE = {"kept": "person", "gone": "second_person"}
TWO_BODIES = {"kept": "own_slug", "gone": "second_slug"}


def _in_city(audience, get=(200,), **keys):
    return Page(audience, keys, on="city", refused=HIDDEN, get=get)


DESK = {
    "desk:administration": Page("desk.use"),
    "desk:audit": Page("audit.read"),
    "desk:demonstration": Page("demonstration.remove"),
    "desk:outbox": Page("outbox.approve"),
    "desk:outbox-approve": post_only("outbox.approve"),
    "desk:mail": Page("outbox.approve", {"pk": "mail"}),
    "desk:notices": Page(SIGNED_IN),
    "desk:notices-read": Page(SIGNED_IN, get=(405,)),
    "desk:notice-preferences": Page(SIGNED_IN),
    "desk:faults": Page("faults.read"),
    "desk:settings": Page("settings.edit"),
    "desk:network": Page("network.read"),
    "desk:organisation": Page("network.read", {"slug": "own_slug"}),
    "desk:organisation-new": Page("network.edit"),
    "desk:organisation-edit": _in_city("network.edit", slug="own_slug"),
    "desk:membership-new": _in_city("network.edit", slug="own_slug"),
    "desk:membership-edit": _in_city("network.edit", pk="membership"),
    "desk:organisation-merge": Page("people.merge", TWO_BODIES, refused=HIDDEN),
    "desk:organisation-differ": post_only("people.merge", keys=TWO_BODIES),
    "desk:merge-undo": Page("people.merge", {"pk": "merge"}, refused=HIDDEN),
    "desk:choose": Page("desk.use", {"of": "bodies_list"}),
    "desk:places": Page("network.read"),
    "desk:place-new": Page("network.edit"),
    "desk:place-edit": Page("network.edit", {"slug": "place"}, on=PROGRAMME),
    "desk:programme": Page("network.read"),
    "desk:phase-new": Page("network.edit", on=PROGRAMME),
    "desk:phase-edit": Page("network.edit", {"code": "phase"}, on=PROGRAMME),
    "desk:people": Page("people.read"),
    "desk:person": _in_city("people.read", pk="person"),
    "desk:person-new": Page("people.edit"),
    "desk:person-edit": _in_city("people.edit", pk="person"),
    "desk:affiliation-new": _in_city("people.edit", pk="person"),
    "desk:affiliation-end": _in_city("people.edit", pk="affiliation"),
    "desk:consent-give": post_only("people.edit", keys={"pk": "person"}, on="city"),
    "desk:consent-withdraw": post_only("people.edit", keys={"pk": "person", "purpose": "purpose"}, on="city"),
    "desk:person-export": post_only("people.edit", keys={"pk": "person", "form": "form"}, on="city"),
    "desk:person-erase": Page("people.merge", {"pk": "person"}, refused=HIDDEN),
    "desk:person-merge": Page("people.merge", TWO_PEOPLE, refused=HIDDEN),
    "desk:person-differ": post_only("people.merge", keys=TWO_PEOPLE),
    # Who works with one city only is led straight to it.
    "desk:cities": Page("city.read", get=(200, 302)),
    "desk:city": _in_city("city.read", slug="own_slug"),
    "desk:note-new": _in_city("city-file.write", slug="own_slug"),
    "desk:note-edit": _in_city("city-file.write", pk="note"),
    "desk:agreement-settle": post_only("city-file.write", keys={"pk": "agreement"}, on="city"),
    "desk:office-new": _in_city("city-file.write", slug="own_slug"),
    "desk:nominate": _in_city("focal-point.change", slug="own_slug"),
    "desk:post-end": _in_city("focal-point.change", pk="post"),
    "desk:hand-over": _in_city("focal-point.change", slug="own_slug"),
    "desk:letter": _in_city("city-file.read", pk="post"),
    "theme": Page(PUBLIC),
    "logo": Page(PUBLIC, get=(200, 404)),
}


EXCHANGE = {
    "desk:imports": Page("import.run"),
    "desk:import-template": Page("import.run"),
    "desk:import-network": Page("import.run"),
    "desk:import": Page("import.run", {"pk": "run"}, on=PROGRAMME, refused=HIDDEN),
    "desk:import-choose": post_only("import.run", keys={"pk": "run"}, on=PROGRAMME),
    "desk:import-commit": post_only("import.run", keys={"pk": "run"}, on=PROGRAMME),
    "desk:import-discard": post_only("import.run", keys={"pk": "run"}, on=PROGRAMME),
    "desk:import-report": Page("import.run", {"pk": "run"}, on=PROGRAMME, refused=HIDDEN),
    "desk:conflicts": Page("conflict.decide"),
    "desk:conflict": Page("conflict.decide", {"pk": "conflict"}, refused=HIDDEN),
    "desk:conflict-reopen": post_only("conflict.decide", keys={"pk": "conflict"}, on=PROGRAMME),
}
# Of a text: whoever reads the document is let in, and only those who write it past the door; by role and language,
# `tests/desk/documents/test_writing.py` says who.
TEXT = {"slug": "profile", "key": "section", "language": "french"}


def _of_text(get=(200,), **keys):
    return Page("document.read", {**TEXT, **keys}, on="city", refused=HIDDEN, get=get)


DOCUMENTS = {
    "desk:document-write": _of_text((200, 403)),
    "desk:document-draft": _of_text((200, 403)),
    "desk:document-draft-drop": post_only("document.read", keys=TEXT, on="city"),
    # Without two versions it leads back to the text.
    "desk:document-conflict": _of_text((302, 403)),
    "desk:document-picture-add": post_only("document.read", keys=TEXT, on="city"),
    "desk:document-history": _of_text(),
    "desk:document-compare": _of_text(old="first", new="second"),
    "desk:document-restore": post_only("document.read", keys={**TEXT, "number": "first"}, on="city"),
    "desk:document-picture": Page("document.read", {"digest": "digest"}, on="city", refused=HIDDEN),
    "desk:document-things": Page("document.read"),
    "desk:document-sources": Page("document.read"),
}
DESK = {**DESK, **EXCHANGE, **DOCUMENTS}


def desk_things(own: Organisation) -> dict:
    """What these pages are about: everything belongs to the city `own`."""
    ProgrammeFactory(is_home=True)
    person, second = PersonFactory(), PersonFactory()
    affiliation = AffiliationFactory(person=person, organisation=own)
    AffiliationFactory(person=second, organisation=own)
    membership = MembershipFactory(organisation=own)
    note = CityNoteFactory(organisation=own, readers=NoteReaders.CITY)
    letter = ContentFile(b"%PDF-1.4 Mayda", name="letter.pdf")
    post = FocalPointFactory(organisation=own, person=person, start=dt.date(2024, 1, 1), letter=letter)
    profile = DocumentFactory(city=own)
    section = section_of(profile)
    for html in ("<p>Mayda.</p>", "<p>Mayda, encore.</p>"):
        written(section, "fr", html)
    file = io.BytesIO()
    Image.new("RGB", (1, 1)).save(file, "PNG")
    picture = take_picture(SimpleUploadedFile("mayda.png", file.getvalue()), by=None, at=timezone.now())
    PictureUse.objects.create(picture=picture, document=profile)
    run = ImportRun.objects.create(name="mayda.xlsx", state=RunState.READY, made_at=timezone.now())
    conflict = Conflict.objects.create(
        subject_kind="network.place", subject_id="1", subject_label="Mayda", field="zone", found_at=timezone.now()
    )
    return {
        "profile": profile.slug,
        "section": section.key,
        "french": "fr",
        "first": 1,
        "second": 2,
        "digest": picture.digest,
        "run": run.pk,
        "conflict": conflict.pk,
        "bodies_list": "bodies",
        "own_slug": own.slug,
        "second_slug": OrganisationFactory().slug,
        "person": person.pk,
        "second_person": second.pk,
        "affiliation": affiliation.pk,
        "membership": membership.pk,
        "phase": membership.phase.code,
        "place": PlaceFactory().slug,
        "note": note.pk,
        "agreement": AgreementFactory(note=note).pk,
        "post": post.pk,
        "mail": MailFactory().pk,
        "merge": merging.merge(kept=PersonFactory(), gone=PersonFactory(), by=None).pk,
        "purpose": "contact",
        "form": "json",
    }
