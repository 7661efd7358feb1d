"""The writing page of a section: who may, what it costs, drafts, stale bases, versions, pictures."""

import json

import pytest
from django.urls import reverse

from portolan.documents.domain.writing import draft_of, keep_draft
from portolan.documents.models import Draft, Revision
from portolan.network.enums import Role
from tests.factories import user_with
from tests.factories.documents import WRITTEN, document_with, hand_of, section_of, written


@pytest.fixture
def profile():
    """A profile whose framework is written in French, with a lead author."""
    return document_with({"framework": {"fr": "<p>Le port accueille.</p>"}})


def page(document, name="write", key="framework", language="fr", *more):
    return reverse(f"desk:document-{name}", args=[document.slug, key, language, *more])


@pytest.fixture
def author(client, profile):
    user = hand_of(profile, Role.LEAD_AUTHOR)
    client.force_login(user)
    client.user = user
    return client


def send(client, address, **sent):
    return client.post(
        address, json.dumps(sent), content_type="application/json", headers={"accept": "application/json"}
    )


def test_page_shows_the_text_with_its_base(author, profile):
    answer = author.get(page(profile))

    assert answer.status_code == 200
    assert answer.context["form"]["html"].value() == "<p>Le port accueille.</p>"
    assert answer.context["form"]["base"].value() == 1
