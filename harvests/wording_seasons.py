"""Sentences for what the rules say of seasons, rounds, yield estimates and crates."""

from django.utils.translation import gettext_lazy as _

from growers.rules.reference import ABOUT, AT_MOST, MORE
from growers.wording import learn

SEASONS: dict[str, object] = {
    "season_name_twice": _("Another season has this name."),
    "season_days_swapped": _("The season ends before it begins."),
    "season_too_long": _("A season lasts no more than %(days)s days."),
    "season_overlaps": _("These days meet the season %(name)s (%(first)s – %(last)s) of the same crop."),
    "season_leaves_out_tickets": _(
        "Fruit was weighed for it from %(first)s to %(last)s: keep these days in the season."
    ),
    "round_days_missing": _("Give the first and the last day."),
    "round_days_swapped": _("The round ends before it begins."),
    "round_outside_season": _("The round must lie within the season, %(first)s – %(last)s."),
    "round_number_twice": _("Round %(number)s is there twice."),
    "rounds_overlap": _("These days meet round %(number)s (%(first)s – %(last)s)."),
    "round_estimated": _("Round %(number)s has yield estimates and cannot be taken out; change its days instead."),
}

ESTIMATES: dict[str, object] = {
    "estimate_missing": _("Give the expected kilograms too."),
    "estimate_low_above": _("The low figure is above the expected one."),
    "estimate_high_below": _("The high figure is below the expected one."),
    "estimate_beyond_land": _("More than this land can give (%(most)s): look at the figure again."),
}

CRATES: dict[str, object] = {
    "crate_used_today": _("This crate was used today already: its new tare can hold from tomorrow on."),
    "crate_tare_missing": _("A crate weighs something: enter its tare."),
    "crate_tare_heavy": _("A crate weighs no more than %(most)s."),
    "crate_far_ahead": _("This day lies more than %(days)s days ahead."),
}

learn({**SEASONS, **ESTIMATES, **CRATES})

MARKS = {
    MORE: _("more than %(figure)s"), ABOUT: _("about %(figure)s"), AT_MOST: _("at most %(figure)s"),
}  # fmt: skip


def marked(mark: str, figure: str) -> str:
    """A figure with how sharp it is: "about 10,8 %"; as it is when it is exact."""
    return str(MARKS[mark]) % {"figure": figure} if mark else figure
