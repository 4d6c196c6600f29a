"""Registers the roof and its check, our own admin site, and which files of the carriers no page of ours asks for."""

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.checks import Error, register

from coopsite.keys import LOCAL


class Coopsite(AppConfig):
    default = True
    name = "coopsite"
    verbose_name = "Coopsite"

    def ready(self):
        register(personal_keys, deploy=True)


def personal_keys(app_configs, **kwargs) -> list[Error]:
    """Whether new identity and bank numbers are sealed with a key that nobody else has."""
    if next(iter(settings.PERSONAL_KEYS)) not in LOCAL:
        return []
    text = "PERSONAL_KEYS is missing: identity and bank numbers are sealed with a key that everybody knows."
    return [Error(text, hint="Make a key with `python -m coopsite.keys`.", id="coopsite.E001")]


class Admin(admin.AdminConfig):
    default = False  # of this module: INSTALLED_APPS names it
    default_site = "growers.admin_site.CoopAdminSite"


class StaticFiles(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.rtl.*",
        "bootstrap-*",
        "bootstrap.css*",
        "bootstrap*.js*",
        "leaflet-src*",
        "htmx-2.js",
        "htm*-4*.js",
        "hx-*",
        "debug.js",
    ]
