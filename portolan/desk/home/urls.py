from django.urls import path

from portolan.desk.home import trail, views

urlpatterns = [
    path("", views.home, name="home"),
    path("administration/", views.administration, name="administration"),
    path("audit/", trail.audit, name="audit"),
    path("demonstration/", trail.demonstration, name="demonstration"),
]
