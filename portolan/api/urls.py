"""The JSON API, version 1."""

from __future__ import annotations

from ninja import NinjaAPI

api = NinjaAPI(title="Portolan", version="1", urls_namespace="api", openapi_url="/openapi.json", docs_url=None)
