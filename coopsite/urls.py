"""The address book: what lies at the root and for everyone, and what lies behind the door of each co-operative."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.i18n import set_language

from coopsite.views import healthz, home
from harvests.views import dossiers_public, households_public, public

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("language/", set_language, name="set_language"),
    path("accounts/", include("growers.urls_accounts")),
    path("admin/", admin.site.urls),
    # Whatever follows, line ends too, gets the answer of the page that is not there.
    re_path(r"^t/(?P<code>[\s\S]*)$", public.trace_page, name="trace-public"),
    re_path(r"^d/(?P<secret>[\s\S]*)$", dossiers_public.dossier_public, name="dossier-public"),
    re_path(r"^h/(?P<secret>[\s\S]*)$", households_public.household_public, name="household-public"),
    re_path(r"^01/(?P<link>[\s\S]*)$", public.digital_link, name="digital-link"),
    path("c/<slug:coop>/", include("harvests.urls")),
    path("c/<slug:coop>/", include("growers.urls")),
]
