"""Publishing, withdrawing, reopening."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from portolan.accounts.models import AuditEntry
from portolan.documents import registry
from portolan.documents.domain.documents import add_section, rename_document
from portolan.documents.domain.editions import citation, edition_of, publish, reopen, withdraw
from portolan.documents.domain.translation import mark_done
from portolan.documents.domain.whole import content_hash, printed_edition
from portolan.documents.domain.writing import current_revision, save_text
from portolan.documents.enums import Answer, Stage
from portolan.documents.models import Document, Edition, SignOff
from portolan.documents.rules.printed import PrintedReservation
from portolan.kernel.errors import DomainError
from portolan.kernel.texts import Text
from portolan.messages.models import Notice, Task
from portolan.network.enums import Role
from portolan.provenance.domain.publication import generation
from portolan.provenance.models import Source
from tests.factories import OrganisationFactory, ProgrammeFactory, SourceFactory, UserFactory, user_with
from tests.factories.documents import DocumentTemplateFactory, document_with, hand_of, section_of, written
from tests.factories.editions import NOTE, PUBLISHED, changed_and_ready, made_ready, published

LATER = PUBLISHED + dt.timedelta(days=1)
FR, EN, AR = "<p>Le port.</p>", "<p>The port.</p>", "<p>الميناء.</p>"
BOTH = {"framework": {"fr": FR, "en": EN}, "perceptions": {"fr": FR, "en": EN}}


def _stage(document):
    return Document.objects.get(pk=document.pk).stage


def _codes(*verbs):
    found = []
    for verb in verbs:
        with pytest.raises(DomainError) as refusal:
            verb()
        found.append(refusal.value.code)
    return found


def _publish(document, note=None):
    return publish(document, by=None, at=PUBLISHED, note=note or Text())


def test_edition_holds_what_was_printed_with_its_fingerprint():
    document = made_ready(document_with(BOTH))
    digest, officer, before = content_hash(document, "fr"), UserFactory(), generation()

    edition = publish(document, by=officer, at=PUBLISHED, note=Text())

    assert (edition.number, edition.is_current, edition.published_by) == (1, True, officer)
    assert (edition.languages, set(edition.contents)) == (["fr", "en"], {"fr", "en"})
    frozen = edition.contents["fr"]
    assert frozen["hash"] == digest == SignOff.objects.get().content_hash
    rows = edition.sections.order_by("language", "position")
    assert list(rows.values_list("language", "key", "number", "heading", "html")) == [
        ("en", "framework", "1", "The framework", EN),
        ("en", "perceptions", "2", "Perceptions", EN),
        ("fr", "framework", "1", "Le cadre", FR),
        ("fr", "perceptions", "2", "Les perceptions", FR),
    ]
    assert (document.stage, _stage(document), edition_of(document)) == (Stage.PUBLISHED, Stage.PUBLISHED, edition)
    assert generation() == before + 1
    assert AuditEntry.objects.get(verb="edition-published").changes["languages"] == [None, ["fr", "en"]]


def test_languages_are_those_complete_and_up_to_date_and_the_source_always():
    texts = {"framework": {"fr": FR, "en": EN, "ar": AR}, "perceptions": {"fr": FR, "en": EN}}
    document = document_with(texts)
    half = made_ready(document_with({"framework": {"fr": FR, "en": EN}, "perceptions": {"fr": FR}}))
    section = section_of(document)
    base = current_revision(section, "fr")
    save_text(section, "fr", html="<p>Le port, encore.</p>", base=base, by=None, at=PUBLISHED)
    outdated = made_ready(document)

    assert [_publish(each).languages for each in (half, outdated)] == [["fr"], ["fr"]]


def test_translation_without_a_title_or_heading_is_not_complete():
    untitled = document_with(BOTH, title=Text.of("fr", fr="Profil"))
    unheaded = document_with(BOTH)
    added = add_section(unheaded, heading=Text.of("fr", fr="Climat"), after=None, by=None, at=PUBLISHED)
    source = written(added, "fr", FR)
    written(added, "en", EN, renders=source, done=True)

    assert [_publish(made_ready(each)).languages for each in (untitled, unheaded)] == [["fr"], ["fr"]]


def test_only_what_is_ready_is_published():
    documents = {stage: document_with(BOTH, stage=stage) for stage in Stage if stage != Stage.READY}

    codes = {stage: _codes(lambda each=document: _publish(each)) for stage, document in documents.items()}

    assert codes == {stage: ["no-such-move"] for stage in documents}
    assert Edition.objects.count() == 0


def test_what_nobody_agreed_to_as_it_is_is_not_published():
    unsigned = document_with(BOTH, stage=Stage.READY)
    stale = made_ready(document_with(BOTH))
    SignOff.objects.update(content_hash="0" * 64)

    assert _codes(lambda: _publish(unsigned), lambda: _publish(stale)) == ["not-signed", "not-signed"]
    assert _stage(stale) == Stage.READY


def test_text_changed_after_the_agreement_is_no_longer_ready_and_not_published():
    document = made_ready(document_with(BOTH))
    section = section_of(document)
    save_text(section, "fr", html="<p>Le quai.</p>", base=current_revision(section, "fr"), by=None, at=PUBLISHED)
    renamed = made_ready(document_with(BOTH))
    rename_document(renamed, title=Text.of("fr", fr="Autre"), by=None, at=PUBLISHED)

    assert [_stage(each) for each in (document, renamed)] == [Stage.VALIDATION, Stage.VALIDATION]
    assert _codes(lambda: _publish(document), lambda: _publish(renamed)) == ["no-such-move", "no-such-move"]


def _with(html):
    return made_ready(document_with({"framework": {"fr": html}, "perceptions": {"fr": FR}}))


TABLE = (
    '<figure class="table"><figcaption></figcaption><table><tbody><tr><td><p>1</p></td></tr></tbody></table></figure>'
)
PICTURE = f'<figure class="picture"><img src="picture:{"a" * 64}" alt="Le port"><small>Ava</small></figure>'


@pytest.mark.parametrize(
    ("html", "code"),
    [
        (TABLE, "lacks"),
        (PICTURE.replace('alt="Le port"', 'alt=""'), "lacks"),
        ('<p>Un <cite data-source="nobody"></cite>.</p>', "source-missing"),
    ],
)
def test_text_that_lacks_something_is_not_published(html, code):
    document = _with(html)

    assert _codes(lambda: _publish(document)) == [code]
    assert (Edition.objects.count(), _stage(document)) == (0, Stage.READY)


def test_picture_that_is_not_there_is_not_published():
    html = PICTURE.replace("<small>", "<figcaption>Le port</figcaption><small>")

    assert _codes(lambda: _publish(_with(html))) == ["picture-missing"]


def test_short_section_is_published_all_the_same():
    template = DocumentTemplateFactory()
    template.sections.update(least_words=500)

    assert _publish(made_ready(document_with(BOTH, template=template))).number == 1


def test_edition_stays_as_it_was_whatever_changes_later():
    city = OrganisationFactory(name=Text.of("fr", fr="Mayda"))
    SourceFactory(code="ins", publisher="INS", title="Recensement", published="2020")
    html = '<p>Un <cite data-source="ins"></cite>.</p>'
    edition = published({"framework": {"fr": html}, "perceptions": {"fr": FR}}, city=city)
    document = edition.document
    before = printed_edition(edition, "fr")
    Source.objects.update(title="Autre", publisher="Autre")
    city.name = Text.of("fr", fr="Autre")
    city.save()
    reopen(document, by=None, at=LATER, reason="Erreur")
    rename_document(document, title=Text.of("fr", fr="Autre"), by=None, at=LATER)
    section = section_of(document)
    save_text(section, "fr", html="<p>Autre.</p>", base=current_revision(section, "fr"), by=None, at=LATER)

    after = printed_edition(Edition.objects.get(pk=edition.pk), "fr")

    assert after == before
    assert (after.title, after.city) == (before.title, "Mayda")
    assert (after.edition, after.date, after.sections[0].html) == ("1", PUBLISHED.date(), html)
    assert after.sources["ins"].short == "INS, 2020"
    assert edition_of(document) == edition


def test_next_edition_takes_the_place_of_the_first_which_stays_at_its_address():
    first = published(BOTH)
    document = changed_and_ready(first.document)

    codes = _codes(lambda: _publish(document))
    second = _publish(document, NOTE)

    assert codes == ["note-needed"]
    rows = Edition.objects.order_by("number").values_list("number", "is_current", "withdrawn_at")
    assert list(rows) == [(1, False, None), (2, True, None)]
    assert list(Edition.objects.current()) == [second]
    assert set(Edition.objects.visible_to(AnonymousUser())) == {first, second}


def test_withdrawn_edition_is_gone_at_once_and_no_older_one_comes_back():
    first = published(BOTH)
    document = first.document
    second = _publish(changed_and_ready(document), NOTE)
    focal_point = user_with(Role.FOCAL_POINT, organisation=document.city)
    before = generation()

    for _ in range(2):
        withdraw(second, by=None, at=LATER, reason="La ville le demande")

    held = Edition.objects.get(pk=second.pk)
    assert (held.withdrawn_at, held.withdrawal_reason, held.is_current) == (LATER, "La ville le demande", False)
    assert (edition_of(document), list(Edition.objects.current())) == (None, [])
    assert set(Edition.objects.visible_to(AnonymousUser())) == {first}
    assert set(Edition.objects.visible_to(focal_point)) == {first, second}
    assert set(Edition.objects.visible_to(user_with(Role.FOCAL_POINT, organisation=OrganisationFactory()))) == {first}
    assert generation() == before + 1
    assert AuditEntry.objects.filter(verb="edition-withdrawn").count() == 1


def test_withdrawing_and_reopening_need_a_reason_and_what_they_undo():
    edition = published(BOTH)
    draft = document_with(BOTH)

    codes = _codes(
        lambda: withdraw(edition, by=None, at=LATER, reason=" "),
        lambda: reopen(edition.document, by=None, at=LATER, reason=""),
        lambda: reopen(draft, by=None, at=LATER, reason="Erreur"),
    )

    assert codes == ["reason-needed", "reason-needed", "no-such-move"]
    assert (edition_of(edition.document), _stage(edition.document)) == (edition, Stage.PUBLISHED)


def test_reopened_document_is_a_draft_and_its_edition_stays_public():
    edition = published(BOTH)

    reopened = reopen(edition.document, by=None, at=LATER, reason="Nouveaux chiffres")

    assert (reopened.stage, reopened.stage_since, edition.document.stage) == (Stage.DRAFT, LATER, Stage.DRAFT)
    assert edition_of(reopened) == edition


def test_publishing_twice_makes_one_edition():
    document = made_ready(document_with(BOTH))
    _publish(document)

    assert _codes(lambda: _publish(document)) == ["no-such-move"]
    assert Edition.objects.count() == 1


def test_cover_says_who_validated_which_text_and_what_was_reserved():
    party = Text.of("fr", fr="Conseil de Mayda", ar="مجلس مايدا")
    document = document_with(BOTH)
    document = made_ready(document, answer=Answer.RESERVED, is_printed=True, comment="Le tableau 2.", capacity="maire")
    document.steps.update(party=party)

    edition = _publish(document)

    fr, en = printed_edition(edition, "fr"), printed_edition(edition, "en")
    assert en.validation == "Validated with reservations by Conseil de Mayda on 1 April 2026 (text read: French)."
    assert fr.reservations == [PrintedReservation("Conseil de Mayda", "Le tableau 2.", dt.date(2026, 4, 1))]


def test_silence_is_no_validation():
    document = made_ready(document_with(BOTH))
    SignOff.objects.update(answer=Answer.NO_OBJECTION)

    sentence = printed_edition(_publish(document), "en").validation

    assert sentence == "No objection from Conseil de Mayda by 1 April 2026 (text read: French)."


def test_reservation_nobody_asked_to_print_is_not_printed():
    document = made_ready(document_with(BOTH), answer=Answer.RESERVED, comment="Entre nous.")

    edition = _publish(document)

    assert edition.reservations == []
    assert "Entre nous" not in str(edition.contents)


def test_citation_says_city_year_title_edition_and_address(monkeypatch, settings):
    settings.BASE_URL = "https://antillia.example"
    monkeypatch.setattr(registry, "_addressing", {})
    registry.register_addressing("documents.edition", lambda ids: {pk: ("x", f"/library/{pk}/") for pk in ids})
    ProgrammeFactory(is_home=True)
    city = OrganisationFactory(name=Text.of("fr", fr="Mayda", en="Mayda"))
    title = Text.of("fr", fr="Profil de Mayda", en="Profile of Mayda")

    edition = published(BOTH, city=city, title=title)

    address = f"https://antillia.example/library/{edition.pk}/"
    assert citation(edition, "en") == f"Mayda (2026). Profile of Mayda. edition 1. Network of Antillia. {address}"


def test_those_who_work_on_it_and_its_city_hear_of_it(django_capture_on_commit_callbacks):
    document = made_ready(document_with(BOTH))
    lead, focal_point = hand_of(document, Role.LEAD_AUTHOR), user_with(Role.FOCAL_POINT, organisation=document.city)
    user_with(Role.FOCAL_POINT, organisation=OrganisationFactory())

    with django_capture_on_commit_callbacks(execute=True):
        edition = _publish(document)
        withdraw(edition, by=lead, at=LATER, reason="Erreur")

    told = Notice.objects.filter(user__in=[lead, focal_point]).values_list("user", "kind")
    assert sorted(told) == sorted(
        [
            (lead.pk, "document-published"),
            (focal_point.pk, "document-published"),
            (focal_point.pk, "document-withdrawn"),
        ]
    )
    assert Notice.objects.exclude(user__role_assignments__role=Role.VALIDATOR).count() == 3


def test_task_of_those_who_waited_for_publication_is_done():
    document = made_ready(document_with(BOTH))
    waiting = Task.objects.open().filter(object_id=str(document.pk))
    before = waiting.count()

    _publish(document)

    assert (before, waiting.count()) == (1, 0)


def test_translation_done_after_publication_waits_for_the_next_edition():
    edition = published({"framework": {"fr": FR, "en": EN}, "perceptions": {"fr": FR}})
    document = changed_and_ready(edition.document)
    section = section_of(document, "perceptions")
    save_text(section, "en", html=EN, base=None, by=None, at=LATER)
    mark_done(section, "en", by=None, at=LATER)

    second = _publish(document, NOTE)

    assert (edition.languages, second.languages) == (["fr"], ["fr", "en"])
