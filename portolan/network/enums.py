"""Words of the network: regions, kinds of bodies, roles of members, roles of people."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Region(TextChoices):
    """The three regions of the programme, and elsewhere."""

    NORTH_AFRICA = "north-africa", _("North Africa")
    MIDDLE_EAST = "middle-east", _("Middle East")
    EUROPE = "europe", _("Europe")
    OTHER = "other", pgettext_lazy("region", "Elsewhere")


class PlaceKind(TextChoices):
    """What a place is. A governorate is never the city of the same name."""

    CITY = "city", _("city")
    METROPOLIS = "metropolis", _("metropolis")
    REGION = "region", pgettext_lazy("kind of place", "region")
    DISTRICT = "district", _("district")
    ISLAND = "island", _("island")


class OrganisationKind(TextChoices):
    """What an organisation is."""

    MUNICIPALITY = "municipality", _("municipality")
    METROPOLITAN = "metropolitan", _("metropolitan body")
    LOCAL_FUND = "local-fund", _("fund of municipalities")
    ASSOCIATION = "association", _("association of local governments")
    INTERNATIONAL = "international", _("international organisation")
    DONOR = "donor", pgettext_lazy("kind of organisation", "donor")
    NGO = "ngo", _("civil society organisation")
    UNIVERSITY = "university", _("university or research body")
    MINISTRY = "ministry", _("ministry or state body")
    COMPANY = "company", _("company")
    OTHER = "other", pgettext_lazy("kind of organisation", "other")


CITY_BODIES = (OrganisationKind.MUNICIPALITY, OrganisationKind.METROPOLITAN)
ASSOCIATION_BODIES = (OrganisationKind.LOCAL_FUND, OrganisationKind.ASSOCIATION)


class MemberRole(TextChoices):
    """As what an organisation belongs to a phase."""

    CITY = "city", _("member city")
    ASSOCIATION = "association", _("member association")
    PARTNER = "partner", _("partner")
    DONOR = "donor", pgettext_lazy("member role", "donor")
    ASSOCIATE = "associate", _("associate partner")


class Role(TextChoices):
    """What a person is in the programme. Permissions follow from it in `rules.py`."""

    MANAGER = "manager", _("programme manager")
    OFFICER = "officer", _("programme officer")
    FOCAL_POINT = "focal-point", _("city focal point")
    LOCAL_EXPERT = "local-expert", _("local expert")
    INTERNATIONAL_EXPERT = "international-expert", _("international expert")
    STAKEHOLDER = "stakeholder", _("stakeholder")
    EVALUATOR = "evaluator", _("evaluator")
    DONOR_READER = "donor-reader", _("donor")
    TRANSLATOR = "translator", _("translator")
    AUDITOR = "auditor", _("auditor")
    # Tied to one thing: the scope names it.
    HOST = "host", _("host of an event")
    ORGANISER = "organiser", _("organiser of an event")
    RAPPORTEUR = "rapporteur", _("rapporteur")
    MODERATOR = "moderator", _("moderator")
    PRESENTER = "presenter", _("presenter of a case")
    PARTICIPANT = "participant", _("participant")
    APPLICANT = "applicant", _("applicant")
    IMPLEMENTER = "implementer", _("implementer")
    PANEL_MEMBER = "panel-member", _("panel member")
    # Tied to one document, the co-author to the document or one of its sections.
    LEAD_AUTHOR = "lead-author", _("lead author")
    CO_AUTHOR = "co-author", _("co-author")
    SUPERVISOR = "supervisor", _("supervisor")
    QUALITY_OFFICER = "quality-officer", _("quality officer")
    VALIDATOR = "validator", _("validator for the city")
    READER = "reader", _("invited reader")


TEAM_ROLES = (Role.MANAGER, Role.OFFICER)
DOCUMENT_ROLES = (
    Role.LEAD_AUTHOR,
    Role.CO_AUTHOR,
    Role.SUPERVISOR,
    Role.QUALITY_OFFICER,
    Role.VALIDATOR,
    Role.READER,
)
OBJECT_ROLES = (
    Role.HOST,
    Role.ORGANISER,
    Role.RAPPORTEUR,
    Role.MODERATOR,
    Role.PRESENTER,
    Role.PARTICIPANT,
    Role.APPLICANT,
    Role.IMPLEMENTER,
    Role.PANEL_MEMBER,
    *DOCUMENT_ROLES,
)


# What an officer may give within the own scope; every other role is given by a manager.
OFFICER_GIVES = (Role.FOCAL_POINT, Role.LOCAL_EXPERT, Role.INTERNATIONAL_EXPERT, Role.STAKEHOLDER)
# Tied to a city by nature: without one the role would reach all of them.
CITY_ROLES = (Role.FOCAL_POINT, Role.LOCAL_EXPERT)


class Component(TextChoices):
    """The three parts of the programme's work; officers may be limited to one."""

    DIALOGUE = "dialogue", pgettext_lazy("component", "dialogue")
    KNOWLEDGE = "knowledge", pgettext_lazy("component", "knowledge")
    ACTION = "action", pgettext_lazy("component", "action")


