"""The purchase list of a period (form 01/TNDN), masked for every member, and the goods received note of a day."""

import datetime as dt

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.rules.roles import Right
from growers.web import tried
from harvests.actions.settlement_papers import show_citizens_between
from harvests.forms.purchases import PurchaseFilter, PurchasesForm
from harvests.queries.purchases import purchases_between, received_on
from harvests.rules.paper_facts import Issued
from harvests.views.settlement_papers import printed, purchases_pdf, received_pdf


@reads
def purchase_list_page(request):
    """D4 for a period: what was bought, its sum, and the list as PDF."""
    filters = PurchaseFilter(request.coop, request.GET)
    first, last = filters.days
    rows = [] if filters.problem else purchases_between(request.coop, first, last)
    if rows and request.GET.get("format") == "pdf":
        return _pdf(request, first, last, in_full=False)
    context = {
        "filters": filters,
        "sums": {
            "rows": showing.count(len(rows)), "households": showing.count(len({row.code for row in rows})),
            "net": showing.kg_unit(sum(row.net_g for row in rows), least=0),
            "amount": showing.dong(sum(row.amount_vnd for row in rows)),
        },
        "rows": bool(rows),
        "days": {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"},
        "form": PurchasesForm(request.seat, initial={"first": first, "last": last}),
    }  # fmt: skip
    return render(request, "harvests/purchases.html", context)


@writes(Right.PERSONAL)
def purchase_list_full(request):
    """The same with whole citizen IDs, which is noted."""
    form = PurchasesForm(request.seat, request.POST or None)
    if tried(form, lambda: show_citizens_between(request.seat, sent=form.sent, **form.said)):
        return _pdf(request, *form.days, in_full=True)
    for errors in form.errors.values():
        for error in errors:
            messages.error(request, error)
    return redirect("purchase-list", request.coop.slug)


def _pdf(request, first: dt.date, last: dt.date, *, in_full: bool):
    said = f"Từ {showing.day(first)} đến {showing.day(last)}"
    url = request.build_absolute_uri(reverse("purchase-list", args=[request.coop.slug]))
    paper = Issued(f"{first:%y%m%d}-{last:%y%m%d}", last, printed(request), url)
    return purchases_pdf(request, paper, last, said, purchases_between(request.coop, first, last), in_full=in_full)


@reads
def day_received(request, day):
    """D2: the goods received note of a day."""
    try:
        on = dt.date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    rows = received_on(request.coop, on)
    if not rows or on > clock.today():
        raise Http404
    url = request.build_absolute_uri(reverse("day-page", args=[request.coop.slug, day]))
    paper = Issued(f"PNK-{on:%y%m%d}", on, printed(request), url)
    return received_pdf(request, paper, f"phiếu cân ngày {showing.day(on)}", rows)


