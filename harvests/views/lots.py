"""Pages about lots: the list with its sums and downloads, and a new lot."""

import datetime as dt

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.queries.settings import settings_on
from growers.rules.roles import Right
from growers.web import download, or_404, page_of, show, tried
from harvests.actions.lots import open_lot
from harvests.forms.lots import PLACES, LotFilter, LotForm
from harvests.models import Lot
from harvests.queries.lots import LISTED, lot_by_code, lots, open_orders, stock_of, sums_of
from harvests.views.lots_shown import shown_lots

USUAL_DAYS = 60  # without a filter the list goes back so far
MAX_DOWNLOAD = 20_000


@reads
def lot_list(request):
    """M15: lots, the newest first, with sums over all pages."""
    filters = LotFilter(request.coop, _asked(request))
    asked = filters.facts
    rows = lots(request.coop, **asked)
    if "format" in request.GET:
        return _download(request, rows)
    sums = sums_of(rows)
    page = page_of(request, rows.values(*LISTED), total=sums["lots"])
    listed = list(page)
    old = settings_on(request.coop, clock.today())["stock_old_hours"]
    stock = stock_of(request.coop, [row["pk"] for row in listed])
    context = {
        "filters": filters,
        "page": page,
        "rows": shown_lots(request.coop, listed, stock, now=clock.now(), old=old),
        "sums": {
            "lots": showing.count(sums["lots"]),
            **{name: showing.kg_unit(sums[name], 0) for name in ("in_g", "out_g", "loss_g")},
        },
        "narrowed": bool(request.GET),
    }
    return show(request, "harvests/lots_list.html", "harvests/_lots_rows.html", context)


def _asked(request):
    """The address; without any filter the lots of the last weeks. An empty "packed from" means the beginning."""
    if "first" in request.GET or request.GET.get("search"):
        return request.GET
    asked = request.GET.copy()
    asked["first"] = f"{clock.today() - dt.timedelta(days=USUAL_DAYS):%d/%m/%Y}"
    return asked


def _download(request, rows):
    if rows[MAX_DOWNLOAD : MAX_DOWNLOAD + 1].exists():
        sentence = _("These are more than %(count)s lots: choose fewer days.") % {"count": showing.count(MAX_DOWNLOAD)}
        return render(request, "422.html", {"sentences": [sentence]}, status=422)
    header = [
        _("Lot"), _("Trace code"), _("Kind of lot"), _("Status"), _("On hold"), _("Packed on"), _("Market"),
        _("Packing house"), _("Planting area code"), _("Order"), _("Cartons"), _("Taken in, g"), _("Packed, g"),
        _("Rejects and losses, g"), _("Free, g"),
    ]  # fmt: skip
    listed = list(rows.values(*LISTED))
    stock, totals, cells = stock_of(request.coop, [row["pk"] for row in listed]), [0] * 5, []
    kinds, statuses = dict(Lot.Kind.choices), dict(Lot.Status.choices)
    shown = shown_lots(request.coop, listed, stock, now=clock.now(), old=0)
    for row, text in zip(listed, shown, strict=True):
        cartons, free = stock.get(row["pk"], (0, 0))
        numbers = (cartons, row["in_g"], row["out_g"], row["loss_g"], free if row["status"] == "closed" else 0)
        totals = [total + number for total, number in zip(totals, numbers, strict=True)]
        cells.append([
            row["code"], row["trace_code"], kinds[row["kind"]], statuses[row["status"]],
            _("on hold") if row["is_held"] else "", text["day"], text["market"], text["house"], text["area_code"],
            text["order"], *numbers,
        ])  # fmt: skip
    return download(request, f"lots-{request.coop.slug}", header, cells, [_("Total"), *[""] * 9, *totals])


@writes(Right.PACK)
def lot_new(request):
    """Open a lot for a market, or for an order (?order=its key)."""
    form = LotForm(request.seat, request.POST or None, initial=_for_order(request))
    form.back = reverse("lot-list", args=[request.coop.slug])
    if lot := tried(form, lambda: open_lot(request.seat, sent=form.sent, **form.facts), PLACES):
        messages.success(request, _("Lot %(code)s is open. Take fruit in.") % {"code": lot.code})
        return redirect("lot-inputs", request.coop.slug, lot.code)
    return render(request, "harvests/lots_form.html", {"form": form, "title": _("Open a lot"), "houses": _houses(form)})


def _houses(form) -> bool:
    return "house" not in form.fields or form.fields["house"].queryset.exists()


def _for_order(request) -> dict:
    """The order that its page's button asks a lot for, with its market and crop."""
    key = request.GET.get("order", "")
    if not (key.isdecimal() and len(key) < 10):
        return {}
    order = open_orders(request.coop).filter(pk=int(key)).first()
    return {"order": order.pk, "market": order.market_id, "commodity": order.commodity_id} if order else {}


def find(request, code: str) -> Lot:
    """The lot with this code in the co-operative of the request, or 404."""
    return or_404(lot_by_code(request.coop, code))
