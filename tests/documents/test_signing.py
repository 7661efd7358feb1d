"""Who may sign, what an answer must say, papers with two people, silence; what is refused and what stays hidden."""

import datetime as dt

import pytest

from portolan.accounts.models import AuditEntry
from portolan.documents.domain import chain, papers, reminders, signing
from portolan.documents.domain.standing import chain_is_passed, chain_of, comment_for
from portolan.documents.domain.whole import content_hash
from portolan.documents.domain.writing import current_revision, save_text
from portolan.documents.enums import Answer, Stage, Way
from portolan.documents.models import Document, SignOff
from portolan.kernel.errors import DomainError
from portolan.messages.models import Notice
from portolan.network.enums import Role
from tests.factories import AffiliationFactory, OrganisationFactory, PersonFactory, UserFactory, user_with
from tests.factories.documents import document_with, hand_of, section_of, written
from tests.factories.signing import AT, SUPERVISED, later, paper, plan, scan, signs, step_of, submitted


def stage_of(document):
    return Document.objects.values_list("stage", flat=True).get(pk=document.pk)


def refused(work):
    with pytest.raises(DomainError) as refusal:
        work()
    return refusal.value.code, refusal.value.field


def edited(document, html="<p>Le port a fermé.</p>", at=None):
    section = section_of(document)
    return save_text(section, "fr", html=html, base=current_revision(section, "fr"), by=None, at=at or later(hours=1))


@pytest.fixture
def document():
    return submitted(plan("validation", Role.VALIDATOR, "Conseil de Mayda"), plan("validation", name="Quai"))


@pytest.fixture
def step(document):
    return step_of(document, "validation", role=Role.VALIDATOR)


@pytest.fixture
def quay(document):
    """The party without a role: by link or on paper."""
    return step_of(document, "validation", role="")


def test_an_answer_keeps_who_on_what_in_which_language_when(document, step):
    person = PersonFactory()
    validator = hand_of(document, Role.VALIDATOR)
    person.user = validator
    person.save()

    signed = signs(step, validator, capacity="  Deuxième adjoint ")

    assert (signed.user, signed.person, signed.language, signed.way) == (validator, person, "fr", Way.SCREEN)
    assert (signed.answer, signed.capacity, signed.signed_on) == ("agreed", "Deuxième adjoint", AT.date())
    assert signed.content_hash == content_hash(document, "fr")
    entry = AuditEntry.objects.get(verb="signed-off")
    assert (entry.actor, entry.changes["hash"][1]) == (validator, signed.content_hash)


@pytest.mark.parametrize(
    ("answer", "more", "expected"),
    [
        (Answer.RESERVED, {"comment": " "}, ("reason-needed", "comment")),
        (Answer.RETURNED, {"comment": ""}, ("reason-needed", "comment")),
        (Answer.NO_OBJECTION, {"comment": "Rien"}, ("unknown-answer", "answer")),
        ("perhaps", {}, ("unknown-answer", "answer")),
        (Answer.AGREED, {"language": "it", "text_hash": "0" * 64}, ("no-such-language", "language")),
        (Answer.AGREED, {"text_hash": "0" * 64}, ("changed-meanwhile", "")),
    ],
)
def test_an_answer_that_lacks_something_is_refused(document, step, answer, more, expected):
    validator = hand_of(document, Role.VALIDATOR)

    assert refused(lambda: signs(step, validator, answer, **more)) == expected
    assert SignOff.objects.count() == 0


def test_a_reservation_is_printed_when_asked_and_nothing_else_is(document, step, quay):
    validator, focal = hand_of(document, Role.VALIDATOR), user_with(Role.FOCAL_POINT, organisation=document.city)

    reserved = signs(step, validator, Answer.RESERVED, comment="Sauf le tableau 3.", is_printed=True)
    agreed = paper(quay, focal, is_printed=True)

    assert (reserved.is_printed, agreed.is_printed) == (True, False)
    assert chain_of(document)[0].is_passed is True


