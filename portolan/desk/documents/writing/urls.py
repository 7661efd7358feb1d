from django.urls import path

from portolan.desk.documents.writing.views import choosers, conflict, drafts, history, pictures, writing

TEXT = "documents/<slug:slug>/<slug:key>/<slug:language>/"

urlpatterns = [
    path("documents/pictures/<slug:digest>/", pictures.picture, name="document-picture"),
    path("documents/choose/things/", choosers.things, name="document-things"),
    path("documents/choose/sources/", choosers.sources, name="document-sources"),
    path(TEXT + "write/", writing.write, name="document-write"),
    path(TEXT + "draft/", drafts.draft, name="document-draft"),
    path(TEXT + "draft/drop/", drafts.drop, name="document-draft-drop"),
    path(TEXT + "two-versions/", conflict.two_versions, name="document-conflict"),
    path(TEXT + "pictures/", pictures.add, name="document-picture-add"),
    path(TEXT + "history/", history.history, name="document-history"),
    path(TEXT + "history/<int:old>/<int:new>/", history.compare_two, name="document-compare"),
    path(TEXT + "history/<int:number>/restore/", history.restore_one, name="document-restore"),
]
