"""Sentences for what the rules say of debts, account documents, and inputs in the store; the verbs of their trail."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn

CREDIT = {
    "credit_over_limit": _(
        "%(amount)s more would take this household past its limit of %(limit)s: it owes %(owed)s. The director can "
        "allow it with a reason."
    ),
    "credit_over_limit_now": _(
        "%(amount)s more takes this household past its limit of %(limit)s: it owes %(owed)s. To allow it all the same, "
        "say why."
    ),
    "credit_override_not_yours": _(
        "Only the director can go past the limit of %(limit)s. This household owes %(owed)s already."
    ),
    "credit_household_left": _("This household has left: it gets no money or goods ahead of payment."),
    "debt_settled_meanwhile": _("Of %(name)s no more than %(open)s is open: somebody settled it in the meantime."),
    "debt_voided_meanwhile": _("This debt was voided in the meantime."),
    "debt_day_in_future": _("The day lies in the future."),
    "debt_day_too_old": _("The day lies too far back. Check the year."),
    "debt_due_before": _("It would fall due before the day on which it is made."),
    "debt_due_far": _("It would fall due more than three years later. Check the year."),
    "debt_amount_missing": _("Enter an amount above zero."),
}

DOCUMENTS = {
    "lending_off": _("Internal lending is switched off. The general meeting allows it, then the setting does."),
    "lending_official_only": _("Internal loans are for official members only (Law 17/2023, art. 83)."),
    "lending_due_missing": _("A loan needs the day on which it falls due."),
    "lending_too_long": _("An internal loan runs for %(months)s months at most."),
    "document_note_missing": _("Say what it is for: the household reads it on its statement."),
    "document_means_missing": _("Say whether it is paid in cash or by bank transfer."),
    "document_debt_missing": _("Choose the debt that is paid back."),
    "repayment_over_debt": _("No more than %(open)s is open of %(name)s."),
    "repayment_before_debt": _("The day lies before the debt was made (%(made)s)."),
    "document_void_reason_missing": _("Say why it is voided."),
    "document_voided_already": _("This document was voided already."),
    "document_settled": _(
        "Part of it was paid back or deducted in a settlement run. Void that repayment first; what a run deducted "
        "stays, and a counter-line in the next run corrects it."
    ),
    "top_up_nothing": _("Nobody brought fruit of these grades on these days."),
    "top_up_days_missing": _("Choose a round, or type the first and the last day."),
    "top_up_days_backwards": _("The last day lies before the first."),
    "top_up_price_missing": _("Type what is added per kilogram for at least one grade."),
    "top_up_seen_otherwise": _("Tickets of these days have changed since. Look at the new sums, then confirm again."),
}

INPUTS = {
    "sale_lines_missing": _("Enter at least one product with its quantity."),
    "sale_quantity_missing": _("Enter a quantity above zero."),
    "sale_expired": _("%(name)s expired on %(expires)s. It may not be handed out."),
    "sale_not_permitted": _("%(name)s is not permitted on this day."),
    "sale_banned": _("%(name)s contains %(active)s, which nobody may use."),
    "sale_off_the_list": _("%(name)s is not on the co-operative’s list of products any more."),
    "sale_more_than_stock": _("There is not so much in the store of %(name)s. Left: %(free)s."),
    "sale_stock_voided": _("%(name)s was voided in the store."),
    "sale_twice": _("%(name)s stands there twice. Add the quantities up in one line."),
    "sale_amount_zero": _("The sale comes to nothing. Enter prices."),
    "sale_not_whole": _("%(name)s is handed out unopened: enter a whole number."),
    "sale_void_reason_missing": _("Say why the sale is voided."),
    "sale_voided_already": _("This sale was voided already."),
    "sale_settled": _("Part of this sale was paid back already. Void that repayment first."),
    "sale_line_is_used": _("The field diary tells that something of this sale was used. Void that entry first."),
    "use_already": _("The field diary tells of this already."),
    "use_before_sale": _("That day lies before it was sold (%(sold)s)."),
    "use_of_voided": _("This sale was voided."),
    "use_other_land": _("Only plots of the household that bought it can be chosen."),
    "stock_sold_already": _("Something of it was sold: product and unit stay as they are."),
    "stock_below_sold": _("%(sold)s of it was sold: no less can have been received."),
    "stock_void_reason_missing": _("Say why it is voided."),
    "stock_voided_already": _("This lot was voided already."),
    "stock_is_sold": _("Something of it was sold: it cannot be voided."),
    "stock_received_missing": _("Enter how much was received, above zero."),
    "stock_expired_when_received": _("It had expired when it was received. Check both days."),
    "stock_day_in_future": _("The day lies in the future."),
    "stock_before_received": _("%(name)s was received on %(received)s only."),
}

learn(CREDIT)
learn(DOCUMENTS)
learn(INPUTS)

# What the audit trail notes, as people read it.
VERBS = {
    "document made": _("document made"),
    "document voided": _("document voided"),
    "top-ups made": _("top-ups made"),
    "limits set": _("limits set"),
    "inputs sold": _("inputs sold"),
    "sale voided": _("sale voided"),
    "input used": _("use entered in the field diary"),
    "stock received": _("lot received"),
    "stock changed": _("lot changed"),
    "stock voided": _("lot voided"),
}
