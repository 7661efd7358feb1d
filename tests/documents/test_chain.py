"""Chains as data: set, submitted, passed stage by stage, sent back; stale answers hold a document up."""

import datetime as dt

import pytest
from django.utils import timezone

from portolan.accounts.models import AuditEntry
from portolan.documents.domain import chain, reminders
from portolan.documents.domain.documents import rename_document
from portolan.documents.domain.papers import confirm_paper
from portolan.documents.domain.signing import chain_of
from portolan.documents.domain.standing import chain_is_passed, stale_parties
from portolan.documents.domain.writing import current_revision, save_text
from portolan.documents.enums import Answer, Stage
from portolan.documents.models import Document, Step
from portolan.kernel.errors import DomainError
from portolan.kernel.texts import Text
from portolan.messages.models import Notice, Task
from portolan.network.enums import Role
from tests.factories import OrganisationFactory, UserFactory, record, user_with
from tests.factories.documents import DocumentFactory, document_with, hand_of, section_of
from tests.factories.signing import AT, FULL, SUPERVISED, later, paper, plan, signs, step_of, submitted


def stage_of(document):
    return Document.objects.values_list("stage", flat=True).get(pk=document.pk)


def edited(document, html="<p>Le port a fermé.</p>", *, language="fr", by=None, at=None):
    """A further text of the first section, by an author."""
    section = section_of(document)
    base = current_revision(section, language)
    return save_text(section, language, html=html, base=base, by=by, at=at or later(hours=1))


def refusal(work):
    with pytest.raises(DomainError) as refused:
        work()
    return refused.value.code


def open_tasks(document):
    rows = Task.objects.open().filter(kind="document-waits", object_id=str(document.pk))
    return sorted((task.values["stage"], task.assignee_id) for task in rows)


def test_draft_goes_to_the_first_stage_in_which_somebody_answers():
    document = document_with()
    chain.set_chain(
        document, [plan("validation", Role.VALIDATOR), plan("quality", Role.QUALITY_OFFICER)], by=None, at=AT
    )

    held = chain.submit(document, by=None, at=AT)

    assert (held.stage, held.stage_since) == ("quality", AT)
    moved = AuditEntry.objects.get(verb="document-moved")
    assert moved.changes == {"stage": ["draft", "quality"]}


def test_draft_without_a_chain_is_not_submitted_and_never_passed():
    document = document_with()

    assert refusal(lambda: chain.submit(document, by=None, at=AT)) == "no-chain"
    assert chain_is_passed(document) is False


def test_draft_with_an_empty_required_section_is_not_submitted_and_the_section_is_named():
    document = document_with({"framework": {"fr": "<p>Le port.</p>"}, "perceptions": {"en": "<p>The port.</p>"}})
    chain.set_chain(document, SUPERVISED, by=None, at=AT)

    with pytest.raises(DomainError) as refused:
        chain.submit(document, by=None, at=AT)

    # The priorities are empty as well, but the template does not ask for them.
    assert (refused.value.code, "Les perceptions" in refused.value.message) == ("section-empty", True)
    assert ("priorités" in refused.value.message, stage_of(document)) == (False, "draft")


def test_submitted_twice_is_submitted_once():
    document = submitted()

    assert refusal(lambda: chain.submit(document, by=None, at=AT)) == "no-such-move"
    assert AuditEntry.objects.filter(verb="document-moved").count() == 1


def test_a_document_passes_its_stages_one_after_another():
    document = submitted(*FULL)
    focal = user_with(Role.FOCAL_POINT, organisation=document.city)
    officer = user_with(Role.OFFICER)
    seen = [stage_of(document)]

    signs(step_of(document, "supervision"), hand_of(document, Role.SUPERVISOR))
    seen.append(stage_of(document))
    signs(step_of(document, "quality"), hand_of(document, Role.QUALITY_OFFICER))
    seen.append(stage_of(document))
    confirm_paper(paper(step_of(document, "stakeholders"), focal), by=officer, at=AT)
    seen.append(stage_of(document))
    signs(step_of(document, "validation"), hand_of(document, Role.VALIDATOR))
    seen.append(stage_of(document))

    assert seen == ["supervision", "quality", "stakeholders", "validation", "ready"]
    assert chain_is_passed(document) is True


def test_parties_of_one_stage_answer_side_by_side_and_all_have_to():
    council = plan("stakeholders", Role.VALIDATOR, "Conseil")
    document = submitted(council, plan("stakeholders", Role.QUALITY_OFFICER, "Gouvernorat"))
    first, second = Step.objects.filter(document=document).order_by("position")

    signs(second, hand_of(document, Role.QUALITY_OFFICER))
    between = (stage_of(document), chain_is_passed(document))
    signs(first, hand_of(document, Role.VALIDATOR))

    assert between == ("stakeholders", False)
    assert (stage_of(document), chain_is_passed(document)) == ("ready", True)


