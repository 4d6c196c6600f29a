"""Words of the trace: what its nodes are and how they stand; sentences for what the rules say of recalls."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn

# By the kind of a node (harvests.rules.trace.Kind), or of a start (harvests.rules.trace_codes).
KINDS = {
    "household": _("household"),
    "diary": _("diary entry"),
    "plot": _("plot"),
    "ticket": _("ticket"),
    "lot": _("lot"),
    "trace": _("lot"),
    "carton": _("carton"),
    "order": _("order"),
    "shipment": _("shipment"),
    "buyer": _("buyer"),
    "unpacked": _("not packed yet"),
    "packing": _("being packed"),
    "stock": _("in stock"),
    "aside": _("set aside for an order"),
    "loaded": _("loaded, not yet departed"),
    "reject": _("rejects"),
    "shrink": _("shrinkage"),
    "damage": _("damage"),
    "sample": _("samples"),
    "gap": _("unexplained gap"),
}

# How a node stands, where that is worth a word: (words, class of the tag).
STATES = {
    "held": (_("on hold"), "tag-bad"),
    "void": (_("void"), "tag-bad"),
    "replaced": (_("replaced"), "tag-bad"),
    "open": (_("open"), "tag-warn"),
    "planned": (_("planned"), "tag-warn"),
    "departed": (_("departed"), ""),
    "arrived": (_("arrived"), ""),
}

RECALLS = {
    "recall_without_lots": _("No lot and no stock has fruit of this start, so there is nothing to recall."),
    "ticket_in_recall": _("The fruit is held by recall %(recall)s. Conclude the recall first."),
    "recall_reason_missing": _("Say why."),
    "recall_found_in_future": _("This moment lies in the future."),
    "recall_found_long_ago": _("This moment lies more than a year back. Check the year."),
    "recall_is_concluded": _("This recall is concluded; nothing more can be changed."),
    "recall_traced_already": _("The watch was stopped already."),
    "recall_reached_already": _("Somebody noted already that this person was reached."),
    "recall_returns_of_mock": _("In a mock recall nothing comes back."),
    "recall_returned_too_much": _("%(typed)s is more than was shipped of this lot: %(shipped)s."),
    "recall_return_changed": _("Somebody wrote %(returned)s in the meantime. Check, and save again."),
    "recall_conclusion_missing": _("Say what was found and what was done."),
}

# What the audit trail notes, as people read it.
VERBS = {
    "recall opened": _("recall opened"),
    "recall traced": _("trace complete"),
    "recall call reached": _("person reached"),
    "recall counted": _("quantity back"),
    "recall concluded": _("recall concluded"),
}

learn(RECALLS)