def test_text_changed_since_it_was_read_is_not_signed(document, step):
    read = content_hash(document, "fr")
    edited(document)

    code = refused(lambda: signs(step, hand_of(document, Role.VALIDATOR), text_hash=read))

    assert (code, SignOff.objects.count()) == (("changed-meanwhile", ""), 0)


def test_only_the_role_of_the_step_for_this_document_or_its_city_answers(document, step):
    other = submitted(plan("validation", Role.VALIDATOR))
    candidates = {
        "validator": hand_of(document, Role.VALIDATOR),
        "validator elsewhere": hand_of(other, Role.VALIDATOR),
        "supervisor": hand_of(document, Role.SUPERVISOR),
        "reader": hand_of(document, Role.READER),
        "focal point": user_with(Role.FOCAL_POINT, organisation=document.city),
        "officer": user_with(Role.OFFICER),
        "manager": user_with(Role.MANAGER),
        "nobody": UserFactory(),
    }

    may = {name: signing.may_answer(user, step) for name, user in candidates.items()}

    assert [name for name, allowed in may.items() if allowed] == ["validator"]
    hand_of(document, Role.SUPERVISOR, user=candidates["validator elsewhere"])
    assert signing.may_answer(candidates["validator elsewhere"], step) is False
    for name, user in candidates.items():
        if name != "validator":
            assert refused(lambda user=user: signs(step, user)) == ("not-yours", "")


def test_focal_point_of_the_city_answers_where_the_chain_says_so_and_of_another_city_does_not():
    document = submitted(plan("validation", Role.FOCAL_POINT))
    step = step_of(document, "validation")
    own, other = (
        user_with(Role.FOCAL_POINT, organisation=document.city),
        user_with(Role.FOCAL_POINT, organisation=OrganisationFactory()),
    )

    assert (signing.may_answer(own, step), signing.may_answer(other, step)) == (True, False)


def test_role_that_ended_no_longer_answers(document, step):
    validator = hand_of(document, Role.VALIDATOR)
    validator.role_assignments.update(ends_on=AT.date() - dt.timedelta(days=1))
    validator.__dict__.pop("_grants", None)

    assert refused(lambda: signs(step, validator)) == ("not-yours", "")


def test_officer_without_second_factor_answers_for_nobody():
    document = submitted(plan("quality", Role.OFFICER))
    officer, bare = user_with(Role.OFFICER), user_with(Role.OFFICER)
    bare.authenticator_set.all().delete()

    may = [signing.may_answer(user, step_of(document, "quality")) for user in (officer, bare)]

    assert may == [True, False]


@pytest.mark.parametrize("how", ["lead", "co-author of a section", "wrote once"])
def test_the_author_never_approves_own_work_not_even_as_validator(document, step, how):
    author = hand_of(document, Role.VALIDATOR)
    if how == "lead":
        hand_of(document, Role.LEAD_AUTHOR, user=author)
    elif how == "co-author of a section":
        hand_of(document, Role.CO_AUTHOR, section=section_of(document), user=author)
    else:
        written(section_of(document, "priorities"), "ar", "<p>الميناء</p>", by=author)

    assert signing.may_answer(author, step) is False
    assert refused(lambda: signs(step, author)) == ("own-work", "")


def test_of_a_party_that_is_another_body_only_its_people_answer():
    ministry = OrganisationFactory()
    document = submitted(plan("validation", Role.VALIDATOR, organisation=ministry))
    step = step_of(document, "validation")
    users = [hand_of(document, Role.VALIDATOR) for _each in range(3)]
    AffiliationFactory(organisation=ministry, person=PersonFactory(user=users[0]))
    AffiliationFactory(organisation=ministry, person=PersonFactory(user=users[1]), end="2025-12")

    assert [signing.may_answer(user, step) for user in users] == [True, False, False]


