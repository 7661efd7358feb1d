from django.urls import path

from portolan.desk.documents.review import changes, guests, papers, parties, reading, remarks

urlpatterns = [
    path("documents/<slug:slug>/read/<slug:language>/", reading.begin, name="document-read"),
    path("documents/<slug:slug>/read/<slug:language>/<slug:key>/", reading.section, name="section-read"),
    path("documents/<slug:slug>/remarks/<slug:language>/", remarks.table, name="document-remarks"),
    path("documents/<slug:slug>/remarks/<slug:language>.docx", remarks.table_file, name="document-remarks-file"),
    path("remarks/<int:pk>/answer/", remarks.answer_one, name="remark-answer"),
    path("remarks/<int:pk>/resolve/", remarks.resolve_one, name="remark-resolve"),
    path("remarks/<int:pk>/reopen/", remarks.reopen_one, name="remark-reopen"),
    path("documents/<slug:slug>/changes/<slug:language>/", changes.since, name="document-changes"),
    path("documents/<slug:slug>/parties/<int:pk>/", parties.step, name="document-step"),
    path("documents/<slug:slug>/parties/<int:pk>/silence/", parties.silence, name="document-step-silence"),
    path("documents/<slug:slug>/parties/<int:pk>/paper/", papers.record, name="document-paper"),
    path("sign-offs/<int:pk>/confirm/", papers.confirm, name="paper-confirm"),
    path("sign-offs/<int:pk>/refuse/", papers.refuse, name="paper-refuse"),
    path("sign-offs/<int:pk>/scan/", papers.scan, name="paper-scan"),
    path("documents/<slug:slug>/readers/", guests.guests, name="document-guests"),
    path("readers/<int:pk>/again/", guests.again, name="guest-again"),
    path("readers/<int:pk>/withdraw/", guests.withdraw, name="guest-withdraw"),
]
