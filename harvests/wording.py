"""Sentences for the codes in which the rules of the upper floor answer, taught to growers.wording at start."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn

# One dict per noun, named after its rules module.
HARVESTS: dict[str, object] = {
    "season_days_swapped": _("The season ends before it begins."),
}

learn(HARVESTS)