def test_sent_twice_is_one_answer(document, step):
    validator = hand_of(document, Role.VALIDATOR)

    first = signs(step, validator)
    second = signs(step, validator, at=later(seconds=1))

    assert (first.pk, SignOff.objects.count()) == (second.pk, 1)
    assert AuditEntry.objects.filter(verb="signed-off").count() == 1


def test_returned_twice_is_one_answer(document, step):
    validator = hand_of(document, Role.VALIDATOR)

    answers = [signs(step, validator, Answer.RETURNED, at=later(seconds=second)) for second in (0, 1)]

    assert (answers[0].pk, SignOff.objects.count(), stage_of(document)) == (answers[1].pk, 1, "draft")


def test_second_of_two_people_finds_the_party_answered(document, step):
    first, second = hand_of(document, Role.VALIDATOR), hand_of(document, Role.VALIDATOR)
    signs(step, first)

    assert refused(lambda: signs(step, second, Answer.RETURNED)) == ("answered", "")
    assert (SignOff.objects.count(), stage_of(document)) == (1, "validation")


def test_who_agreed_may_think_again_while_the_stage_lasts(document, step):
    validator = hand_of(document, Role.VALIDATOR)
    signs(step, validator)

    signs(step, validator, Answer.RETURNED, at=later(minutes=5))

    assert (SignOff.objects.count(), stage_of(document)) == (2, "draft")


def test_no_answer_before_its_stage_nor_when_ready():
    document = submitted(*SUPERVISED, plan("quality", Role.QUALITY_OFFICER))
    supervisor, quality = hand_of(document, Role.SUPERVISOR), hand_of(document, Role.QUALITY_OFFICER)

    early = refused(lambda: signs(step_of(document, "quality"), quality))
    signs(step_of(document), supervisor)
    passed = refused(lambda: signs(step_of(document), supervisor, Answer.RETURNED))
    signs(step_of(document, "quality"), quality)
    late = refused(lambda: signs(step_of(document, "quality"), quality, Answer.RETURNED))

    assert (early, passed, late) == (("not-now", ""), ("answered", ""), ("not-now", ""))
    assert stage_of(document) == "ready"


def test_a_party_reads_and_signs_its_own_language(document, step):
    for key in ("framework", "perceptions"):
        written(section_of(document, key), "ar", f"<p>الميناء {key}</p>")
    signs(step, hand_of(document, Role.VALIDATOR), language="ar")

    edited(document)
    french = chain_of(document)[0]
    written(section_of(document), "ar", "<p>أغلق الميناء</p>")

    assert (french.signoff.language, french.is_stale, chain_of(document)[0].is_stale) == ("ar", False, True)


# On paper


def test_a_paper_counts_only_once_a_second_person_has_confirmed_it(document, quay):
    focal, officer = user_with(Role.FOCAL_POINT, organisation=document.city), user_with(Role.OFFICER)

    record = paper(quay, focal, capacity="Président", answer=Answer.RESERVED, is_printed=True)
    before = chain_of(document)[1]
    papers.confirm_paper(record, by=officer, at=later(days=1))
    after = chain_of(document)[1]

    assert (before.signoff, before.is_waiting, [each.pk for each in before.papers]) == (None, True, [record.pk])
    assert (after.signoff.pk, after.is_passed, after.papers) == (record.pk, True, ())
    assert (after.signoff.recorded_by, after.signoff.confirmed_by, after.signoff.is_printed) == (focal, officer, True)
    assert record.evidence.name.startswith("sign-offs/2026/")
    assert record.evidence.name.endswith(".pdf")
    assert AuditEntry.objects.get(verb="signed-off").on_behalf_of == "Conseil de Mayda"


