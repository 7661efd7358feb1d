"""Writing a section: revisions, drafts, two at once."""

import datetime as dt

import pytest

from portolan.accounts.models import AuditEntry
from portolan.documents import registry
from portolan.documents.domain.writing import (
    Saved,
    StaleText,
    current_revision,
    draft_of,
    drop_draft,
    keep_draft,
    restore,
    save_text,
)
from portolan.documents.enums import Origin, Stage
from portolan.documents.models import Document, Draft, Revision, SectionText
from portolan.kernel.errors import DomainError
from tests.factories import UserFactory
from tests.factories.documents import WRITTEN, document_with, section_of

LATER = WRITTEN + dt.timedelta(hours=1)
ONE, TWO, THREE = "<p>Le port accueille.</p>", "<p>Le port accueille et loge.</p>", "<p>Le quai attend.</p>"


@pytest.fixture
def section():
    return section_of(document_with({}))


def _save(section, html, *, base=None, language="fr", **more):
    return save_text(section, language, html=html, base=base, **{"by": None, "at": LATER, **more})


def _texts(section, language="fr"):
    rows = section.revisions.filter(language=language).order_by("number")
    return list(rows.values_list("number", "html"))


def test_first_text_is_revision_one_with_its_words(section):
    author = UserFactory()

    saved = _save(section, "<div>Le port  accueille.</div>", by=author, note="début")

    revision = saved.revision
    assert saved == Saved(revision, is_new=True)
    assert (revision.number, revision.html, revision.text, revision.words) == (1, ONE, "Le port accueille.", 3)
    assert (revision.made_by, revision.made_at, revision.origin) == (author, LATER, Origin.TYPED)
    assert (revision.note, current_revision(section, "fr")) == ("début", revision)
    entry = AuditEntry.objects.get(verb="text-saved")
    assert (entry.object_id, entry.changes["revision"], entry.reason) == (str(section.pk), [None, 1], "début")


def test_same_text_makes_no_revision_whatever_it_was_written_in(section):
    first = _save(section, ONE).revision

    again = _save(section, "<p class='x'>Le  port\naccueille.</p><p> </p>", base=first)

    assert again == Saved(first, is_new=False)
    assert _texts(section) == [(1, ONE)]
    assert AuditEntry.objects.filter(verb="text-saved").count() == 1


def test_same_text_from_an_old_base_is_no_conflict(section):
    first = _save(section, ONE).revision
    second = _save(section, TWO, base=first).revision

    assert _save(section, TWO, base=first) == Saved(second, is_new=False)


def test_text_from_an_old_base_is_refused_and_kept_as_a_draft(section):
    mine, theirs = UserFactory(), UserFactory()
    first = _save(section, ONE).revision
    second = _save(section, TWO, base=first, by=theirs).revision

    with pytest.raises(StaleText) as refusal:
        _save(section, THREE, base=first, by=mine)

    assert (refusal.value.code, refusal.value.theirs, refusal.value.mine) == ("stale", second, THREE)
    draft = draft_of(section, "fr", mine)
    assert (draft.html, draft.base) == (THREE, first)
    assert _texts(section) == [(1, ONE), (2, TWO)]


def test_merged_text_is_saved_on_the_newest_and_the_draft_goes(section):
    author = UserFactory()
    first = _save(section, ONE).revision
    second = _save(section, TWO, base=first).revision
    keep_draft(section, "fr", html=THREE, base=first, user=author, at=LATER)

    saved = _save(section, TWO + THREE, base=second, by=author, origin=Origin.MERGED)

    assert (saved.revision.number, saved.revision.origin) == (3, Origin.MERGED)
    assert draft_of(section, "fr", author) is None


def test_text_where_there_was_one_needs_a_base(section):
    _save(section, ONE)

    with pytest.raises(StaleText):
        _save(section, TWO, base=None)

    assert Draft.objects.count() == 0


def test_drafts_are_one_for_each_writer_and_language(section):
    mine, theirs = UserFactory(), UserFactory()
    first = _save(section, ONE).revision

    for html in (TWO, "<h1>Le quai</h1>" + THREE):
        keep_draft(section, "fr", html=html, base=first, user=mine, at=LATER)
    keep_draft(section, "ar", html="<p>الميناء</p>", base=None, user=mine, at=LATER)
    keep_draft(section, "fr", html=TWO, base=first, user=theirs, at=LATER)

    assert draft_of(section, "fr", mine).html == "<h3>Le quai</h3>" + THREE
    assert (drop_draft(section, "fr", user=mine), drop_draft(section, "fr", user=mine)) == (True, False)
    assert sorted(Draft.objects.values_list("language", "user")) == [("ar", mine.pk), ("fr", theirs.pk)]


