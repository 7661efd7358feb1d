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
    FIGURE_EDIT = "figure.edit"
    ROWS_READ = "rows.read"
    VOCABULARY_EDIT = "vocabulary.edit"
    TRANSLATION_EDIT = "translation.edit"
    IMPORT_RUN = "import.run"
    CONFLICT_DECIDE = "conflict.decide"
    USERS_MANAGE = "users.manage"
    OUTBOX_APPROVE = "outbox.approve"
    AUDIT_READ = "audit.read"
    SETTINGS_EDIT = "settings.edit"
    FAULTS_READ = "faults.read"
    DEMONSTRATION_REMOVE = "demonstration.remove"


class PersonalData(StrEnum):
    """What a model holds about people; every model declares one as `personal_data`."""

    NONE = "none"
    WORK = "work"
    IDENTITY = "identity"
    SENSITIVE = "sensitive"
