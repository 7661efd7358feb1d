"""Addresses of long documents at the desk, noun by noun."""

from __future__ import annotations

from django.urls import URLPattern

from portolan.desk.documents.writing.urls import urlpatterns as writing

urlpatterns: list[URLPattern] = [*writing]