def test_who_entered_a_paper_does_not_confirm_it_nor_does_an_author(document, quay):
    focal, author = user_with(Role.FOCAL_POINT, organisation=document.city), user_with(Role.OFFICER)
    written(section_of(document), "fr", "<p>Écrit par le bureau.</p>", by=author)
    record = paper(quay, focal)

    own = refused(lambda: papers.confirm_paper(record, by=focal, at=AT))
    authors = refused(lambda: papers.confirm_paper(record, by=author, at=AT))
    own_refusal = refused(lambda: papers.refuse_paper(record, by=focal, at=AT, reason="Faux."))

    assert (own, authors, own_refusal) == (("own-record", ""), ("own-work", ""), ("own-record", ""))
    assert chain_of(document)[1].signoff is None


def test_confirmed_twice_is_confirmed_once(document, quay):
    record = paper(quay, user_with(Role.FOCAL_POINT, organisation=document.city))
    first, second = user_with(Role.OFFICER), user_with(Role.OFFICER)

    for user in (first, second):
        papers.confirm_paper(record, by=user, at=AT)

    record.refresh_from_db()
    assert (record.confirmed_by, AuditEntry.objects.filter(verb="signed-off").count()) == (first, 1)


def test_refused_paper_never_counts_and_can_be_entered_anew(document, quay, django_capture_on_commit_callbacks):
    focal, officer = user_with(Role.FOCAL_POINT, organisation=document.city), user_with(Role.OFFICER)
    record = paper(quay, focal)

    with django_capture_on_commit_callbacks(execute=True):
        papers.refuse_paper(record, by=officer, at=AT, reason="La date est celle d'une autre séance.")
    late = refused(lambda: papers.confirm_paper(record, by=officer, at=AT))
    anew = paper(quay, focal)
    papers.confirm_paper(anew, by=officer, at=AT)

    assert (late, anew.pk != record.pk, chain_of(document)[1].is_passed) == (("refused-already", ""), True, True)
    assert refused(lambda: papers.refuse_paper(anew, by=officer, at=AT, reason="Non.")) == ("confirmed", "")
    notice = Notice.objects.get(kind="paper-refused")
    assert (notice.user, notice.values["reason"]) == (focal, "La date est celle d'une autre séance.")


def test_paper_entered_twice_is_one(document, quay):
    focal = user_with(Role.FOCAL_POINT, organisation=document.city)

    assert paper(quay, focal).pk == paper(quay, focal, at=later(seconds=1)).pk
    assert SignOff.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"body": " "}, ("body-needed", "body")),
        ({"reference": ""}, ("needed", "reference")),
        ({"signed_on": dt.date(2026, 4, 2)}, ("in-the-future", "signed_on")),
        ({"evidence": None}, ("scan-needed", "evidence")),
        ({"evidence": scan("pv.pdf", b"<html>not a scan</html>")}, ("wrong-kind", "evidence")),
        ({"evidence": scan("pv.pdf", b"%PDF-1.7" + b"0" * (10 * 1024 * 1024))}, ("too-large", "evidence")),
        ({"content_hash": "12ab"}, ("no-fingerprint", "content_hash")),
        ({"answer": Answer.RETURNED, "comment": ""}, ("reason-needed", "comment")),
    ],
)
def test_a_paper_that_lacks_something_is_refused(document, quay, fields, expected):
    focal = user_with(Role.FOCAL_POINT, organisation=document.city)

    assert refused(lambda: paper(quay, focal, **fields)) == expected
    assert SignOff.objects.count() == 0


def test_the_printed_start_of_the_fingerprint_is_enough_and_an_earlier_one_is_stale_from_the_start(document, quay):
    focal, officer = user_with(Role.FOCAL_POINT, organisation=document.city), user_with(Role.OFFICER)
    earlier = content_hash(document, "fr")
    edited(document)
    now = content_hash(document, "fr")

    old = papers.confirm_paper(paper(quay, focal, content_hash=earlier[:16]), by=officer, at=later(hours=2))
    stale = chain_of(document)[1]
    printed = f"{now[:4].upper()} {now[4:8]}·{now[8:12]}"
    new = papers.confirm_paper(
        paper(quay, focal, content_hash=printed, reference="PV 13"), by=officer, at=later(hours=3)
    )

    assert (stale.signoff, stale.is_stale, stale.is_waiting) == (old, True, True)
    assert (new.content_hash, chain_of(document)[1].is_passed) == (now, True)


