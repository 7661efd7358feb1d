from django.urls import path

from portolan.portal.results import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/counted/<slug:code>/", views.count, name="count"),
    path("figures/<slug:code>/", views.figure, name="figure"),
]
