"""Sentences for what stands in the way of an erasure."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn

ERASURE = {
    "erasure_done_already": _("The personal data of this household were erased already."),
    "erasure_still_here": _("The household still belongs to the co-operative: enter the day on which it left."),
    "erasure_owed": _("The co-operative owes the household %(amount)s: pay it in a settlement run first."),
    "erasure_owes": _("The household owes %(amount)s: settle it, or waive it by a document, first."),
    "erasure_in_run": _("The household is in runs that are not locked (%(runs)s): finish or cancel them first."),
    "erasure_unpriced": _("%(tickets)s tickets of the household have no price yet: price or void them first."),
    "erasure_capital": _("Capital of %(amount)s was not given back: end the contribution first."),
    "erasure_surplus": _("A share of the surplus of %(amount)s was not paid out: pay it first."),
    "erasure_confirmation": _("Type %(household)s, the code of this household."),
}

learn(ERASURE)