def test_chain_is_set_in_draft_only():
    document = submitted()

    assert refusal(lambda: chain.set_chain(document, FULL, by=None, at=AT)) == "not-a-draft"


def test_chain_set_again_keeps_the_step_with_its_answer_and_lets_the_others_go():
    document = submitted(*SUPERVISED, plan("quality", Role.QUALITY_OFFICER), plan("validation", Role.VALIDATOR))
    signs(step_of(document), hand_of(document, Role.SUPERVISOR))
    signs(step_of(document, "quality"), hand_of(document, Role.QUALITY_OFFICER))
    chain.send_back(document, by=None, at=AT, reason="Autre chaîne.")
    kept, answered = step_of(document), step_of(document, "quality")

    chain.set_chain(document, [*SUPERVISED, plan("stakeholders", name="Quai")], by=None, at=later(hours=1))

    assert [state.step.stage for state in chain_of(document)] == ["supervision", "stakeholders"]
    assert [state.is_passed for state in chain_of(document)] == [True, False]
    assert step_of(document).pk == kept.pk
    answered.refresh_from_db()
    assert (answered.left_at, answered.signoffs.count()) == (later(hours=1), 1)
    assert Step.objects.filter(document=document, stage="validation").exists() is False


def test_step_that_comes_back_into_the_chain_brings_its_answer():
    document = submitted(*SUPERVISED, plan("quality", Role.QUALITY_OFFICER))
    signs(step_of(document), hand_of(document, Role.SUPERVISOR))
    chain.send_back(document, by=None, at=AT, reason="Autre chaîne.")
    chain.set_chain(document, [plan("quality", Role.QUALITY_OFFICER)], by=None, at=AT)

    chain.set_chain(document, [*SUPERVISED, plan("quality", Role.QUALITY_OFFICER)], by=None, at=AT)

    assert [state.is_passed for state in chain_of(document)] == [True, False]
    assert chain.submit(document, by=None, at=AT).stage == "quality"


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        (plan("draft"), "no-review-stage", "stage"),
        (plan("ready"), "no-review-stage", "stage"),
        (chain.StepPlan("quality", Text()), "party-needed", "party"),
        (plan("quality", Role.LEAD_AUTHOR), "role-cannot-sign", "role"),
        (plan("quality", Role.READER), "role-cannot-sign", "role"),
        (plan("quality", "king"), "role-cannot-sign", "role"),
        (plan("validation", silence_basis="Règlement, art. 4"), "date-needed", "due_on"),
        (
            plan("supervision", silence_basis="Règlement, art. 4", due_on=dt.date(2026, 5, 1)),
            "no-silence-here",
            "silence_basis",
        ),
        (plan("supervision", Role.SUPERVISOR), "twice", "party"),
    ],
)
def test_a_plan_that_cannot_be_a_chain_is_refused(wrong, code, field):
    document = document_with()

    with pytest.raises(DomainError) as refused:
        chain.set_chain(document, [*SUPERVISED, wrong], by=None, at=AT)

    assert (refused.value.code, refused.value.field, Step.objects.count()) == (code, field, 0)


def test_a_real_document_has_no_invented_party():
    invented = OrganisationFactory(record=record("demonstration"))

    wrong = plan("validation", organisation=invented)

    assert refusal(lambda: chain.set_chain(document_with(), [wrong], by=None, at=AT)) == "mixed-records"


def test_standard_chain_of_a_profile_ends_with_its_city_and_that_of_news_is_quality():
    profile, news = DocumentFactory(), DocumentFactory(kind="news", city=None)

    plans = chain.standard_chain(profile)

    assert [each.stage for each in plans] == ["supervision", "quality", "stakeholders", "validation"]
    assert (plans[-1].party, plans[-1].organisation) == (profile.city.name, profile.city)
    assert [each.stage for each in chain.standard_chain(news)] == ["quality"]
    assert len(chain.set_chain(profile, plans, by=None, at=AT)) == 4


@pytest.mark.parametrize("stage", [*Stage.values[1:6]])
def test_sent_back_from_every_stage_before_publication(stage, django_capture_on_commit_callbacks):
    document = document_with(stage=stage)
    author, officer = hand_of(document, Role.LEAD_AUTHOR), user_with(Role.OFFICER)

    with django_capture_on_commit_callbacks(execute=True):
        chain.send_back(document, by=officer, at=AT, reason="Les annexes manquent.")

    assert stage_of(document) == "draft"
    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.values["reason"]) == (author, "document-returned", "Les annexes manquent.")


@pytest.mark.parametrize(("stage", "code"), [("draft", "no-such-move"), ("published", "no-such-move")])
def test_neither_a_draft_nor_what_is_published_is_sent_back(stage, code):
    document = document_with(stage=stage)

    assert refusal(lambda: chain.send_back(document, by=None, at=AT, reason="Non.")) == code


