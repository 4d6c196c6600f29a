"""Registers the roof, and tells staticfiles which files of the carriers no page of ours asks for."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class Coopsite(AppConfig):
    name = "coopsite"
    verbose_name = "Coopsite"


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
