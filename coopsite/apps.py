"""Registers the roof, our own admin site, and which files of the carriers no page of ours asks for."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.contrib.staticfiles.apps import StaticFilesConfig


class Coopsite(AppConfig):
    name = "coopsite"
    verbose_name = "Coopsite"


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
