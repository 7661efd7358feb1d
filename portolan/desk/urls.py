"""The workspace of those signed in. Each sub-package brings its own addresses."""

from __future__ import annotations

from django.urls import URLPattern

from portolan.desk.accounts.urls import urlpatterns as accounts
from portolan.desk.dialogue.urls import urlpatterns as dialogue
from portolan.desk.documents.urls import urlpatterns as documents
from portolan.desk.exchange.urls import urlpatterns as exchange
from portolan.desk.home.urls import urlpatterns as home
from portolan.desk.messages.urls import urlpatterns as messages
from portolan.desk.network.urls import root_patterns as root_patterns
from portolan.desk.network.urls import urlpatterns as network
from portolan.desk.search.urls import urlpatterns as search

app_name = "desk"
urlpatterns: list[URLPattern] = [*home, *network, *messages, *dialogue, *documents, *exchange, *accounts, *search]