def test_sent_back_needs_a_reason():
    document = submitted()

    assert refusal(lambda: chain.send_back(document, by=None, at=AT, reason=" ")) == "reason-needed"
    assert stage_of(document) == "supervision"


def test_edit_of_a_signed_text_makes_the_answer_stale_says_whose_and_ready_falls_back(
    django_capture_on_commit_callbacks,
):
    document = submitted(*SUPERVISED, plan("validation", Role.VALIDATOR))
    lead, supervisor = hand_of(document, Role.LEAD_AUTHOR), hand_of(document, Role.SUPERVISOR)
    validator = hand_of(document, Role.VALIDATOR)
    signs(step_of(document), supervisor)
    signs(step_of(document, "validation"), validator)
    assert stage_of(document) == "ready"

    with django_capture_on_commit_callbacks(execute=True):
        edited(document, by=lead)

    assert stage_of(document) == "validation"
    assert chain_is_passed(document) is False
    assert [str(state.step.party) for state in stale_parties(document)] == ["Partie supervision", "Partie validation"]
    told = Notice.objects.filter(kind="signoff-stale").values_list("user", flat=True)
    assert sorted(told) == sorted([supervisor.pk, validator.pk])
    assert open_tasks(document) == [("supervision", supervisor.pk), ("validation", validator.pk)]


def test_a_stage_with_a_stale_answer_is_not_passed_until_it_is_renewed():
    document = submitted(*SUPERVISED, plan("validation", Role.VALIDATOR))
    supervisor, validator = hand_of(document, Role.SUPERVISOR), hand_of(document, Role.VALIDATOR)
    signs(step_of(document), supervisor)
    edited(document)

    signs(step_of(document, "validation"), validator, at=later(hours=2))
    held_up = stage_of(document)
    signs(step_of(document), supervisor, at=later(hours=3))

    assert (held_up, stage_of(document), chain_is_passed(document)) == ("validation", "ready", True)
    assert [state.step.signoffs.count() for state in chain_of(document)] == [2, 1]


def test_answers_hold_again_when_the_signed_text_comes_back():
    document = submitted()
    signs(step_of(document), hand_of(document, Role.SUPERVISOR))
    before = current_revision(section_of(document), "fr").html

    edited(document)
    fallen = stage_of(document)
    edited(document, before, at=later(hours=2))

    assert (fallen, stage_of(document)) == ("supervision", "ready")


def test_edit_of_another_language_leaves_the_answer_as_it_was():
    document = submitted()
    signs(step_of(document), hand_of(document, Role.SUPERVISOR))

    edited(document, "<p>The harbour.</p>", language="en")

    assert (stage_of(document), stale_parties(document)) == ("ready", [])


def test_another_title_makes_answers_stale_and_the_clock_notices():
    document = submitted()
    signs(step_of(document), hand_of(document, Role.SUPERVISOR))

    rename_document(document, title=Text.of("fr", fr="Profil de Mayda"), by=None, at=AT)
    reminders.keep_chains(at=later(hours=1))

    assert (stage_of(document), chain_is_passed(document)) == ("supervision", False)


def test_tasks_follow_who_is_waited_for():
    document = submitted(*SUPERVISED, plan("quality", Role.QUALITY_OFFICER))
    supervisor, quality = hand_of(document, Role.SUPERVISOR), hand_of(document, Role.QUALITY_OFFICER)
    reminders.keep_chains(at=AT)
    asked = open_tasks(document)

    signs(step_of(document), supervisor)
    then = open_tasks(document)
    signs(step_of(document, "quality"), quality)
    ready = open_tasks(document)
    Document.objects.filter(pk=document.pk).update(stage="published")
    for _twice in range(2):
        reminders.keep_chains(at=AT)

    assert (asked, then) == ([("supervision", supervisor.pk)], [("quality", quality.pk)])
    assert (ready, open_tasks(document)) == ([("ready", None)], [])


def test_author_with_the_role_has_no_task_and_a_party_nobody_holds_is_the_teams():
    document = submitted(plan("validation", Role.VALIDATOR), plan("validation", name="Quai"))
    both = hand_of(document, Role.VALIDATOR)
    hand_of(document, Role.CO_AUTHOR, section=section_of(document), user=both)

    reminders.keep_chains(at=AT)

    assert open_tasks(document) == [("validation", None), ("validation", None)]


