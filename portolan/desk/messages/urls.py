from django.urls import path

from portolan.desk.messages.views import notices, outbox

urlpatterns = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/approve/", outbox.approve, name="outbox-approve"),
    path("outbox/<int:pk>/", outbox.mail, name="mail"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices-read"),
    path("notices/preferences/", notices.preferences, name="notice-preferences"),
    path("faults/", notices.faults, name="faults"),
]
