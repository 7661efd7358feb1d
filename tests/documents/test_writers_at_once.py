"""Eight writers of one section at the same moment, half of them from an old text: every text is kept."""

import threading

import pytest
from django.db import connection

from portolan.documents.domain.editions import publish
from portolan.documents.domain.whole import content_hash
from portolan.documents.domain.writing import StaleText, save_text
from portolan.documents.enums import Stage
from portolan.documents.models import Document, Draft, Edition, Revision, SignOff
from portolan.kernel.errors import DomainError
from portolan.kernel.texts import Text
from tests.factories import UserFactory
from tests.factories.documents import WRITTEN, document_with, section_of
from tests.factories.editions import PUBLISHED, made_ready

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def _write_at_once(section, bases, htmls, users):
    """Each writer in a thread and connection of its own; what became of each text."""
    outcomes = [None] * len(users)
    gate = threading.Barrier(len(users))

    def write(number):
        gate.wait()
        try:
            saved = save_text(section, "fr", html=htmls[number], base=bases[number], by=users[number], at=WRITTEN)
            outcomes[number] = ("saved", saved.revision.number)
        except StaleText as refusal:
            outcomes[number] = ("stale", refusal.theirs.number)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(len(users))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def test_eight_writers_half_of_them_stale_lose_no_text():
    section = section_of(document_with({}))
    users = UserFactory.create_batch(8)
    first = save_text(section, "fr", html="<p>Le port.</p>", base=None, by=None, at=WRITTEN).revision
    newest = save_text(section, "fr", html="<p>Le quai.</p>", base=first, by=None, at=WRITTEN).revision
    htmls = [f"<p>Le quai de {user.name}.</p>" for user in users]

    outcomes = _write_at_once(section, [first, newest] * 4, htmls, users)

    words = [word for word, _number in outcomes]
    assert sorted(words) == ["saved"] + ["stale"] * 7
    assert words.index("saved") % 2 == 1
    revisions = set(Revision.objects.filter(number__gt=2).values_list("html", flat=True))
    drafts = set(Draft.objects.values_list("html", flat=True))
    assert (revisions | drafts, revisions & drafts) == (set(htmls), set())
    assert sorted(Revision.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert set(Draft.objects.values_list("base", flat=True)) == {first.pk, newest.pk}


def test_eight_writers_of_a_first_text_lose_none():
    section = section_of(document_with({}))
    users = UserFactory.create_batch(8)
    htmls = [f"<p>Le port de {user.name}.</p>" for user in users]

    outcomes = _write_at_once(section, [None] * 8, htmls, users)

    assert sorted(outcomes) == [("saved", 1)] + [("stale", 1)] * 7
    kept = [*Revision.objects.values_list("html", flat=True), *Draft.objects.values_list("html", flat=True)]
    assert sorted(kept) == sorted(htmls)


def test_eight_writers_who_try_again_on_what_they_were_shown_all_get_their_words_in():
    section = section_of(document_with({}))
    users = UserFactory.create_batch(8)
    base = save_text(section, "fr", html="<p>Le port.</p>", base=None, by=None, at=WRITTEN).revision
    bases, texts = [base] * 8, [base.html] * 8
    waiting = list(range(8))
    while waiting:
        htmls = [texts[n] + f"<p>{users[n].name}.</p>" for n in waiting]
        outcomes = _write_at_once(section, [bases[n] for n in waiting], htmls, [users[n] for n in waiting])
        newest = section.revisions.get(number=max(number for _word, number in outcomes))
        waiting = [n for n, (word, _number) in zip(waiting, outcomes, strict=True) if word == "stale"]
        for n in waiting:
            bases[n], texts[n] = newest, newest.html

    newest = section.revisions.order_by("number").last()
    assert newest.number == 9
    assert all(f"<p>{user.name}.</p>" in newest.html for user in users)
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("round_number", range(4))
def test_saving_and_publishing_at_once_never_publish_what_nobody_signed(round_number):
    document = made_ready(document_with({"framework": {"fr": "<p>Un.</p>"}, "perceptions": {"fr": "<p>Un.</p>"}}))
    section, author = section_of(document), UserFactory()
    base = section.revisions.get()
    gate, outcomes = threading.Barrier(2), {}

    def run(name, verb):
        gate.wait()
        try:
            verb()
            outcomes[name] = "done"
        except DomainError as refusal:
            outcomes[name] = refusal.code
        finally:
            connection.close()

    verbs = {
        "save": lambda: save_text(section, "fr", html="<p>Deux.</p>", base=base, by=author, at=PUBLISHED),
        "publish": lambda: publish(document, by=None, at=PUBLISHED, note=Text()),
    }
    threads = [threading.Thread(target=run, args=pair) for pair in verbs.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert outcomes in ({"save": "done", "publish": "no-such-move"}, {"save": "published", "publish": "done"})
    held = Document.objects.get(pk=document.pk)
    signed = SignOff.objects.get().content_hash
    assert (held.stage == Stage.PUBLISHED) is (outcomes["publish"] == "done") is (content_hash(held, "fr") == signed)
    assert [edition.contents["fr"]["hash"] for edition in Edition.objects.all()] == [signed] * Edition.objects.count()
