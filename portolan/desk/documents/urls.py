"""Addresses of long documents at the desk, noun by noun."""

from __future__ import annotations

from django.urls import URLPattern

from portolan.desk.documents.returned.urls import urlpatterns as returned
from portolan.desk.documents.review.urls import urlpatterns as review
from portolan.desk.documents.shelf.urls import urlpatterns as shelf
from portolan.desk.documents.writing.urls import urlpatterns as writing

urlpatterns: list[URLPattern] = [*writing, *review, *returned, *shelf]