def test_paper_that_returns_the_document_does_so_when_confirmed(document, quay):
    focal, officer = user_with(Role.FOCAL_POINT, organisation=document.city), user_with(Role.OFFICER)

    record = paper(quay, focal, Answer.RETURNED)
    waiting = stage_of(document)
    papers.confirm_paper(record, by=officer, at=AT)

    assert (waiting, stage_of(document)) == ("validation", "draft")


def test_paper_that_returns_an_earlier_text_sends_nothing_back(document, quay):
    focal, officer = user_with(Role.FOCAL_POINT, organisation=document.city), user_with(Role.OFFICER)
    earlier = content_hash(document, "fr")
    edited(document)

    papers.confirm_paper(paper(quay, focal, Answer.RETURNED, content_hash=earlier), by=officer, at=later(hours=2))

    state = chain_of(document)[1]
    assert (stage_of(document), state.is_stale, state.signoff.answer) == ("validation", True, "returned")


def test_what_was_signed_later_counts_though_it_was_confirmed_earlier(document, step):
    """The council's minutes of March say yes; its letter of April says no, and is entered first."""
    focal, officer = user_with(Role.FOCAL_POINT, organisation=document.city), user_with(Role.OFFICER)
    letter = paper(step, focal, Answer.RESERVED, signed_on=dt.date(2026, 3, 31), reference="Lettre 4")
    minutes = paper(step, focal, signed_on=dt.date(2026, 3, 10), at=later(hours=1))

    for record in (letter, minutes):
        papers.confirm_paper(record, by=officer, at=AT)

    assert chain_of(document)[0].signoff.reference == "Lettre 4"


def test_scans_are_for_those_who_enter_papers_and_supervise(document, quay):
    focal = user_with(Role.FOCAL_POINT, organisation=document.city)
    record = paper(quay, focal)
    readers = {
        "focal point": focal,
        "officer": user_with(Role.OFFICER),
        "supervisor": hand_of(document, Role.SUPERVISOR),
        "author": hand_of(document, Role.LEAD_AUTHOR),
        "reader": hand_of(document, Role.READER),
        "focal point of another city": user_with(Role.FOCAL_POINT, organisation=OrganisationFactory()),
    }

    seen = [name for name, user in readers.items() if record in SignOff.objects.with_evidence_for(user)]

    assert seen == ["focal point", "officer", "supervisor"]


# By silence


def silent(**fields):
    more = {"silence_basis": "Règlement du conseil, art. 12", "due_on": dt.date(2026, 4, 20), **fields}
    return submitted(plan("validation", Role.VALIDATOR, **more))


def test_silence_means_no_objection_where_the_chain_says_so_and_the_day_has_passed():
    document = silent()
    validator = hand_of(document, Role.VALIDATOR)

    on_the_day = reminders.close_silences(at=dt.datetime(2026, 4, 20, 22, tzinfo=dt.UTC))
    after = [reminders.close_silences(at=dt.datetime(2026, 4, 21, hour, tzinfo=dt.UTC)) for hour in (1, 2)]

    state = chain_of(document)[0]
    assert (on_the_day, after) == (0, [1, 0])
    assert (state.signoff.answer, state.signoff.way, state.signoff.user) == (Answer.NO_OBJECTION, Way.TIME, None)
    assert state.signoff.signed_on == dt.date(2026, 4, 20)
    assert (state.signoff.comment, state.is_passed) == ("Règlement du conseil, art. 12", True)
    assert (stage_of(document), chain_is_passed(document)) == ("ready", True)
    assert str(Answer.NO_OBJECTION.label) == state.signoff.get_answer_display()
    assert validator.pk not in SignOff.objects.values_list("user", flat=True)


