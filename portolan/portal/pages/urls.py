from django.urls import path

from portolan.portal.pages import machines, texts

urlpatterns = [
    path("contact/", texts.contact, name="contact"),
    path("legal/", texts.legal, name="legal"),
    path("privacy/", texts.privacy, name="privacy"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("components/", texts.components, name="components"),
]
root_patterns = [
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
]
