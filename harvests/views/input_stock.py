"""Pages about the store of inputs: the list with what is low or expired, one lot with whom it went to, its form."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.queries.inputs import actives_of
from growers.rules.roles import Right
from growers.web import download, or_404, page_of, show, trail_of, tried
from harvests.actions.input_stock import change_stock, receive_stock, void_stock
from harvests.forms.input_stock import PLACES, StockFilter, StockForm
from harvests.models import InputStock
from harvests.queries.input_stock import LISTED, sold_of, stock, stock_by_key
from harvests.rules.input_sales import states_of
from harvests.views.credit import void_step
from harvests.wording_credit import VERBS


@reads
def stock_list(request):
    """M21: what is in the store, lot by lot, with what is low, expiring or expired."""
    filters, today = StockFilter(request.coop, request.GET), clock.today()
    rows = stock(request.coop, today, **filters.facts)
    if "format" in request.GET:
        return _download(request, rows, today)
    page = page_of(request, rows.values(*LISTED))
    found = list(page)
    actives = actives_of(request.coop, {row["product"] for row in found})
    prefix = reverse("input-stock-list", args=[request.coop.slug])
    context = {
        "filters": filters,
        "page": page,
        "rows": [_shown(row, actives.get(row["product"], ()), prefix, today) for row in found],
        "count": showing.count(page.paginator.count),
    }
    return show(request, "harvests/input_stock_list.html", "harvests/_input_stock_rows.html", context)


def _tags(states) -> list[tuple[str, str]]:
    names = {"sold": (_("sold out"), "tag tag-quiet"), "expired": (_("expired"), "tag tag-bad"),
             "soon": (_("expires soon"), "tag tag-warn"), "low": (_("low"), "tag tag-warn")}  # fmt: skip
    return [names[state] for state in states]


def _shown(row: dict, actives, prefix: str, today) -> dict:
    unit = InputStock.Unit(row["unit"]).label
    return {
        "url": f"{prefix}{row['pk']}/",
        "product": row["product__name"],
        "actives": " + ".join(active.name for active in actives),
        "lot": row["lot_no"],
        "expires": showing.day(row["expires_on"]),
        "unit": f"{unit} {row['content']}".strip(),
        "received": showing.kg(row["received_milli"], 0),
        "sold": showing.kg(row["sold_milli"], 0),
        "free": showing.kg(row["received_milli"] - row["sold_milli"], 0),
        "price": showing.dong_plain(row["price_vnd"]),
        "tags": _tags(states_of(row["received_milli"], row["sold_milli"], row["expires_on"], today)),
        "void": row["void_reason"],
    }


def _download(request, rows, today):
    header = [_("Product"), _("Active ingredients"), _("Lot number"), _("Expiry"), _("Unit"), _("Content of a unit"),
              _("Received"), _("Sold"), _("Remaining"), _("Price per unit"), _("State")]  # fmt: skip
    found = list(rows.values(*LISTED))
    actives = actives_of(request.coop, {row["product"] for row in found})
    cells = []
    for row in found:
        shown = _shown(row, actives.get(row["product"], ()), "", today)
        cells.append([
            shown["product"], shown["actives"], row["lot_no"], shown["expires"],
            str(InputStock.Unit(row["unit"]).label), row["content"], shown["received"], shown["sold"], shown["free"],
            row["price_vnd"], ", ".join(name for name, _css in shown["tags"]),
        ])  # fmt: skip
    return download(request, f"inputs-{request.coop.slug}", header, cells)


@reads
def stock_page(request, pk):
    """One lot: what it is, how much is left, and whom it went to."""
    row = _stock(request, pk)
    unit = row.get_unit_display()
    actives = actives_of(request.coop, [row.product_id]).get(row.product_id, ())
    sales = reverse("input-sale-list", args=[request.coop.slug])
    context = {
        "stock": row,
        "actives": " + ".join(active.name for active in actives),
        "amounts": {
            "received": f"{showing.kg(row.received_milli, 0)} {unit}",
            "sold": f"{showing.kg(row.sold_milli, 0)} {unit}",
            "free": f"{showing.kg(row.received_milli - row.sold_milli, 0)} {unit}",
            "price": showing.dong(row.price_vnd),
            "cost": showing.dong(row.cost_vnd),
            "received_on": showing.day(row.received_on),
            "expires": showing.day(row.expires_on),
        },
        "tags": _tags(states_of(row.received_milli, row.sold_milli, row.expires_on, clock.today())),
        "sold": [
            {"url": f"{sales}{line.sale.code}/", "code": line.sale.code, "day": showing.day(line.sale.day),
             "household": str(line.sale.household), "void": line.sale.void_reason,
             "quantity": f"{showing.kg(line.quantity_milli, 0)} {unit}", "amount": showing.dong_plain(line.amount_vnd)}
            for line in sold_of(request.coop, row)[:100]
        ],
        "trail": trail_of(row, VERBS),
    }  # fmt: skip
    return render(request, "harvests/input_stock_page.html", context)


@writes(Right.CREDIT)
def stock_new(request):
    """A lot comes into the store."""
    form = StockForm(request.seat, request.POST or None, initial={"product": request.GET.get("product")})
    form.back = reverse("input-stock-list", args=[request.coop.slug])
    if row := tried(form, lambda: receive_stock(request.seat, sent=form.sent, **form.facts), PLACES):
        messages.success(request, _("%(name)s is in the store.") % {"name": row})
        return redirect("input-stock-page", request.coop.slug, row.pk)
    return render(request, "harvests/input_stock_form.html", {"form": form, "title": ""})


@writes(Right.CREDIT)
def stock_edit(request, pk):
    """A lot corrected; what was sold of it stays sold."""
    row = _stock(request, pk)
    title = str(row)
    form = StockForm(request.seat, request.POST or None, instance=row)
    form.back = reverse("input-stock-page", args=[request.coop.slug, pk])
    if tried(
        form,
        lambda: change_stock(request.seat, sent=form.sent, stock=row, version=form.shown_version, **form.facts),
        PLACES,
    ):
        messages.success(request, _("The changes were saved."))
        return redirect("input-stock-page", request.coop.slug, pk)
    return render(request, "harvests/input_stock_form.html", {"form": form, "title": title})


@writes(Right.CREDIT)
def stock_void(request, pk):
    """A lot of which nothing is sold, voided with a reason."""
    row = _stock(request, pk)
    return void_step(
        request, row, partial(void_stock, stock=row), reverse("input-stock-page", args=[request.coop.slug, pk])
    )


def _stock(request, pk) -> InputStock:
    return or_404(stock_by_key(request.coop, pk))
