"""Sentences for settlement runs, their lines and payments; the verbs of a run's trail."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn
from harvests.wording_settlement_papers import VERBS as PAPERS

RUNS = {
    "settlement_not_now_change": _("Only a draft can be changed. This run was closed or cancelled in the meantime."),
    "settlement_not_now_close": _("Only a draft can be closed. This run was closed or cancelled already."),
    "settlement_not_now_cancel": _(
        "Only a draft or a closed run can be cancelled. After approval, a mistake is answered by a counter-line in the"
        " next run."
    ),
    "settlement_not_now_approve": _("Only a closed run can be approved. This one is a draft, or was approved already."),
    "settlement_not_now_pay": _("Only an approved run can be paid, and nothing of this one is left to pay."),
    "settlement_not_now_return": _("A payment can come back only while its run is approved or paid, and not locked."),
    "settlement_not_now_lock": _("Only a run of which everything is paid can be locked."),
    "settlement_days_backwards": _("The period ends before it begins."),
    "settlement_in_future": _("The period ends in the future."),
    "settlement_days_long": _("The period is longer than %(days)s days. Check the year."),
    "settlement_share_over": _("A share is at most 100 percent."),
    "settlement_fee_unlikely": _("A fee above %(most)s per kilogram is unlikely. Check the amount."),
    "settlement_empty": _("There is nothing to pay: no ticket and no other entry up to the last day waits for a run."),
    "settlement_nothing_to_pay": _("Nothing is left to pay after deductions. The entries wait for a later run."),
    "settlement_cash_over_limit": _(
        "Cash is not allowed where one day's purchases reach the legal threshold. Pay by bank transfer or leave out:"
        " households %(households)s."
    ),
    "settlement_account_missing": _(
        "The bank account is missing. Enter it, pay in cash or leave out: households %(households)s."
    ),
    "settlement_name_without_reason": _(
        "The account name differs from the head of household: %(households)s. Tick that this was checked, and say why."
    ),
    "settlement_changed": _(
        "The table has changed since you looked at it: now %(n)s households, %(pay)s to pay. Look at it again."
    ),
    "settlement_stale": _("Somebody did something to this run in the meantime. Look at it again."),
    "settlement_own": _("You opened or closed this run yourself: another director has to approve it."),
    "settlement_only_director": _("Only the director approves a run."),
    "settlement_cancel_without_reason": _("Say why the run is cancelled."),
    "settlement_choice_unknown": _("One of the choices is not known here. Load the page again."),
    "settlement_household_unknown": _("No household has the code %(households)s."),
}

PAYMENTS = {
    "payment_nothing_chosen": _("Tick at least one household."),
    "payment_line_unknown": _("A ticked line is not in this run. Load the page again."),
    "payment_line_paid": _("Paid already, so nothing was entered: households %(households)s. Load the page again."),
    "payment_line_nothing": _("Nothing is to be paid to households %(households)s."),
    "payment_before_approval": _("The run was approved on %(approved)s: money cannot have left before."),
    "payment_in_future": _("The day of payment lies in the future."),
    "payment_without_reference": _("Enter the bank's reference of the transfer."),
    "payment_cash_over_limit": _(
        "Cash is not allowed where one day's purchases reached the legal threshold: households %(households)s."
    ),
    "payment_account_missing": _("No bank account was known when the run was closed: households %(households)s."),
    "payment_over_run": _("That is more than the run has left to pay. Load the page again."),
    "return_without_reason": _("Say why the money came back."),
    "return_before_payment": _("It was paid on %(paid)s: it cannot have come back before."),
    "return_in_future": _("The day on which it came back lies in the future."),
    "payment_returned_already": _("This payment was noted as returned already."),
}

LINES = {
    "line_cash_over_limit": _("Cash, but %(amount)s bought on %(day)s: from %(limit)s a day only by bank transfer"),
    "line_big_day": _("%(amount)s bought on %(day)s: by bank transfer only"),
    "line_account_missing": _("no bank account"),
    "line_name_differs": _("account in the name of %(account_name)s"),
    "line_carried": _("owes %(carried)s, carried forward"),
    "line_earlier": _("%(n)s entries from before the period, the first of %(first)s"),
}

SENTENCES: dict[str, object] = {**RUNS, **PAYMENTS, **LINES}
learn(SENTENCES)

# What the audit trail notes, as people read it.
VERBS = {
    "run opened": _("run opened"),
    "run changed": _("run changed"),
    "run chosen": _("households chosen"),
    "run closed": _("run closed"),
    "run cancelled": _("run cancelled"),
    "run approved": _("run approved"),
    "run paid": _("payments entered"),
    "payment returned": _("payment came back"),
    "run locked": _("run locked"),
    **PAPERS,
}
