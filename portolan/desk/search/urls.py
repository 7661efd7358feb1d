from django.urls import path

from portolan.desk.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
]
