"""The address book: what lies at the root, and what lies behind the door of each co-operative under /c/<slug>/."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from coopsite.views import healthz, home

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("language/", set_language, name="set_language"),
    path("accounts/", include("growers.urls_accounts")),
    path("admin/", admin.site.urls),
    path("c/<slug:coop>/", include("harvests.urls")),
    path("c/<slug:coop>/", include("growers.urls")),
]
