"""Every field of a model is in the API, or is left out here by name and with a reason."""

from django.apps import apps

from portolan.api.urls import COLLECTIONS

ROWS = {collection.name: collection.row for collection in COLLECTIONS}
CHILDREN = {"id", "record", "source", "locator"}  # given as `record` and `cited`

# Model -> (collection, path to the row's part, names that differ). A field that maps to None is given by nesting.
SHOWN = {
    "network.place": ("places", (), {"slug": "code"}),
    "network.placename": ("places", ("names",), {}),
    "network.organisation": ("organisations", (), {"slug": "code"}),
    "network.organisationname": ("organisations", ("names",), {}),
    "network.membership": ("members", (), {"role": "kind"}),
    "network.programme": ("programmes", (), {"slug": "code", "is_home": "home"}),
    "network.phase": ("programmes", ("phases",), {"is_current": "current"}),
    "meetings.meeting": ("events", (), {"slug": "code"}),
    "meetings.meetingtitle": ("events", ("other_titles",), {}),
    "meetings.meetinghost": ("events", ("hosts",), {}),
    "dialogue.peerlearningevent": ("events", (), {}),
    "dialogue.product": ("events", ("products",), {}),
    "dialogue.casepresentation": ("events", ("cases",), {}),
    "vocabulary.theme": ("themes", (), {}),
    "vocabulary.term": ("terms", (), {}),
    "vocabulary.framework": ("frameworks", (), {"is_complete": "complete"}),
    "vocabulary.node": ("framework-nodes", (), {}),
    "vocabulary.glossaryterm": ("glossary", (), {}),
    "documents.edition": (
        "documents", (), {"number": "edition", "published_at": "published", "note": "what_changed", "contents": "hashes"},
    ),
    "documents.editionsection": ("documents", ("sections",), {}),
    "results.keyfigure": ("figures", (), {}),
    "results.figureedition": ("figures", ("editions",), {}),
    "results.count": ("counts", (), {}),
    "provenance.source": ("sources", (), {}),
    "provenance.record": ("places", ("record",), {}),
    "provenance.statement": ("places", ("statements",), {}),
}
LEFT_OUT = {
    "network.place": {
        "sort_keys": "made from the names", "label_side": "drawing", "label_dy": "drawing", "label_rank": "drawing",
    },
    "network.placename": {"place": "the row it is in", "key": "made from the name"},
    "network.organisation": {"sort_keys": "made from the names", "redirect_to": "merged rows are not given"},
    "network.organisationname": {"organisation": "the row it is in", "key": "made from the name"},
    "network.programme": {
        "logo": "a file of the site", "languages": "a setting of the site", "colour_main": "a setting of the site",
        "colour_accent": "a setting of the site",
    },
    "network.phase": {"programme": "the row it is in"},
    "meetings.meeting": {"is_public": "only public ones are given"},
    "meetings.meetingtitle": {"meeting": "the row it is in"},
    "meetings.meetinghost": {"meeting": "the row it is in"},
    "dialogue.peerlearningevent": {"meeting": "given as one row"},
    "dialogue.product": {"event": "the row it is in"},
    "dialogue.casepresentation": {"event": "the row it is in"},
    "documents.edition": {
        "document": "given as one row", "is_current": "only current ones are given",
        "published_by": "people", "reservations": "stand on the document's page, in their own words",
        "withdrawn_at": "withdrawn ones are not given", "withdrawn_by": "people",
        "withdrawal_reason": "withdrawn ones are not given",
    },
    "documents.editionsection": {
        "edition": "the row it is in", "position": "the order of the list", "level": "the look of the contents",
        "html": "the text stands on the document's pages and in its files", "hash": "given for the whole, as `hashes`",
        "notes": "made from the text",
    },
    "results.figureedition": {"figure": "the row it is in"},
    "provenance.statement": {
        "subject_kind": "the row it is in", "subject_id": "the row it is in", "conflict": "given as `disputed`",
        "made_at": "when it was imported, which says nothing of the fact",
    },
}  # fmt: skip
# Models that are not open data at all.
NOT_OPEN = {
    "accounts": "who uses the site", "outbox": "work of the team", "search": "made from the rows",
    "exchange": "imports",    "operations": "running the site",
    "network.person": "people", "network.affiliation": "people", "network.consent": "people",
    "network.focalpoint": "people", "network.roleassignment": "people", "network.invitation": "people",
    "meetings.attendance": "people", "provenance.conflict": "given as `disputed` with the statements",
    "provenance.generation": "running the site", "dialogue.formeraddress": "old addresses of pages",
    "network.citynote": "the city's file", "network.agreement": "the city's file", "network.office": "the city's file",
    "network.handover": "the city's file", "network.mergerun": "work of the team",
    "network.mergemove": "work of the team",
    "network.notthesame": "work of the team",
    **dict.fromkeys(
        (
            "documents.document", "documents.section", "documents.sectiontext", "documents.revision", "documents.draft",
            "documents.documenttemplate", "documents.templatesection", "documents.look", "documents.returnedfile",
        ),
        "texts in work: what is published is given as editions",
    ),
    **dict.fromkeys(
        ("documents.remark", "documents.answer", "documents.guest", "documents.step", "documents.signoff"),
        "who answers for a text in work",
    ),
    **dict.fromkeys(
        ("documents.picture", "documents.pictureuse", "documents.editionfile"), "files of pages, made or shown there",
    ),
}  # fmt: skip


def _part(row, path):
    """The schema of a nested part, by the names that lead to it."""
    schema = row.model_json_schema()
    here = schema
    for name in path:
        told = here["properties"][name]
        ways = [told, told.get("items", {}), *told.get("anyOf", [])]
        reference = next(way["$ref"] for way in ways if "$ref" in way)
        here = schema["$defs"][reference.rsplit("/", 1)[-1]]
    return set(here["properties"])


def test_every_field_is_given_or_left_out_for_a_reason():
    missing = set()
    for label, (collection, path, renamed) in SHOWN.items():
        given = _part(ROWS[collection], path)
        for field in apps.get_model(label)._meta.get_fields():
            if field.auto_created or field.name in CHILDREN or field.name in LEFT_OUT.get(label, {}):
                continue
            if renamed.get(field.name, field.name) not in given:
                missing.add(f"{label}.{field.name}")

    assert missing == set()


def test_every_model_is_open_data_or_not_for_a_reason():
    unknown = {
        model._meta.label_lower
        for model in apps.get_models()
        if model.__module__.startswith("portolan.")
        and model._meta.label_lower not in SHOWN | NOT_OPEN
        and model._meta.app_label not in NOT_OPEN
    }

    assert unknown == set()


def test_nothing_is_left_out_that_is_not_there():
    gone = {
        f"{label}.{name}"
        for label, names in LEFT_OUT.items()
        for name in names
        if name not in {field.name for field in apps.get_model(label)._meta.get_fields()}
    }

    assert gone == set()
