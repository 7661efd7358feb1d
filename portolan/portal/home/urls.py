from django.urls import path

from portolan.portal.home import views

urlpatterns = [
    path("", views.home, name="home"),
]
