from django.urls import path

from portolan.portal.network import cities, organisations, programme

urlpatterns = [
    path("cities/", cities.cities, name="cities"),
    path("cities/<str:slug>/", cities.city, name="city"),
    path("organisations/<str:slug>/", organisations.organisation, name="organisation"),
    path("programme/", programme.programme, name="programme"),
]
