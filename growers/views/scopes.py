"""Pages that put plots under a certificate from a day on, and take them out again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from growers.access import writes
from growers.actions.certificates import put_in_scope, take_from_scope
from growers.forms.areas import JoinFilter
from growers.forms.certificates import ScopeJoinForm, ScopeLeaveForm
from growers.queries.certificates import plots_to_certify, scope_of
from growers.rules.roles import Right
from growers.views.certificates import certificate_of, newcomers, page_shown
from growers.views.codes import MOST_TO_TICK, candidate_shown
from growers.web import tried, warn


@writes(Right.PERMITS)
def certificate_join(request, key):
    """Puts ticked plots under a certificate from a day on."""
    certificate = certificate_of(request, key)
    form = ScopeJoinForm(request.seat, request.POST or None, row=certificate)
    if tried(
        form,
        lambda: put_in_scope(request.seat, sent=form.sent, certificate=certificate, **form.facts),
        {"scope_outside_validity": "valid_from"},
    ):
        messages.success(request, _("The plots are under the certificate."))
        warn(request, newcomers(certificate, list(scope_of(certificate)), clock.today()))
        return redirect(reverse("certificate-page", args=[request.coop.slug, key]) + "?tab=plots")
    filters = JoinFilter(request.coop, request.GET)
    prefix, ticked = reverse("plot-list", args=[request.coop.slug]), form.ticked
    rows = list(plots_to_certify(certificate, clock.today(), **filters.facts)[: MOST_TO_TICK + 1])
    context = {
        "certificate": certificate,
        "form": form,
        "filters": filters,
        "rows": [{**candidate_shown(plot, ticked, prefix), "other": plot.other or ""} for plot in rows[:MOST_TO_TICK]],
        "cut": MOST_TO_TICK if len(rows) > MOST_TO_TICK else None,
    }
    return render(request, "growers/certificates_join.html", context)


@writes(Right.PERMITS)
def certificate_leave(request, key):
    """Ends ticked memberships on a day; a visit leads to the page that has the form."""
    certificate = certificate_of(request, key)
    here = reverse("certificate-page", args=[request.coop.slug, key]) + "?tab=plots"
    if request.method != "POST":
        return redirect(here)
    form = ScopeLeaveForm(request.seat, request.POST, row=certificate)
    if tried(form, lambda: take_from_scope(request.seat, sent=form.sent, certificate=certificate, **form.facts)):
        messages.success(request, _("The plots are under the certificate no more."))
        return redirect(here)
    return page_shown(request, certificate, "plots", leave_form=form)
