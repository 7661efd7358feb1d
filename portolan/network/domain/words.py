"""How the verbs of the network are said in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "place-added": _("added a place"),
    "place-changed": _("changed a place"),
    "organisation-added": _("added an organisation"),
    "organisation-changed": _("changed an organisation"),
    "programme-changed": _("changed the programme’s settings"),
    "phase-added": _("added a phase"),
    "phase-changed": _("changed a phase"),
    "membership-added": _("added a membership"),
    "membership-changed": _("changed a membership"),
    "membership-ended": _("ended a membership"),
    "person-added": _("added a person"),
    "person-changed": _("changed a person"),
    "person-exported": _("took out all data about a person"),
    "person-erased": _("erased a person"),
    "affiliation-added": _("added a function"),
    "affiliation-changed": _("changed a function"),
    "consent-given": _("noted an agreement"),
    "consent-withdrawn": _("noted that an agreement no longer stands"),
    "merge-done": _("merged two into one"),
    "merge-undone": _("undid a merge"),
    "merge-refused": _("noted that two are not the same"),
    "focal-point-named": _("named a focal point"),
    "focal-point-ended": _("ended the post of a focal point"),
    "work-handed-over": _("handed work over"),
    "city-note-added": _("wrote a note in the city’s file"),
    "city-note-changed": _("changed a note in the city’s file"),
    "agreement-settled": _("noted that something agreed is done"),
    "office-changed": _("noted who governs"),
}
