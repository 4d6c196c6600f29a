"""Sentences for what the rules of members' capital answer, the states of a contribution, the verbs of its trail."""

from django.utils.translation import gettext_lazy as _

CAPITAL = {
    "capital_of_others": _("Only official members and associate members with capital contribute to the capital."),
    "capital_of_left": _("This member has left."),
    "capital_day_ahead": _("This day lies in the future."),
    "capital_member_over": _(
        "This member would hold %(member)s of %(whole)s: more than %(most)s of the charter capital."
    ),
    "capital_associates_over": _(
        "All associates together would hold %(together)s of %(whole)s: more than %(most)s of the charter capital."
    ),
    "capital_over_committed": _("Only %(left)s is still to be paid in."),
    "capital_too_old": _("Co-operatives of today's kind begin in 1997. Check the year."),
    "capital_payment_early": _("The capital was committed on %(committed)s: nothing was paid in before."),
    "capital_ended": _("This contribution was given back."),
    "capital_payment_voided": _("This payment was voided already."),
    "capital_certified": _("A certificate of this contribution was issued: it says that all was paid in."),
    "capital_not_paid": _("A certificate is issued when all is paid in: %(left)s is missing."),
    "capital_end_early": _("The last that happened to this contribution was on %(last)s."),
    "capital_without_quantity": _("Say how much of it: area, number of pieces."),
    "capital_certificate_early": _("The last payment was made on %(paid)s."),
    "capital_few_members": _("%(officials)s official members: a co-operative has at least %(least)s."),
    "capital_few_contributors": _(
        "%(contributors)s official members have committed capital: the limits of shares are measured from the fifth on."
    ),
    "capital_under_age": _("%(under_age)s members with capital are younger than %(adult)s by their birth year."),
}
STATES = {
    "paid": _("paid in"), "running": _("being paid in"), "overdue": _("overdue"), "ended": _("given back"),
}  # fmt: skip
STATE_TAGS = {"paid": "", "running": "tag-warn", "overdue": "tag-bad", "ended": "tag-quiet"}
MISSING = {
    "register_no": _("register number"), "joined_on": _("day of joining"), "address": _("address"),
    "citizen_id": _("citizen ID"), "capital": _("capital contribution"), "certificate": _("certificate"),
}  # fmt: skip
VERBS = {
    "capital committed": _("committed"),
    "capital paid in": _("paid in"),
    "capital payment voided": _("payment voided"),
    "capital certificate issued": _("certificate issued"),
    "capital given back": _("given back"),
}
