"""Words of long documents: kinds, stages, origins of a text, audiences of remarks, answers of sign-offs."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentKind(TextChoices):
    """What a document is. A later kind is one line here and a template file."""

    PROFILE = "city-migration-profile", _("city migration profile")
    COUNTRY_CHAPTER = "country-chapter", _("country chapter")
    PRIORITY_PAPER = "priority-paper", _("priority paper")
    BACKGROUND_PAPER = "background-paper", _("background paper")
    CONCEPT_NOTE = "concept-note", _("concept note")
    LEARNING_NOTE = "learning-note", _("learning note")
    POLICY_PAPER = "policy-paper", _("policy paper")
    STORY = "story", pgettext_lazy("kind of document", "story")
    NEWS = "news", pgettext_lazy("kind of document", "news")
    PAGE = "page", pgettext_lazy("kind of document", "page")


class SectionFamily(TextChoices):
    """The seven headings of the programme's own description of a profile; every template section maps to one."""

    FRAMEWORK = "framework", _("institutional framework")
    POLICY = "policy", _("policy-making and cooperation")
    INSTITUTIONS = "institutions", _("main institutions and stakeholders")
    PRACTICES = "practices", _("main interventions and practices")
    PERCEPTIONS = "perceptions", _("perceptions")
    CHALLENGES = "challenges", _("challenges and lessons")
    PRIORITIES = "priorities", pgettext_lazy("section family", "priorities")
    OTHER = "other", pgettext_lazy("section family", "other")


class Stage(TextChoices):
    """Where a document stands. Stages between draft and ready are passed by sign-offs; a chain may lack some."""

    DRAFT = "draft", pgettext_lazy("stage", "draft")
    SUPERVISION = "supervision", _("supervision")
    QUALITY = "quality", _("quality assurance")
    STAKEHOLDERS = "stakeholders", _("stakeholders")
    VALIDATION = "validation", _("validation by the city")
    READY = "ready", _("ready for publication")
    PUBLISHED = "published", pgettext_lazy("stage", "published")


REVIEW_STAGES = (Stage.SUPERVISION, Stage.QUALITY, Stage.STAKEHOLDERS, Stage.VALIDATION)


class Origin(TextChoices):
    """How a revision's text came in."""

    TYPED = "typed", _("written here")
    WORD = "word", _("from a Word file")
    XLIFF = "xliff", _("from a translation file")
    MERGED = "merged", _("two versions brought together")
    RESTORED = "restored", _("an earlier version taken back")
    BUILT = "built", _("made from data")


class TranslationState(TextChoices):
    """How a section stands in a language other than its source."""

    MISSING = "missing", _("missing")
    WORK = "work", _("in work")
    DONE = "done", pgettext_lazy("translation", "done")
    OUTDATED = "outdated", _("out of date")


class Audience(TextChoices):
    """Who may read a remark."""

    AUTHORS = "authors", _("authors and supervisor")
    BODY = "body", _("reviewers of the same body")
    TEAM = "team", _("supervision and team only")
    ALL = "all", _("everyone who may read the document")


class RemarkState(TextChoices):
    """Whether a remark waits for something."""

    OPEN = "open", pgettext_lazy("remark", "open")
    RESOLVED = "resolved", pgettext_lazy("remark", "resolved")


class Answer(TextChoices):
    """What a party of the chain answers."""

    AGREED = "agreed", pgettext_lazy("sign-off", "agreed")
    RESERVED = "reserved", _("agreed with reservations")
    RETURNED = "returned", _("returned")
    NO_OBJECTION = "no-objection", _("no objection by the date")


GIVEN_ANSWERS = (Answer.AGREED, Answer.RESERVED, Answer.RETURNED)


class Way(TextChoices):
    """How a sign-off reached us."""

    SCREEN = "screen", _("on this site")
    LINK = "link", _("by link and code")
    PAPER = "paper", _("on paper")
    TIME = "time", _("by the date passing")


class ReturnedKind(TextChoices):
    """What kind of file came back."""

    WORD = "word", _("Word file")
    COLUMNS = "columns", _("translation in two columns")
    XLIFF = "xliff", _("translation file (XLIFF)")