def test_without_the_writing_no_silence_counts():
    document = submitted(plan("validation", Role.VALIDATOR, due_on=dt.date(2026, 4, 20)))

    closed = reminders.close_silences(at=later(days=60))

    assert (closed, stage_of(document)) == (0, "validation")
    step = step_of(document, "validation")
    assert refused(lambda: signing.close_by_silence(step, by=None, at=later(days=60))) == ("no-silence-here", "")


@pytest.mark.parametrize(("edited_after", "closed"), [(10, 1), (13, 0), (25, 0)])
def test_silence_is_on_a_text_that_was_there_for_the_last_week_before_the_day(edited_after, closed):
    document = silent()
    edited(document, at=later(days=edited_after))

    assert reminders.close_silences(at=later(days=30)) == closed
    assert stage_of(document) == ("ready" if closed else "validation")


def test_silence_on_a_text_edited_afterwards_is_stale_and_does_not_renew_itself():
    document = silent()
    reminders.close_silences(at=later(days=20))

    edited(document, at=later(days=21))

    assert reminders.close_silences(at=later(days=40)) == 0
    assert (stage_of(document), chain_of(document)[0].is_stale) == ("validation", True)


def test_submitted_after_the_day_nobody_has_agreed_by_silence():
    document = silent()
    chain.send_back(document, by=None, at=later(days=1), reason="À revoir.")
    chain.submit(document, by=None, at=later(days=25))

    assert reminders.close_silences(at=later(days=26)) == 0


def test_a_paper_on_its_way_and_a_returned_answer_are_no_silence():
    document = silent()
    step = step_of(document, "validation")
    paper(step, user_with(Role.FOCAL_POINT, organisation=document.city))
    waits = refused(lambda: signing.close_by_silence(step, by=None, at=later(days=30)))

    signs(step, hand_of(document, Role.VALIDATOR), Answer.RETURNED)
    chain.submit(document, by=None, at=later(hours=1))

    assert waits == ("paper-waits", "")
    assert refused(lambda: signing.close_by_silence(step, by=None, at=later(days=30))) == ("answered", "")
    assert stage_of(document) == "validation"


# What is said inside stays inside


def test_what_supervision_says_with_its_answer_is_not_for_the_city():
    document = submitted(*SUPERVISED, plan("validation", Role.VALIDATOR))
    supervisor = hand_of(document, Role.SUPERVISOR)
    inner = signs(step_of(document), supervisor, Answer.RESERVED, comment="L'expert est en retard.")
    outer = signs(
        step_of(document, "validation"), hand_of(document, Role.VALIDATOR), Answer.RESERVED, comment="Sauf 3."
    )
    readers = {
        "supervisor": supervisor,
        "author": hand_of(document, Role.LEAD_AUTHOR),
        "officer": user_with(Role.OFFICER),
        "validator": hand_of(document, Role.VALIDATOR),
        "reader": hand_of(document, Role.READER),
        "focal point": user_with(Role.FOCAL_POINT, organisation=document.city),
        "guest": None,
    }

    read = [name for name, reader in readers.items() if comment_for(inner, reader=reader) == "L'expert est en retard."]

    assert read == ["supervisor", "author", "officer"]
    assert {comment_for(outer, reader=reader) for reader in readers.values()} == {"Sauf 3."}


def test_stages_of_documents_that_nobody_submitted_take_no_answer():
    document = document_with()
    chain.set_chain(document, SUPERVISED, by=None, at=AT)

    assert refused(lambda: signs(step_of(document), hand_of(document, Role.SUPERVISOR))) == ("not-now", "")
    assert stage_of(document) == Stage.DRAFT
