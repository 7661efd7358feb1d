from django.urls import path

from portolan.desk.home import views

urlpatterns = [
    path("", views.home, name="home"),
]
