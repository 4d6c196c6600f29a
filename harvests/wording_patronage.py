"""Sentences for what the rules of a surplus answer, the tags of its states, the verbs of its trail."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn

PATRONAGE = {
    "surplus_not_apart": _(
        "Internal and external income were not kept apart: all of it counts as external (Law 17/2023, article 85)."
    ),
    "surplus_indivisible_low": _("The indivisible fund takes at least %(least)s of external income."),
    "surplus_usage_low": _("At least %(least)s of what is left of internal income goes by use of services."),
    "surplus_funds_over": _("The funds take %(over)s more than there is."),
    "surplus_nothing": _("There is nothing to share."),
    "surplus_nobody_used": _("No official member used services that year: nobody can share by use."),
    "surplus_no_capital": _("No capital was paid in by the end of that year: nobody can share by capital."),
    "surplus_without_resolution": _("The resolution of the members' meeting is missing."),
    "surplus_resolution_ahead": _("The day of the resolution lies in the future: adopt it when the meeting was held."),
    "surplus_resolution_early": _("The meeting was held before the year was over."),
    "surplus_year_not_over": _("The year is not over yet."),
    "surplus_not_draft": _("This surplus is no draft any more."),
    "surplus_not_adopted": _("This surplus does not stand."),
    "surplus_share_paid": _("Shares of it are paid: it can no longer be withdrawn."),
    "surplus_nothing_chosen": _("Tick at least one share."),
    "surplus_share_early": _("Nothing was paid before the resolution."),
    "surplus_share_ahead": _("This day lies in the future."),
    "surplus_year_again": _("There is a surplus of this year already."),
    "surplus_without_why": _("Say why."),
    "surplus_share_not_paid": _("This share is not marked as paid."),
}
STATUS_TAGS = {"draft": "tag-warn", "adopted": "", "withdrawn": "tag-quiet"}
VERBS = {
    "surplus begun": _("begun"),
    "surplus changed": _("changed"),
    "surplus adopted": _("adopted"),
    "surplus withdrawn": _("withdrawn"),
    "surplus shares paid": _("shares paid"),
    "surplus share taken back": _("payment of a share taken back"),
}

learn(PATRONAGE)