class Rank(TextChoices):
    """Whether a focal point holds the post or stands in."""

    HOLDER = "holder", _("focal point")
    DEPUTY = "deputy", _("deputy")


class Visibility(TextChoices):
    """Who may see that a person took part."""

    HIDDEN = "hidden", _("the team only")
    PARTICIPANTS = "participants", _("other participants")
    PUBLIC = "public", _("everyone")


class ConsentPurpose(TextChoices):
    """What a person agreed to; each agreement is separate, dated and can be withdrawn."""

    DIRECTORY = "directory", _("being listed in a directory of participants")
    PHOTOGRAPH = "photograph", _("being photographed")
    PUBLICATION = "publication", _("being named in publications")
    CONTACT = "contact", _("being contacted about the network")


class Sex(TextChoices):
    """As the person stated it; empty is "not stated"."""

    FEMALE = "f", _("female")
    MALE = "m", _("male")
    OTHER = "x", pgettext_lazy("sex", "other")


class NoteKind(TextChoices):
    """What a dated note in a city's file is about."""

    CALL = "call", _("telephone call")
    VISIT = "visit", pgettext_lazy("kind of note", "visit")
    LETTER = "letter", _("letter")
    MEETING = "meeting", pgettext_lazy("kind of note", "meeting")
    OTHER = "other", pgettext_lazy("kind of note", "other")


class OfficeKind(TextChoices):
    """How the head of a city came to the post."""

    ELECTED = "elected", _("elected")
    INTERIM = "interim", _("interim")
    APPOINTED = "appointed", _("appointed")


class NoteReaders(TextChoices):
    """For whom a note in a city's file is."""

    TEAM = "team", _("the team only")
    CITY = "city", _("the team and the city")


class Seat(TextChoices):
    """What of a city changes with an election."""

    EXECUTIVE = "executive", _("head of the executive")
    COUNCIL = "council", _("council")


class MoveKind(TextChoices):
    """What a merge did to a row."""

    CHANGE = "change", pgettext_lazy("merge", "changed")
    DELETE = "delete", pgettext_lazy("merge", "left out as a double")


class Likeness(TextChoices):
    """Why two people or two bodies may be one."""

    SAME_NAME = "same-name", _("the same name")
    TURNED_NAME = "turned-name", _("the same words in another order")
    ALIKE_NAME = "alike-name", _("names that look alike")
    SAME_EMAIL = "same-email", _("the same e-mail address")
    SAME_BODY = "same-body", _("the same organisation")
    SHARED_NAME = "shared-name", _("a name or acronym in common")
    SAME_PLACE = "same-place", _("the same place")
    SAME_WEBSITE = "same-website", _("the same website")


class Confirmation(TextChoices):
    """What to ask a city again when somebody else governs it."""

    MEMBERSHIP = "membership", _("that the city remains a member")
    FOCAL_POINT = "focal-point", _("who its focal point and deputy are")
    CONTACTS = "contacts", _("how to reach the executive")
    COMMITMENTS = "commitments", _("what was agreed with the former executive")


class DemonstrationWork(TextChoices):
    """What the accounts of the demonstration are invited to try."""

    APPROVE = "approve", _("Read two messages that wait, and let them leave")
    COMPARE = "compare", _("Compare two people who may be one")
    READ_CITY = "read-city", _("Read what was agreed with the city")
    READ_NETWORK = "read-network", _("See who belongs to the network")
    READ_TRAIL = "read-trail", _("See who did what")
    LOOK_AROUND = "look-around", _("Look around: your notices are here")
