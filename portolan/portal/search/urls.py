from django.urls import path

from portolan.portal.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
]
