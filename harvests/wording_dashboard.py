"""Sentences for what needs attention on the director's page, and the steps of a new season."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "look_orders_late": _("Late orders: %(count)s, %(missing)s not delivered."),
    "look_order_due": _("%(order)s, %(trader)s: due on %(due)s, %(missing)s to come."),
    "look_round_short": _("Round %(round)s: %(promised)s of %(grade)s are promised, %(expected)s expected."),
    "look_codes": _("Planting area codes not active: %(count)s (%(codes)s)."),
    "look_over_estimate": _("Households above %(limit)s of their estimate: %(count)s (%(households)s)."),
    "look_held": _("Tickets on hold: %(count)s."),
    "look_unpriced": _("Tickets waiting for a price: %(count)s."),
    "look_no_board": _("There is no price board: tickets are recorded without a price."),
    "look_prices_missing": _("No price today for: %(grades)s."),
    "look_day_open": _("%(day)s is not closed."),
    "look_days_open": _("Days not closed: %(count)s, the oldest is %(oldest)s."),
    "look_runs_closed": _("Settlement runs waiting for the director's approval: %(count)s."),
    "look_runs_approved": _("Approved settlement runs not wholly paid: %(count)s."),
    "look_overdue": _("Receivables past their day: %(count)s, %(open)s."),
    "look_no_bank": _("Households without a bank account: %(count)s."),
    "look_no_estimate": _("Round %(round)s begins on %(begins)s and nobody has estimated it."),
}

# A step's address below the co-operative's, and its words.
STEPS = {
    "households": ("households/", _("Enter the households, or bring them in from Excel")),
    "land": ("plots/", _("Enter plots and planting area codes")),
    "season": ("seasons/", _("Name the season and its rounds")),
    "prices": ("prices/", _("Announce the prices")),
    "orders": ("orders/", _("Enter the orders placed early")),
    "ticket": ("harvests/weigh/", _("Weigh the first delivery")),
}
