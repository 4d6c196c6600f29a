"""Sentences for deposits, receivables, receipts, claims and costs; states of deposits; the verbs of their trails."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn

LEDGER = {
    "trade_day_in_future": _("This day lies in the future."),
    "trade_day_too_old": _("This day lies too far back: no earlier than %(earliest)s. Check the year."),
    "trade_not_positive": _("Enter an amount above zero."),
    "trade_too_large": _("That is more than one paper can carry: %(most)s."),
    "trade_without_reason": _("Say why."),
    "trade_reversed_already": _("Somebody took this back in the meantime. Look at it again."),
    "trader_over_limit": _(
        "With this the buyer would owe %(after)s: %(now)s now and %(more)s more, above the credit limit of %(limit)s."
    ),
    "trader_limit_unknown": _(
        "The buyer has a credit limit of %(limit)s, but what leaves has no price in dong: nobody can tell whether it is"
        " kept."
    ),
}

DEPOSITS = {
    "deposit_of_cancelled_order": _("This order was cancelled: no deposit can be taken on it."),
    "deposit_held_less": _("Only %(held)s of this deposit is still held."),
    "deposit_penalty_over": _("The penalty can be as much as the deposit: %(left)s is left of that."),
    "deposit_move_before": _("The deposit was only taken on %(taken)s."),
    "deposit_is_void": _("This deposit was voided."),
    "deposit_touched": _("A part of this deposit was offset, refunded or forfeited. Take that back first."),
    "deposit_move_voided": _("This was taken back already."),
    "deposit_offset_elsewhere": _("This receivable is of another buyer."),
    "deposit_offset_of_nothing": _("Choose the receivable that the deposit is offset against."),
}

RECEIVABLES = {
    "receivable_not_departed": _("This shipment has not left: nothing is owed for it yet."),
    "receivable_before_departure": _("The shipment left on %(departed)s: nothing is owed before."),
    "receivable_nothing_delivered": _("This shipment delivered nothing on this order."),
    "receivable_there_already": _("There is a receivable for %(order)s on %(shipment)s already."),
    "receivable_rate_missing": _("Dollars need a rate: dong per dollar."),
    "receivable_rate_unlikely": _("A dollar is worth between 10,000 and 60,000 dong. Check the rate."),
    "receivable_price_missing": _("Every line needs a price."),
    "receivable_below_floor": _("A price lies below the floor that was agreed."),
    "receivable_due_before": _("The due day comes on or after the day of the receivable, within two years."),
    "receivable_open_less": _("Only %(open)s of %(paper)s is still open; %(asked)s was to settle it."),
    "receivable_is_void": _("This receivable was voided."),
    "receivable_touched": _("Something of this receivable is settled or credited. Take that back first."),
    "receivable_has_claims": _("A claim on this receivable is open. Answer it first."),
    "receivable_other_trader": _("A receivable is of another buyer."),
    "receivable_order_of_other": _("Order %(order)s is of another buyer."),
    "share_not_positive": _("Each share is above zero; leave the box empty for none."),
    "share_twice": _("A receivable stands here twice."),
    "shares_over_receipt": _("The shares come to %(total)s, more than the %(free)s that there is."),
    "receipt_changed": _("Somebody used this receipt in the meantime. Look at it again."),
    "receipt_is_void": _("This receipt was voided."),
    "share_taken_back": _("This share was taken back already."),
    "undo_billed": _("A receivable was made of this departure: %(paper)s. Void it first."),
}

CLAIMS = {
    "claim_over_receivable": _("More is asked than was billed: %(sold)s."),
    "claim_more_than_sold": _("More kilograms are claimed than were billed: %(sold)s."),
    "claim_before_sale": _("The fruit was only billed on %(sold)s."),
    "claim_answered": _("This claim is answered already."),
    "claim_agreed_nothing": _("Enter the amount that is agreed, or refuse the claim."),
    "claim_agreed_over": _("No more than what is asked can be agreed: %(asked)s."),
    "claim_more_than_open": _(
        "Only %(open)s of %(paper)s is still open. Take a share of a receipt back first: that money then stands on"
        " account."
    ),
    "claim_without_answer": _("Say what the buyer is answered."),
    "claim_answer_before": _("The claim only came on %(claimed)s."),
    "claim_is_void": _("This claim was voided already."),
}

COSTS = {
    "cost_voided": _("This cost was voided already."),
}

STATES = {
    "none": _("no deposit"),
    "waiting": _("not yet received"),
    "part": _("received in part"),
    "held": _("received"),
    "partly_offset": _("partly offset"),
    "spent": _("offset"),
    "refunded": _("refunded"),
    "forfeited": _("forfeited"),
}
STATE_TAGS = {
    "none": "tag-quiet", "waiting": "tag-warn", "part": "tag-warn", "held": "", "partly_offset": "",
    "spent": "tag-quiet", "refunded": "tag-quiet", "forfeited": "tag-bad",
}  # fmt: skip
AGES = (_("not due"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("over 90 days"))

VERBS = {
    "deposit taken": _("deposit taken"),
    "deposit offset": _("deposit offset"),
    "deposit refunded": _("deposit refunded"),
    "deposit forfeited": _("deposit forfeited"),
    "penalty paid": _("penalty paid"),
    "deposit movement voided": _("movement taken back"),
    "deposit voided": _("deposit voided"),
    "receivable made": _("receivable made"),
    "receivable voided": _("receivable voided"),
    "receipt taken": _("money received"),
    "receipt applied": _("money applied"),
    "receipt share taken back": _("share taken back"),
    "receipt voided": _("receipt voided"),
    "claim noted": _("claim noted"),
    "claim agreed": _("claim agreed"),
    "claim refused": _("claim refused"),
    "claim voided": _("claim voided"),
}

for _sentences in (LEDGER, DEPOSITS, RECEIVABLES, CLAIMS, COSTS):
    learn(_sentences)