def test_hostile_text_leaves_nothing_active_in_revision_or_draft(section):
    hostile = "<p onclick=x>Le port<script>alert(1)</script></p><iframe src=//x></iframe><img src=x onerror=alert(1)>"
    author = UserFactory()

    keep_draft(section, "fr", html=hostile, base=None, user=author, at=LATER)
    kept = draft_of(section, "fr", author).html
    saved = _save(section, hostile).revision.html

    assert [saved, kept] == ["<p>Le port</p>"] * 2


def test_earlier_text_is_taken_back_as_a_new_revision(section):
    author = UserFactory()
    first = _save(section, ONE).revision
    _save(section, TWO, base=first)

    saved = restore(first, by=author, at=LATER)

    assert _texts(section) == [(1, ONE), (2, TWO), (3, ONE)]
    assert (saved.revision.origin, saved.revision.made_by) == (Origin.RESTORED, author)
    assert restore(saved.revision, by=author, at=LATER).is_new is False


def _published(section):
    Document.objects.filter(pk=section.document_id).update(stage=Stage.PUBLISHED)
    _save(section, ONE)


def _other_language(section):
    _save(section, ONE, language="es")


def _empty(section):
    _save(section, "<p> </p>")


def _renders_of_another_section(section):
    other = _save(section_of(section.document, "perceptions"), ONE).revision
    _save(section, "<p>The port.</p>", language="en", renders=other)


@pytest.mark.parametrize(
    ("saving", "code"),
    [
        (_published, "published"),
        (_other_language, "language-not-wanted"),
        (_empty, "nothing-written"),
        (_renders_of_another_section, "renders-other"),
    ],
)
def test_text_that_cannot_be_saved_is_refused(section, saving, code):
    with pytest.raises(DomainError) as refusal:
        saving(section)

    assert refusal.value.code == code
    assert section.revisions.count() == 0


def test_draft_is_kept_even_when_the_document_was_published_meanwhile(section):
    author = UserFactory()
    Document.objects.filter(pk=section.document_id).update(stage=Stage.PUBLISHED)

    keep_draft(section, "fr", html=ONE, base=None, user=author, at=LATER)

    assert draft_of(section, "fr", author).html == ONE


def test_section_may_be_emptied_and_the_text_stays_in_the_chain(section):
    first = _save(section, ONE).revision

    emptied = _save(section, "", base=first).revision

    assert (emptied.number, emptied.html, emptied.words) == (2, "", 0)
    assert _texts(section) == [(1, ONE), (2, "")]


def test_translation_renders_the_newest_source_until_its_writer_says_otherwise(section):
    first = _save(section, ONE).revision
    english = _save(section, "<p>The port welcomes.</p>", language="en").revision
    _save(section, TWO, base=first)

    corrected = _save(section, "<p>The port receives.</p>", language="en", base=english).revision

    assert (english.renders, corrected.renders) == (first, first)
    assert SectionText.objects.get(section=section, language="en").renders == first


def test_steps_that_follow_a_text_run_in_its_transaction(section, monkeypatch):
    told = []

    def step(of, language, revision):
        told.append((of, language, revision.number))

    def failing(of, language, revision):
        raise RuntimeError("no room")

    monkeypatch.setattr(registry, "_after_revision", [step])
    first = _save(section, ONE).revision
    _save(section, ONE, base=first)
    monkeypatch.setattr(registry, "_after_revision", [failing])
    with pytest.raises(RuntimeError):
        _save(section, TWO, base=first)

    assert told == [(section, "fr", 1)]
    assert _texts(section) == [(1, ONE)]
    assert current_revision(section, "fr") == Revision.objects.get()


@pytest.mark.parametrize("others", [0, 2])
def test_saving_costs_as_many_queries_with_more_revisions(section, others, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(registry, "_after_revision", [])
    author = UserFactory()
    base = _save(section, ONE).revision
    for number in range(others):
        base = _save(section, f"<p>Le port, {number}.</p>", base=base).revision

    with django_assert_num_queries(12):
        _save(section, TWO, base=base, by=author)
