from django.urls import path

from portolan.desk.exchange.views import conflicts, imports

urlpatterns = [
    path("imports/", imports.runs, name="imports"),
    path("imports/template.xlsx", imports.template, name="import-template"),
    path("imports/network.xlsx", imports.network, name="import-network"),
    path("imports/<int:pk>/", imports.run, name="import"),
    path("imports/<int:pk>/choices/", imports.choose, name="import-choose"),
    path("imports/<int:pk>/commit/", imports.commit, name="import-commit"),
    path("imports/<int:pk>/discard/", imports.discard, name="import-discard"),
    path("imports/<int:pk>/report.xlsx", imports.report, name="import-report"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("conflicts/<int:pk>/", conflicts.conflict, name="conflict"),
    path("conflicts/<int:pk>/reopen/", conflicts.reopen, name="conflict-reopen"),
]
