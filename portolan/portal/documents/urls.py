from django.urls import path

from portolan.portal.documents import files, library, reading
from portolan.portal.documents.forms import newest_editions as newest_editions

urlpatterns = [
    path("documents/", library.library, name="documents"),
    path("documents/pictures/<slug:digest>", files.picture, name="document-picture"),
    path("documents/<slug:slug>/", reading.document, name="document"),
    path("documents/<slug:slug>/editions/<int:number>/", reading.document, name="edition"),
    path("documents/<slug:slug>/editions/<int:number>/<slug:key>/", reading.section, name="edition-section"),
    path(
        "documents/<slug:slug>/editions/<int:number>/<slug:language>.<slug:ending>", files.download, name="edition-file"
    ),
]
