from django.urls import path

from portolan.desk.dialogue import attendance, documents, events

urlpatterns = [
    path("events/", events.events, name="events"),
    path("events/new/", events.new, name="event-new"),
    path("events/<int:number>/", events.event, name="event"),
    path("events/<int:number>/edit/", events.edit, name="event-edit"),
    path("events/<int:number>/documents/", documents.add_document, name="event-document-add"),
    path(
        "events/<int:number>/documents/<int:document>/remove/", documents.remove_document, name="event-document-remove"
    ),
    path("events/<int:number>/cases/", documents.add_case, name="event-case-add"),
    path("events/<int:number>/cases/<int:case>/remove/", documents.remove_case, name="event-case-remove"),
    path("events/<int:number>/attendance/", attendance.attendance, name="event-attendance"),
    path("events/<int:number>/attendance/<int:row>/remove/", attendance.remove, name="event-attendance-remove"),
]
