"""The JSON API, version 1: what anyone may see, with where it comes from. Read only."""

from __future__ import annotations

from django.conf import settings
from ninja import Router

from portolan.api.collections import serve
from portolan.api.dialogue.urls import collections as dialogue
from portolan.api.docs.urls import patterns as docs
from portolan.api.documents.urls import collections as documents
from portolan.api.dump.urls import patterns as dump
from portolan.api.found.urls import router as found
from portolan.api.network.urls import collections as network
from portolan.api.provenance.urls import collections as provenance
from portolan.api.results.urls import collections as results
from portolan.api.service import OpenAPI
from portolan.api.vocabulary.urls import collections as vocabulary

COLLECTIONS = (*network, *dialogue, *documents, *results, *vocabulary, *provenance)

api = OpenAPI(
    title="Portolan",
    version="1",
    description="What a network of cities learned, where, with whom, and who says so. Open to all, read only.",
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_url=None,
    servers=[{"url": settings.BASE_URL}],
    more=lambda api: [*docs(api.get_openapi_schema), *dump(COLLECTIONS)],
)
_version_1 = Router()
for _collection in COLLECTIONS:
    serve(_version_1, _collection)
api.add_router("/v1", _version_1)
api.add_router("/v1", found)
