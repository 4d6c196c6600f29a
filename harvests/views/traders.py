"""Pages about traders: the list, one trader with orders and broken deals, and the form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.queries.history import history_of
from growers.rules.roles import Right
from growers.web import download, or_404, page_of, show, tried
from harvests.actions.traders import change_trader, register_trader
from harvests.forms.traders import TraderFilter, TraderForm
from harvests.queries.deposits import taken_on
from harvests.queries.orders import LISTED, lines_by_order, orders_of
from harvests.queries.trader_ageing import Dealings, dealings_of
from harvests.queries.trader_ledger import exposure_of
from harvests.queries.traders import Figures, figures_of, trader_by_id, traders
from harvests.rules.orders import CANCELLED
from harvests.views.orders_shown import market_name, shown_orders
from harvests.views.trader_accounts import shown_exposure

COLUMNS = ("pk", "name", "kind", "market__name_vi", "market__name_en", "contact", "phone", "chain", "is_active")
TABS = ("orders", "cancelled", "facts", "history")


@reads
def trader_list(request):
    """M12: every trader with search, filters, figures and downloads."""
    filters = TraderFilter(request.coop, request.GET)
    rows = traders(request.coop, **_asked(filters))
    if "format" in request.GET:
        return _download(request, rows)
    page = page_of(request, rows.values(*COLUMNS))
    figures = figures_of(request.coop, [row["pk"] for row in page])
    prefix, kinds = reverse("trader-list", args=[request.coop.slug]), dict(rows.model.Kind.choices)
    market = market_name()
    context = {
        "filters": filters,
        "page": page,
        "rows": [_shown(row, figures[row["pk"]], prefix, kinds, market) for row in page],
        "counted": showing.count(page.paginator.count),
    }
    return show(request, "harvests/traders_list.html", "harvests/_traders_rows.html", context)


def _asked(filters: TraderFilter) -> dict:
    facts = filters.facts
    return {**facts, "active": facts.get("active") or "yes"}


def _shown(row: dict, figures: Figures, prefix: str, kinds: dict, market: str) -> dict:
    return {
        "url": f"{prefix}{row['pk']}/",
        "name": row["name"],
        "chain": row["chain"],
        "kind": kinds[row["kind"]],
        "market": row[market] or "–",
        "contact": row["contact"],
        "tel": row["phone"],
        "phone": showing.phone(row["phone"]),
        "active": row["is_active"],
        "orders": showing.count(figures.orders),
        "open": showing.count(figures.open),
        "ordered": showing.kg(figures.ordered_g, least=0),
        "delivered": showing.kg(figures.delivered_g, least=0),
        "cancelled": figures.cancelled,
    }


def _download(request, rows):
    header = [
        _("Trader"), _("Kind"), _("Usual market"), _("Contact person"), _("Phone"), _("Retail chains"), _("Active"),
        _("Orders"), _("Open orders"), _("Cancelled"), _("Ordered, g"), _("Delivered, g"),
    ]  # fmt: skip
    found = list(rows.values(*COLUMNS))
    figures = figures_of(request.coop, [row["pk"] for row in found])
    kinds, market = dict(rows.model.Kind.choices), market_name()
    cells = (
        [r["name"], kinds[r["kind"]], r[market], r["contact"], r["phone"], r["chain"],
         _("yes") if r["is_active"] else _("no"), f.orders, f.open, f.cancelled, f.ordered_g, f.delivered_g]
        for r, f in ((row, figures[row["pk"]]) for row in found)
    )  # fmt: skip
    return download(request, f"traders-{request.coop.slug}", header, cells)


@reads
def trader_page(request, pk):
    """M12: one trader; `?tab=` names the tab."""
    trader = _trader(request, pk)
    tab = request.GET.get("tab")
    tab = tab if tab in TABS else TABS[0]
    context = {
        "trader": trader,
        "tab": tab,
        "figures": _figures(figures_of(request.coop, [trader.pk])[trader.pk]),
        "phone": showing.phone(trader.phone),
        "limit": showing.dong(trader.credit_limit_vnd),
        "exposure": shown_exposure(trader, exposure_of(trader, clock.today())),
        "dealings": _dealings(dealings_of(trader, clock.today())),
        "sections": _orders(request, trader, tab),
        "history": history_of(trader) if tab == "history" else [],
    }
    return render(request, "harvests/traders_page.html", context)


def _dealings(found: Dealings) -> dict:
    share = {"claims": found.claims_bp, "in_time": found.in_time_bp}
    shown = {name: "–" if bp is None else showing.percent_bp(bp) for name, bp in share.items()}
    return {
        **shown, "claimed": showing.kg_unit(found.claimed_g, least=0), "due": showing.dong(found.due_vnd),
        "forfeits": found.forfeits, "penalties": found.penalties,
    }  # fmt: skip


def _orders(request, trader, tab: str) -> list[dict]:
    if tab not in ("orders", "cancelled"):
        return []
    rows = list(orders_of(trader, CANCELLED if tab == "cancelled" else "").values(*LISTED))
    keys = [row["pk"] for row in rows]
    shown = shown_orders(request.coop, rows, lines_by_order(request.coop, keys), None, taken_on(request.coop, keys))
    return [{"title": "", "rows": shown}] if shown else []


def _figures(figures: Figures) -> dict:
    tenths = (figures.delivered_g * 2_000 + figures.ordered_g) // (2 * figures.ordered_g) if figures.ordered_g else None
    return {
        "orders": showing.count(figures.orders),
        "open": showing.count(figures.open),
        "cancelled": showing.count(figures.cancelled),
        "ordered": showing.kg_unit(figures.ordered_g, least=0),
        "delivered": showing.kg_unit(figures.delivered_g, least=0),
        "share": "" if tenths is None else showing.percent_bp(tenths * 10),
    }


@writes(Right.ORDERS)
def trader_new(request):
    """M12, for a trader who is not there yet."""
    form = TraderForm(request.seat, request.POST or None)
    form.back = reverse("trader-list", args=[request.coop.slug])
    if trader := tried(form, lambda: register_trader(request.seat, sent=form.sent, **form.facts)):
        messages.success(request, _("%(name)s was added.") % {"name": trader.name})
        return redirect("trader-page", request.coop.slug, trader.pk)
    return render(request, "harvests/traders_form.html", {"form": form})


@writes(Right.ORDERS)
def trader_edit(request, pk):
    """M12, for a trader who is there."""
    trader = _trader(request, pk)
    title = trader.name
    form = TraderForm(request.seat, request.POST or None, instance=trader)
    form.back = reverse("trader-page", args=[request.coop.slug, trader.pk])
    if tried(
        form,
        lambda: change_trader(request.seat, sent=form.sent, trader=trader, version=form.shown_version, **form.facts),
    ):
        messages.success(request, _("The changes were saved."))
        return redirect("trader-page", request.coop.slug, trader.pk)
    return render(request, "harvests/traders_form.html", {"form": form, "trader": trader, "title": title})


def _trader(request, pk):
    return or_404(trader_by_id(request.coop, pk))
