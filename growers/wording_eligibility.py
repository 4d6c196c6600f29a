"""Sentences for why fruit of a plot may or may not go to a market; each says what to do next."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "market_closed": _("This market is closed to the crop (%(source)s). Choose another market."),
    "market_unknown": _(
        "Nobody has confirmed that this market takes the crop, so nothing is let through. Ask the operator to enter"
        " what the market asks."
    ),
    "market_controls": _("This market takes the crop with added controls: %(source)s."),
    "plot_not_named": _("The ticket names no plot, so nobody knows where the fruit grew. Correct the ticket."),
    "plot_crop_differs": _("Plot %(plot)s grows another crop. Choose fruit of another plot."),
    "code_missing": _(
        "Plot %(plot)s stood under no planting area code for %(market)s on %(harvest)s. Choose fruit of another plot,"
        " or put it under a code from now on."
    ),
    "code_not_yet_active": _(
        "Code %(code)s of plot %(plot)s was not active yet on %(harvest)s. Its fruit may go from the day"
        " on which it is."
    ),
    "code_suspended_then": _(
        "Code %(code)s of plot %(plot)s was suspended on %(harvest)s (since %(since)s). Choose fruit of another code."
    ),
    "code_revoked_then": _(
        "Code %(code)s of plot %(plot)s was revoked on %(harvest)s (since %(since)s). Choose fruit of another code."
    ),
    "code_expired_then": _(
        "Code %(code)s of plot %(plot)s had expired on %(harvest)s (since %(since)s). Renew it, or choose fruit of"
        " another code."
    ),
    "supervision_missing": _(
        "No supervision visit of code %(code)s is on record up to %(harvest)s. Record the visit that was made."
    ),
    "supervision_old": _(
        "The last supervision visit of code %(code)s, on %(last)s, is more than %(days)s days before %(harvest)s. Have"
        " the area visited and record it."
    ),
    "supervision_failed": _(
        "Code %(code)s failed the supervision visit of %(last)s. Record a visit that it has passed since."
    ),
    "registration_other_year": _(
        "Code %(code)s was not registered for %(year)s by %(harvest)s; this market asks for it anew each year. Enter"
        " the registration of the year."
    ),
    "code_over_hard_cap": _(
        "By %(harvest)s %(received)s were received under code %(code)s; its area gives %(cap)s at the very most. Check"
        " where the fruit came from."
    ),
    "code_over_soft_cap": _(
        "By %(harvest)s %(received)s were received under code %(code)s; its area usually gives %(cap)s at most."
    ),
    "phi_running": _(
        "Plot %(plot)s: %(product)s of %(done)s needs %(days)s days before harvest. Harvest from %(until)s on."
    ),
    "phi_unknown": _(
        "Plot %(plot)s: nobody knows how many days before harvest %(product)s of %(done)s needs. Enter the days of its"
        " label among the input products."
    ),
    "active_banned": _(
        "Plot %(plot)s: %(product)s of %(done)s holds %(active)s, which the law bans. Keep the fruit apart and tell the"
        " field officer."
    ),
    "active_stopped": _(
        "Plot %(plot)s: %(product)s of %(done)s holds %(active)s, which this market or the co-operative does not"
        " accept. Choose another market, or fruit of another plot."
    ),
    "product_not_permitted": _(
        "Plot %(plot)s: %(product)s was not permitted on %(done)s, when it was used. Keep the fruit apart and tell the"
        " field officer."
    ),
    "product_other_crop": _(
        "Plot %(plot)s: %(product)s of %(done)s is not registered for this crop. Keep the fruit apart and tell the"
        " field officer."
    ),
}  # fmt: skip
