"""The lower floor: people and land."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Growers(AppConfig):
    name = "growers"
    verbose_name = _("People and land")
