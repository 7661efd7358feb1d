from django.urls import path

from portolan.portal.documents import files, guests, library, reading
from portolan.portal.documents.forms import newest_editions as newest_editions

urlpatterns = [
    # What a reader by link sees; the secret is theirs alone.
    path("read/<str:secret>/", guests.guest, name="guest"),
    path("read/<str:secret>/code/", guests.code, name="guest-code"),
    path("read/<str:secret>/remarks/<int:pk>/", guests.reply, name="guest-reply"),
    path("read/<str:secret>/pictures/<slug:digest>", guests.picture, name="guest-picture"),
    path("read/<str:secret>/<slug:language>/<slug:key>/", guests.section, name="guest-section"),
    path("documents/", library.library, name="documents"),
    path("documents/pictures/<slug:digest>", files.picture, name="document-picture"),
    path("documents/<slug:slug>/", reading.document, name="document"),
    path("documents/<slug:slug>/editions/<int:number>/", reading.document, name="edition"),
    path("documents/<slug:slug>/editions/<int:number>/<slug:key>/", reading.section, name="edition-section"),
    path(
        "documents/<slug:slug>/editions/<int:number>/<slug:language>.<slug:ending>", files.download, name="edition-file"
    ),
    path("documents/<slug:slug>/<slug:key>/", reading.newest_section, name="document-section"),
]
