from django.urls import path

from portolan.portal.vocabulary import views

urlpatterns = [
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:code>/", views.theme, name="theme"),
    path("frameworks/", views.frameworks, name="frameworks"),
    path("frameworks/<slug:code>/", views.framework, name="framework"),
    path("glossary/", views.glossary, name="glossary"),
]
