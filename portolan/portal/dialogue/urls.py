from django.urls import path

from portolan.portal.dialogue import calendars, events

urlpatterns = [
    path("events/", events.events, name="events"),
    path("events/calendar.ics", calendars.feed, name="events-calendar"),
    path("events/<slug:slug>/", events.event, name="event"),
    path("events/<slug:slug>/event.ics", calendars.one, name="event-calendar"),
]
