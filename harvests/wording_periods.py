"""Sentences for what is said of months and of the journal; the verbs of their trail."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn

PERIODS = {
    "month_closed": _("The month %(month)s is closed. Use a day of an open month, or ask the director to reopen it."),
    "month_closed_already": _("This month is closed already."),
    "month_not_closed": _("This month is not closed."),
    "month_not_over": _("The month is not over yet."),
    "month_days_open": _("These days are still open: %(days)s. Close each of them first."),
    "month_runs_open": _("These settlement runs are not approved yet: %(runs)s. Have them approved, or cancel them."),
    "month_earlier_open": _("Close the months before it first: %(months)s."),
    "month_later_closed": _("Later months are closed: %(months)s. Open the latest one first."),
    "month_reopen_without_reason": _("Say why the month is opened again."),
    "journal_account_malformed": _("An account is written with 3 to 8 digits, such as 331 or 1121."),
    "journal_accounts_equal": _("Debit and credit are the same account."),
}
VERBS = {
    "month closed": _("books closed"),
    "month opened again": _("opened again"),
    "journal account set": _("account code set"),
}

learn(PERIODS)
