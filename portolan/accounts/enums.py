"""Permission names: one vocabulary for pages, files, mails, exports and the API."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What a person may be allowed to do. Roles give them, scopes limit them; see `can()`."""

    DESK_USE = "desk.use"
    NETWORK_READ = "network.read"
    NETWORK_EDIT = "network.edit"
    PEOPLE_READ = "people.read"
    PEOPLE_EDIT = "people.edit"
    PEOPLE_MERGE = "people.merge"
    CITY_READ = "city.read"
    CITY_WRITE = "city.write"
    CITY_FILE_READ = "city-file.read"
    CITY_FILE_WRITE = "city-file.write"
    FOCAL_POINT_CHANGE = "focal-point.change"
    MEETING_READ = "meeting.read"
    MEETING_EDIT = "meeting.edit"
    ATTENDANCE_READ = "attendance.read"
    DOCUMENT_READ = "document.read"
    DOCUMENT_WRITE = "document.write"
    DOCUMENT_REMARK = "document.remark"
    DOCUMENT_TRANSLATE = "document.translate"
    # Read what supervision and the team say among themselves.
    DOCUMENT_SUPERVISE = "document.supervise"
    # Answer for a party of the chain.
    DOCUMENT_SIGN = "document.sign"
    # Enter and confirm answers given on paper.
    DOCUMENT_RECORD_PAPER = "document.record-paper"
    # Make documents, say who works on them, set the chain, move back, publish and withdraw.
    DOCUMENT_MANAGE = "document.manage"
    FIGURE_EDIT = "figure.edit"
    ROWS_READ = "rows.read"
    VOCABULARY_EDIT = "vocabulary.edit"
    TRANSLATION_EDIT = "translation.edit"
    IMPORT_RUN = "import.run"
    CONFLICT_DECIDE = "conflict.decide"
    USERS_INVITE = "users.invite"
    USERS_MANAGE = "users.manage"
    OUTBOX_APPROVE = "outbox.approve"
    AUDIT_READ = "audit.read"
    SETTINGS_EDIT = "settings.edit"
    FAULTS_READ = "faults.read"
    DEMONSTRATION_REMOVE = "demonstration.remove"
    # Held instead of everything else by a team role whose account has no second factor yet.
    SECOND_FACTOR_DUE = "second-factor.due"


# These act on the programme as a whole: no city or component contains them, so a limited role does not give them.
PROGRAMME_WIDE = frozenset(
    {
        Permission.PEOPLE_MERGE,
        Permission.FIGURE_EDIT,
        Permission.ROWS_READ,
        Permission.VOCABULARY_EDIT,
        Permission.TRANSLATION_EDIT,
        Permission.IMPORT_RUN,
        Permission.CONFLICT_DECIDE,
        Permission.USERS_MANAGE,
        Permission.OUTBOX_APPROVE,
        Permission.AUDIT_READ,
        Permission.SETTINGS_EDIT,
        Permission.FAULTS_READ,
        Permission.DEMONSTRATION_REMOVE,
    }
)
# These act on what belongs to a component; a role limited to a component holds the others without that limit,
# since both components share the registry of cities and people.
IN_A_COMPONENT = frozenset(
    {
        Permission.MEETING_READ,
        Permission.MEETING_EDIT,
        Permission.ATTENDANCE_READ,
        Permission.DOCUMENT_READ,
        Permission.DOCUMENT_WRITE,
        Permission.DOCUMENT_REMARK,
        Permission.DOCUMENT_TRANSLATE,
        Permission.DOCUMENT_SUPERVISE,
        Permission.DOCUMENT_SIGN,
        Permission.DOCUMENT_RECORD_PAPER,
        Permission.DOCUMENT_MANAGE,
    }
)


class PersonalData(StrEnum):
    """What a model holds about people; every model declares one as `personal_data`."""

    NONE = "none"
    WORK = "work"
    IDENTITY = "identity"
    SENSITIVE = "sensitive"