def test_a_party_that_answers_on_paper_is_asked_by_the_focal_point():
    document = document_with()
    focal = user_with(Role.FOCAL_POINT, organisation=document.city)
    chain.set_chain(document, [plan("stakeholders", due_on=dt.date(2026, 4, 30))], by=None, at=AT)

    chain.submit(document, by=None, at=AT)

    task = Task.objects.get()
    # The end of the day in Casablanca, where the factory's places lie.
    assert (task.assignee, task.due_at) == (focal, dt.datetime(2026, 4, 30, 22, 59, 59, tzinfo=dt.UTC))
    assert task.scope == f"organisation:{document.city_id}"


def test_moved_date_moves_the_task():
    document = document_with()
    validator = hand_of(document, Role.VALIDATOR)
    chain.set_chain(document, [plan("validation", Role.VALIDATOR, due_on=dt.date(2026, 4, 30))], by=None, at=AT)
    chain.submit(document, by=None, at=AT)

    chain.move_date(step_of(document, "validation"), due_on=dt.date(2026, 5, 30), by=None, at=AT)

    task = Task.objects.get()
    assert (task.assignee, task.due_at.date()) == (validator, dt.date(2026, 5, 30))


def test_reminders_before_and_after_the_day_come_once_each(django_capture_on_commit_callbacks):
    document = document_with()
    validator = hand_of(document, Role.VALIDATOR)
    chain.set_chain(document, [plan("validation", Role.VALIDATOR, due_on=dt.date(2026, 4, 30))], by=None, at=AT)
    chain.submit(document, by=None, at=AT)
    sent = {}

    for day in range(1, 46):
        for hour in (1, 8):
            with django_capture_on_commit_callbacks(execute=True):
                count = reminders.remind(at=later(days=day - 1, hours=hour))
            if count:
                sent[later(days=day - 1).date().isoformat()] = count

    assert sent == {"2026-04-23": 1, "2026-04-29": 1, "2026-05-01": 1, "2026-05-08": 1, "2026-05-15": 1}
    kinds = Notice.objects.exclude(kind="document-waits").order_by("at").values_list("user", "kind")
    assert list(kinds) == [(validator.pk, "document-due")] * 2 + [(validator.pk, "document-late")] * 3


def test_authors_are_reminded_of_their_section_and_not_of_anothers(django_capture_on_commit_callbacks):
    document = document_with(due_on=dt.date(2026, 6, 30))
    section = section_of(document)
    section.due_on = dt.date(2026, 4, 3)
    section.save()
    hand_of(document, Role.LEAD_AUTHOR)
    co_author = hand_of(document, Role.CO_AUTHOR, section=section)

    with django_capture_on_commit_callbacks(execute=True):
        reminders.remind(at=AT)

    assert list(Notice.objects.values_list("user", "kind")) == [(co_author.pk, "document-due")]


@pytest.mark.parametrize("parties", [1, 3])
def test_chain_of_asks_the_database_as_often_for_three_parties_as_for_one(parties, django_assert_num_queries):
    plans = [plan("validation", Role.VALIDATOR, f"Quai {number}") for number in range(parties)]
    document = submitted(*plans)
    for step in Step.objects.filter(document=document):
        signs(step, hand_of(document, Role.VALIDATOR))
    document = Document.objects.select_related("template").get(pk=document.pk)

    with django_assert_num_queries(4):
        states = chain_of(document)
        said = [(str(state.step.party), str(state.signoff.user), state.is_stale) for state in states]

    assert len(said) == parties


def test_moments_are_of_the_stage():
    document = submitted()
    signs(step_of(document), hand_of(document, Role.SUPERVISOR), at=later(days=2))

    document.refresh_from_db()

    assert (document.stage, document.stage_since) == ("ready", later(days=2))
    assert timezone.is_aware(document.stage_since)


def test_returned_sends_the_document_back_with_the_reason(django_capture_on_commit_callbacks):
    document = submitted()
    lead, supervisor = hand_of(document, Role.LEAD_AUTHOR), hand_of(document, Role.SUPERVISOR)

    with django_capture_on_commit_callbacks(execute=True):
        signs(step_of(document), supervisor, Answer.RETURNED, comment="Le chapitre 4 manque.")

    assert stage_of(document) == "draft"
    moved = AuditEntry.objects.filter(verb="document-moved").latest("pk")
    assert (moved.actor, moved.reason) == (supervisor, "Le chapitre 4 manque.")
    notice = Notice.objects.get(kind="document-returned")
    assert (notice.user, notice.values["party"]["fr"]) == (lead, "Partie supervision")
    assert open_tasks(document) == []


def test_returned_unchanged_and_submitted_again_waits_for_the_party_anew():
    document = submitted()
    supervisor = hand_of(document, Role.SUPERVISOR)
    signs(step_of(document), supervisor, Answer.RETURNED)

    chain.submit(document, by=UserFactory(), at=later(hours=1))
    again = signs(step_of(document), supervisor, Answer.RETURNED, at=later(hours=2))

    assert (again.made_at, stage_of(document)) == (later(hours=2), "draft")
