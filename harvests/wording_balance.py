"""Sentences for what a mass balance shows: caps, codes ahead of their land, certificates and households."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn

SENTENCES = {
    "cap_hard_passed": _(
        "%(received)s are more than the land can give: the hard cap is %(cap)s. Check where the fruit came from."
    ),
    "cap_soft_passed": _("%(received)s are more than the land usually gives: the soft cap is %(cap)s. Say why."),
    "code_ahead": _(
        "Code %(code)s has brought %(received)s, %(share)s of what was to be expected by now (%(expected)s). Compare"
        " its households with their land."
    ),
    "code_packed_over_received": _(
        "%(taken)s were packed under code %(code)s, but only %(received)s were received. Correct the tickets or"
        " the lots."
    ),
    "code_shipped_over_packed": _(
        "%(gone)s were shipped under code %(code)s, but only %(left)s were packed. Check the lots of these shipments."
    ),
    "code_area_unknown": _("Code %(code)s has no registered area, so no cap is known. Enter it with the code."),
    "certificate_overdrawn": _(
        "%(gone)s left with the claim of certificate %(certificate)s, but only %(left)s were in its scope. Take the"
        " claim off the labels and tell the certification body."
    ),
    "household_over_hard": _("Above the hard cap of %(cap)s for this land. Check where the fruit came from."),
    "household_over_soft": _("Above the soft cap of %(cap)s for this land."),
    "household_over_estimate": _("More than %(limit)s of the estimate."),
}

learn(SENTENCES)
