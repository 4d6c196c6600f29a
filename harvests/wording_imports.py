"""Sentences for a book of weigh tickets that is brought in from a file."""

from django.utils.translation import gettext_lazy as _

IMPORTS = {
    "book_household_unknown": _("There is no household “%(text)s”."),
    "book_household_unclear": _("Several households are called “%(text)s”. Write the code."),
    "household_named_otherwise": _("The code %(code)s belongs to %(name)s."),
    "book_plot_unknown": _("the household has no plot “%(text)s”; the ticket has none"),
    "day_outside_season": _("%(day)s lies in no season. Add the season first."),
    "import_day_closed": _("The day %(day)s is closed. The director can open it again."),
    "net_differs": _("Written net is %(written)s, but gross less tare and deductions gives %(computed)s."),
    "net_unknown": _("Neither the net weight nor the tare is given."),
    "amount_differs": _("Written value is %(written)s, but net times price gives %(computed)s."),
    "grade_unclear": _("The grade “%(text)s” is not known here."),
    "round_differs": _("round %(written)s is written, the day belongs to round %(found)s"),
    "tare_of_crates": _("tare taken as %(crates)s crates: %(tare)s"),
}
