"""Sentences and words for the household ledger."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn

LEDGER = {
    "ticket_in_run": _(
        "This ticket is paid in run %(run)s and stays as it is. Enter a counter-line for the household; the next run"
        " settles it."
    ),
    "document_in_run": _(
        "This document is paid in run %(run)s and stays as it is. Enter a counter-line for the household; the next run"
        " settles it."
    ),
}

learn(LEDGER)

# The accounts of a household as headings of a statement; above zero the co-operative owes.
TITLES = {
    "fruit": _("Fruit delivered"),
    "advance": _("Advances"),
    "inputs": _("Inputs on credit"),
    "loan": _("Internal loans"),
}
