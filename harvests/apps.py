"""The upper floor: fruit and money."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Harvests(AppConfig):
    name = "harvests"
    verbose_name = _("Fruit and money")

    def ready(self):
        import_module("harvests.wording")
        import_module("harvests.actions.months")
