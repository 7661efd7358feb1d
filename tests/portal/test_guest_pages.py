"""One page from one link: read, remark, decide with a code; the link is a secret, and a dead one is no page."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from portolan.documents.domain.guests import CODE_MAIL, withdraw_guest
from portolan.documents.domain.pictures import take_picture
from portolan.documents.domain.remarks import remark
from portolan.documents.domain.whole import content_hash
from portolan.documents.domain.writing import current_revision, save_text
from portolan.documents.enums import Audience, Way
from portolan.documents.models import Document, Guest, GuestCode, Remark, SignOff
from portolan.messages.models import Mail
from portolan.network.enums import Role
from tests.documents.exports.papers import picture
from tests.factories import OrganisationFactory, UserFactory, user_with
from tests.factories.documents import document_with, hand_of, section_of
from tests.factories.signing import code_for, invited, plan, step_of, submitted

FRENCH, ARABIC = "<p>Le port accueille.</p>", "<p>يستقبل الميناء أسرًا.</p>"


@pytest.fixture
def document():
    texts = {"framework": {"fr": FRENCH, "ar": ARABIC}, "perceptions": {"fr": "<p>Rumeurs.</p>"}}
    return submitted(
        plan("validation", name="Conseil"), plan("validation", name="Quai"), at=timezone.now(), texts=texts
    )


@pytest.fixture
def officer():
    return user_with(Role.OFFICER)


@pytest.fixture
def link(document, officer):
    """Zeno, who answers for the council, and the secret."""
    step = step_of(document, "validation", position=1)
    return invited(document, officer, step=step, capacity="Maire", at=timezone.now())


@pytest.fixture
def secret(link):
    return link[1]


def at(name, secret, *more, language="fr"):
    with translation.override(language):
        return reverse(f"portal:{name}", args=[secret, *more])


def text_of(secret, language="fr", key="framework", *, screen="fr"):
    return at("guest-section", secret, language, key, language=screen)


def remarks(client, address, **typed):
    token = client.get(address).context["form"]["token"].value()
    sent = {"token": token, "text": "Précisez.", "quote": "", "before": "", "audience": "authors", **typed}
    return sent, client.post(address, sent)


def answer_form(client, secret, code="", **more):
    form = client.get(at("guest", secret)).context["form"]
    kept = {name: form[name].value() for name in ("content_hash", "language")}
    return {**kept, "answer": "agreed", "comment": "", "code": code, **more}


def saved(document, html):
    section = section_of(document)
    save_text(section, "fr", html=html, base=current_revision(section, "fr"), by=None, at=timezone.now())


def test_wrong_withdrawn_and_old_secrets_are_no_page(client, link, officer):
    guest, secret = link
    paths = [at("guest", secret), text_of(secret), at("guest-code", secret), at("guest-reply", secret, 1)]
    unknown = [client.get(each.replace(secret, "nonsense")).status_code for each in paths[:2]]
    alive = [client.get(each).status_code for each in paths[:2]]
    Guest.objects.filter(pk=guest.pk).update(expires_at=timezone.now())
    old = [client.post(each).status_code for each in paths]
    Guest.objects.filter(pk=guest.pk).update(expires_at=guest.expires_at)
    withdraw_guest(guest, by=officer, at=timezone.now())
    withdrawn = [client.get(each).status_code for each in paths[:2]] + [client.post(each).status_code for each in paths]

    assert (unknown, alive, old, withdrawn) == ([404, 404], [200, 200], [404] * 4, [404] * 6)
    assert (GuestCode.objects.count(), Remark.objects.count()) == (0, 0)


def test_pages_are_not_kept_nor_told_to_other_sites_nor_found(client, secret):
    answers = [
        client.get(at("guest", secret)),
        client.get(text_of(secret)),
        client.post(at("guest-code", secret)),
        client.post(text_of(secret), {"text": ""}),
    ]

    kept = {
        tuple(each.headers[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")) for each in answers
    }
    assert kept == {("private, no-store", "same-origin", "noindex")}


def test_forms_are_taken_from_a_browser_that_says_where_it_comes_from(secret):
    """`Origin: null`, which `no-referrer` makes of it, would be refused as forged."""
    strict = Client(enforce_csrf_checks=True)
    token = strict.get(at("guest", secret)).cookies["csrftoken"].value

    sent = strict.post(
        at("guest-code", secret), {"csrfmiddlewaretoken": token}, headers={"origin": "http://testserver"}
    )

    assert (sent.status_code, GuestCode.objects.count()) == (302, 1)


def test_reader_in_arabic_reads_what_there_is_in_arabic(client, secret):
    home = client.get(at("guest", secret, language="ar"))
    ((row, address),) = home.context["sections"]
    page = client.get(address)

    assert (row.key, home.context["language"], page.context["direction"]) == ("framework", "ar", "rtl")
    assert "يستقبل الميناء" in page.content.decode()
    assert [each.code for each in page.context["offered"]] == ["fr", "ar"]
    assert client.get(text_of(secret, "ar", "perceptions")).status_code == 404


def test_screen_in_a_language_without_text_shows_the_source(client, secret):
    home = client.get(at("guest", secret, language="en"))

    assert home.context["language"] == "fr"
    assert [row.key for row, _url in home.context["sections"]] == ["framework", "perceptions"]


def test_guest_reads_own_remarks_those_for_all_and_none_of_the_others(client, document, link):
    guest, secret = link
    section = section_of(document)
    revision = current_revision(section, "fr")
    reader = hand_of(document, Role.READER)
    reader.name = "Brasil Eumenia"
    reader.save()
    more = {"revision": revision, "at": timezone.now()}
    remark(section, text="à tous", audience=Audience.ALL, by=reader, is_unnamed=True, **more)
    remark(section, text="aux auteurs", audience=Audience.AUTHORS, by=reader, **more)
    remark(section, text="à nous", audience=Audience.TEAM, by=user_with(Role.OFFICER), **more)
    remark(section, text="de Zeno", audience=Audience.AUTHORS, guest=guest, **more)

    page = client.get(text_of(secret))

    assert sorted(thread.remark.text for thread, _token in page.context["threads"]) == ["de Zeno", "à tous"]
    assert "Brasil Eumenia" not in page.content.decode()


def test_remark_on_a_passage_in_arabic_is_kept_once(client, secret, link):
    address = text_of(secret, "ar")

    sent, first = remarks(client, address, quote="الميناء  أسرًا", text="كم عددها؟")
    again = client.post(address, sent)

    row = Remark.objects.get()
    assert (first.status_code, again.status_code) == (302, 302)
    assert (row.guest, row.revision.language, row.quote, row.audience) == (link[0], "ar", "الميناء أسرًا", "authors")


def test_guest_without_a_body_does_not_write_to_one(client, secret):
    _sent, answered = remarks(client, text_of(secret), audience="body")

    assert (list(answered.context["form"].errors), Remark.objects.count()) == (["audience"], 0)


def test_guest_of_a_body_writes_to_it(client, document, officer):
    body = OrganisationFactory(record=document.city.record)
    guest, secret = invited(document, officer, organisation=body, email="lev@mayda.example", at=timezone.now())

    remarks(client, text_of(secret), audience="body")

    assert (Remark.objects.get().organisation, Remark.objects.get().guest) == (body, guest)


def test_answer_to_a_remark_is_kept_once_and_to_a_hidden_one_not_at_all(client, document, link, secret):
    section = section_of(document)
    more = {"revision": current_revision(section, "fr"), "by": hand_of(document, Role.READER), "at": timezone.now()}
    shown = remark(section, text="à tous", audience=Audience.ALL, **more)
    hidden = remark(section, text="aux auteurs", audience=Audience.AUTHORS, **more)
    sent = {"token": str(uuid.uuid4()), "text": "En effet."}

    answers = [client.post(at("guest-reply", secret, each.pk), sent).status_code for each in (shown, shown, hidden)]

    assert answers == [302, 302, 404]
    assert list(Remark.objects.exclude(answers=None).values_list("answers", "guest")) == [(shown.pk, link[0].pk)]


def test_picture_of_the_text_is_shown_and_no_other(client, document, secret):
    mine, other = (
        take_picture(ContentFile(picture(size=size), name="plan.png"), by=UserFactory(), at=timezone.now())
        for size in ((60, 40), (30, 20))
    )
    saved(document, f'<figure class="picture"><img src="picture:{mine.digest}" alt="Plan"></figure>')

    answers = [client.get(at("guest-picture", secret, each.digest)) for each in (mine, other)]

    assert [each.status_code for each in answers] == [200, 404]
    assert answers[0].headers["Cache-Control"] == "private, no-store"


def test_code_goes_to_the_own_address_and_is_hidden_in_the_outbox(client, secret, officer):
    client.post(at("guest-code", secret))

    mail = Mail.objects.get(kind=CODE_MAIL)
    assert (mail.to, Mail.objects.visible_to(officer).count()) == ("zeno@mayda.example", 0)


def test_whoever_only_reads_gets_no_code_and_no_form(client, document, officer):
    _guest, secret = invited(document, officer, email="lev@mayda.example", at=timezone.now())

    page = client.get(at("guest", secret))
    client.post(at("guest-code", secret))

    assert (page.context["form"], GuestCode.objects.count()) == (None, 0)


@pytest.mark.django_db(transaction=True)
def test_guest_signs_with_the_code_once(client, document, link, secret):
    sent = answer_form(client, secret, code_for(link[0], at=timezone.now()))

    answers = [client.post(at("guest", secret), sent).status_code for _each in range(2)]

    row = SignOff.objects.get()
    assert answers == [302, 302]
    assert (row.guest, row.way, row.capacity, row.content_hash) == (
        link[0],
        Way.LINK,
        "Maire",
        content_hash(document, "fr"),
    )


@pytest.mark.django_db(transaction=True)
def test_wrong_code_five_times_wears_it_out(client, link, secret):
    good = code_for(link[0], at=timezone.now())
    wrong = f"{(int(good) + 1) % 10**6:06d}"
    errors = [
        client.post(at("guest", secret), answer_form(client, secret, wrong)).context["form"].errors["code"][0]
        for _each in range(5)
    ]

    last = client.post(at("guest", secret), answer_form(client, secret, good))

    assert (set(errors), GuestCode.objects.get().tries) == ({"Ce n’est pas le dernier code que nous avons envoyé."}, 5)
    assert list(last.context["form"].errors) == ["code"]
    assert SignOff.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_answer_on_a_text_changed_meanwhile_is_refused_with_what_was_typed_and_then_given_with_the_same_code(
    client, document, link, secret
):
    code = code_for(link[0], at=timezone.now())
    sent = answer_form(client, secret, code, answer="reserved", comment="Le chiffre du port.")
    saved(document, "<p>Le quai accueille.</p>")

    refused = client.post(at("guest", secret), sent)
    form = refused.context["form"]
    again = client.post(at("guest", secret), {**sent, "content_hash": form["content_hash"].value()})

    assert (refused.status_code, len(form.non_field_errors())) == (200, 1)
    assert (form["comment"].value(), again.status_code) == ("Le chiffre du port.", 302)
    assert SignOff.objects.get().content_hash == content_hash(Document.objects.get(), "fr")


@pytest.mark.django_db(transaction=True)
def test_signature_is_stale_after_an_edit_and_renewed(client, document, link, secret):
    client.post(at("guest", secret), answer_form(client, secret, code_for(link[0], at=timezone.now())))
    saved(document, "<p>Le quai accueille.</p>")

    stale = client.get(at("guest", secret)).context["standing"].is_stale
    client.post(at("guest", secret), answer_form(client, secret, code_for(link[0], at=timezone.now())))

    assert (stale, client.get(at("guest", secret)).context["standing"].is_stale) == (True, False)
    assert SignOff.objects.count() == 2


def test_answer_is_not_asked_for_before_its_stage(client, officer):
    document = document_with()
    guest, secret = invited(document, officer, at=timezone.now())
    late = submitted(plan("supervision", Role.SUPERVISOR), plan("validation", name="Conseil"), at=timezone.now())
    step = step_of(late, "validation")
    _guest, waiting = invited(late, officer, step=step, at=timezone.now())

    assert [client.get(at("guest", each)).context["form"] for each in (secret, waiting)] == [None, None]
    assert guest.step is None


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_with_more_remarks(client, document, link, secret, django_assert_num_queries, rows):
    section = section_of(document)
    revision = current_revision(section, "fr")
    for _each in range(rows):
        remark(section, revision=revision, text="Oui.", audience=Audience.ALL, guest=link[0], at=timezone.now())
    client.get(text_of(secret))

    with django_assert_num_queries(6):
        client.get(text_of(secret))
    with django_assert_num_queries(10):
        client.get(at("guest", secret))
