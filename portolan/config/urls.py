"""All addresses. Pages carry their language first: `/fr/cities/tanger`."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from portolan.api.health import healthz
from portolan.api.urls import api
from portolan.desk.urls import root_patterns as desk_root
from portolan.portal.urls import choose_language, root_patterns

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("api/", api.urls),
    path("", choose_language, name="choose-language"),
    *root_patterns,
    *desk_root,
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("desk/", include("portolan.desk.urls")),
        path("", include("portolan.portal.urls")),
    ),
]

handler400 = "portolan.config.faults.bad_request"
handler403 = "portolan.config.faults.forbidden"
handler404 = "portolan.config.faults.not_found"
handler429 = "portolan.config.faults.too_many"
handler500 = "portolan.config.faults.server_error"
