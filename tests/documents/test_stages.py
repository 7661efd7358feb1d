"""The table of moves between stages, every refused move too, and who may make them."""

import itertools

import pytest

from portolan.accounts.enums import Permission
from portolan.accounts.rules import can
from portolan.documents.enums import Stage
from portolan.documents.rules.audiences import audiences_for, default_audience, require_audience
from portolan.documents.rules.stages import MOVES, is_reached, latest, next_stage
from portolan.kernel.errors import DomainError
from portolan.network.enums import CITY_ROLES, OBJECT_ROLES, Role
from tests.factories import user_with
from tests.factories.documents import DocumentFactory

WRITE, SIGN, MANAGE = Permission.DOCUMENT_WRITE, Permission.DOCUMENT_SIGN, Permission.DOCUMENT_MANAGE
# (from, to): who, and whether with a reason.
TABLE = {
    ("draft", "supervision"): (WRITE, False),
    ("draft", "quality"): (WRITE, False),
    ("draft", "stakeholders"): (WRITE, False),
    ("draft", "validation"): (WRITE, False),
    ("supervision", "quality"): (SIGN, False),
    ("supervision", "stakeholders"): (SIGN, False),
    ("supervision", "validation"): (SIGN, False),
    ("supervision", "ready"): (SIGN, False),
    ("quality", "stakeholders"): (SIGN, False),
    ("quality", "validation"): (SIGN, False),
    ("quality", "ready"): (SIGN, False),
    ("stakeholders", "validation"): (SIGN, False),
    ("stakeholders", "ready"): (SIGN, False),
    ("validation", "ready"): (SIGN, False),
    ("supervision", "draft"): (MANAGE, True),
    ("quality", "draft"): (MANAGE, True),
    ("stakeholders", "draft"): (MANAGE, True),
    ("validation", "draft"): (MANAGE, True),
    ("ready", "draft"): (MANAGE, True),
    ("ready", "supervision"): (WRITE, False),
    ("ready", "quality"): (WRITE, False),
    ("ready", "stakeholders"): (WRITE, False),
    ("ready", "validation"): (WRITE, False),
    ("ready", "published"): (MANAGE, False),
    ("published", "draft"): (MANAGE, True),
}
HOLDERS = {
    WRITE: {Role.MANAGER, Role.OFFICER, Role.LEAD_AUTHOR, Role.CO_AUTHOR},
    SIGN: {Role.MANAGER, Role.OFFICER, Role.FOCAL_POINT, Role.SUPERVISOR, Role.QUALITY_OFFICER, Role.VALIDATOR},
    MANAGE: {Role.MANAGER, Role.OFFICER},
}


@pytest.mark.parametrize(("source", "target"), itertools.product(Stage.values, repeat=2))
def test_every_move_is_in_the_table_or_refused(source, target):
    if (source, target) in TABLE:
        move = MOVES.require(source, target, reason="Le port a changé.")
        assert (move.permission, move.needs_reason) == TABLE[source, target]
    else:
        with pytest.raises(DomainError) as refused:
            MOVES.require(source, target, reason="Le port a changé.")
        assert refused.value.code == "no-such-move"


@pytest.mark.parametrize("pair", [pair for pair, (_permission, with_reason) in TABLE.items() if with_reason])
def test_moves_back_need_a_reason(pair):
    with pytest.raises(DomainError) as refused:
        MOVES.require(*pair, reason="  ")

    assert (refused.value.code, refused.value.field) == ("reason-needed", "reason")


@pytest.mark.parametrize("role", Role)
def test_each_role_may_make_the_moves_of_its_permissions_on_its_document_and_on_no_other(role):
    document, other = DocumentFactory(), DocumentFactory()
    scope = {}
    if role in OBJECT_ROLES:
        scope = {"object_kind": "documents.document", "object_id": str(document.pk)}
    elif role in CITY_ROLES or role == Role.OFFICER:
        scope = {"organisation": document.city}
    user = user_with(role, **scope)

    mine = {permission for permission in HOLDERS if can(user, permission, on=document)}
    others = {permission for permission in HOLDERS if can(user, permission, on=other)}

    assert mine == {permission for permission, roles in HOLDERS.items() if role in roles}
    assert others == (set(HOLDERS) if role == Role.MANAGER else set())


@pytest.mark.parametrize(
    ("stage", "held", "expected"),
    [
        ("draft", ["quality", "validation"], "quality"),
        ("draft", ["validation"], "validation"),
        ("supervision", ["supervision", "validation"], "validation"),
        ("supervision", ["supervision"], "ready"),
        ("quality", ["supervision", "quality", "stakeholders"], "stakeholders"),
        ("validation", ["supervision", "validation"], "ready"),
    ],
)
def test_next_stage_is_the_next_in_which_somebody_answers(stage, held, expected):
    assert next_stage(stage, held) == expected


def test_a_stage_is_reached_with_those_before_it_and_only_in_review():
    reached = {stage: [step for step in Stage.values[1:5] if is_reached(step, stage)] for stage in Stage.values}

    assert reached == {
        "draft": [],
        "supervision": ["supervision"],
        "quality": ["supervision", "quality"],
        "stakeholders": ["supervision", "quality", "stakeholders"],
        "validation": ["supervision", "quality", "stakeholders", "validation"],
        "ready": [],
        "published": [],
    }
    assert latest(["quality", "stakeholders", "supervision"]) == "stakeholders"


@pytest.mark.parametrize(
    ("supervises", "has_body", "offered"),
    [
        (False, False, ["authors", "all"]),
        (False, True, ["authors", "all", "body"]),
        (True, False, ["authors", "all", "team"]),
        (True, True, ["authors", "all", "body", "team"]),
    ],
)
def test_writers_address_only_whom_they_may(supervises, has_body, offered):
    chosen = audiences_for(supervises=supervises, has_body=has_body)

    assert list(chosen) == offered
    for audience in offered:
        assert require_audience(audience, supervises=supervises, has_body=has_body) == audience
    for audience in {"authors", "all", "body", "team", "nobody"} - set(offered):
        with pytest.raises(DomainError) as refused:
            require_audience(audience, supervises=supervises, has_body=has_body)
        assert refused.value.field == "audience"
    assert default_audience(supervises=supervises) == ("all" if supervises else "authors")
