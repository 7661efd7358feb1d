from django.urls import path

from portolan.desk.documents.returned import downloads, views

urlpatterns = [
    path("documents/<slug:slug>/files/", views.files, name="document-files"),
    path("documents/<slug:slug>/files/translate/<slug:language>.xlf", downloads.xliff, name="document-xliff"),
    path("documents/<slug:slug>/files/translate/<slug:language>.docx", downloads.columns, name="document-columns"),
    path("documents/<slug:slug>/files/returned/<int:pk>/", views.returned, name="returned-file"),
    path("documents/<slug:slug>/files/returned/<int:pk>/comments/", views.comments, name="returned-comments"),
]
